## Login and portal

l_first = 首次办理？
l_first_sub = 办理时需要
l_have = 已经注册？
l_have_sub = 请使用工作许可号码和登录密码登录。
show = 显示
hide = 隐藏

## The page before the portal

l_title = 登录
l_choose = 请选择登录方式
l_portal_sub = 首次注册，或使用工作许可号码登录
l_who = 本机仅为持外国人工作许可人员办理，其他人员请使用App。
l_busy = 正在核对，请稍候。
