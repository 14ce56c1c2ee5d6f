"""The allow-list of observed properties: matter, energy, water, air, structure. What is not here is refused.

A pack chooses from this list and cannot add to it: a sensor of something else is a change of this file, which
everybody can see, and a test of the lines that hold. People appear only as counts, made in the device.
"""

from __future__ import annotations

import msgspec

Text = dict[str, str]

KINDS: dict[str, Text] = {
    "matter": {"zh": "物质", "en": "matter"},
    "energy": {"zh": "能量", "en": "energy"},
    "water": {"zh": "水", "en": "water"},
    "air": {"zh": "空气", "en": "air"},
    "structure": {"zh": "结构", "en": "structure"},
    "count": {"zh": "人数（只计数）", "en": "people, as counts only"},
}
FEWEST_PEOPLE = 10
"""A count of people below this is not told: it could be somebody."""
SHORTEST_COUNT_MINUTES = 15


class Property(msgspec.Struct, frozen=True):
    """Something a sensor may observe. `units`: UCUM-like symbols it is measured in, the usual one first."""

    id: str
    kind: str
    title: Text
    units: tuple[str, ...]


def _listed(kind: str, *given: tuple[str, str, str, str]) -> dict[str, Property]:
    return {id: Property(id, kind, {"zh": zh, "en": en}, tuple(units.split())) for id, zh, en, units in given}


PROPERTIES: dict[str, Property] = {
    **_listed(
        "water",
        ("water-level", "水位", "Water level", "m cm mm"),
        ("rainfall", "降雨量", "Rainfall", "mm"),
        ("water-flow", "流量", "Water flow", "m3/s L/s m3/h"),
        ("water-pressure", "水压", "Water pressure", "kPa MPa"),
        ("water-temperature", "水温", "Water temperature", "Cel"),
        ("turbidity", "浊度", "Turbidity", "NTU"),
        ("ph", "酸碱度", "pH", "pH"),
        ("dissolved-oxygen", "溶解氧", "Dissolved oxygen", "mg/L"),
        ("ammonia-nitrogen", "氨氮", "Ammonia nitrogen", "mg/L"),
        ("total-phosphorus", "总磷", "Total phosphorus", "mg/L"),
        ("residual-chlorine", "余氯", "Residual chlorine", "mg/L"),
    ),
    **_listed(
        "air",
        ("pm2-5", "细颗粒物 PM2.5", "Fine particles PM2.5", "ug/m3"),
        ("pm10", "可吸入颗粒物 PM10", "Particles PM10", "ug/m3"),
        ("nitrogen-dioxide", "二氧化氮", "Nitrogen dioxide", "ug/m3"),
        ("sulphur-dioxide", "二氧化硫", "Sulphur dioxide", "ug/m3"),
        ("ozone", "臭氧", "Ozone", "ug/m3"),
        ("carbon-monoxide", "一氧化碳", "Carbon monoxide", "mg/m3"),
        ("air-temperature", "气温", "Air temperature", "Cel"),
        ("humidity", "相对湿度", "Relative humidity", "%"),
        ("air-pressure", "气压", "Air pressure", "hPa"),
        ("wind-speed", "风速", "Wind speed", "m/s"),
        ("wind-direction", "风向", "Wind direction", "deg"),
    ),
    **_listed(
        "energy",
        ("electric-power", "电功率", "Electric power", "W kW"),
        ("electric-energy", "电量", "Electric energy", "kWh"),
        ("voltage", "电压", "Voltage", "V mV"),
        ("electric-current", "电流", "Electric current", "A mA"),
        ("battery", "电池余量", "Battery left", "%"),
        ("illuminance", "照度", "Illuminance", "lx"),
        ("lamp-lit", "灯亮（1）灭（0）", "Lamp lit (1) or not (0)", "1"),
    ),
    **_listed(
        "structure",
        ("cover-open", "盖开（1）合（0）", "Cover open (1) or closed (0)", "1"),
        ("tilt", "倾斜", "Tilt", "deg"),
        ("displacement", "位移", "Displacement", "mm cm m"),
        ("settlement", "沉降", "Settlement", "mm"),
        ("strain", "应变", "Strain", "um/m"),
        ("crack-width", "裂缝宽度", "Width of a crack", "mm"),
        ("seepage-pressure", "渗压", "Seepage pressure", "kPa"),
        ("acceleration", "振动加速度", "Acceleration of a structure", "m/s2"),
    ),
    **_listed(
        "matter",
        ("fill-level", "装满程度", "How full a container is", "%"),
        ("soil-moisture", "土壤含水量", "Soil moisture", "%"),
        ("weight", "重量", "Weight", "kg t"),
        ("methane", "甲烷", "Methane", "%LEL ppm"),
        ("hydrogen-sulphide", "硫化氢", "Hydrogen sulphide", "ppm"),
    ),
    **_listed("count", ("people-count", "人数", "People counted", "1")),
}

_FORBIDDEN: tuple[tuple[tuple[str, ...], Text], ...] = (
    (
        (
            "video",
            "image",
            "camera",
            "photo",
            "picture",
            "face",
            "gait",
            "plate",
            "thermal-image",
            "视频",
            "图像",
        ),
        {"zh": "视频和图像会认出人", "en": "video and images tell who somebody is"},
    ),
    (
        ("sound", "audio", "noise", "microphone", "voice", "speech", "声音", "录音", "噪声"),
        {"zh": "采集声音会录下谈话", "en": "a microphone hears what people say"},
    ),
    (
        (
            "wifi",
            "wi-fi",
            "bluetooth",
            "imsi",
            "imei",
            "mac-address",
            "radio",
            "rfid",
            "probe",
            "beacon",
            "ssid",
        ),
        {"zh": "无线信号探测会跟踪人的手机", "en": "radio probes follow people by their telephones"},
    ),
    (
        ("person", "passenger", "crowd", "pedestrian", "heart", "pulse", "人流", "人脸"),
        {
            "zh": "人只以计数出现: people-count，每次不少于 10 人、15 分钟",
            "en": "people appear only as people-count, at least 10 over at least 15 minutes",
        },
    ),
)
_OTHERWISE: Text = {
    "zh": "只能测物质、能量、水、空气和结构",
    "en": "sensors measure matter, energy, water, air and structures only",
}


def why_not(property_: str) -> Text:
    """Say why something that is not on the list is not: what it would do, or that the list is closed."""
    asked = property_.lower().replace("_", "-").replace(" ", "-")
    for words, reason in _FORBIDDEN:
        if any(word in asked for word in words):
            return reason
    return _OTHERWISE
