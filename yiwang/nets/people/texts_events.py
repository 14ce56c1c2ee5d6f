"""What happened to records of people, each event in words."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "desk.event.person.joined": {"zh": "登记", "en": "Added"},
        "desk.event.person.renamed": {"zh": "更正姓名或工号", "en": "Name or code corrected"},
        "desk.event.person.appointed.own": {
            "zh": "任岗：{position}，{period}",
            "en": "Appointed: {position}, {period}",
        },
        "desk.event.person.appointed.substitute": {
            "zh": "指定代理：{position}，{period}",
            "en": "Substitute: {position}, {period}",
        },
        "desk.event.person.appointed.delegated": {
            "zh": "委托：{position}，{period}",
            "en": "Delegated: {position}, {period}",
        },
        "desk.event.person.delegated.delegated": {
            "zh": "受委托：{position}，{period}",
            "en": "Delegated: {position}, {period}",
        },
        "desk.event.person.dismissed": {
            "zh": "免岗：{position}，最后一天 {last}",
            "en": "Position ended: {position}, last day {last}",
        },
        "desk.event.person.suspended": {"zh": "停用账号", "en": "Suspended"},
        "desk.event.person.restored": {"zh": "恢复账号", "en": "Restored"},
        "desk.event.person.left": {"zh": "离开", "en": "Left"},
        "desk.event.person.rejoined": {"zh": "重新入职", "en": "Back"},
        "desk.event.person.invited": {"zh": "发出开户链接", "en": "Invited to sign in"},
        "desk.event.person.sessions-ended": {"zh": "退出全部登录", "en": "All sessions ended"},
        "desk.event.mandate.offered": {"zh": "提出委托", "en": "Mandate offered"},
        "desk.event.mandate.recorded": {"zh": "登记委托", "en": "Mandate recorded"},
        "desk.event.mandate.taken": {"zh": "接受委托", "en": "Mandate taken"},
        "desk.event.mandate.withdrawn": {"zh": "委托结束", "en": "Mandate ended"},
        "desk.event.client.registered": {
            "zh": "登记系统接入：{title}（{body}）",
            "en": "Machine client registered: {title} ({body})",
        },
        "desk.event.client.allowed": {"zh": "授权范围：{scopes}", "en": "Scopes: {scopes}"},
        "desk.event.client.rotated": {"zh": "换钥：新密钥 {key}", "en": "New key {key}"},
        "desk.event.client.stopped": {"zh": "停用系统接入", "en": "Machine client stopped"},
        "desk.event.glass.broken": {
            "zh": "紧急查看一个办件（主责：{body}）",
            "en": "Break-glass on a case led by {body}",
        },
        "desk.event.glass.closed": {"zh": "结束紧急查看", "en": "Break-glass ended"},
        "desk.event.glass.reviewed": {
            "zh": "审查紧急查看：{verdict}",
            "en": "Break-glass reviewed: {verdict}",
        },
        "desk.event.directory.proposed": {
            "zh": "提出名录变更：来 {joins}，动 {moves}，离 {leaves}",
            "en": "Directory change proposed: {joins} join, {moves} move, {leaves} leave",
        },
        "desk.event.directory.applied": {
            "zh": "应用名录变更：来 {joins}，动 {moves}，离 {leaves}",
            "en": "Directory change applied: {joins} join, {moves} move, {leaves} leave",
        },
        "desk.event.directory.withdrawn": {"zh": "撤回名录变更", "en": "Directory change withdrawn"},
        "desk.event.directory.lapsed": {
            "zh": "名录变更过期，上传的内容已删除",
            "en": "Directory change lapsed; what was uploaded is erased",
        },
        "desk.event.acts.exported": {
            "zh": "导出 {first} 至 {last} 的管理员操作，共 {count} 条",
            "en": "Acts of {first} to {last} exported, {count} lines",
        },
        "desk.verdict.justified": {"zh": "有正当理由", "en": "justified"},
        "desk.verdict.unjustified": {"zh": "没有正当理由", "en": "not justified"},
    }
)
