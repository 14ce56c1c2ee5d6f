"""What each operation does, in Chinese; English stands in the code."""

from __future__ import annotations

SAYS = {
    "GET /bookables": "一个事项可以预约哪里，近的在前。",
    "GET /bookables/{slug:bookable}/slots": "还可以预约的日子和时段。",
    "GET /appointments": "今天起的预约，自己的和可代办的。",
    "POST /appointments": "预约一个时段。",
    "GET /appointments/{appointment}": "一个预约。",
    "POST /appointments/{appointment}/move": "改约到别的时段；换一天就是新的预约。",
    "POST /appointments/{appointment}/cancel": "取消预约，位置立即放出。",
    "POST /appointments/{appointment}/attend": "登记来了没有。",
    "GET /halls/{slug:hall}/queue": "大厅各窗口叫到几号、几人在等。",
    "POST /halls/{slug:hall}/numbers": "取号，可凭预约。",
    "POST /halls/{slug:hall}/calls": "叫下一个号到窗口。",
    "POST /halls/{slug:hall}/settle": "登记一个号办完了，或没有人来。",
}
