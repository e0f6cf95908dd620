## Registration outcomes (a page each)

m_nomatch = 未能核对上您填写的信息
m_nomatch_why = 登记信息中未找到与您填写的姓名和号码同时相符的记录。常见原因：数字0与字母O混淆；填写了旧版塑料工作许可证上的号码；办理许可后更换过护照。
m_nomatch_do = 请对照工作许可通知核对后重试。如填写无误，请联系工作人员。
m_expired = 该工作许可已过期
m_expired_why = 有效期已于{ $date }届满。
m_expired_do = 请联系用人单位办理延期或重新申请，获批后即可注册。
m_revoked = 该工作许可已注销
m_revoked_why = 登记信息显示该许可已注销，例如变更了用人单位。
m_revoked_do = 如您持有新的工作许可，请使用新通知上的号码；否则请联系工作人员。
m_already = 您已完成注册
m_already_why = 该工作许可号码此前已领取电子社保卡。
m_already_do = 请直接登录。忘记密码请点击“忘记密码？”。如非本人办理，请立即联系工作人员。

## Ways on

m_check = 核对后重试
m_login = 去登录
