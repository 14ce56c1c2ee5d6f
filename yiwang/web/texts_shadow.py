"""The texts of the shadow's page."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "shadow.title": {"zh": "旁读", "en": "Shadow"},
        "shadow.says": {
            "zh": "只读地看另一个系统的办件，在旁边另记时限和检查。",
            "en": "Another system's cases, read only, with our clocks and checks beside them.",
        },
        "shadow.read-only": {
            "zh": "这里只读来源，什么也不写回；本页也不能办理任何事。",
            "en": "The source is only read, nothing is ever written back, and this page does nothing.",
        },
        "shadow.last": {"zh": "最近一次读取", "en": "Last reading"},
        "shadow.never": {
            "zh": "还没有读取过。运行 yiwang shadow 来源 --mapping 映射文件。",
            "en": "Nothing was read yet. Run yiwang shadow SOURCE --mapping FILE.",
        },
        "shadow.source": {"zh": "来源", "en": "Source"},
        "shadow.cases": {"zh": "办件", "en": "Cases"},
        "shadow.new": {"zh": "新增", "en": "new"},
        "shadow.changed": {"zh": "有新事", "en": "with something new"},
        "shadow.rewritten": {"zh": "来源改了过去", "en": "with their past changed"},
        "shadow.absent": {"zh": "这次没有出现", "en": "not in this reading"},
        "shadow.running": {"zh": "在办", "en": "Running"},
        "shadow.overdue": {"zh": "超期", "en": "overdue"},
        "shadow.due-soon": {"zh": "七日内到期", "en": "due within 7 days"},
        "shadow.in-time": {"zh": "未到期", "en": "in time"},
        "shadow.deadlines": {"zh": "期限与来源比较", "en": "Deadlines beside the source's"},
        "shadow.equal": {"zh": "相同", "en": "equal"},
        "shadow.explained": {"zh": "有据", "en": "explained"},
        "shadow.different": {"zh": "不同", "en": "different"},
        "shadow.refused": {"zh": "按规则不应发生的事", "en": "Events that the rules refuse"},
        "shadow.broken": {"zh": "来源里读不懂的", "en": "What of the source could not be read"},
        "shadow.filter": {"zh": "筛选", "en": "Show"},
        "shadow.show.all": {"zh": "全部", "en": "All"},
        "shadow.show.overdue": {"zh": "超期", "en": "Overdue"},
        "shadow.show.soon": {"zh": "快到期", "en": "Due soon"},
        "shadow.show.differs": {"zh": "期限不同", "en": "Deadlines differ"},
        "shadow.show.refused": {"zh": "违反规则", "en": "Against the rules"},
        "shadow.case": {"zh": "来源编号", "en": "Number in the source"},
        "shadow.state": {"zh": "状态", "en": "State"},
        "shadow.due": {"zh": "应办结于", "en": "Due"},
        "shadow.theirs": {"zh": "来源的期限", "en": "The source's deadline"},
        "shadow.ours": {"zh": "我们算的期限", "en": "Our deadline"},
        "shadow.later": {"zh": "来源晚 {days} 天", "en": "the source is {days} days later"},
        "shadow.earlier": {"zh": "来源早 {days} 天", "en": "the source is {days} days earlier"},
        "shadow.same": {"zh": "相同", "en": "the same"},
        "shadow.checks": {"zh": "检查", "en": "Checks"},
        "shadow.line": {"zh": "第 {line} 行", "en": "line {line}"},
        "shadow.not-filed": {"zh": "规则不接受", "en": "not acceptable"},
        "shadow.late": {"zh": "超期", "en": "Overdue"},
        "shadow.none": {"zh": "没有这样的办件。", "en": "There are no such cases."},
        "shadow.pages": {"zh": "翻页", "en": "Pages"},
        "shadow.before": {"zh": "上一页", "en": "Previous"},
        "shadow.next": {"zh": "下一页", "en": "Next"},
    }
)
