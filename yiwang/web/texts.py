"""The texts of pages that belong to no net."""

from __future__ import annotations

from yiwang.web import texts_account, texts_api, texts_identity, texts_shadow  # noqa: F401  they fill the catalogue too
from yiwang.web.words import add

add(
    {
        "site.name": {"zh": "一网", "en": "yiwang"},
        "site.tagline": {"zh": "城市一张网", "en": "One net for a city"},
        "cities.title": {"zh": "本服务器上的城市", "en": "Cities on this server"},
        "cities.lead": {
            "zh": "选择一个城市进入。",
            "en": "Choose a city.",
        },
        "cities.none": {
            "zh": "还没有载入任何城市。请运维人员运行 yiwang check 检查配置包，再用 yiwang serve 启动。",
            "en": "No city is loaded yet. An operator checks a pack with yiwang check and starts it "
            "with yiwang serve.",
        },
        "header.skip": {"zh": "跳到正文", "en": "Skip to the content"},
        "header.more": {"zh": "更多（{count}）", "en": "More ({count})"},
        "header.menu": {"zh": "主菜单", "en": "Main menu"},
        "header.waiting": {"zh": "{count} 条未读", "en": "{count} unread"},
        "header.tools": {"zh": "语言、显示与登录", "en": "Language, display and sign-in"},
        "header.elder": {"zh": "长辈版", "en": "Large type"},
        "header.normal": {"zh": "标准版", "en": "Standard type"},
        "header.display": {"zh": "显示设置", "en": "Display"},
        "header.sign-in": {"zh": "登录", "en": "Sign in"},
        "header.hat": {"zh": "换身份", "en": "Act as another"},
        "header.sign-out": {"zh": "退出", "en": "Sign out"},
        "header.signed-in": {"zh": "已登录", "en": "Signed in as"},
        "header.breadcrumb": {"zh": "当前位置", "en": "You are here"},
        "header.home": {"zh": "首页", "en": "Home"},
        "acting.title": {"zh": "为谁办理", "en": "For whom you act"},
        "acting.for": {"zh": "您正在代“{name}”办理。", "en": "You are acting for {name}."},
        "acting.change": {"zh": "更换", "en": "Change"},
        "acting.over": {
            "zh": "您不能再代“{name}”办理：委托已撤回或已到期。",
            "en": "You can no longer act for {name}: the mandate was withdrawn or is past its last day.",
        },
        "acting.over-now": {
            "zh": "现在的操作都以您本人的身份进行。",
            "en": "What you do now, you do as yourself.",
        },
        "names.unknown": {"zh": "（没有登记姓名）", "en": "(no name on record)"},
        "banner.world": {
            "zh": "这是“{world}”场景，用于演练或回放：这里的办件没有效力，也不与真实城市相通。",
            "en": "This is the world “{world}”, a drill or a replay: nothing here has effect, "
            "and nothing crosses to the real city.",
        },
        "banner.world-title": {"zh": "演练场景", "en": "Not the real city"},
        "banner.synthetic": {"zh": "说明", "en": "Please note"},
        "footer.title": {"zh": "关于本站", "en": "About this site"},
        "footer.limits": {"zh": "这座城市不做什么", "en": "What this city does not do"},
        "footer.cities": {"zh": "其他城市", "en": "Other cities"},
        "footer.plain": {
            "zh": "本站不需要脚本，不使用第三方内容，不跟踪访问者。",
            "en": "This site works without scripts, uses nothing from third parties and tracks nobody.",
        },
        "home.lead": {"zh": "请选择要办的事。", "en": "What do you want to do?"},
        "home.empty": {
            "zh": "这座城市还没有开通网上服务。",
            "en": "This city has not opened a service online yet.",
        },
        "limits.title": {"zh": "这座城市不做什么", "en": "What this city does not do"},
        "limits.lead": {
            "zh": "下面各条写在程序里，不是承诺而已。谁改动了其中一条，这个页面就会变。",
            "en": "These lines are part of the program, not only a promise. "
            "Whoever removes one changes this page.",
        },
        "limits.instead": {"zh": "取而代之", "en": "Instead"},
        "preferences.title": {"zh": "显示设置", "en": "Display"},
        "preferences.language": {"zh": "语言", "en": "Language"},
        "preferences.theme": {"zh": "深浅", "en": "Light or dark"},
        "preferences.size": {"zh": "字号", "en": "Type size"},
        "preferences.zh": {"zh": "中文", "en": "Chinese (中文)"},
        "preferences.en": {"zh": "英文 (English)", "en": "English"},
        "preferences.auto": {"zh": "跟随设备", "en": "As the device is set"},
        "preferences.light": {"zh": "浅色", "en": "Light"},
        "preferences.dark": {"zh": "深色", "en": "Dark"},
        "preferences.normal": {"zh": "标准", "en": "Standard"},
        "preferences.elder": {"zh": "长辈版：大字、大按钮", "en": "Large type and large buttons"},
        "preferences.save": {"zh": "保存", "en": "Save"},
        "sign-in.title": {"zh": "登录", "en": "Sign in"},
        "sign-in.demo-title": {"zh": "演示登录", "en": "Sign-in of the demo"},
        "sign-in.demo": {
            "zh": "这里只供演示：选一个虚构人物即可进入，没有密码，重要操作也不再确认身份。",
            "en": "For the demo only: choose an invented person. There is no password, and weighty acts are "
            "not confirmed by a code.",
        },
        "sign-in.off": {
            "zh": "登录由本市的统一身份认证提供，目前还没有接入。查询和指南不需要登录。",
            "en": "Sign-in comes with the city's identity service, which is not connected yet. "
            "Guides and queries need no sign-in.",
        },
        "sign-in.none": {"zh": "这座城市没有演示人物。", "en": "This city has no personas for the demo."},
        "sign-in.resident": {"zh": "居民", "en": "Residents"},
        "sign-in.business": {"zh": "企业和经营者", "en": "Businesses"},
        "sign-in.staff": {"zh": "工作人员", "en": "Staff"},
        "sign-in.as": {"zh": "以“{name}”登录", "en": "Sign in as {name}"},
        "sign-in.body": {"zh": "单位", "en": "Body"},
        "sign-in.can": {"zh": "可以", "en": "Can"},
        "sign-in.current": {"zh": "当前身份", "en": "You are signed in as"},
        "sign-in.signed-out": {"zh": "已退出登录。", "en": "You have signed out."},
        "due.provisional": {
            "zh": "（暂定，待{year}年放假安排公布）",
            "en": "(provisional until the holidays of {year} are announced)",
        },
        "phase.draft": {"zh": "草稿", "en": "Draft"},
        "phase.filed": {"zh": "已提交", "en": "Filed"},
        "phase.correcting": {"zh": "待补正", "en": "To be corrected"},
        "phase.accepted": {"zh": "已受理", "en": "Accepted"},
        "phase.suspended": {"zh": "已中止", "en": "Suspended"},
        "phase.decided": {"zh": "已决定", "en": "Decided"},
        "phase.delivered": {"zh": "已送达", "en": "Delivered"},
        "phase.closed": {"zh": "已办结", "en": "Closed"},
        "phase.withdrawn": {"zh": "已撤回", "en": "Withdrawn"},
        "phase.rejected": {"zh": "不予受理", "en": "Not accepted"},
        "phase.void": {"zh": "已作废", "en": "Void"},
        "phase.lapsed": {"zh": "已失效", "en": "Lapsed"},
        "error.code": {"zh": "代码", "en": "Code"},
        "error.where": {"zh": "地址", "en": "Address"},
        "error.what-to-do": {"zh": "怎么办", "en": "What to do"},
        "error.bad-request.title": {"zh": "无法读懂这次请求", "en": "The request cannot be read"},
        "error.bad-request.what": {
            "zh": "浏览器发来的内容不完整，或者不是本站的表单。什么也没有改动。",
            "en": "What the browser sent is incomplete or does not come from a form of this site. "
            "Nothing was changed.",
        },
        "error.bad-request.todo": {
            "zh": "请返回上一页，刷新后再试。",
            "en": "Go back, reload the page and try again.",
        },
        "error.denied.title": {"zh": "没有办理权限", "en": "You may not do this"},
        "error.denied.what": {
            "zh": "当前身份的岗位不包含这项操作。",
            "en": "The position you are signed in with does not include this.",
        },
        "error.denied.todo": {
            "zh": "请换一个身份登录，或请本单位管理人员调整岗位。",
            "en": "Sign in with another position, or ask your body's administrator to change it.",
        },
        "error.csrf.title": {"zh": "页面已过期", "en": "The page has expired"},
        "error.csrf.what": {
            "zh": "为防止他人冒用您的名义，本站的表单都带有标记。这次的标记缺失或过期，所以没有提交。",
            "en": "So that nobody else can submit in your name, each form carries a mark of this site. "
            "The mark was missing or old, and nothing was submitted.",
        },
        "error.csrf.todo": {
            "zh": "请返回上一页，刷新后重新提交；如浏览器禁用了 Cookie, 请允许本站使用。",
            "en": "Go back, reload the page and submit again. If cookies are blocked, allow them "
            "for this site.",
        },
        "error.not-found.title": {"zh": "没有这个页面", "en": "There is no such page"},
        "error.not-found.what": {
            "zh": "这个地址下没有内容，可能输错了，也可能办件编号不存在。",
            "en": "Nothing stands at this address. It may be mistyped, or the case number may not exist.",
        },
        "error.not-found.todo": {
            "zh": "请核对地址或编号，或从首页重新开始。",
            "en": "Check the address or the number, or start again from the front page.",
        },
        "error.no-such-city.title": {"zh": "没有这座城市", "en": "There is no such city here"},
        "error.no-such-city.what": {
            "zh": "地址的第一段应是城市代号，本服务器上没有这个代号。",
            "en": "The first part of the address names a city; this server has none of that name.",
        },
        "error.no-such-city.todo": {
            "zh": "请从城市列表进入。",
            "en": "Start from the list of cities.",
        },
        "error.conflict.title": {"zh": "现在不能这样办理", "en": "This cannot be done now"},
        "error.conflict.what": {
            "zh": "这件事刚刚被别人办过，或者已经到了下一阶段。",
            "en": "Somebody else has just acted on this, or it has moved on.",
        },
        "error.conflict.todo": {
            "zh": "请刷新页面，看清现状后再办理。",
            "en": "Reload the page, see how things stand, then act.",
        },
        "error.server-error.title": {"zh": "系统出错了", "en": "Something is wrong on our side"},
        "error.server-error.what": {
            "zh": "这不是您的问题，错误已记录。没有完成的操作不会生效。",
            "en": "This is not your fault and has been recorded. What was not completed has no effect.",
        },
        "error.server-error.todo": {
            "zh": "请稍后再试；如仍出错，请把下面的代码告诉窗口。",
            "en": "Try again later. If it stays, tell the service window the code below.",
        },
        "error.database-lost.title": {"zh": "暂时不能办理", "en": "Not possible for the moment"},
        "error.database-lost.what": {
            "zh": "数据库暂时连接不上。已经给过编号的办件都在；刚才这次操作没有得到确认。",
            "en": "The database cannot be reached for now. Every case that has a number is safe; "
            "what you just did was not confirmed.",
        },
        "error.database-lost.todo": {
            "zh": "请过几分钟再试。重复提交不会办成两件。",
            "en": "Try again in a few minutes. Submitting again does not file twice.",
        },
        "error.disk-full.title": {"zh": "暂时不能提交", "en": "Nothing can be submitted for the moment"},
        "error.disk-full.what": {
            "zh": "服务器的存储空间已满，刚才这次操作没有保存。已经给过编号的办件都在。",
            "en": "The server's storage is full and what you just did was not saved. "
            "Every case that has a number is safe.",
        },
        "error.disk-full.todo": {
            "zh": "请稍后再试，查询不受影响；管理员需要腾出空间。",
            "en": "Try again later; looking things up still works. The operator must free space.",
        },
        "site.description": {
            "zh": "在网上办事：看清条件、材料和期限，填表，拿编号，看办到哪一步。",
            "en": "Public services online: conditions, material and time limits; apply, get a number, follow "
            "it.",
        },
        "typed.kept": {
            "zh": "登录已经过期。您刚才填的内容已封存，登录后回到原来那一页，全都还在（保留一小时）。",
            "en": "Your session had ended. What you typed is sealed and kept for an hour: sign in and it is "
            "there, on the same page.",
        },
        "typed.not-kept": {
            "zh": "登录已经过期，刚才这一页没能保存；请登录后用浏览器的“后退”回到那一页。",
            "en": "Your session had ended and this page could not be kept. Sign in, then use your browser’s "
            "back button to return to it.",
        },
        "typed.again-says": {
            "zh": "您填的内容都在这一页里，没有丢。按下面的按钮，就原样再发送一次；办件不会重复。",
            "en": "What you typed is in this page and not lost. The button sends it again as it was; "
            "no case is filed twice.",
        },
        "typed.again": {"zh": "再发送一次", "en": "Send it again"},
    }
)
