## Get the app

a_title = 如何下载App
a_scan = 请用手机扫描二维码
a_noqr = 本机未设置下载二维码，请按名称搜索下载。
a_or = 或搜索
a_in = 可在以下应用商店下载
st1 = App Store
st2 = 应用宝
st3 = 360手机助手
st4 = 百度手机助手
st5 = 华为应用商店
st6 = 小米应用商店
a_steps = 然后在手机上操作
a1 = 打开电子社保卡App，首页点击“登录Login”。
a2 = 在登录页面点击“Login portal for foreigner's holding work permit”。
a3 = 点击“Registration”，进入注册页面。
a4 = 输入姓名、工作许可号码，设置8-16位数字、字母、符号两种及以上组合的登录密码，点击“Sign up and login”。
a5 = 人脸识别认证通过后，即可完成注册，成功领取电子社保卡。
a_here = 在本机办理

## Search terms and the names of pictures

a_term1 = 电子社保卡
a_term2 = esscard
a_qr_name = App下载二维码
