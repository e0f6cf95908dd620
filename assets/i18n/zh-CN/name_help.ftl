## How must my name look?

nh_open = 姓名怎么填
nh_title = 姓名应该怎么填
nh_surname = 姓
nh_given = 名
nh_passport = 护照资料页样张
nh_order = 姓在前或在后均可。
nh_space = 各部分之间保留空格。
nh_hyphen = 连字符可照填，也可改为空格。
nh_accent = É或E、Ü或UE，写法均可。
nh_line = 护照资料页底部两行中的上面一行
nh_line_hint = 行末的“<”可以不填。填写的内容不会保存。
nh_reads = 该行中的姓名
nh_cut = 该行容纳不下您的完整姓名，请在表中补全。
nh_take = 使用此姓名

## What may be wrong with the line

e_mrz_empty = 请先填写上面一行，或返回直接填写姓名。
e_mrz_char = 该行中有不使用的字符“{ $c }”。请只输入字母、数字和“<”。
e_mrz_upper = 护照上面一行以字母P开头，请核对是否填写了上面一行。
e_mrz_length = 内容多于一行，又不足两整行。每行为44个字符。
e_mrz_digit = 该行的姓名部分只有字母。数字0可能是字母O，数字1可能是字母I。
e_mrz_name = 尚未读出姓名。姓与名之间有两个“<”。
e_mrz_check = 下面一行与其校验数字不符，请核对，或只填写上面一行。
