## Printer

pp_out = 打印机缺纸
pp_out_why = 纸盒已空。
pp_out_do = 请告知工作人员。加纸后将自动继续打印。
pp_jam = 打印机卡纸
pp_jam_why = 有纸张未能通过。
pp_jam_do = 请勿自行拉扯，告知工作人员即可，处理后可重新打印。
pp_open = 打印机盖未关闭
pp_open_why = 机盖或纸盒未关好。
pp_open_do = 请告知工作人员，关好后将继续打印。
pp_off = 打印机无响应
pp_off_why = 打印机未开机或未连接。
pp_off_do = 您可以再试一次、联系工作人员，或暂不打印。
pp_ink = 打印机墨粉不足
pp_ink_why = 打印内容会过淡，难以辨认。
pp_ink_do = 请告知工作人员。

## Printer page: furniture

pr_safe = 结束办理前，您的文件会一直保留。
pr_retry = 再试一次
pr_skip = 暂不打印，继续

## Refused by the printer

pp_refused = 打印机未接收打印任务
pp_refused_why = 打印机可能正忙，或设置了其他纸张类型。
pp_refused_do = 请稍后再试、联系工作人员，或暂不打印。
pp_stopped = 已停止打印
pr_safe_slip = 结束办理前，您的二维码会一直保留。
pr_safe_page = 结束办理前，打印内容会一直保留。
