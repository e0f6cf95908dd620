## Face recognition: failure causes

x_far = 距离太远
x_far_why = 画面中的面部太小。
x_far_do = 请靠近，使面部充满椭圆框。
x_near = 距离太近
x_near_why = 部分面部超出画面。
x_near_do = 请后退，使整个面部位于椭圆框内。
x_straight = 面部未正对镜头
x_straight_why = 摄像头拍到的是侧脸。
x_straight_do = 请正对摄像头，下巴放平。
x_dark = 光线太暗
x_dark_why = 面部过暗，无法看清。
x_dark_do = 请面向灯光或窗户，并摘下有帽檐的帽子。
x_back = 光线来自背后
x_back_why = 您身后的窗户或灯光使面部变暗。
x_back_do = 请转身，让光线照在脸上，然后再试一次。
x_glare = 有反光
x_glare_why = 眼镜或正前方的灯光在面部形成了亮斑。
x_glare_do = 请略微低头；方便的话，请摘下眼镜。
x_eyes = 眼睛处于闭合状态
x_eyes_why = 摄像头未能看到睁开的眼睛。
x_eyes_do = 请睁眼注视摄像头，提示眨眼时再眨眼。
x_cover = 面部有遮挡
x_cover_why = 口罩、围巾、手或头发遮住了面部。
x_cover_do = 请露出眉毛至下巴。如不便露出，可由工作人员核验。
x_many = 画面中有多张面孔
x_many_why = 您身旁或身后有其他人。
x_many_do = 请其他人离开画面，然后再试一次。
x_move = 画面模糊
x_move_why = 拍摄时您或摄像头有晃动。
x_move_do = 每做完一个动作，请停顿片刻。
x_prompt = 有动作未完成
x_prompt_why = 未在规定时间内检测到“{ $prompt }”。
x_prompt_do = 请再试一次，动作放慢、做到位，时间充足。
x_other = 与登记照片不一致
x_other_why = 登记照片可能较早，或现场光线不佳。这不会对您造成不利影响。
x_other_do = 请再试一次，或由工作人员核对护照。
x_change = 核验过程中面部发生变化
x_change_why = 可能有他人进入画面。
x_change_do = 请您独自重新核验。
x_stall = 摄像头画面中断
x_stall_why = 摄像头暂时没有响应。
x_stall_do = 请稍候几秒再试，或选择工作人员核验。
x_absent = 未检测到摄像头
x_absent_why = 摄像头未开启或未连接。
x_absent_do = 请告知工作人员，不使用摄像头也可为您核验。
x_busy = 摄像头被占用
x_busy_why = 其他程序正在使用摄像头。
x_busy_do = 请稍候再试；如仍不可用，请告知工作人员。

## Face failure page: furniture

x_why = 可能的原因
x_do = 您可以这样做
x_try = 再试一次
x_left = 还可再试{ $n }次
x_none = 人脸识别次数已用完，将由工作人员为您核验。
x_now = 刚才
x_better = 建议
x_no = 事件编号
x_show = 向工作人员出示

## Causes found while building

x_noface = 未看到面部
x_noface_why = 您可能未站在摄像头前，或镜头被遮挡。
x_noface_do = 请站到摄像头前，使面部出现在椭圆框内。
x_denied = 摄像头未获准使用
x_denied_why = 本机设置不允许程序使用摄像头。
x_denied_do = 请告知工作人员，不使用摄像头也可为您核验。
x_unclear = 比对结果不够明确
x_unclear_why = 登记照片可能较早，或现场光线不佳。这不会对您造成不利影响。
x_unclear_do = 将由工作人员核对护照与本人，请到窗口办理。
x_nophoto = 登记信息中没有可供比对的照片
x_nophoto_why = 工作许可登记信息中没有您的可用照片。
x_nophoto_do = 将由工作人员核对护照，请到窗口办理。
x_few = 可检查的画面太少
x_few_why = 摄像头或本机刚才速度太慢。
x_few_do = 请再试一次，或选择工作人员核验。
x_garbled = 摄像头画面异常
x_garbled_why = 可能是连接线松动，或摄像头需要重新启动。
x_garbled_do = 请稍候几秒再试，或选择工作人员核验。
x_break = 核验已中断
x_break_why = 您在核验完成前离开了此页面。
x_break_do = 准备好后请再试一次，或由工作人员核验。
