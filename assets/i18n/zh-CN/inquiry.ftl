## Work permit inquiry

i_status = 状态
i_valid = 有效
i_soon = 即将到期
i_exp = 已过期
i_rev = 已注销
i_days = 剩余{ $n }天
i_from = 有效期起
i_to = 有效期至
i_nat = 国籍
i_pass = 护照号码
i_emp = 用人单位
i_place = 工作地点
i_duty = 许可、姓名或护照信息变更的，请在10日内申报。
i_none = 登记信息中无此项
i_future = 尚未生效
i_cat = { $c }类
i_job = 职业（工种）
