## Idle, finish, locked out

d_title = 您还在办理吗？
d_sub = 为保护您的信息，办理将在以下时间后结束
d_sec = 秒
d_stay = 继续办理
d_more = 我需要更多时间
d_end = 结束并清除
d_note = 触摸屏幕任意位置也可继续。
d_over = 办理已结束，屏幕上未保留您的任何信息。
n_title = 办理完成
n_sub = 屏幕上未保留您的任何信息。请带好护照和纸质材料。
n_askcancel = 取消办理并清除已填写的内容？
n_keep = 继续办理
lk_wait = 请等待{ $s }秒
lk_wait_t = 密码多次输入错误。为保护您的账户，请稍候再试。
lk_title = 登录已锁定
lk_t = 密码已错误15次。请联系工作人员，核对护照后可为您解锁。

## Done and cleared

n_next = 开始新的办理
n_clear = 取消并清除
n_auto = 稍后将自动返回首页。
