## Before you start

b_title = 办理前请确认
b_sub = 如无以下情况，请直接继续。
b_noletter = 手边没有工作许可通知？
b_noletter_sub = 注册所需的号码见该通知
b_old = 只有旧版塑料工作许可证？
b_old_sub = 须先换发
b_renewed = 办理许可后换过护照？
b_renewed_sub = 登记的姓名可能与新护照不同
b_on = 继续
b_anyway = 继续填写

## What each of them means

m_noletter = 号码见工作许可通知
m_noletter_why = 该通知可能由用人单位代为保管。
m_noletter_do = 请向用人单位索取通知或询问号码，也可联系工作人员。如已知道号码，请继续。
m_old = 旧版塑料工作许可证须先换发
m_old_why = 未办理过变更的旧版许可尚未进入电子登记。
m_old_do = 请由用人单位申请“换发电子工作许可”，办结后再来注册。
m_renewed = 更换护照后须申报变更
m_renewed_why = 申报前，登记的仍是原护照上的姓名。护照信息变更应在10日内申报。
m_renewed_do = 姓名没有变化的，请继续；有变化的，请先由用人单位申报新护照，或联系工作人员。
