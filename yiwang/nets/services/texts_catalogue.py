"""Texts of the catalogue: types, levels, reach, materials, and the search."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "services.guide.fee-elsewhere": {"zh": "标准另行规定。", "en": "Rates are set elsewhere."},
        "services.guide.result-sample": {"zh": "结果样本", "en": "What it looks like"},
        "services.guide.elements": {"zh": "事项要素", "en": "In the catalogue"},
        "services.guide.elements-unverified": {
            "zh": "类型、编码、行使层级和通办范围没有与公布的目录核对。",
            "en": "Type, codes, level and reach were not compared with the published catalogue.",
        },
        "services.guide.main": {"zh": "主项", "en": "Main item"},
        "services.guide.sub": {"zh": "子项", "en": "Sub-item"},
        "services.guide.handled-item": {"zh": "业务办理项", "en": "Item handled"},
        "services.guide.implementing-code": {"zh": "实施编码", "en": "Implementing code"},
        "services.guide.type": {"zh": "事项类型", "en": "Type"},
        "services.guide.audience": {"zh": "服务对象", "en": "For"},
        "services.guide.level": {"zh": "行使层级", "en": "Level"},
        "services.guide.reach": {"zh": "通办范围", "en": "Where you may apply"},
        "services.guide.events": {"zh": "相关的事", "en": "Part of"},
        "services.audience.organisation": {"zh": "其他组织", "en": "Other organisations"},
        "services.audience.staff": {"zh": "工作人员", "en": "Staff"},
        "services.audience.system": {"zh": "系统", "en": "Systems"},
        "services.type.licence": {"zh": "行政许可", "en": "Administrative licence"},
        "services.type.confirmation": {"zh": "行政确认", "en": "Administrative confirmation"},
        "services.type.payment": {"zh": "行政给付", "en": "Administrative payment"},
        "services.type.adjudication": {"zh": "行政裁决", "en": "Administrative adjudication"},
        "services.type.levy": {"zh": "行政征收", "en": "Administrative levy"},
        "services.type.award": {"zh": "行政奖励", "en": "Administrative award"},
        "services.type.other-power": {"zh": "其他行政权力", "en": "Other administrative power"},
        "services.type.public-service": {"zh": "公共服务", "en": "Public service"},
        "services.level.city": {"zh": "市级", "en": "City"},
        "services.level.county": {"zh": "县级", "en": "County"},
        "services.level.town": {"zh": "乡级", "en": "Town"},
        "services.level.village": {"zh": "村级", "en": "Village"},
        "services.reach.none": {"zh": "只在所在地办", "en": "Only where it is handled"},
        "services.reach.county": {"zh": "全县（市、区）通办", "en": "Anywhere in the county"},
        "services.reach.city": {"zh": "全市通办", "en": "Anywhere in the city"},
        "services.reach.province": {"zh": "全省通办", "en": "Anywhere in the province"},
        "services.reach.cross-province": {"zh": "跨省通办", "en": "In other provinces too"},
        "services.reach.nation": {"zh": "全国通办", "en": "Anywhere in the country"},
        "services.material.sample": {"zh": "示例", "en": "Example"},
        "services.material.sample-file": {"zh": "示例文件", "en": "File of an example"},
        "services.material.blank-file": {"zh": "空白表格", "en": "Blank form"},
        "services.material.form.original": {"zh": "原件", "en": "original"},
        "services.material.form.copy": {"zh": "复印件", "en": "copy"},
        "services.material.form.electronic": {"zh": "电子件", "en": "electronic"},
        "services.material.from.applicant": {"zh": "自备", "en": "yours to prepare"},
        "services.material.from.government": {"zh": "政府部门核发", "en": "issued by a government body"},
        "services.material.from.other": {"zh": "其他单位出具", "en": "issued by somebody else"},
        "services.material.copies": {"zh": "{count} 份", "en": "copies: {count}"},
        "services.search.title": {"zh": "查找办事", "en": "Services found"},
        "services.search.help": {
            "zh": "写两个字就行，比如“公积金”；拼音、首字母、英文也可以。写的内容不保存。",
            "en": "Two characters are enough; pinyin, its initials and English work too. It is not kept.",
        },
        "services.search.narrow": {"zh": "缩小范围", "en": "Narrow it down"},
        "services.search.apply": {"zh": "按这些条件查找", "en": "Apply"},
        "services.search.events": {"zh": "遇到什么事", "en": "What has happened"},
        "services.search.near": {
            "zh": "没有一项全部相符。下面这些最接近：",
            "en": "Nothing matches it all. These come nearest:",
        },
        "services.search.also": {"zh": "也叫", "en": "Also called"},
        "services.search.pages": {"zh": "翻页", "en": "Pages"},
        "services.search.later": {"zh": "下一页", "en": "Next"},
        "services.search.wider": {"zh": "不限条件，再查一次", "en": "Search again without the choices"},
        "services.search.fewer": {
            "zh": "换一个说法，或者只写两个字，例如“登记”“许可”。",
            "en": "Use other words, or fewer, such as “registration” or “licence”.",
        },
        "services.search.by-event": {
            "zh": "从上面“遇到什么事”里选一件。",
            "en": "Choose what has happened from the list above.",
        },
        "services.search.call": {
            "zh": "拨打 12345，说清要办什么。",
            "en": "Call 12345 and say what you need.",
        },
        "services.search.desk": {
            "zh": "到政务服务中心的综合窗口问",
            "en": "Ask at the window of a service centre",
        },
        "services.cases.search": {"zh": "查找办件", "en": "Find cases"},
        "services.cases.search-help": {
            "zh": "编号或它的开头、事项、地点，空格隔开的都要符合。不按姓名、证件号、电话查找。",
            "en": "A number or its beginning, a matter, a place; each word must fit. Names, identity and "
            "telephone numbers are not looked for.",
        },
        "services.cases.search-personal": {
            "zh": "这里不按证件号、电话查找，刚才写的没有查，也没有记下。请用办件编号。",
            "en": "Identity and telephone numbers are not looked for here; nothing was searched or kept. "
            "Please use the case number.",
        },
        "services.cases.search-unknown": {
            "zh": "没有事项或者地点叫：",
            "en": "No matter and no place is called:",
        },
        "services.facet.place": {"zh": "在哪里办", "en": "Where"},
        "services.facet.body": {"zh": "由谁办", "en": "By whom"},
        "services.facet.type": {"zh": "事项类型", "en": "Type"},
        "services.facet.level": {"zh": "行使层级", "en": "Level"},
    }
)
