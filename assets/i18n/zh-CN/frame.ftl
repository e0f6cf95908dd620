## Frame: header, footer, steps, banner

svc = 电子社保卡
lang = 语言
staff = 请工作人员协助
back = 返回
cancel = 取消办理
finish = 结束办理
s1 = 注册
s2 = 知情同意
s3 = 人脸识别
s4 = 领卡
demo = 演示模式 · 人物均为虚构，不具任何效力
specimen = 样张

## Names for the ear and the small furniture

lang_en = 英文
lang_zh = 中文
more_below = 下方还有内容

## Stages of a visit, as staff read them

stage_home = 首页
stage_guide = 如何下载App
stage_login = 登录
stage_registration = 第1步：注册
stage_consent = 第2步：知情同意
stage_face = 第3步：人脸识别
stage_issuing = 第4步：领卡
stage_card = 电子社保卡与服务
more_above = 上方还有内容

## Text and display

view = 文字与显示
step_of = 第{ $n }步，共4步：{ $name }
v_sample = 当前的文字显示效果。
v_size = 文字大小
v_theme = 颜色
v_light = 浅色
v_dark = 深色
v_hcd = 高对比度（深色）
v_hcl = 高对比度（浅色）
v_low = 低位布局
v_motion = 减少动画
v_voice = 语音朗读
v_voice_on = 朗读页面内容
v_headphones = 我已佩戴耳机，可朗读个人信息
v_again = 返回并重新朗读页面
v_voice_absent = 本机未安装语音，工作人员可为您朗读。
v_voice_silent = 本机无法播放声音，请联系工作人员。
v_quiet = 小声
v_volume = 标准音量
v_loud = 大声
v_slow = 慢速
v_rate = 标准语速
v_fast = 快速
listen = 语音朗读
v_time = 等待时间
v_x1 = 默认
v_x2 = 延长至2倍
v_x5 = 延长至5倍
v_x10 = 延长至10倍
v_usual = 全部恢复默认
v_close = 关闭
v_reset = 下一位使用时自动恢复默认设置。
w_small = 窗口太小，请将窗口放大到至少{ $w }×{ $h }。
