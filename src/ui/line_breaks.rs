//! Chinese lines break between words, not within them, and a number keeps its unit.
//!
//! The toolkit breaks between any two characters. A dictionary of the whole language would be larger
//! than the program's texts; this one holds the words these texts are made of.

use egui::Galley;

/// Words that are not torn; longer ones first where one begins another.
const WORDS: &[&str] = &[
    "电子社会保障卡",
    "电子社保卡",
    "工作人员",
    "工作许可",
    "通知下载",
    "人脸识别",
    "人脸比对",
    "身份核验",
    "知情同意",
    "应用商店",
    "演示模式",
    "个人信息",
    "法律责任",
    "打印机",
    "摄像头",
    "二维码",
    "有效期",
    "外国人",
    "许可证",
    "人脸",
    "识别",
    "扫描",
    "扫码",
    "下载",
    "安装",
    "注册",
    "登录",
    "密码",
    "姓名",
    "护照",
    "号码",
    "许可",
    "工作",
    "通知",
    "手机",
    "打印",
    "纸张",
    "办理",
    "核验",
    "核对",
    "协助",
    "帮助",
    "信息",
    "屏幕",
    "保留",
    "保存",
    "清除",
    "结束",
    "开始",
    "返回",
    "继续",
    "取消",
    "确认",
    "重试",
    "再试",
    "稍候",
    "稍后",
    "等待",
    "自动",
    "首页",
    "页面",
    "下方",
    "上方",
    "内容",
    "数字",
    "字母",
    "符号",
    "字符",
    "空格",
    "连字",
    "至少",
    "两种",
    "及以",
    "以上",
    "常见",
    "填写",
    "输入",
    "错误",
    "正确",
    "检查",
    "修改",
    "更改",
    "一致",
    "不同",
    "相同",
    "本机",
    "本人",
    "现场",
    "柜台",
    "窗口",
    "语音",
    "文字",
    "大小",
    "颜色",
    "显示",
    "布局",
    "动画",
    "对比",
    "减少",
    "时间",
    "更多",
    "需要",
    "准备",
    "提前",
    "使用",
    "服务",
    "查询",
    "状态",
    "类别",
    "国籍",
    "职业",
    "单位",
    "日期",
    "机构",
    "地点",
    "城市",
    "家属",
    "档案",
    "审批",
    "签发",
    "证件",
    "照片",
    "画面",
    "光线",
    "明亮",
    "靠近",
    "远离",
    "面向",
    "正对",
    "转头",
    "抬头",
    "低头",
    "眨眼",
    "张嘴",
    "眼睛",
    "面部",
    "帽子",
    "口罩",
    "眼镜",
    "遮挡",
    "动作",
    "完成",
    "进行",
    "通过",
    "失败",
    "成功",
    "领取",
    "领卡",
    "社保",
    "电子",
    "演示",
    "样张",
    "虚构",
    "人物",
    "任何",
    "效力",
    "人员",
    "持有",
    "适用",
    "同意",
    "用途",
    "期限",
    "负责",
    "权利",
    "收集",
    "哪些",
    "由谁",
    "单独",
    "勾选",
    "阅读",
    "全文",
    "查看",
    "删除",
    "账户",
    "锁定",
    "解锁",
    "联系",
    "保护",
    "多次",
    "触摸",
    "任意",
    "位置",
    "恢复",
    "默认",
    "设置",
    "如何",
    "步骤",
    "点击",
    "进入",
    "搜索",
    "名称",
    "地址",
    "材料",
    "纸质",
    "带好",
    "取走",
    "放心",
    "安全",
    "您的",
    "我们",
    "可以",
    "或者",
    "因此",
    "如果",
    "因为",
    "所以",
    "没有",
    "不会",
    "不能",
    "已经",
    "仍然",
];
/// A number is not parted from these.
const UNITS: &str = "天位秒次项步年月日个张页时分种倍小";

/// Where a line that `galley` ends within a word, or between a number and its unit, should end
/// instead: a place in `text` in characters. `None` if all lines end well.
pub(super) fn better(galley: &Galley, text: &[char]) -> Option<usize> {
    let mut start = 0;
    let last = galley.rows.len().saturating_sub(1);
    for row in &galley.rows[..last] {
        let end = start + row.glyphs.len();
        if row.ends_with_newline {
            start = end + 1;
            continue;
        }
        if let Some(from) = torn(text, end).filter(|from| *from > start) {
            return Some(from);
        }
        start = end;
    }
    None
}

/// Where what the line's end `at` tears begins.
fn torn(text: &[char], at: usize) -> Option<usize> {
    let (before, after) = (*text.get(at.checked_sub(1)?)?, *text.get(at)?);
    let digit = |c: char| c.is_ascii_digit();
    if (digit(before) && UNITS.contains(after)) || (before == '第' && digit(after)) {
        let number = text[..at].iter().rev().take_while(|c| digit(**c) || **c == '-' || **c == '第').count();
        return Some(at - number);
    }
    let longest = WORDS.iter().map(|word| word.chars().count()).max().unwrap_or(0);
    (at.saturating_sub(longest - 1)..at).find(|from| {
        WORDS.iter().any(|word| {
            let length = word.chars().count();
            from + length > at
                && text.get(*from..from + length).is_some_and(|here| here.iter().copied().eq(word.chars()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, at: usize) -> Option<usize> {
        torn(&text.chars().collect::<Vec<_>>(), at)
    }

    #[test]
    fn a_word_goes_to_the_next_line_as_a_whole() {
        assert_eq!(broken("请用手机扫描二维码", 5), Some(4));
        assert_eq!(broken("请用手机扫描二维码", 6), None);
        assert_eq!(broken("请用手机扫描二维码", 8), Some(6));
        assert_eq!(broken("请工作人员协助", 3), Some(1));
        assert_eq!(broken("Registration", 4), None);
    }

    #[test]
    fn a_number_keeps_its_unit() {
        assert_eq!(broken("保存30天后删除", 4), Some(2));
        assert_eq!(broken("共8-16位", 5), Some(1));
        assert_eq!(broken("第3步", 1), Some(0));
    }
}
