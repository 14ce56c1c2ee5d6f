"""Texts of clocks: when, how much is left, and why."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "services.clocks": {"zh": "时限", "en": "Time limits"},
        "services.clock.due": {"zh": "应办结于", "en": "Due"},
        "services.clock.paused": {"zh": "暂停", "en": "Paused"},
        "services.clock.over": {"zh": "已停", "en": "Stopped"},
        "services.clock.stopped": {"zh": "停于", "en": "Stopped"},
        "services.clock.held": {
            "zh": "暂停中，恢复后重新算出到期日",
            "en": "Paused; the day follows when it goes on",
        },
        "services.clock.why": {"zh": "为什么是这一天", "en": "Why this day"},
        "services.left.open.working_day": {
            "zh": "还有 {amount} 个工作日",
            "en": "working days left: {amount}",
        },
        "services.left.open.calendar_day": {"zh": "还有 {amount} 日", "en": "days left: {amount}"},
        "services.left.open.office_hour": {
            "zh": "还有 {amount} 个工作时",
            "en": "office hours left: {amount}",
        },
        "services.left.open.office_minute": {
            "zh": "还有 {amount} 分钟（工作时间）",
            "en": "office minutes left: {amount}",
        },
        "services.left.open.hour": {"zh": "还有 {amount} 小时", "en": "hours left: {amount}"},
        "services.left.open.minute": {"zh": "还有 {amount} 分钟", "en": "minutes left: {amount}"},
        "services.left.late.working_day": {
            "zh": "已超 {amount} 个工作日",
            "en": "late by working days: {amount}",
        },
        "services.left.late.calendar_day": {"zh": "已超 {amount} 日", "en": "late by days: {amount}"},
        "services.left.late.office_hour": {
            "zh": "已超 {amount} 个工作时",
            "en": "late by office hours: {amount}",
        },
        "services.left.late.office_minute": {
            "zh": "已超 {amount} 分钟（工作时间）",
            "en": "late by office minutes: {amount}",
        },
        "services.left.late.hour": {"zh": "已超 {amount} 小时", "en": "late by hours: {amount}"},
        "services.left.late.minute": {"zh": "已超 {amount} 分钟", "en": "late by minutes: {amount}"},
        "services.why.started": {
            "zh": "{day}起算，当日不计，共 {limit}。",
            "en": "Runs from {day}, that day not counted: {limit}.",
        },
        "services.why.next-day": {
            "zh": "从下一工作日 {day} 起算。",
            "en": "Counted from the next working day, {day}.",
        },
        "services.why.restarted": {
            "zh": "{day} 开始的那次作废，重新计算。",
            "en": "What began on {day} is void; it runs anew.",
        },
        "services.why.paused": {
            "zh": "{day}至{last}不计入：{name}。",
            "en": "{day} to {last} are not counted: {name}.",
        },
        "services.why.paused-open": {
            "zh": "{day}起暂停：{name}，结束后接着算。",
            "en": "Paused since {day}: {name}. It goes on when that ends.",
        },
        "services.why.holiday": {
            "zh": "{day}至{last}放假，不计入：{name}。",
            "en": "{day} to {last} are a holiday and not counted: {name}.",
        },
        "services.why.made-up": {
            "zh": "{days}调休上班，计入。",
            "en": "{days}: worked to make up for a holiday, counted.",
        },
        "services.why.extended": {
            "zh": "{day}经批准延长 {amount}。",
            "en": "Extended by {amount} on {day}.",
        },
        "services.why.rolled": {
            "zh": "最后一日 {day} 休息，顺延到下一工作日。",
            "en": "The last day, {day}, is not worked; it moves to the next working day.",
        },
        "services.why.provisional": {
            "zh": "到期日暂定为 {day}：那一年的放假安排还没有公布，公布后重算。",
            "en": "{day} is provisional: that year's holidays are not announced. It is counted anew then.",
        },
        "services.why.no-law": {
            "zh": "法律没有规定这项时限，这是承诺的时限。",
            "en": "The law sets no limit here; this one is promised.",
        },
        "services.clock.no-law": {"zh": "法律未规定", "en": "not set by law"},
        "services.why.expired": {"zh": "法定时限已于 {day} 届满。", "en": "The legal limit passed on {day}."},
    }
)
