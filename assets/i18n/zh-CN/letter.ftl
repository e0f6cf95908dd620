## Letter and printing

t_title = 工作许可通知
t_print = 打印
t_again = 再次打印
t_stop = 停止打印
t_p1 = 已生成
t_p2 = 已发送至打印机
t_p3 = 正在打印
t_p4 = 请取走纸张
t_page = 第{ $n }页，共{ $m }页
t_take = 请勿将文件遗留在出纸口。
t_zoom = 放大
t_done = 打印完成，请取走纸张。
t_prev = 预览
t_ready = 可以打印
t_wait = 请稍候
