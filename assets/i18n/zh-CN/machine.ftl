## The machine itself

y_store = 暂时无法保存您的信息
y_store_why = 本机存储暂时没有响应，未留下不完整的记录。
y_store_do = 请联系工作人员，可继续为您办理。
y_register = 暂时无法查询工作许可登记信息
y_register_why = 登记库暂时没有响应。
y_register_do = 请稍候一分钟再试；如仍无法查询，请联系工作人员。
y_face = 人脸识别暂不可用
y_face_why = 人脸识别所需的程序组件未能启动。
y_face_do = 请联系工作人员，可核对护照为您核验。
y_document = 暂时无法生成文件
y_document_why = 您的许可信息中可能有内容与表格格式不符。
y_document_do = 请再试一次；如仍无法生成，请联系工作人员。电子社保卡不受影响。
y_busy = 本机正忙
y_busy_why = 上一项操作仍在处理中。
y_busy_do = 请稍候几秒再试。
y_internal = 本机出现故障
y_internal_why = 问题出在本机，与您的操作无关。
y_internal_do = 请重新开始办理，或联系工作人员。
