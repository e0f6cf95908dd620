## Consent

c_title = 请阅读并作出选择
c_what = 收集哪些信息
c_what_t = 您的姓名、工作许可号码、面部图像及由其生成的人脸特征。
c_why = 用途
c_why_t = 仅用于核实您是该工作许可的持有人。
c_long = 保存期限
c_long_t = 加密保存在本机。人脸特征核验后即删除，面部图像保存{ $n }天（需人工判定的最多{ $c }天），登记信息保存{ $m }。
c_who = 由谁负责
c_who_t = { $authority }，电话{ $phone }。
c_rights = 您的权利
c_rights_t = 您可随时请工作人员为您查阅、更正、删除信息，或撤回同意。
c_sep = 单独同意：人脸识别
c_tick = 我同意使用我的面部信息进行本次核验。
c_tick_sub = 是否同意由您自主决定。选择人工核验，同样可以办理。
c_face = 使用人脸识别核验
c_staffv = 改由工作人员核验
c_need = 使用人脸识别请先勾选同意；您也可以选择“改由工作人员核验”。
c_full = 查看全文

## Around the full text

c_order = 登记的姓名写法为
c_version = 版本：{ $v }
