## Face recognition: prompts

f_look = 请正对摄像头
f_left = 请向左转头
f_right = 请向右转头
f_up = 请抬头
f_down = 请低头
f_blink = 请眨眼
f_mouth = 请张嘴
f_backc = 请转回正前方
f_of = 第{ $n }项，共3项
f_left_s = 剩余秒数
f_check = 正在核验，请保持不动。
f_ok = 人脸识别认证通过
f_private = 画面仅在本机处理。

## Face recognition: live hint chips (one at a time)

h_close = 请再靠近一些
h_far = 请稍微后退
h_centre = 请将面部移入椭圆框
h_straight = 请正视前方
h_dark = 面部光线不足
h_backl = 光线来自背后
h_bright = 面部光线过强
h_glare = 眼镜反光，请略微低头
h_eyes = 请睁开眼睛
h_cover = 请露出完整面部
h_many = 请仅一人面对镜头
h_still = 请保持不动

## Starting

f_start_t = 请稍候，并站到摄像头前。
f_preview = 您的实时画面（镜像）
f_issue = 正在为您生成电子社保卡
f_issue_t = 请稍候，几秒钟即可完成。
f_time = 每个动作时间充足，请放心。
f_seen = 已完成
f_now = 进行中
f_next = 下一项
f_ahead = 未开始
