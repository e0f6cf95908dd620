## Card and services

k_title = 领卡成功
k_cardname = 电子社保卡
k_name = 姓名
k_no = 工作许可号码
k_cat = 类别
k_valid = 有效期至
k_serv = 工作许可服务
k_yours = 您的电子社保卡
k_home = 打印办理须知
k_sheet = 办理须知
k_newpw = 新密码已设置
