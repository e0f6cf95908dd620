## Login and portal

l_first = 首次办理？
l_first_sub = 办理时需要
l_have = 已经注册？
l_have_sub = 请使用工作许可号码和登录密码登录。
l_forgot = 忘记密码？
show = 显示
hide = 隐藏

## The page before the portal

l_choose = 请选择登录方式
l_portal_sub = 首次注册，或使用工作许可号码登录
l_next = 在本机办理的步骤
l_n1 = 填写姓名、工作许可号码，设置登录密码
l_n2 = 阅读信息收集说明并作出选择
l_n3 = 面向摄像头核验，也可由工作人员核验
l_n4 = 查看电子社保卡、出示二维码、打印通知
e_pw_missing = 请输入登录密码。
