## 工作人员登录

st_title = 工作人员登录
st_hidden = 办理人的页面已隐藏。返回后可继续办理。
st_number = 工号
st_number_wrong = 工号由2至12位字母或数字组成。
st_secret = 密码或PIN码
st_back = 返回办理页面
st_enter = 登录
st_wrong = 工号或密码不正确。
st_wait = 错误次数较多，请{ $s }秒后再试。
st_locked = 错误次数过多，该工号已锁定。请由主管重置。
st_officer = 经办人员
st_supervisor = 主管
st_leaving = { $s }秒后将自动退出登录。点击屏幕即可继续。
q_out = 退出登录

## 设置本人密码

so_title = 设置本人密码
so_why = 当前PIN码由他人生成。请先更换，之后方可办理业务。
so_old = 当前PIN码或密码
so_draw = 为我随机生成PIN码
so_drawn = 新的PIN码如下。请记住，离开本页后不再显示。
so_read = 已记住
so_or = 或自行设置密码
so_new = 新密码
so_again = 再次输入新密码
so_rules = 8-16位，数字、字母、符号至少包含两种，且不含工号。
so_rules_broken = 新密码不符合要求，请按下方说明修改。
so_differs = 两次输入不一致。
so_set = 设为新密码

## 再次确认身份

sc_title = 请再次确认身份
sc_title_two = 须由两人确认
sc_why = 此项操作将记入审计日志。
sc_why_two = 此项操作须由两名工作人员共同负责，两人工号均记入审计日志。
sc_own = 您的密码或PIN码
sc_second = 第二名工作人员的工号
sc_second_secret = 第二名工作人员的密码或PIN码
sc_sign = 确认办理
sc_same = 第二名工作人员不能是本人。
sc_role = 第二名工作人员须为主管。
sc_not_yours = 您的角色无权办理此项操作。
sc_must_change = 请先更换由他人生成的PIN码。

## 待核验队列

q_nav1 = 待核验
q_t = 待核验队列
q_empty = 暂无待核验人员。
q_wait = { $n }件待处理
q_reading = 正在读取……
q_choose = 请从左侧选择一件。
q_time = 提交时间
q_ref = 编号
q_reason = 原因
q_tries = 尝试次数
q_state = 状态
q_open = 待处理
q_second = 待第二人复核
q_mine = 处理中
q_days = { $n }天前
q_cause_unknown = 其他原因
q_photo = 登记照片
q_live = 现场采集
q_no_photo = 许可库中无照片
q_no_live = 未采集照片
q_no_pictures = 本件无照片，请核对护照及工作许可通知原件。
q_no_permit = 办理人尚未通过许可库核对。
q_flip = 左右翻转
q_ok = 确认为本人
q_no = 非本人
q_retry = 请其重新采集
q_two = 确认须由第二名工作人员复核。
q_check = 请比对眼、鼻、耳及下颌轮廓，并核对护照原件。
q_why = 请选择原因
q_why_person = 与登记照片不是同一人
q_why_papers = 护照或通知不符
q_why_data = 个人信息不一致
q_why_gone = 办理人已离开
q_told_approved = 已确认为本人。
q_told_refused = 已记录为不予通过。
q_told_retake = 办理人可重新采集。
q_found_unclear = 比对结果接近阈值。
q_found_refused = 比对结果为不一致。
q_found_not_sure = 活体检测结果不明确。
q_found_attack = 疑似使用照片或视频。
q_score = 相似度{ $s }。

## 登记记录

q_nav3 = 登记记录
fi_query = 姓名、许可号或登记编号
fi_hint = 姓名按护照输入，至少两个字母；号码请完整输入。
fi_look = 查找
fi_empty = 请输入姓名或号码。
fi_short = 姓名至少输入两个字母。
fi_unreadable = 请按护照用拉丁字母输入姓名，或输入号码。
fi_none = 未找到登记记录。
fi_name = 姓名
fi_number = 许可号
fi_enrollment = 登记编号
fi_day = 登记日期
fi_method = 核验方式
fi_by_face = 人脸识别
fi_by_staff = 人工核验
fi_consent = 人脸识别同意
fi_consent_none = 未同意
fi_consent_given = 已同意
fi_consent_withdrawn = 已撤回
fi_in_force = 许可有效
fi_expired = 许可已到期
fi_revoked = 许可已撤销
fi_not_yet = 许可尚未生效
fi_locked = 登录已锁定
fi_face_locked = 人脸识别暂时锁定
fi_letter = 打印通知
fi_slip = 打印二维码凭条
fi_password = 重设密码
fi_unlock = 解除锁定
fi_withdraw = 撤回同意
fi_hand_over = 请办理人自行输入新密码，工作人员请回避。
fi_rules = 8-16位，数字、字母、符号至少包含两种，不含姓名及号码。
fi_password_set = 新密码已生效。
fi_unlocked = 已解除锁定。
fi_withdrawn = 已撤回同意，现场照片已删除。
fi_printing = 正在打印……
fi_printed = 已打印。
fi_stopped = 已停止打印。

## 许可库

q_nav4 = 许可库
rg_stands = 现有许可{ $n }条，最近一次导入：{ $at }
rg_stands_never = 现有许可{ $n }条，尚未导入过
rg_choose = 选择要导入的文件
rg_where = 列出U盘及导入文件夹中的CSV文件，最多查找两层子文件夹。
rg_photos_rule = 照片取自表格旁与其同名的“表格名.photos”文件夹；没有时取自旁边的“photos”文件夹；都没有时取自表格所在文件夹。
rg_looking = 正在查找文件
rg_again = 重新查找
rg_none = 未找到CSV文件。请插入存有该文件的U盘，再点“重新查找”；也可在本机运行以下命令：
rg_folder_unread = 无法读取配置中的导入文件夹，请检查该文件夹是否存在，以及本机程序有无读取权限。
rg_more = 文件较多，仅列出最新的{ $n }个。
rg_file = 文件
rg_place = 位置
rg_size = 大小
rg_date = 修改时间
rg_photos = 照片
rg_in_folder = 导入文件夹
rg_on_stick = U盘 { $name }
rg_beside = 表格所在文件夹
rg_checking = 正在检查文件
rg_opening = 正在读取文件
rg_rows = 已检查{ $n }行，共{ $all }行；照片{ $photos }张
rg_comparing = 已与许可库比对{ $n }行，共{ $all }行
rg_cancel = 取消检查
rg_stay = 检查期间请勿拔出U盘。五分钟内未操作将自动退出登录，检查随之停止。
rg_good = 各行均符合要求，尚未导入。
rg_rows_all = 行数
rg_new = 新增
rg_changed = 变更
rg_same = 无变化
rg_no_photo = 无照片：{ $n }行
rg_no_photo_why = 无照片的行保留许可库中原有照片；库中也没有照片的，持有人须由工作人员核验。
rg_unusual = 许可号位数不常见：{ $n }个
rg_unusual_why = 请将这些许可号与工作许可通知核对。
rg_import = 导入
rg_writing = 正在写入许可库，请稍候
rg_done = 导入完成。
rg_other = 选择其他文件
rg_refused = 未导入任何数据。文件中有{ $n }处须更正。
rg_refused_many = 未导入任何数据。以下仅列出前{ $n }处须更正的内容，可能还有其他。
rg_line = 行
rg_column = 列
rg_whole_row = 整行
rg_reason = 问题
rg_shown = 第{ $from }至{ $to }处，共{ $all }处
rg_earlier = 上一页
rg_later = 下一页
rt_unreadable = 未导入任何数据。文件已不存在或无法读取，请检查U盘后重新查找。
rt_too_large = 未导入任何数据。文件超过32 MiB，请拆分后再导入。
rt_not_utf8 = 未导入任何数据。文件不是UTF-8编码（第{ $n }行）。在表格软件中保存时请选择“CSV UTF-8”。
rt_missing = 未导入任何数据。首行缺少“{ $column }”列。
rt_unknown = 未导入任何数据。首行第{ $n }列的列名无法识别。
rt_double = 未导入任何数据。列名“{ $column }”出现了两次。
rt_no_rows = 未导入任何数据。表格中没有数据行。
rt_too_many = 未导入任何数据。表格超过{ $n }行，请拆分后再导入。
rt_rows = 未导入任何数据。
rr_cells = 该行有{ $n }格，首行有{ $m }格。
rr_repeated = 与第{ $n }行的许可号重复。
rr_empty = 未填写。
rr_both_empty = 未填写，且“{ $column }”也未填写，两者至少填一项。
rr_too_long = 超过{ $n }个字符。
rr_control = 含有换行或其他控制字符。
rr_zero = 第{ $n }个字符是数字0。
rr_character = 第{ $n }个字符不能使用。
rr_unreadable = 无法识别。
rr_category = 应为A、B或C。
rr_status = 应为有效（in_force）、注销（revoked）或留空。
rr_title = 应为先生（Mr）、女士（Ms）或留空。
rr_date = 日期格式应如{ $form }。
rr_ends_first = 早于有效期起。
rp_missing = 照片文件夹中没有该文件。
rp_name = 不是普通的文件名。
rp_not_a_file = 不是普通文件。
rp_unreadable = 照片无法读取。
rp_too_large = 照片超过2 MiB。
rp_too_much = 该表格的照片总量过大，请拆分表格。
rp_no_picture = 照片既不是JPEG也不是PNG。
rp_damaged = 照片已损坏或像素过多。
rp_no_face = 照片中未检测到人脸。
rp_faces = 照片中不止一张人脸。
rp_small = 人脸宽度为{ $n }像素，至少须有{ $m }像素。

## 审计日志

q_nav5 = 审计日志
al_all = 全部
al_staff = 工作人员
al_visitor = 办理人
al_system = 系统
al_command = 命令行
al_today = 仅看今天
al_hint = 点击某一行，只看同类记录。
al_none = 没有符合条件的记录。
al_number = 序号
al_time = 时间
al_what = 事项
al_who = 办理者
al_about = 对象
al_outcome = 结果
al_done = 完成
al_refused = 拒绝
al_failed = 失败
al_one = 工作人员{ $n }
al_two = 工作人员{ $n }、{ $m }
al_kiosk = 本机
al_account = 账户{ $n }
al_enrollment = 登记{ $n }
al_consent = 同意{ $n }
al_case = 事项{ $n }
al_rows = { $n }条记录
al_permits = { $n }份许可
al_newer = 较新
al_older = 较早
al_check = 校验整条日志
al_whole = 日志完整：共{ $n }条，其中{ $m }条尚未签名。
al_broken = 日志自第{ $n }条起缺失或被改动。请立即报告主管部门，并保留本机现状。

## 班次报告

sh_title = 班次报告
sh_why = 选择统计时段即生成报告，并记入审计日志。
sh_today = 今日至目前
sh_since = 本次登录以来
sh_yesterday = 昨日全天
sh_office = 办理机构
sh_span = 统计时段
sh_made = 生成时间
sh_by = 生成人工号
sh_print = 打印报告
sh_none = 无
sh_enrolled = 完成登记
sh_failures = 未能自助完成，转工作人员
sh_wishes = 办理人要求，转工作人员
sh_printed = 办理人打印
sh_reprinted = 工作人员补打
sh_letter = 工作许可通知
sh_slip = 二维码凭条
sh_inquiry = 许可信息查询
sh_take_home = 办理须知
sh_by_two = 两人共同确认
sh_override = 人脸比对不一致，仍确认为本人
sh_sign_ins = 工作人员登录
sh_signed_in = 登录成功
sh_sign_in_refused = 登录被拒
sh_others = 审计日志中的其他记录
sh_head = 审计日志链头
sh_entries = 记录条数
sh_head_why = 审计日志第{ $n }条即本报告的生成记录。请妥善保存纸质报告，以便日后核对此前的记录是否被改动。
sh_signature = 签字
sh_date = 日期
sh_page = 第{ $n }页，共{ $m }页

## 设备检查

q_nav6 = 设备检查
dc_check = 立即检查
dc_print = 打印测试页
dc_listen = 试听语音
dc_sentence = 您好，语音播报工作正常。
dc_checking = 正在检查：已完成{ $n }/{ $m }项。
dc_well = 各项设备均正常。
dc_looks = { $n }项需要留意，请按表中办法处理。
dc_faults = { $n }项无法使用，请按表中办法处理。
dc_not_all = 检查未完成，请再检查一次。
dc_part = 项目
dc_state = 状态
dc_found = 检查情况
dc_advice = 处理办法
dc_ok = 正常
dc_look = 需留意
dc_fault = 无法使用
dc_looking = 检查中
dc_unseen = 未检查
dc_camera = 摄像头
dc_printer = 打印机
dc_store = 数据存储
dc_space = 磁盘空间
dc_clock = 日期时间
dc_models = 人脸识别
dc_languages = 语言文本
dc_fonts = 字体
dc_display = 屏幕
dc_voice = 语音播报

## 设备检查：情况

df_camera_works = 画面正常。
df_recording = 演示中以录像代替摄像头，播放正常。
df_black = 画面全黑。
df_slow = 画面卡顿。
df_no_camera = 未找到摄像头。
df_camera_busy = 摄像头被其他程序占用。
df_camera_denied = 本程序没有使用摄像头的权限。
df_stalled = 摄像头没有响应。
df_garbled = 摄像头传来的画面无法识别。
df_foreign = 所接摄像头不是本机指定的摄像头。
df_unplayable = 代替摄像头的录像无法播放。
df_printer_ready = 可以打印。
df_collects = 文件存为PDF，不直接打印。
df_paper = 打印机缺纸。
df_jam = 打印机卡纸。
df_cover = 机盖或纸盒未关好。
df_toner = 墨粉已用完。
df_offline = 打印机没有响应。
df_no_printer = 找不到本机设置的打印机。
df_refuses = 打印机不接收打印任务。
df_no_files = 打印文件无法保存。
df_sound = 数据完整，审计日志未被改动。
df_no_permits = 数据完整，但尚未导入工作许可登记数据。
df_no_store = 数据文件不见了。
df_damaged = 数据文件已损坏或无法打开。
df_changed = 审计日志缺失或被改动。
df_unread = 暂时无法读取数据。
df_space = 剩余空间充足。
df_space_low = 剩余空间不多。
df_space_full = 空间已满，新的登记无法保存。
df_space_unknown = 无法得知剩余空间。
df_clock_kept = 由网络自动校准。
df_clock_alone = 未由网络自动校准。
df_clock_wrong = 本机日期明显有误。
df_models = 程序组件完整，可以使用。
df_unguarded = 可以使用，但未启用照片、视频冒用检测。
df_models_damaged = 程序组件已损坏。
df_languages = 各语言文本齐全。
df_lacking = 部分语言的文本不全，暂以英文显示。
df_unread_texts = 有语言文件无法读取。
df_texts_damaged = 程序自带的文本已损坏。
df_fonts = 齐全。
df_fonts_broken = 字体文件已损坏。
df_display = 正常显示。
df_no_display = 未找到屏幕。
df_voice = 已安装语音程序。
df_no_voice = 未安装语音程序，无法朗读页面。
df_not_looked = 检查未能完成。

## 设备检查：办法

dd_uncover = 请取下镜头遮挡物，并打开照明。
dd_light = 请增加照明后再检查；仍未改善的，请联系技术人员。
dd_plug = 请插紧摄像头连接线后再检查；仍未找到的，请联系技术人员。
dd_replug = 请拔下摄像头连接线，换一个接口重新插入后再检查。
dd_free = 请关闭占用摄像头的程序后再检查；仍被占用的，请重新启动本机。
dd_own = 请接回本机原配的摄像头。
dd_paper = 请在纸盒中加纸。
dd_jam = 请按打印机上的提示取出卡纸。
dd_cover = 请关好机盖和纸盒。
dd_toner = 请更换墨粉盒。
dd_switch_on = 请检查打印机电源和连接线，开机后再检查。
dd_restart = 请重新启动打印机后再检查；仍未恢复的，请联系技术人员。
dd_import = 请主管导入工作许可登记数据。
dd_keep = 请保留本机现状，立即报告主管。
dd_stop = 请暂停在本机办理，立即联系技术人员。
dd_again = 请稍后再检查一次；仍未恢复的，请联系技术人员。
dd_soon = 请近日联系技术人员，其间可照常办理。
dd_time = 请核对本机时间；有误的，请联系技术人员。
dd_call = 请联系技术人员。

## 打印测试页

tp_title = 打印测试页
tp_why = 本页用于检查打印效果，不含任何个人信息。
tp_frame = 外框四边应完整。
tp_text = 文字应清晰，笔画完整。
tp_patches = 色块应由浅到深，均匀无条纹。
tp_code = 二维码应能用手机扫描。

## 人员管理

sl_title = 人员管理
sl_role = 角色
sl_state = 状态
sl_active = 可登录
sl_disabled = 已停用
sl_disabled_why = 该工号已停用，不能再登录。
sl_locked = 已锁定
sl_must_change = 待更换PIN码
sl_drawn = 工号{ $number }的新PIN码如下。请当面告知本人，离开本页后不再显示。
sl_reset = 重置PIN码并解锁
sl_disable = 停用该工号
sl_new = 新增工作人员
sl_add = 新增

## 人工办理

q_nav2 = 人工办理
as_let_see = 办理人同意工作人员查看
as_back = 返回办理页面
as_verify = 凭证件核验
as_together = 办理人尚未提交姓名与许可号。请返回办理页面，陪同填写；密码由办理人自行输入。
as_quality = 采集质量
as_quality_good = 各项采集质量均合格。
as_checklist = 凭证件核验本人
as_passport = 已查验护照原件
as_letter = 已查验工作许可通知
as_photo = 已比对护照照片与本人
as_incomplete = 以上三项须全部完成。
as_tail = 护照号码后四位
as_tail_hint = 按办理人出示的护照输入。
as_tail_wrong = 请输入护照号码的最后四位字母或数字。
as_two = 人脸比对结果为不一致，须由第二名工作人员（主管）共同确认。
as_enroll = 确认并办理登记

## 故障演练

rh_title = 故障演练
rh_why = 仅演示模式可用。本次办理结束后，各项设备自动恢复正常。
rh_choose = 从现在起模拟
rh_camera = 摄像头已断开
rh_paper = 打印机缺纸
rh_mismatch = 人脸与登记照片不一致
rh_disk = 磁盘已满，无法写入
as_tail_other = 与许可库登记的护照号码不符，请核对证件。
as_enrolled = 已完成登记，登记编号{ $n }。可在“登记记录”中打印通知。
as_resumed = 已调出办理人保留的信息
as_code_title = 凭取件码继续办理
as_code = 取件码
as_code_hint = 办理人当日保留信息时屏幕显示的8位代码。
as_code_wrong = 取件码由8位字母和数字组成。
as_code_unknown = 未找到该取件码。请核对；取件码仅当日有效，且只能使用一次。
as_code_locked = 错误次数较多，请{ $s }秒后再试。
as_code_open = 调出信息

## 未能办理

nd_number_taken = 该工号已被使用过，请另用一个工号。
nd_last_supervisor = 这是唯一的主管，不能停用。请先新增一名主管。
nd_staff_disabled = 该工号已停用。
nd_leave_ended = 确认人的登录已失效，请重新登录后再办。
nd_case_closed = 该事项已由他人处理完毕。
nd_case_taken = 其他工作人员正在处理该事项。
nd_needs_second = 该许可号有一项人脸比对不一致的事项，须由两人在待核验队列中确认。
nd_no_consent = 没有可撤回的同意。
nd_enrolled = 该许可号已登记。
