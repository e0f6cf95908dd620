## Labels the guide gives (keep letter for letter)

g_login = 登录
g_portal = 持外国人工作许可人员登录入口
g_reg = 注册
g_signup = 注册并登录
g_name = 姓名
g_number = 工作许可号码
g_pw = 登录密码
g_note1 = 输入的姓名须与您护照上的姓名一致。
g_note2 = 请按照您的《中华人民共和国外国人工作许可通知》上的工作许可号码输入。
g_face = 人脸识别认证
g_obtain = 领取电子社保卡
g_inquiry = 工作许可信息查询
g_qr = 工作许可二维码
g_letter = 工作许可通知下载
g_letterfull = 中华人民共和国外国人工作许可通知
