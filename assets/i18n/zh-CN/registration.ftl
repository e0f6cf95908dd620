## Registration

r_sum = 有{ $n }处需要修改
r_err0 = 姓名中有数字“0”，请核对是否应为字母“O”。
r_fix0 = 改为字母O
p1 = 8-16位字符
p2 = 数字、字母、符号至少两种
p3 = 不含姓名或许可号码
p4 = 不是常见密码
met = 已符合
unmet = 尚未符合
k_done = 完成
k_space = 空格
k_shift = 大写
k_del = 删除

## Registration errors at the field

e_name_empty = 请输入您护照上的姓名。
e_name_char = 姓名中有护照不使用的字符“{ $c }”。请只输入字母、空格、连字符和撇号，可参照护照资料页底部机读行的拼写。
e_name_long = 姓名超过66个字符。请联系工作人员，系统不会自行缩短您的姓名。
e_no_empty = 请输入工作许可号码，号码见工作许可通知。
e_no_char = 号码中有字母和数字以外的字符，请对照工作许可通知核对。
w_no_letter = 数字中间有字母{ $c }，通知上是否为数字{ $d }？
w_no_len = 该号码为{ $n }位，与常见位数不同。如与通知上一致，请继续。
e_pw_len = 密码目前{ $n }位，须为8-16位。
e_pw_kinds = 请再加入一种字符：数字、字母或符号。
e_pw_common = 该密码过于常见，容易被猜到，请更换。
e_pw_own = 密码中含有您的姓名或工作许可号码，请更换。
e_pw_ascii = 密码只能使用本键盘上的字母、数字和符号。
e_login = 工作许可号码或登录密码不正确，请核对后重试。

## While the register is asked

r_busy = 正在核对

## One field at a time, at large texts

field_of = 第{ $n }项，共{ $m }项
prev_field = 上一项
next = 下一步
