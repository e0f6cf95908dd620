## A forgotten password

fp_title = 忘记密码？
fp_sub = 请填写姓名和工作许可号码，通过人脸识别后即可设置新密码。
fp_next = 继续
fp_wrong = 姓名与号码不相符，或尚未用其注册。请核对后重试，或联系工作人员。
np_title = 设置新密码
np_sub = 人脸识别认证已通过。设置后，原密码不再有效。
np_new = 新的登录密码
np_again = 再次输入新密码
np_differs = 两次输入的密码不一致，请重新输入第二项。
np_set = 设置密码
