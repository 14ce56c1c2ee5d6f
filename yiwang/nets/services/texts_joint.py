"""Texts of joint applications: several applicants sign one form."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "services.joint.title": {"zh": "共同申请人签字", "en": "Signatures of all applicants"},
        "services.joint.why": {
            "zh": "这件事要一起申请：{who}。",
            "en": "This is applied for together: {who}.",
        },
        "services.joint.how": {
            "zh": "您先签字，得到每位共同申请人的代码，自己交给他们。他们登录后凭代码看到整张表，"
            "签字或者不同意。全部签完，办件自动提交；在那以前您可以撤回。",
            "en": "You sign first and get a code for each co-applicant, which you hand over yourself. Signed "
            "in, they see the whole form by the code and sign or refuse. When all have signed, the case "
            "is filed by itself; until then you may withdraw.",
        },
        "services.joint.how-many": {
            "zh": "除您以外还有几位共同申请人",
            "en": "How many co-applicants beside you",
        },
        "services.joint.how-many-help": {"zh": "1 至 {most} 人。", "en": "1 to {most}."},
        "services.joint.begin": {"zh": "签字并取得代码", "en": "Sign and get the codes"},
        "services.joint.codes": {"zh": "请把代码交给共同申请人", "en": "Hand the codes to the co-applicants"},
        "services.joint.codes-say": {
            "zh": "每人一个代码，用一次就作废。共同申请人登录后打开“办件”里的“共同申请人签字”，输入代码。",
            "en": "One code each, good for one use. A co-applicant signs in, opens Signatures of all "
            "applicants under Cases, and types the code.",
        },
        "services.joint.codes-once": {
            "zh": "代码只显示这一次，我们也看不到。丢了就撤回，再发起一次。",
            "en": "The codes are shown only now, and we cannot see them. If one is lost, withdraw and begin "
            "again.",
        },
        "services.joint.see": {"zh": "看签字进度", "en": "See who has signed"},
        "services.joint.code": {"zh": "发起人交给您的代码", "en": "The code you were given"},
        "services.joint.code-help": {
            "zh": "12 个字母和数字；大小写、空格和横线都没有关系。",
            "en": "Twelve letters and digits; capitals, blanks and dashes do not matter.",
        },
        "services.joint.join": {"zh": "打开", "en": "Open it"},
        "services.joint.wait": {
            "zh": "输错的次数太多。请等 {minutes} 分钟再试，这次的代码没有核对。",
            "en": "Too many wrong codes. Try again in {minutes} min; this one was not looked at.",
        },
        "services.joint.mine": {"zh": "我参加的共同申请", "en": "My joint applications"},
        "services.joint.who": {"zh": "谁签了字", "en": "Who has signed"},
        "services.joint.me": {"zh": "（您）", "en": "(you)"},
        "services.joint.nobody-yet": {
            "zh": "（还没有人用这个代码）",
            "en": "(nobody has used this code yet)",
        },
        "services.joint.signed-at": {"zh": "已签字", "en": "signed"},
        "services.joint.not-signed": {"zh": "还没有签字", "en": "has not signed"},
        "services.joint.content": {"zh": "签的是这些内容，其摘要为", "en": "What is signed has this digest:"},
        "services.joint.sign-says": {
            "zh": "签字就是声明：以上内容我看过，属实，我同意一起申请。",
            "en": "By signing you say: I have read the above, it is true, and I apply together.",
        },
        "services.joint.sign": {"zh": "签字", "en": "Sign"},
        "services.joint.refuse": {"zh": "不同意", "en": "I do not agree"},
        "services.joint.reason": {"zh": "给发起人的话", "en": "Words to who began it"},
        "services.joint.take-back-says": {
            "zh": "提交以前，您可以收回签字。",
            "en": "Until it is filed you may take your signature back.",
        },
        "services.joint.take-back": {"zh": "收回我的签字", "en": "Take my signature back"},
        "services.joint.withdraw": {"zh": "撤回，不再一起申请", "en": "Withdraw the joint application"},
        "services.joint.withdraw-says": {
            "zh": "撤回后签字都作废，表格可以再改，再发起。",
            "en": "All signatures are void then; the form can be changed and sent round again.",
        },
        "services.joint.withdrawn": {
            "zh": "已撤回。您填的内容都还在，可以修改后再发起。",
            "en": "Withdrawn. All you typed is still here; change it and begin again.",
        },
        "services.joint.filed": {
            "zh": "全部签完，已提交，编号 {number}。",
            "en": "All have signed; filed under {number}.",
        },
        "services.joint.file-says": {
            "zh": "大家都签了，但提交时没有成功。内容和签字都在，请再试一次。",
            "en": "All have signed, but filing failed. Content and signatures are safe; please try again.",
        },
        "services.joint.file": {"zh": "提交", "en": "File it"},
        "services.joint.of-case": {"zh": "共同签字", "en": "Signed together"},
    }
)
