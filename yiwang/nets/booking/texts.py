"""Texts of appointments and queues."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "booking.title": {"zh": "预约", "en": "Appointments"},
        "booking.lead": {
            "zh": "不预约也能去：到大厅取号。预约的到时间先叫。未到没有任何后果；"
            "来不了请取消，把名额让给别人。",
            "en": "You may also come without: take a number at the hall. With an appointment you are called "
            "first when its time has come. Nothing follows if you miss it; please cancel, so that others "
            "get the place.",
        },
        "booking.new": {"zh": "预约一个时间", "en": "Book a time"},
        "booking.mine": {"zh": "我的预约", "en": "My appointments"},
        "booking.meetings": {"zh": "办件里约定的", "en": "Arranged in your cases"},
        "booking.visit": {"zh": "现场核查", "en": "On-site visit"},
        "booking.hearing": {"zh": "听证", "en": "Hearing"},
        "booking.until": {"zh": "到这时为止", "en": "ends at"},
        "booking.halls": {"zh": "办事大厅", "en": "Service halls"},
        "booking.no-halls": {
            "zh": "这座城市的配置包里还没有办事大厅（windows.yaml）。",
            "en": "The pack of this city names no service halls yet (windows.yaml).",
        },
        "booking.today": {"zh": "今天", "en": "Today"},
        "booking.closed": {"zh": "不开", "en": "closed"},
        "booking.address": {"zh": "地址", "en": "Address"},
        "booking.hours": {"zh": "开放时间", "en": "Opening hours"},
        "booking.day": {"zh": "日期", "en": "Day"},
        "booking.open": {"zh": "时段", "en": "Open"},
        "booking.why": {"zh": "说明", "en": "Note"},
        "booking.provisional": {
            "zh": "暂定：那年的放假安排还没有公布",
            "en": "provisional: the holidays of that year are not published yet",
        },
        "booking.what": {"zh": "可以预约的", "en": "What can be booked"},
        "booking.all-matters": {
            "zh": "所有可以到窗口办的事项",
            "en": "Every service that may come by a window",
        },
        "booking.minutes": {"zh": "每次 {minutes} 分钟", "en": "{minutes} minutes each"},
        "booking.for-which": {"zh": "为哪件事预约", "en": "For which service"},
        "booking.where": {"zh": "在哪里", "en": "Where"},
        "booking.none-for": {
            "zh": "这个事项没有可以预约的窗口。可以网上办，或到大厅取号。",
            "en": "Nothing can be booked for this service. Apply online, or take a number at a hall.",
        },
        "booking.beyond": {"zh": "通办：由所在地的单位办理", "en": "handled by the body of your own place"},
        "booking.choose-time": {"zh": "选时间", "en": "Choose a time"},
        "booking.left": {"zh": "还有 {left} 个", "en": "{left} left"},
        "booking.no-slots": {
            "zh": "能约的日子都约满了。可以换一个大厅，或直接到大厅取号。",
            "en": "Every day that can be booked is full. Choose another hall, or take a number there.",
        },
        "booking.closed-days": {"zh": "不开或已约满", "en": "Closed or full"},
        "booking.sign-in": {"zh": "登录后预约", "en": "Sign in to book"},
        "booking.do": {"zh": "预约这个时间", "en": "Book this time"},
        "booking.move": {"zh": "改时间", "en": "Change the time"},
        "booking.do-move": {"zh": "改到这个时间", "en": "Change to this time"},
        "booking.moving": {
            "zh": "您现在约的是 {day} {slot}。改好以前，原来的名额一直留着。",
            "en": "You have {slot} on {day}. That place is yours until the new one is booked.",
        },
        "booking.for-this-case": {"zh": "为这个办件预约窗口", "en": "Book a window for this case"},
        "booking.for-case": {"zh": "办件", "en": "Case"},
        "booking.appointment": {"zh": "预约编号", "en": "Appointment"},
        "booking.when": {"zh": "时间", "en": "When"},
        "booking.matter": {"zh": "事项", "en": "Service"},
        "booking.bring": {"zh": "带上这些材料", "en": "Bring along"},
        "booking.how": {
            "zh": "到了以后，用预约编号在大厅取号。",
            "en": "When you are there, take a number with the number of this appointment.",
        },
        "booking.cancel": {"zh": "取消预约", "en": "Cancel the appointment"},
        "booking.cancel-says": {
            "zh": "名额马上让给别人。以后可以再约。",
            "en": "The place is free for others at once. You can book again later.",
        },
        "booking.calendar": {"zh": "存到日历（.ics）", "en": "Save to your calendar (.ics)"},
        "booking.lost": {
            "zh": "大厅的开放时间变了，那个时段不再开放。请改时间，或联系大厅。",
            "en": "The hall's hours have changed: it is not open at that time any more. Change the time.",
        },
        "booking.moved-to": {"zh": "改到了", "en": "Moved to"},
        "booking.made": {"zh": "约好了。", "en": "Booked."},
        "booking.moved": {"zh": "时间改好了。", "en": "The time is changed."},
        "booking.cancelled": {"zh": "预约已取消。", "en": "The appointment is cancelled."},
        "booking.state": {"zh": "状态", "en": "State"},
        "booking.counter": {"zh": "柜台", "en": "Counter"},
        "booking.list-of": {"zh": "预约的人", "en": "Appointments"},
        "booking.nobody": {"zh": "没有人预约。", "en": "No appointments."},
        "booking.came": {"zh": "已到", "en": "Came"},
        "booking.missed": {"zh": "未到", "en": "Did not come"},
        "booking.do-next": {"zh": "登记", "en": "Record"},
        "booking.other-day": {"zh": "看这一天", "en": "Show this day"},
        "booking.no-desk": {
            "zh": "您的单位没有办事大厅。",
            "en": "Your body runs no service hall.",
        },
        "booking.fee": {"zh": "预约不收费。", "en": "Appointments are free."},
        "queue.title": {"zh": "排队", "en": "Queue"},
        "queue.now": {"zh": "正在叫", "en": "Called now"},
        "queue.waiting": {"zh": "还有 {waiting} 人在等", "en": "{waiting} waiting"},
        "queue.at": {"zh": "{number} 号请到 {desk} 号窗口", "en": "Number {number} to counter {desk}"},
        "queue.screen": {"zh": "排队（每 20 秒更新）", "en": "Queue (renewed every 20 seconds)"},
        "queue.take": {"zh": "取号", "en": "Give out a number"},
        "queue.booked": {"zh": "预约编号（没有不填）", "en": "Number of the appointment (if there is one)"},
        "queue.window": {"zh": "到哪个窗口", "en": "For which window"},
        "queue.taken": {"zh": "{number} 号，前面 {ahead} 人。", "en": "Number {number}, {ahead} before it."},
        "queue.call": {"zh": "叫下一个", "en": "Call the next one"},
        "queue.desk": {"zh": "几号窗口", "en": "Counter number"},
        "queue.served": {"zh": "办完", "en": "Done"},
        "queue.absent": {"zh": "叫了没来", "en": "Not there"},
        "queue.number": {"zh": "号", "en": "Number"},
    }
)
