"""Texts of the data officers' pages."""

from __future__ import annotations

from yiwang.web.words import Text, add

UPDATES: dict[str, Text] = {
    "real-time": {"zh": "实时", "en": "at once"},
    "daily": {"zh": "每日", "en": "daily"},
    "weekly": {"zh": "每周", "en": "weekly"},
    "monthly": {"zh": "每月", "en": "monthly"},
    "quarterly": {"zh": "每季", "en": "quarterly"},
    "yearly": {"zh": "每年", "en": "yearly"},
    "once": {"zh": "一次", "en": "once"},
}

add(
    {
        "stewards.title": {"zh": "数据工作", "en": "Data desk"},
        "stewards.says": {
            "zh": "等着您的单位做的，和您的单位的数据怎样被使用。每个数字点开就是清单。",
            "en": "What waits for your body, and how its data is used. Every number opens its list.",
        },
        "stewards.all-bodies": {"zh": "全部单位", "en": "All bodies"},
        "stewards.requests": {"zh": "数据共享申请", "en": "Requests for data"},
        "stewards.requests.none": {"zh": "没有申请。", "en": "There are no requests."},
        "stewards.corrections": {"zh": "数据校核", "en": "Corrections"},
        "stewards.corrections.none": {"zh": "没有校核。", "en": "There are no corrections."},
        "stewards.products": {"zh": "本单位的资源", "en": "Products"},
        "stewards.products.none": {"zh": "没有本单位提供的资源。", "en": "Your body provides no product."},
        "stewards.exchanges": {"zh": "取用次数", "en": "Exchanges"},
        "stewards.exchanges.title": {"zh": "本单位资源的取用", "en": "Exchanges of our products"},
        "stewards.exchanges.of": {"zh": "只列：", "en": "Only: "},
        "stewards.exchanges.says": {
            "zh": "谁、按哪项授权、为哪个事项取用；不写是关于谁的。",
            "en": "To whom, under which grant, for which matter; not about whom.",
        },
        "stewards.exchanges.none": {"zh": "还没有取用过。", "en": "Nothing was read so far."},
        "stewards.needs": {"zh": "没有资源满足的需要", "en": "Needs nobody meets"},
        "stewards.needs.says": {
            "zh": "表单向人问、而没有一项能共享的资源有的，问得最多的在前。",
            "en": "What forms ask people for and no product that may be shared holds, most asked first.",
        },
        "stewards.needs.none": {
            "zh": "表单问的，都有资源。",
            "en": "Whatever forms ask for, a product holds.",
        },
        "stewards.late": {"zh": "已过期限 {count}", "en": "past the limit: {count}"},
        "stewards.soonest": {"zh": "最先到期的", "en": "Due first"},
        "stewards.back": {"zh": "数据工作", "en": "Data desk"},
        "stewards.number": {"zh": "编号", "en": "Number"},
        "stewards.what": {"zh": "关于", "en": "About"},
        "stewards.lead": {"zh": "谁答复", "en": "Who answers"},
        "stewards.state": {"zh": "状态", "en": "State"},
        "stewards.due": {"zh": "期限", "en": "Limit"},
        "stewards.opened": {"zh": "提出", "en": "Asked"},
        "stewards.is-late": {"zh": "已过期限", "en": "past its limit"},
        "stewards.product": {"zh": "资源", "en": "Product"},
        "stewards.promise": {"zh": "更新承诺", "en": "Promised renewal"},
        "stewards.since": {"zh": "起止", "en": "From, until"},
        "stewards.checked": {"zh": "目录核实", "en": "Catalogue read"},
        "stewards.verified": {"zh": "已核实", "en": "verified"},
        "stewards.unverified": {"zh": "未核实", "en": "unverified"},
        "stewards.grants": {"zh": "有效授权", "en": "Grants in force"},
        "stewards.used": {"zh": "取用记录", "en": "Exchanges"},
        "stewards.when": {"zh": "时间", "en": "When"},
        "stewards.to": {"zh": "给谁", "en": "To"},
        "stewards.for": {"zh": "为哪个事项", "en": "For"},
        "stewards.under": {"zh": "按哪项授权", "en": "Under"},
        "stewards.fields": {"zh": "{count} 项", "en": "{count} fields"},
        "stewards.times": {"zh": "共 {count} 次", "en": "{count} times"},
        "stewards.no-body": {"zh": "还没有定到单位", "en": "no body yet"},
        "stewards.report": {"zh": "年度报告", "en": "The year’s report"},
        "stewards.report.of": {
            "zh": "{city}政务数据共享年度报告（{year} 年）",
            "en": "{city}: sharing of government data in {year}",
        },
        "stewards.report.until": {"zh": "统计到 {day}。", "en": "Figures up to {day}."},
        "stewards.report.says": {
            "zh": "由办件、取用记录和目录算出，按单位；没有的不列。一件算在提出的那一年。",
            "en": "Counted from cases, exchanges and the catalogue, by body; what is nought is left out. A "
            "case is counted in the year in which it was asked.",
        },
        "stewards.report.none": {"zh": "这一年没有共享。", "en": "Nothing was shared in this year."},
        "stewards.report.years": {"zh": "其他年度：", "en": "Other years:"},
        "stewards.report.foot": {
            "zh": "由系统按留痕计算，不含个人信息。",
            "en": "Counted from the ledger; it holds no personal information.",
        },
        "stewards.report.body": {"zh": "单位", "en": "Body"},
        "stewards.report.products": {"zh": "提供的资源", "en": "Products provided"},
        "stewards.report.grants_given": {"zh": "给出的授权", "en": "Grants given"},
        "stewards.report.grants_had": {"zh": "得到的授权", "en": "Grants had"},
        "stewards.report.given": {"zh": "提供的取用（次）", "en": "Exchanges given"},
        "stewards.report.received": {"zh": "得到的取用（次）", "en": "Exchanges received"},
        "stewards.report.requests_made": {"zh": "提出的申请", "en": "Requests made"},
        "stewards.report.requests.asked": {"zh": "收到的申请", "en": "Requests received"},
        "stewards.report.requests.in_time": {"zh": "申请按时办结", "en": "Requests answered in time"},
        "stewards.report.requests.late": {"zh": "申请逾期办结", "en": "Requests answered late"},
        "stewards.report.requests.open": {"zh": "申请办理中", "en": "Requests open"},
        "stewards.report.requests.open_late": {
            "zh": "申请办理中已逾期",
            "en": "Requests open and late",
        },
        "stewards.report.corrections.asked": {"zh": "收到的校核", "en": "Corrections asked"},
        "stewards.report.corrections.in_time": {"zh": "校核按时答复", "en": "Corrections answered in time"},
        "stewards.report.corrections.late": {"zh": "校核逾期答复", "en": "Corrections answered late"},
        "stewards.report.corrections.open": {"zh": "校核办理中", "en": "Corrections open"},
        "stewards.report.corrections.open_late": {
            "zh": "校核办理中已逾期",
            "en": "Corrections open and late",
        },
        "stewards.report.corrected": {"zh": "更正了的", "en": "Corrected"},
        "stewards.report.complaints": {"zh": "被投诉", "en": "Complaints about it"},
        "stewards.concept": {"zh": "问的是什么", "en": "What is asked for"},
        "stewards.asked-by": {"zh": "哪些事项问", "en": "Which matters ask"},
        "stewards.asked": {"zh": "{count} 个事项", "en": "{count} matters"},
    }
)
