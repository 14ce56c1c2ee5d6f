"""The texts of signing in and of an account."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "account.title": {"zh": "账号与安全", "en": "Account and security"},
        "account.account": {"zh": "账号", "en": "Account"},
        "account.account.help": {
            "zh": "居民填开户时给的数字账号，工作人员填本单位的工号。",
            "en": "Residents: the number given when the account was made. Staff: the code of your body.",
        },
        "account.code": {"zh": "验证码或恢复码", "en": "Code or recovery code"},
        "account.code.optional": {"zh": "（没有设置就留空）", "en": "(leave empty if you set up none)"},
        "account.code.help": {
            "zh": "验证器应用上的 6 位数字，或者纸上的一个恢复码。",
            "en": "The six digits in your authenticator app, or one of the recovery codes on paper.",
        },
        "account.wait": {
            "zh": "试的次数太多，请过 {minutes} 分钟再试。通行密钥和统一身份认证不受账号次数的限制。",
            "en": "Too many tries. Try again in {minutes} minutes. Passkeys and the city's identity service "
            "are not held up by tries at an account.",
        },
        "account.enter.passkey": {"zh": "用通行密钥登录", "en": "Sign in with a passkey"},
        "account.enter.passkey-help": {
            "zh": "用这台设备的指纹、面容或锁屏密码，不用记账号和密码。",
            "en": "With the fingerprint, face or screen lock of this device; no account or password to "
            "remember.",
        },
        "account.enter.passkey-go": {"zh": "使用通行密钥", "en": "Use a passkey"},
        "account.enter.password": {"zh": "用账号和密码登录", "en": "Sign in with account and password"},
        "account.enter.go": {"zh": "登录", "en": "Sign in"},
        "account.enter.wrong": {
            "zh": "账号、密码或验证码不对。设置了验证码的账号必须填写验证码，用过的验证码不能再用。",
            "en": "Account, password or code is wrong. An account with a code needs it, and a code that "
            "was used "
            "can not be used again.",
        },
        "account.enter.lost": {
            "zh": "忘了密码：用通行密钥登录后改密码。只有通行密钥又丢了设备：填账号和一个恢复码，密码留空。"
            "工作人员请本单位系统管理员重新发登记链接。",
            "en": "Password forgotten: sign in with a passkey and change it. Only a passkey, and the "
            "device is "
            "lost: fill in the account and a recovery code and leave the password empty. Staff ask their "
            "body's system administrator for a new link.",
        },
        "account.passkey.wrong": {
            "zh": "这个通行密钥不能登录这里：可能已被删除，或者等得太久，请再试一次。",
            "en": "This passkey does not sign in here: it may have been removed, or it took too long. Try "
            "again.",
        },
        "account.passkey.not-made": {
            "zh": "没有保存通行密钥：设备的回答不对，或者等得太久。请再试一次。",
            "en": "No passkey was kept: the device's answer was not right, or it took too long. Try again.",
        },
        "account.passkey.failed": {
            "zh": "设备没有给出通行密钥。可能取消了、等得太久，或者这台设备上没有。请再试，或用别的方式。",
            "en": "The device gave no passkey: cancelled, too late, or there is none on it. "
            "Try again, or use another way.",
        },
        "account.passkey.needs-script": {
            "zh": "通行密钥需要浏览器脚本（JavaScript），现在没有启用。请用密码和验证码，功能完全一样。",
            "en": "Passkeys need JavaScript, which is off here. Use a password and a code: everything else "
            "works the same.",
        },
        "account.passkey.what": {
            "zh": "通行密钥存在您的设备里，用指纹、面容或锁屏密码打开，不能被骗走。指纹和面容不会离开设备。",
            "en": "A passkey stays in your device and opens with fingerprint, face or screen lock. It can "
            "not be "
            "phished, and neither fingerprint nor face leaves the device.",
        },
        "account.join.title": {"zh": "开一个账号", "en": "Make an account"},
        "account.join.lead": {
            "zh": "不问姓名、手机号和邮箱。办事时需要什么，再在表单里填。",
            "en": "No name, telephone number or e-mail is asked. What a service needs, its form asks.",
        },
        "account.join.passkey": {"zh": "用通行密钥（建议）", "en": "With a passkey (recommended)"},
        "account.join.passkey-go": {"zh": "用通行密钥开账号", "en": "Make an account with a passkey"},
        "account.join.password": {"zh": "用密码", "en": "With a password"},
        "account.join.go": {"zh": "用密码开账号", "en": "Make an account with a password"},
        "account.password": {"zh": "密码", "en": "Password"},
        "account.password.is": {"zh": "已设置。", "en": "Set."},
        "account.password.none": {"zh": "没有设置。", "en": "None is set."},
        "account.password.now": {"zh": "现在的密码", "en": "Your password"},
        "account.password.new": {"zh": "新密码", "en": "New password"},
        "account.password.again": {"zh": "再输入一次新密码", "en": "New password once more"},
        "account.password.rule": {
            "zh": "至少 12 个字符，可以是一句话；不能只有数字，也不能是常见的密码。",
            "en": "At least 12 characters, a sentence is fine; not only digits, and none of the common ones.",
        },
        "account.password.change": {"zh": "修改密码", "en": "Change the password"},
        "account.password.set": {"zh": "设置密码", "en": "Set a password"},
        "account.password.save": {"zh": "保存新密码", "en": "Save the new password"},
        "account.password.ends": {
            "zh": "改了密码，别处的登录马上全部退出。",
            "en": "A new password signs you out everywhere else at once.",
        },
        "account.password.differ": {"zh": "两次输入的密码不一样。", "en": "The two passwords differ."},
        "account.password.too-short": {
            "zh": "密码太短，至少要 12 个字符。",
            "en": "The password is too short: at least 12 characters.",
        },
        "account.password.too-common": {
            "zh": "这个密码太常见，容易被猜中。",
            "en": "This password is a common one and easily guessed.",
        },
        "account.password.entirely-numeric": {
            "zh": "密码不能只有数字。",
            "en": "The password may not be digits only.",
        },
        "account.password.too-similar": {
            "zh": "密码和账号太像。",
            "en": "The password is too much like the account.",
        },
        "account.totp.title": {"zh": "验证器应用", "en": "Authenticator app"},
        "account.totp.what": {
            "zh": "手机上的验证器应用每 30 秒给一个 6 位验证码，登录和重要操作时填写。"
            "任何标准的验证器都可以。",
            "en": "An authenticator app on your phone gives a six-digit code every 30 seconds, for signing "
            "in and "
            "for weighty acts. Any standard one will do.",
        },
        "account.totp.is": {"zh": "已设置。", "en": "Set up."},
        "account.totp.none": {"zh": "没有设置。", "en": "Not set up."},
        "account.totp.set": {"zh": "设置", "en": "Set up"},
        "account.totp.replace": {"zh": "换一个", "en": "Replace"},
        "account.totp.remove": {"zh": "停用验证器应用", "en": "Remove the authenticator app"},
        "account.totp.scan": {"zh": "用验证器应用扫这个图。", "en": "Scan this with the authenticator app."},
        "account.totp.drawing": {
            "zh": "设置验证器用的二维码，与下面的字母相同",
            "en": "QR code to set up the app, the same as the letters below",
        },
        "account.totp.type": {
            "zh": "不能扫描时，在应用里手工输入：",
            "en": "If you can not scan, type this into the app:",
        },
        "account.totp.code": {"zh": "填应用上现在显示的 6 位数字", "en": "The six digits the app shows now"},
        "account.totp.wrong": {
            "zh": "验证码不对。请核对手机时间是否准确，再填新的数字。",
            "en": "The code is wrong. Check that the phone's clock is right and type the new digits.",
        },
        "account.totp.save": {"zh": "保存", "en": "Save"},
        "account.codes.title": {"zh": "恢复码", "en": "Recovery codes"},
        "account.codes.welcome": {"zh": "账号开好了", "en": "Your account is ready"},
        "account.codes.keep-account": {
            "zh": "请记下账号。用密码登录要填它；用通行密钥登录不用。",
            "en": "Write the account down. It is needed with a password, not with a passkey.",
        },
        "account.codes.once": {
            "zh": "这些恢复码只显示这一次。请打印或抄下来，和身份证件放在一起。每个只能用一次，"
            "以前的恢复码已作废。",
            "en": "These codes are shown this once only. Print them or write them down and keep them with "
            "your "
            "papers. Each works once; earlier ones are void.",
        },
        "account.codes.kept": {"zh": "我已保存，继续", "en": "I have kept them, go on"},
        "account.codes.left": {"zh": "还有 {n} 个没有用过。", "en": "{n} are left unused."},
        "account.codes.new": {"zh": "重新生成恢复码", "en": "Make new recovery codes"},
        "account.passkeys": {"zh": "通行密钥", "en": "Passkeys"},
        "account.passkeys.some": {"zh": "有 {n} 个。", "en": "You have {n}."},
        "account.passkeys.none": {"zh": "还没有通行密钥。", "en": "There is no passkey yet."},
        "account.passkeys.manage": {"zh": "查看和添加", "en": "See and add"},
        "account.passkey.since": {"zh": "添加于", "en": "Added"},
        "account.passkey.add": {"zh": "添加通行密钥", "en": "Add a passkey"},
        "account.passkey.add-go": {"zh": "在这台设备上添加", "en": "Add one on this device"},
        "account.passkey.remove": {"zh": "删除", "en": "Remove"},
        "account.sessions": {"zh": "登录着的设备", "en": "Where you are signed in"},
        "account.sessions.some": {"zh": "现在有 {n} 处登录。", "en": "Signed in in {n} places."},
        "account.sessions.look": {"zh": "查看和退出", "en": "See and end"},
        "account.sessions.lead": {
            "zh": "不认得的，请退出它并改密码。退出马上生效。只记浏览器和系统的名称，不记地址。",
            "en": "End what you do not recognise, and change your password. It takes effect at once. Only "
            "the "
            "names of browser and system are kept, no address.",
        },
        "account.sessions.agent": {"zh": "浏览器和系统", "en": "Browser and system"},
        "account.sessions.how": {"zh": "登录方式", "en": "By"},
        "account.sessions.began": {"zh": "登录时间", "en": "Since"},
        "account.sessions.seen": {"zh": "最近使用", "en": "Last used"},
        "account.sessions.act": {"zh": "操作", "en": "Act"},
        "account.sessions.here": {"zh": "（本机）", "en": "(here)"},
        "account.sessions.end": {"zh": "退出", "en": "End"},
        "account.sessions.end-all": {"zh": "全部退出", "en": "Sign out everywhere"},
        "account.how.password": {"zh": "密码", "en": "Password"},
        "account.how.code": {"zh": "密码和验证码", "en": "Password and code"},
        "account.how.recovery": {"zh": "恢复码", "en": "Recovery code"},
        "account.how.passkey": {"zh": "通行密钥", "en": "Passkey"},
        "account.how.identity": {"zh": "统一身份认证", "en": "Identity service"},
        "account.done.password": {
            "zh": "密码已修改，别处的登录都已退出。",
            "en": "The password is changed; you are signed out everywhere else.",
        },
        "account.done.totp": {"zh": "验证器应用已设置。", "en": "The authenticator app is set up."},
        "account.done.totp-removed": {
            "zh": "验证器应用已停用。",
            "en": "The authenticator app is removed.",
        },
        "account.done.passkey": {"zh": "通行密钥已添加。", "en": "The passkey is added."},
        "account.done.passkey-removed": {"zh": "通行密钥已删除。", "en": "The passkey is removed."},
        "account.done.session": {"zh": "已退出那一处登录。", "en": "That session has ended."},
        "account.done.everywhere": {"zh": "已在所有地方退出登录。", "en": "You are signed out everywhere."},
        "account.last-way": {
            "zh": "没有删除：这是最后一个登录方式，或者是岗位必需的第二重验证。请先添加另一个。",
            "en": "Not removed: it is the last way in, or the second factor that your position needs. "
            "Add another one first.",
        },
        "account.second.needed": {
            "zh": "岗位还没有生效：需要第二重验证",
            "en": "Your positions do not count yet: a second factor is needed",
        },
        "account.second.set": {
            "zh": "工作人员必须有验证器应用或通行密钥。设置之后，岗位马上生效。",
            "en": "Staff must have an authenticator app or a passkey. Your positions count as soon as one "
            "is set up.",
        },
        "account.second.use": {
            "zh": "这次登录只用了密码。请退出，用验证码或通行密钥重新登录。",
            "en": "You signed in with a password alone. Sign out and in again with a code or a passkey.",
        },
        "account.confirm.title": {"zh": "请再确认是您本人", "en": "Please confirm that it is you"},
        "account.confirm.lead": {
            "zh": "这项操作影响重大，需要十分钟内的确认。确认后接着办理，已填的内容都在。",
            "en": "This act weighs much and needs a confirmation not older than ten minutes. Then it goes "
            "on, "
            "and nothing you filled in is lost.",
        },
        "account.confirm.wrong": {
            "zh": "没有确认：验证码不对、已用过，或者通行密钥没有通过。操作没有执行，请再试。",
            "en": "Not confirmed: the code was wrong or used, or the passkey did not pass. Nothing was done; "
            "try again.",
        },
        "account.confirm.go": {"zh": "确认并继续", "en": "Confirm and go on"},
        "account.confirm.passkey": {"zh": "用通行密钥确认", "en": "Confirm with a passkey"},
        "account.confirm.file": {"zh": "重新选择文件", "en": "Choose the file again"},
        "account.confirm.file-again": {
            "zh": "浏览器不让网页代为保留文件，请再选一次。",
            "en": "A page may not keep a file for you; please choose it once more.",
        },
        "account.confirm.no-second": {
            "zh": "这个账号还没有第二重验证，不能办理这项操作。请先在“账号与安全”里设置。",
            "en": "This account has no second factor yet, so this can not be done. Set one up in “Account "
            "and "
            "security” first.",
        },
        "account.confirm.no-way": {
            "zh": "请退出后用统一身份认证重新登录，再办理这项操作。",
            "en": "Sign out, sign in again with the city's identity service, and then do this.",
        },
        "account.enrol.title": {"zh": "登记登录方式", "en": "Set up how you sign in"},
        "account.enrol.lead": {
            "zh": "您的账号是 {account}。这个链接只能用一次。以前的登录方式和登录着的设备都会作废。",
            "en": "Your account is {account}. This link works once. Earlier ways of signing in and open "
            "sessions "
            "become void.",
        },
        "account.enrol.passkey": {"zh": "用通行密钥（建议）", "en": "With a passkey (recommended)"},
        "account.enrol.passkey-go": {"zh": "登记通行密钥", "en": "Set up a passkey"},
        "account.enrol.code": {"zh": "用密码和验证器应用", "en": "With a password and an authenticator app"},
        "account.enrol.go": {"zh": "完成登记", "en": "Finish"},
        "account.gone.title": {"zh": "这个链接不能用了", "en": "This link can not be used"},
        "account.gone.what": {
            "zh": "登记链接只能用一次，七天内有效；也可能抄漏了字符。",
            "en": "A link works once and for seven days; or a character was lost in copying.",
        },
        "account.gone.todo": {
            "zh": "请本单位系统管理员重新发一个。",
            "en": "Ask your body's system administrator for a new one.",
        },
        "account.gone-positions": {
            "zh": "下面的岗位所在单位已撤并或岗位已取消，不再生效。请与本单位系统管理员联系。",
            "en": "These positions are of a body that was merged or closed, or were abolished, and count no "
            "more. Ask your body's system administrator.",
        },
        "account.nobody.unknown": {
            "zh": "这个登录在本市没有对应的人员，请换一个账号，或与系统管理员联系。",
            "en": "This login is nobody in this city. Use another account, or ask the system administrator.",
        },
        "account.nobody.suspended": {
            "zh": "这个账号对应的人员已停用，不能办理。请与本单位系统管理员联系。",
            "en": "The person of this account is suspended and can do nothing here. Ask your body's system "
            "administrator.",
        },
        "account.nobody.left": {
            "zh": "这个账号对应的人员已离开，不能办理。",
            "en": "The person of this account has left and can do nothing here.",
        },
        "account.nobody.ended": {
            "zh": "您的权限有变动，原来的登录已经结束。请重新登录。",
            "en": "Your rights were changed and the session has ended. Please sign in again.",
        },
        "account.hat.title": {"zh": "以谁的身份办事", "en": "As whom you act"},
        "account.hat.lead": {
            "zh": "您既是居民，也是工作人员。办自己的事用居民身份，办公用工作人员身份。",
            "en": "You are both a resident and on the staff. Act as a resident for yourself and as staff "
            "at work.",
        },
        "account.hat.as": {"zh": "身份", "en": "Act as"},
        "account.hat.resident": {"zh": "居民", "en": "Resident"},
        "account.hat.staff": {"zh": "工作人员", "en": "Staff"},
        "account.hat.go": {"zh": "使用这个身份", "en": "Act so"},
    }
)
