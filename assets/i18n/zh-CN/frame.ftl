## Frame: header, footer, steps, banner

svc = 电子社保卡
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
