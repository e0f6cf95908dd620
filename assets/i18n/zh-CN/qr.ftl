## QR code

q_title = 工作许可二维码
q_say = 请向对方出示此二维码。
q_has = 二维码中含有您的工作许可号码。
q_slip = 打印二维码凭条
q_hide = 隐藏二维码
q_show = 显示二维码
q_hidden = 二维码已隐藏
