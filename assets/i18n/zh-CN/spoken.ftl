# 语音朗读：对控件的说法。页面文字照原文朗读。
sp_button = 按钮：{ $name }
sp_field = 请输入：{ $name }
sp_ticked = { $name }，已勾选
sp_unticked = { $name }，未勾选
sp_chosen = { $name }，已选
sp_choice = 选项：{ $name }
sp_seconds = 还剩{ $n }秒。
sp_entered = 已输入一位
sp_deleted = 已删除
sp_withheld = 本页的个人信息仅在使用耳机时朗读。
