# 组件陈列，供制作页面的人员使用。
gal_type = 字体
gal_buttons = 按钮
gal_fields = 输入框
gal_choices = 选择
gal_messages = 提示
gal_progress = 进度
gal_cards = 卡片
gal_icons = 图标
gal_first = 回到第一页
