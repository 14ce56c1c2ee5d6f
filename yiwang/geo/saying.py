"""What is told when a position has no place, or words name none or several."""

from __future__ import annotations

from yiwang.kernel.refusal import Refusal


def no_boundaries() -> Refusal:
    """No place of the pack has a boundary."""
    return Refusal(
        code="geo.no-boundaries",
        zh="这个城市的配置包里没有边界，位置不能换成区域。",
        en="No place of this city has a boundary, so a position cannot be turned into a place.",
        next_step={
            "zh": "按名称选区域；或用 yiwang geo import 引入审核过的边界。",
            "en": "Choose the place by its name; or bring in reviewed boundaries by yiwang geo import.",
        },
    )


def no_position(longitude: float, latitude: float) -> Refusal:
    """Tell that two numbers are no position."""
    return Refusal(
        code="geo.no-position",
        zh=f"经度 {longitude:g}、纬度 {latitude:g} 不是一个位置。",
        en=f"Longitude {longitude:g}, latitude {latitude:g} is no position.",
        params={"longitude": str(longitude), "latitude": str(latitude)},
        next_step={
            "zh": "经度在 -180 到 180 之间，纬度在 -90 到 90 之间；0, 0 是没有定位的设备发的。",
            "en": "A longitude is between -180 and 180, a latitude between -90 and 90;"
            " 0, 0 is what a device without a fix sends.",
        },
    )


def swapped(longitude: float, latitude: float) -> Refusal:
    """Tell that the position lies in the city when longitude and latitude are exchanged."""
    return Refusal(
        code="geo.swapped",
        zh=f"经度 {longitude:g}、纬度 {latitude:g} 不在本市；对调后在本市。",
        en=f"Longitude {longitude:g}, latitude {latitude:g} is not in the city; exchanged, it is.",
        params={"longitude": str(longitude), "latitude": str(latitude)},
        next_step={"zh": "经度在前，纬度在后。", "en": "Write the longitude first, then the latitude."},
    )


def outside(longitude: float, latitude: float) -> Refusal:
    """Tell that a position lies outside the city."""
    return Refusal(
        code="geo.outside",
        zh=f"经度 {longitude:g}、纬度 {latitude:g} 不在本市任何区域的边界内。",
        en=f"Longitude {longitude:g}, latitude {latitude:g} lies within no boundary of the city.",
        params={"longitude": str(longitude), "latitude": str(latitude)},
        next_step={
            "zh": "检查位置；确在本市的，按名称选区域。",
            "en": "Check the position; if it is in the city, choose the place by its name.",
        },
    )


def not_named(words: str) -> Refusal:
    """Tell that no place is named in some words, which are not repeated: they may hold an address."""
    return Refusal(
        code="geo.not-named",
        zh=f"这 {len(words)} 个字里没有本市的地名。",
        en=f"None of the city's places is named in these {len(words)} characters.",
        next_step={
            "zh": "写出县（区）、乡镇（街道）和村（社区）的名称。",
            "en": "Name the county, the town and the village.",
        },
    )


def several(names: tuple[str, ...]) -> Refusal:
    """Tell that words fit several places equally well."""
    few, more = "、".join(names[:5]), len(names) - 5
    rest = (f"等 {len(names)} 处", f" and {more} more") if more > 0 else ("", "")
    return Refusal(
        code="geo.several",
        zh=f"符合的区域有几处: {few}{rest[0]}。",
        en=f"Several places fit: {few}{rest[1]}.",
        params={"count": len(names)},
        next_step={"zh": "补上所属的县（区）或乡镇。", "en": "Add the county or town it belongs to."},
    )
