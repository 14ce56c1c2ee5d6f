"""The texts of signing in by a city's identity service, of leaving it, and of accounts that are closed."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "account.closed.title": {"zh": "这里不开设自有账号", "en": "No accounts of its own here"},
        "account.closed.resident": {
            "zh": "本市居民账号由统一身份认证提供，这里不另开账号。",
            "en": "Residents of this city sign in with its identity service; there are no accounts beside "
            "it.",
        },
        "account.closed.staff": {
            "zh": "本市工作人员用统一身份认证登录，这里不另设密码和验证码。",
            "en": "Staff of this city sign in with its identity service; there are no passwords or codes "
            "beside it.",
        },
        "account.identity.go": {"zh": "用“{title}”登录", "en": "Sign in with {title}"},
        "account.identity.down": {
            "zh": "统一身份认证暂时没有回应。没有登录。请稍后再试，或用下面别的方式。",
            "en": "The identity service does not answer for now. You are not signed in. Try again later, "
            "or use "
            "another way below.",
        },
        "account.identity.refused": {
            "zh": "您在统一身份认证那里没有完成登录。可以再试一次，或用下面别的方式。",
            "en": "You did not finish signing in at the identity service. Try again, or use another way "
            "below.",
        },
        "account.identity.no-start": {
            "zh": "这次登录不是从本页开始的，或者等得太久，已作废。请重新开始。",
            "en": "This sign-in did not begin here, or took too long, and is void. Please begin again.",
        },
        "account.identity.wrong-state": {
            "zh": "这次登录与开始的那一次对不上，已作废。请重新开始。",
            "en": "This sign-in does not belong to the one that was begun, and is void. Please begin again.",
        },
        "account.identity.wrong-issuer": {
            "zh": "回答自称来自另一个认证机构，没有采用。请告诉系统管理员（发行者不符）。",
            "en": "The answer says it comes from another issuer and was not used. Please tell the system "
            "administrator (issuer differs).",
        },
        "account.identity.wrong-audience": {
            "zh": "认证凭证是给别的系统的，没有采用。请重新开始。",
            "en": "The token is meant for another system and was not used. Please begin again.",
        },
        "account.identity.wrong-nonce": {
            "zh": "认证凭证不是为这次登录签发的，没有采用。请重新开始。",
            "en": "The token was not made for this sign-in and was not used. Please begin again.",
        },
        "account.identity.wrong-subject": {
            "zh": "认证机构先后说的不是同一个人，没有采用。请告诉系统管理员。",
            "en": "The service named two different people and was not believed. Please tell the system "
            "administrator.",
        },
        "account.identity.code-refused": {
            "zh": "登录代码已用过或已过期，认证机构不再接受。请重新开始。",
            "en": "The sign-in code was used before or is too old; the service takes it no more. Begin "
            "again.",
        },
        "account.identity.no-token": {
            "zh": "认证机构没有给出身份凭证。请告诉系统管理员。",
            "en": "The service gave no identity token. Please tell the system administrator.",
        },
        "account.identity.forged": {
            "zh": "身份凭证的签名不对，没有采用。请重新开始；再次出现请告诉系统管理员。",
            "en": "The token's signature is wrong and it was not used. Begin again; if it stays, tell the "
            "system "
            "administrator.",
        },
        "account.identity.expired": {
            "zh": "身份凭证已过期，没有采用。请重新开始。",
            "en": "The token is too old and was not used. Please begin again.",
        },
        "account.identity.clock-skew": {
            "zh": "认证机构的时钟与本站相差超过一分钟，凭证没有采用。请告诉系统管理员。",
            "en": "The service's clock differs from ours by more than a minute and the token was not used. "
            "Please "
            "tell the system administrator.",
        },
        "account.identity.missing-claim": {
            "zh": "认证机构没有给出需要的信息，不能确定您是谁。请告诉系统管理员。",
            "en": "The service did not give what is needed to know who you are. Please tell the system "
            "administrator.",
        },
        "account.identity.bad-company": {
            "zh": "认证机构给出的统一社会信用代码不对，没有登录。请在那里核对单位信息。",
            "en": "The company's unified social credit number is not a valid one. Please check it at the "
            "service.",
        },
        "account.identity.not-in-directory": {
            "zh": "本市的人员名录里没有这个工号，或者它属于另一个人。请与本单位系统管理员联系。",
            "en": "The city's directory does not have this staff code, or it is another person's. Ask your "
            "body's "
            "system administrator.",
        },
        "account.identity.closed": {
            "zh": "这个账号已停用。请与窗口联系。",
            "en": "This account is closed. Please ask at a service window.",
        },
        "account.identity.not-anew": {
            "zh": "认证机构没有说明您刚才重新验证过，没有采用。请在那里重新登录一次；"
            "再次出现请告诉系统管理员。",
            "en": "The service did not say that you proved yourself just now, and was not believed. Sign in "
            "there anew; if it stays, tell the system administrator.",
        },
        "account.identity.another-person": {
            "zh": "在认证机构登录的是另一个人，没有确认，操作没有执行。请用您自己的账号再确认。",
            "en": "Somebody else signed in at the service. Nothing was confirmed or done. Confirm with your "
            "own account.",
        },
        "account.identity.too-weak": {
            "zh": "认证机构这次只验证了一重，不够办理这项操作。请在那里用更高等级的方式登录，"
            "或在“账号与安全”里添加通行密钥。",
            "en": "The service vouched for one factor only, which is not enough for this act. Use a higher "
            "level there, or add a passkey in “Account and security”.",
        },
        "account.confirm.down": {
            "zh": "统一身份认证暂时没有回应，没有确认，操作没有执行。已填的内容都在，请稍后再试。",
            "en": "The identity service does not answer for now. Nothing was confirmed or done; what you "
            "filled in is kept. Try again later.",
        },
        "account.confirm.refused": {
            "zh": "您在统一身份认证那里没有完成确认，操作没有执行。已填的内容都在，可以再试一次。",
            "en": "You did not finish at the identity service. Nothing was done; what you filled in is kept. "
            "Try again.",
        },
        "account.confirm.identity-what": {
            "zh": "您是用“{title}”登录的。到那里重新验证一次，再回到这里；已填的内容保存十分钟。",
            "en": "You signed in with {title}. Prove yourself there once more and come back; what you filled "
            "in is kept for ten minutes.",
        },
        "account.confirm.identity-go": {"zh": "到“{title}”确认", "en": "Confirm with {title}"},
        "account.confirmed.title": {"zh": "已确认是您本人", "en": "Confirmed that it is you"},
        "account.confirmed.what": {
            "zh": "操作还没有执行。刚才填写的内容都在，按“继续办理”就执行。",
            "en": "Nothing is done yet. What you filled in is here; press “Go on” to do it.",
        },
        "account.confirmed.go": {"zh": "继续办理", "en": "Go on"},
        "account.confirm-gone.title": {"zh": "等待确认的操作已不在", "en": "What waited is gone"},
        "account.confirm-gone.what": {
            "zh": "等待确认的内容只保存十分钟，办理以后就删除；也可能属于另一个账号。操作没有执行第二次。",
            "en": "What waits for a confirmation is kept for ten minutes and deleted once it is done; or it "
            "belongs to another account. Nothing was done a second time.",
        },
        "account.confirm-gone.todo": {
            "zh": "请回到原来的页面，再提交一次。",
            "en": "Go back to the page you came from and send it once more.",
        },
        "account.leaving.title": {"zh": "已退出本站", "en": "Signed out here"},
        "account.leaving.what": {
            "zh": "现在转到“{title}”，把那里也退出。",
            "en": "Now on to {title}, to sign out there as well.",
        },
        "account.leaving.go": {"zh": "继续退出", "en": "Go on"},
    }
)
