"""Sentences of the form renderer. `{title}` is the question; where two values disagree, both stand."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "form.required-enter": {"zh": "请填写“{title}”。", "en": "{title}: please fill this in."},
        "form.required-choose": {"zh": "请选择“{title}”。", "en": "{title}: please choose."},
        "form.required-upload": {"zh": "请上传“{title}”。", "en": "{title}: please upload a file."},
        "form.required-add": {"zh": "请至少填写一项“{title}”。", "en": "{title}: please give at least one."},
        "form.too-long": {
            "zh": "“{title}”最多 {most} 个字，现在是 {now} 个，请缩短。",
            "en": "{title}: at most {most} characters, now {now}. Please shorten it.",
        },
        "form.too-short": {
            "zh": "“{title}”至少 {least} 个字，现在是 {now} 个，请补充。",
            "en": "{title}: at least {least} characters, now {now}. Please say more.",
        },
        "form.pattern": {
            "zh": "“{title}”的格式不对，请对照说明核对。",
            "en": "{title}: this is not in the right form. Please compare it with the note.",
        },
        "form.rule-says": {"zh": "“{title}”：{says}", "en": "{title}: {says}"},
        "form.pattern-says": {"zh": "“{title}”：{says}", "en": "{title}: {says}"},
        "form.not-a-choice": {
            "zh": "“{title}”的答案不在选项中，请从列出的选项里选。",
            "en": "{title}: please choose one of the answers listed.",
        },
        "form.too-small": {
            "zh": "“{title}”不能小于 {limit}，现在是 {now}。",
            "en": "{title}: {limit} or more, now {now}.",
        },
        "form.too-large": {
            "zh": "“{title}”不能大于 {limit}，现在是 {now}。",
            "en": "{title}: {limit} or less, now {now}.",
        },
        "form.not-above": {
            "zh": "“{title}”必须大于 {limit}，现在是 {now}。",
            "en": "{title}: more than {limit}, now {now}.",
        },
        "form.not-below": {
            "zh": "“{title}”必须小于 {limit}，现在是 {now}。",
            "en": "{title}: less than {limit}, now {now}.",
        },
        "form.not-a-multiple": {
            "zh": "“{title}”应是 {limit} 的倍数，现在是 {now}。",
            "en": "{title}: a multiple of {limit}, now {now}.",
        },
        "form.too-few": {
            "zh": "“{title}”至少 {limit} 项，现在是 {now} 项。",
            "en": "{title}: at least {limit}, now {now}.",
        },
        "form.too-many": {
            "zh": "“{title}”最多 {limit} 项，现在是 {now} 项，请减少。",
            "en": "{title}: at most {limit}, now {now}. Please remove some.",
        },
        "form.twice": {
            "zh": "“{title}”中有重复的内容，请删去一个。",
            "en": "{title}: something stands here twice. Please remove one.",
        },
        "form.twice-in-group": {
            "zh": "“{group}”第 {second} 项的“{title}”与第 {first} 项相同。同一个只能填一次：请核对这两项，"
            "改正写错的，或删去重复的一项。",
            "en": "{group}: entry {second} has the same {title} as entry {first}, and each may stand once. "
            "Compare the two, correct the wrong one, or remove the one that is there twice.",
        },
        "form.invalid": {
            "zh": "“{title}”的内容不符合要求，请对照说明核对。",
            "en": "{title}: this does not fit. Please compare it with the note.",
        },
        "form.not-a-number": {
            "zh": "“{title}”请只填数字，例如 12 或 12.5，不要写单位。",
            "en": "{title}: please give a number, such as 12 or 12.5, without a unit.",
        },
        "form.not-whole": {
            "zh": "“{title}”请填整数，不带小数。",
            "en": "{title}: please give a whole number.",
        },
        "form.date-parts": {
            "zh": "“{title}”的日期不完整，还缺：{parts}。",
            "en": "{title}: the date is not complete; missing: {parts}.",
        },
        "form.date-numbers": {
            "zh": "“{title}”的年、月、日请填数字，年份四位，例如 2026 年 3 月 5 日。",
            "en": "{title}: year, month and day are numbers and the year has four digits, such as 2026 3 5.",
        },
        "form.date-impossible": {
            "zh": "“{title}”：{year} 年 {month} 月 {day} 日不是真实的日期，请核对。",
            "en": "{title}: there is no day {year}-{month}-{day}. Please check it.",
        },
        "form.date-early": {
            "zh": "“{title}”不能早于 {limit}，现在是 {now}。",
            "en": "{title}: not before {limit}, now {now}.",
        },
        "form.date-late": {
            "zh": "“{title}”不能晚于 {limit}，现在是 {now}。",
            "en": "{title}: not after {limit}, now {now}.",
        },
        "form.id-length": {
            "zh": "“{title}”应为 18 位，现在是 {now} 位，请核对有没有漏填或多填。",
            "en": "{title}: 18 characters, now {now}. Please check for a missing or an extra one.",
        },
        "form.id-letters": {
            "zh": "“{title}”前 17 位是数字，最后一位是数字或 X，请核对。",
            "en": "{title}: 17 digits and then a digit or X. Please check it.",
        },
        "form.id-birth": {
            "zh": "“{title}”第 7 至 14 位应是出生日期，现在不是真实的日期，请核对。",
            "en": "{title}: characters 7 to 14 are a date of birth, and this is none. Please check them.",
        },
        "form.id-check": {
            "zh": "“{title}”的最后一位与前 17 位对不上，很可能有一位填错了，请逐位核对。",
            "en": "{title}: the last character does not fit the others; one of them is probably mistyped.",
        },
        "form.code-letters": {
            "zh": "“{title}”由数字和大写字母组成，不含 I、O、S、V、Z，第 3 至 8 位是数字，请核对。",
            "en": "{title}: digits and capital letters but I, O, S, V and Z; characters 3 to 8 are digits.",
        },
        "form.phone": {
            "zh": "“{title}”请填 11 位手机号，或带区号的座机号，例如 0730-8880000。",
            "en": "{title}: a mobile number of 11 digits, or a landline with its area code, "
            "such as 0730-8880000.",
        },
        "form.phone-mobile": {
            "zh": "“{title}”请填 11 位手机号。",
            "en": "{title}: please give a mobile number of 11 digits.",
        },
        "form.required-confirm": {
            "zh": "请确认“{title}”，确认后才能继续。",
            "en": "{title}: please confirm this to go on.",
        },
        "form.email": {
            "zh": "“{title}”的邮箱地址不完整，应像 name@example.cn。",
            "en": "{title}: an e-mail address looks like name@example.cn.",
        },
        "form.place-step": {
            "zh": "“{title}”还没有选到底，请继续选择下一级。",
            "en": "{title}: please choose the next, smaller place too.",
        },
        "form.file-empty": {
            "zh": "“{title}”：上传的文件是空的，请重新选择。",
            "en": "{title}: the file is empty. Please choose it again.",
        },
        "form.file-large": {
            "zh": "“{title}”：文件最大 {most}，这个文件是 {now}，请压缩或分开上传。",
            "en": "{title}: at most {most} for a file, this one has {now}. Please make it smaller.",
        },
        "form.file-archive": {
            "zh": "“{title}”解压后会大到 {times} 倍以上或者超过 {most}，或者里面还套着压缩包，不能收。"
            "请另存为 PDF 再上传。",
            "en": "{title}: unpacked it would grow more than {times} times or beyond {most}, or it holds "
            "further archives. Please save it as a PDF and upload that.",
        },
        "form.file-type": {
            "zh": "“{title}”：只收 {accept} 文件，这个文件的内容不是。请转换格式后再上传。",
            "en": "{title}: only {accept} files, and the content of this one is something else.",
        },
        "form.unknown-field": {
            "zh": "这份表里没有这一项，请对照表的定义改名或去掉。",
            "en": "The form has no such field; mend its name or leave it out.",
        },
        "form.shape": {"zh": "这一项应当是{expected}。", "en": "This is to be {expected}."},
        "form.file-as-part": {
            "zh": "文件请作为 multipart/form-data 的一部分发送，名称用这一项的名称。",
            "en": "Send the file as a part of multipart/form-data, named by this field.",
        },
        "form.shape.text": {"zh": "一段文字", "en": "a text"},
        "form.shape.date": {"zh": "日期，写作 2026-12-01", "en": "a date written 2026-12-01"},
        "form.shape.number": {"zh": "一个数", "en": "a number"},
        "form.shape.yesno": {"zh": "true 或 false", "en": "true or false"},
        "form.shape.choice": {
            "zh": "表里列出的选项；可多选的写成列表",
            "en": "a value of the form's list; several as a list",
        },
        "form.shape.place": {"zh": "一个区域代码", "en": "the code of a place"},
        "form.shape.group": {"zh": "一个列表，每一项写成一个对象", "en": "a list of objects"},
        "form.part.year": {"zh": "年", "en": "Year"},
        "form.part.month": {"zh": "月", "en": "Month"},
        "form.part.day": {"zh": "日", "en": "Day"},
        "form.step.1": {"zh": "县（市、区）", "en": "County or district"},
        "form.step.2": {"zh": "乡镇（街道）", "en": "Town or subdistrict"},
        "form.step.3": {"zh": "村（社区）", "en": "Village or community"},
        "form.step.4": {"zh": "网格", "en": "Grid"},
        "form.choose": {"zh": "请选择", "en": "Please choose"},
        "form.yes": {"zh": "是", "en": "Yes"},
        "form.no": {"zh": "否", "en": "No"},
        "form.optional": {"zh": "（选填）", "en": "(optional)"},
        "form.purpose": {"zh": "用途", "en": "Used for"},
        "form.sensitive": {"zh": "敏感个人信息", "en": "Sensitive personal information"},
        "form.choose-several": {"zh": "可多选。", "en": "Choose all that apply."},
        "form.most-chars": {"zh": "最多 {most} 个字。", "en": "At most {most} characters."},
        "form.file-rule": {
            "zh": "{accept}，每个不超过 {most}。",
            "en": "{accept}, at most {most} each.",
        },
        "form.file-kept": {"zh": "已上传", "en": "Uploaded"},
        "form.file-remove": {"zh": "删除“{name}”", "en": "Remove {name}"},
        "form.summary-title": {"zh": "有 {count} 处需要修改", "en": "To mend: {count}"},
        "form.summary-says": {
            "zh": "您填的内容都还在。点下面各条可直接跳到那一处。",
            "en": "What you typed is kept. Each line leads to its question.",
        },
        "form.more-title": {"zh": "还有几个问题", "en": "A few more questions"},
        "form.more-says": {
            "zh": "根据您的选择，请继续填写下面新出现的内容。",
            "en": "What you chose asks for a little more. Please go on below.",
        },
        "form.title-error": {"zh": "有误：", "en": "Error: "},
        "form.entry": {"zh": "第 {number} 项", "en": "Number {number}"},
        "form.add": {"zh": "再加一项", "en": "Add another"},
        "form.remove": {"zh": "删除这一项", "en": "Remove this one"},
        "form.next": {"zh": "保存并继续", "en": "Save and continue"},
        "form.back": {"zh": "返回", "en": "Back"},
        "form.change": {"zh": "修改", "en": "Change"},
        "form.unmask": {"zh": "显示", "en": "Show"},
        "form.not-answered": {"zh": "未填写", "en": "Not answered"},
        "form.section-of": {"zh": "第 {now} 步，共 {all} 步", "en": "Step {now} of {all}"},
        "form.source": {"zh": "来源", "en": "Source"},
    }
)
