"""What this net says when it refuses: where, what, both values, and how to mend it."""

from __future__ import annotations

from datetime import date

from yiwang.kernel.refusal import Refusal


def _no(code: str, zh: str, en: str, **params: object) -> Refusal:
    return Refusal(code=f"security.{code}", zh=zh, en=en, params=params)


def unknown_asset() -> Refusal:
    """Say that there is no such asset, or that it is another body's."""
    return _no(
        "no-asset", "没有这项资产，或者不是本单位的。", "There is no such asset, or it is not your body's."
    )


def asset_exists(ref: str) -> Refusal:
    """Say that the body has an asset of this number already."""
    return _no(
        "asset-exists",
        f"编号 {ref} 已经登记过。请打开那一项修改，或换一个编号。",
        f"The number {ref} is on record. Change that asset, or choose another number.",
        ref=ref,
    )


def retired(name: str) -> Refusal:
    """Say that an asset is out of use."""
    return _no("asset-retired", f"{name} 已停用，不能再改。", f"{name} is out of use and cannot be changed.")


def no_name(most: int) -> Refusal:
    """Say that an asset has no sound name or number."""
    return _no(
        "no-name",
        f"请写名称和编号，名称最多 {most} 个字。",
        f"Write a name and a number; a name has at most {most} characters.",
        most=most,
    )


def no_kind(kind: str) -> Refusal:
    """Say that a kind of asset is not known."""
    return _no(
        "no-kind",
        f"资产种类“{kind}”不在六种之内：system、network、dataset、supplier、domain、certificate。",
        f"“{kind}” is no kind of asset: system, network, dataset, supplier, domain or certificate.",
        kind=kind,
    )


def no_level(level: int) -> Refusal:
    """Say that a protection level is none."""
    return _no(
        "no-level",
        f"等级保护级别写的是 {level}，应当是 1 到 5，没有定级写 0。",
        f"The protection level is {level}; it is 1 to 5, or 0 where there is none.",
        level=level,
    )


def no_body(body: str) -> Refusal:
    """Say that a body is not known."""
    return _no(
        "no-body",
        f"没有代号为“{body}”的单位。请从单位表里选。",
        f"There is no body “{body}”. Choose one of the bodies on record.",
        body=body,
    )


def no_position(position: str, body: str) -> Refusal:
    """Say that a position is not one of the body."""
    return _no(
        "no-position",
        f"岗位“{position}”不在单位“{body}”里。请选这个单位的岗位，或留空。",
        f"The position “{position}” is not one of “{body}”. Choose one of that body, or leave it out.",
        position=position,
        body=body,
    )


def no_sector(sector: str) -> Refusal:
    """Say that a sector is not one of the pack."""
    return _no(
        "no-sector",
        f"行业“{sector}”不在配置包 security.yaml 里。请选其中一个。",
        f"The sector “{sector}” is not in the pack's security.yaml. Choose one of those.",
        sector=sector,
    )


def critical_without_sector(name: str) -> Refusal:
    """Say that critical infrastructure needs a sector."""
    return _no(
        "no-sector",
        f"{name} 标了关键信息基础设施，却没有行业。请选行业。",
        f"{name} is marked as critical infrastructure without a sector. Choose its sector.",
    )


def no_class(given: str) -> Refusal:
    """Say that a data class is not known."""
    return _no(
        "no-class",
        f"数据类别“{given}”不认识：core、important、general、personal、sensitive-personal。",
        f"“{given}” is no data class: core, important, general, personal or sensitive-personal.",
        given=given,
    )


def too_many_needs(count: int, most: int) -> Refusal:
    """Say that an asset depends on too many others."""
    return _no(
        "too-many-needs",
        f"写了 {count} 项依赖，最多 {most} 项。请改为依赖一个网络或系统。",
        f"It names {count} dependencies of at most {most}. Let it depend on a network or system instead.",
        count=count,
        most=most,
    )


def day_to_come(day: date, today: date) -> Refusal:
    """Say that a filing or an assessment lies in the future."""
    return _no(
        "day-to-come",
        f"备案或测评日期 {day} 晚于今天 {today}。请改正。",
        f"A day of filing or assessment, {day}, is after today, {today}. Correct it.",
        day=day.isoformat(),
        today=today.isoformat(),
    )


def no_purpose() -> Refusal:
    """Say that sealed details are opened for a purpose."""
    return _no(
        "no-purpose",
        "请选打开的用途；用途会记录下来。",
        "Choose what it is opened for; that is recorded.",
    )


def overtaken() -> Refusal:
    """Say that another scan of the same source was taken meanwhile."""
    return _no(
        "overtaken",
        "同一来源的另一次导入刚刚完成，请再导入一次。",
        "Another import of this source has just been taken. Import again.",
    )


def too_large(size: int, most: int) -> Refusal:
    """Say that a file is too large, without having read it."""
    return _no(
        "too-large",
        f"文件有 {size} 字节，最多 {most} 字节；没有读取。请按资产或工具分开导出。",
        f"The file has {size} bytes of at most {most}; it was not read. Export by asset or tool.",
        size=size,
        most=most,
    )


def no_file() -> Refusal:
    """Say that nothing was sent."""
    return _no("no-file", "请选一个文件。", "Choose a file.")


def not_whole(zh: str, en: str) -> Refusal:
    """Say that a file is not what it should be; why: in our own words, never the file's."""
    return _no(
        "not-whole",
        f"文件读不成扫描结果：{zh}。什么都没有改。请核对后再导入。",
        f"The file is no scan result: {en}. Nothing was changed. Check it and import again.",
    )


def no_scope() -> Refusal:
    """Say that a scan needs a scope."""
    return _no(
        "no-scope",
        "请写扫描范围（最多 80 个字），同一范围的扫描每次写一样的。",
        "Name the scope of the scan (80 characters at most), the same each time it is scanned.",
    )


def other_scope(scope: str, expected: str) -> Refusal:
    """Say that a file names another scope than the one chosen."""
    return _no(
        "other-scope",
        f"文件里写的范围是“{scope}”，选的是“{expected}”。没有导入，什么都没有关闭。",
        f"The file names the scope “{scope}”, “{expected}” was chosen. It was not taken; nothing was closed.",
        scope=scope,
        expected=expected,
    )


def no_such_source() -> Refusal:
    """Say that there is no such source, or that it is another body's."""
    return _no("no-source", "没有这个扫描来源。", "There is no such source of scans.")


def cannot_open(why: str) -> Refusal:
    """Say that sealed details cannot be opened."""
    return _no(
        "cannot-open",
        "加密内容打不开：密钥不在，或内容被改动过。请联系系统管理员。",
        "What is sealed cannot be opened: its key is missing, or it was altered. Ask the administrator.",
        why=why,
    )


def no_day(typed: str) -> Refusal:
    """Say that what was typed is no day."""
    return _no(
        "no-day",
        f"“{typed[:20]}”不是日期。写成 2026-01-31 这样。",
        f"“{typed[:20]}” is no day. Write it as 2026-01-31.",
    )


def no_level_typed(typed: str) -> Refusal:
    """Say that what was typed is no level."""
    return _no(
        "no-level",
        f"等级保护级别写的是“{typed[:10]}”，应当是 1 到 5，没有定级写 0。",
        f"The protection level is “{typed[:10]}”; it is 1 to 5, or 0 where there is none.",
    )


def none_chosen() -> Refusal:
    """Say that no finding was chosen."""
    return _no("none-chosen", "请先勾选要打开的问题。", "Tick the findings to be opened first.")


def not_this_body(given: str, body: str) -> Refusal:
    """Say that a line of a list names another body."""
    return _no(
        "not-this-body",
        f"这一行写的责任单位是“{given[:40]}”，清单是“{body}”的。请分单位导入，不知道的写 nobody。",
        f"The line names “{given[:40]}”, the list is of “{body}”. Import each body's own, or write nobody.",
    )


def list_gone() -> Refusal:
    """Say that a list that was looked at does not wait any more."""
    return _no(
        "list-gone",
        "这份清单已经放入，或者等得太久。请重新上传。",
        "This list was put in place already, or waited too long. Send it again.",
    )
