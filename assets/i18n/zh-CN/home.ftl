## Home

h_title = 领取电子社保卡
h_sub = 适用于持有外国人工作许可的人员
h_login = 注册领卡、查看电子社保卡、使用工作许可服务
h_app = 如何下载App
h_app_sub = 扫码下载安装，在手机上办理
h_staff_sub = 工作人员可现场为您办理
h_ready = 请提前准备
h_r1 = 本人护照
h_r2 = 工作许可通知
h_r3 = 手机（安装App用）
h_clear = 办理结束后，屏幕上不会保留您的任何信息。
