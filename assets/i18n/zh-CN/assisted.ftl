## Show this to staff

z_head = 请协助这位办理人
z_step = 办理步骤
z_cause = 原因
z_no = 事件编号
z_time = 时间
z_do = 处理建议
z_do_t = 请引导办理人避开窗户逆光，或核对护照后人工核验。
z_none = 本页不含个人信息。
z_back = 返回继续办理

## The ticket and what staff can do

z_ticket = 办理编号
z_saving = 正在登记您的办理情况
z_not_stored = 未能在本机登记，请直接到窗口办理。
z_asked = 办理人请求协助
z_chose = 办理人选择人工核验
z_no_tries = 人脸识别次数已用完
z_go = 请凭此编号到窗口办理。
z_do_asked = 请询问办理人有何疑问，并协助其完成本步骤。
z_do_face = 请协助调整光线和距离，或核对护照后人工核验。
z_do_match = 请比对护照与本人后人工核验。
z_do_camera = 请检查摄像头及连接线，或核对护照后人工核验。
z_do_permit = 请将护照、工作许可通知与登记信息进行核对。
z_do_printer = 请处理打印机故障，然后重新打印。
z_do_machine = 请按事件编号查看本机日志。
z_do_unlock = 请核对护照后为其解锁。
z_do_forgot = 请核对护照，再协助办理人完成人脸识别或处理密码。

## Entries kept until midnight

z_keep = 保留填写内容至今日24时
z_keeping = 正在保存您填写的内容
z_kept = 续办码
z_kept_t = 请抄下或拍下此码。今日24时前，工作人员可凭此码继续为您办理，仅限使用一次。
z_not_kept = 未能保存您填写的内容。请重试，或稍后重新填写。
