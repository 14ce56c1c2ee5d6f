"""CAP messages as XML, read and written. No DTD, no entities, nothing fetched, bounded size.

What is read is told with the line it stands on. An element that the standard does not have, one twice that
may stand once, or one out of its order is a fault; elements of other namespaces (signatures) stand last.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from yiwang.kernel import xml_tree
from yiwang.kernel.alerts import cap
from yiwang.kernel.alerts.cap import Alert, Area, Info, Pair, Resource
from yiwang.kernel.alerts.cap_check import Fault
from yiwang.kernel.xml_tree import Element, Malformed

MAX_BYTES = 512 * 1024
DSIG = "http://www.w3.org/2000/09/xmldsig#"

Spec = tuple[tuple[str, str, bool, Any], ...]
"""In order: element, field, whether it may stand several times, and what it is: text, pair or a struct."""

_TEXT, _PAIR = "text", "pair"
_AREA: Spec = (
    ("areaDesc", "description", False, _TEXT),
    ("polygon", "polygons", True, _TEXT),
    ("circle", "circles", True, _TEXT),
    ("geocode", "geocodes", True, _PAIR),
    ("altitude", "altitude", False, _TEXT),
    ("ceiling", "ceiling", False, _TEXT),
)
_RESOURCE: Spec = (
    ("resourceDesc", "description", False, _TEXT),
    ("mimeType", "mime", False, _TEXT),
    ("size", "size", False, _TEXT),
    ("uri", "uri", False, _TEXT),
    ("derefUri", "content", False, _TEXT),
    ("digest", "digest", False, _TEXT),
)
_INFO: Spec = (
    ("language", "language", False, _TEXT),
    ("category", "categories", True, _TEXT),
    ("event", "event", False, _TEXT),
    ("responseType", "responses", True, _TEXT),
    ("urgency", "urgency", False, _TEXT),
    ("severity", "severity", False, _TEXT),
    ("certainty", "certainty", False, _TEXT),
    ("audience", "audience", False, _TEXT),
    ("eventCode", "codes", True, _PAIR),
    ("effective", "effective", False, _TEXT),
    ("onset", "onset", False, _TEXT),
    ("expires", "expires", False, _TEXT),
    ("senderName", "sender_name", False, _TEXT),
    ("headline", "headline", False, _TEXT),
    ("description", "description", False, _TEXT),
    ("instruction", "instruction", False, _TEXT),
    ("web", "web", False, _TEXT),
    ("contact", "contact", False, _TEXT),
    ("parameter", "parameters", True, _PAIR),
    ("resource", "resources", True, (Resource, _RESOURCE)),
    ("area", "areas", True, (Area, _AREA)),
)
_ALERT: Spec = (
    ("identifier", "identifier", False, _TEXT),
    ("sender", "sender", False, _TEXT),
    ("sent", "sent", False, _TEXT),
    ("status", "status", False, _TEXT),
    ("msgType", "type", False, _TEXT),
    ("source", "source", False, _TEXT),
    ("scope", "scope", False, _TEXT),
    ("restriction", "restriction", False, _TEXT),
    ("addresses", "addresses", False, _TEXT),
    ("code", "codes", True, _TEXT),
    ("note", "note", False, _TEXT),
    ("references", "references", False, _TEXT),
    ("incidents", "incidents", False, _TEXT),
    ("info", "infos", True, (Info, _INFO)),
)


@dataclass
class Read:
    """What was read: the message where there is one, what is wrong, and on which line each part stands."""

    alert: Alert | None = None
    faults: list[Fault] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    signed: bool = False

    def line(self, where: str) -> int:
        """Return the line of a part, or of the part it should stand in."""
        while where and where not in self.lines:
            where = where.rpartition("/")[0]
        return self.lines.get(where, 1)


def read(xml: bytes) -> Read:
    """Read one message. Its faults are those of the XML alone; `cap_check.faults` looks at what it says."""
    found = Read()
    if len(xml) > MAX_BYTES:
        found.faults.append(_too_long(len(xml)))
        return found
    root = xml_tree.parse(xml, "cap")
    if isinstance(root, Malformed):
        found.faults.append(_malformed(root))
        found.lines["alert"] = max(root.line, 1)
        return found
    version = next((one for one, space in cap.SPACES.items() if space == root.space), "")
    found.lines["alert"] = root.line
    if root.name != "alert" or not version:
        found.faults.append(_wrong_namespace(root))
        return found
    found.signed = any(one.space == DSIG and one.name == "Signature" for one in root.children)
    values = _values(root, _ALERT, "alert", found)
    if not any(fault.code == "cap.unknown-element" for fault in found.faults):
        found.alert = Alert(version=version, **values)
    return found


def _values(element: Element, spec: Spec, where: str, found: Read) -> dict[str, Any]:
    names = {name: index for index, (name, *_) in enumerate(spec)}
    values: dict[str, Any] = {attribute: () if many else "" for _, attribute, many, _ in spec}
    last, counts = 0, dict.fromkeys(names, 0)
    for child in element.children:
        if child.space != element.space:
            if where != "alert":
                found.faults.append(_unknown(child, where))
            continue
        if child.name not in names:
            found.faults.append(_unknown(child, where))
            continue
        name, attribute, many, kind = spec[names[child.name]]
        counts[name] += 1
        place = f"{where}/{name}[{counts[name]}]" if many else f"{where}/{name}"
        found.lines[place] = child.line
        if names[name] < last:
            found.faults.append(_order(place, spec[last][0]))
        last = max(last, names[name])
        if counts[name] > 1 and not many:
            found.faults.append(_twice(place))
        one = _value(child, kind, place, found)
        values[attribute] = (*values[attribute], one) if many else one
    return values


def _value(child: Element, kind: Any, place: str, found: Read) -> Any:
    if kind == _TEXT:
        found.faults += [_unknown(inner, place) for inner in child.children]
        return child.text.strip()
    if kind == _PAIR:
        told = {inner.name: inner.text.strip() for inner in child.children}
        found.faults += [
            _unknown(inner, place) for inner in child.children if inner.name not in ("valueName", "value")
        ]
        return Pair(told.get("valueName", ""), told.get("value", ""))
    struct, spec = kind
    return struct(**_values(child, spec, place, found))


def write(alert: Alert) -> bytes:
    """Return a message as XML of its own version, UTF-8, not signed."""
    space = cap.SPACES[alert.version]
    root = etree.Element(f"{{{space}}}alert", nsmap={None: space})
    _put(root, alert, _ALERT, space)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _put(parent: Any, one: Any, spec: Spec, space: str) -> None:
    for name, attribute, many, kind in spec:
        value = getattr(one, attribute)
        for each in value if many else ((value,) if value else ()):
            child = etree.SubElement(parent, f"{{{space}}}{name}")
            if kind == _TEXT:
                child.text = each
            elif kind == _PAIR:
                etree.SubElement(child, f"{{{space}}}valueName").text = each.name
                etree.SubElement(child, f"{{{space}}}value").text = each.value
            else:
                _put(child, each, kind[1], space)


def _too_long(length: int) -> Fault:
    return Fault(
        "cap.too-large",
        "alert",
        f"有 {length} 字节, 超过上限 {MAX_BYTES}",
        f"{length} bytes, more than {MAX_BYTES}",
        "图片等放在网上, 用 uri 指过去",
        "put pictures on the web and point to them by uri",
    )


def _malformed(why: Malformed) -> Fault:
    mend = {
        "doctype": (
            "去掉 DOCTYPE 和实体: 预警里不许有, 也不会去取",
            "take DOCTYPE and entities out: none are allowed, and none are fetched",
        ),
        "too-large": ("写短一些", "make it shorter"),
    }.get(why.code, ("改成合格的 XML", "make it well-formed XML"))
    return Fault(f"cap.{why.code}", "alert", why.zh.rstrip("。"), why.en.rstrip("."), *mend)


def _wrong_namespace(root: Element) -> Fault:
    return Fault(
        "cap.wrong-namespace",
        "alert",
        f"根元素是 {{{root.space}}}{root.name}",
        f"the root is {{{root.space}}}{root.name}",
        f'写成 <alert xmlns="{cap.SPACES["1.2"]}">; 1.1 也能读',
        f'write <alert xmlns="{cap.SPACES["1.2"]}">; 1.1 is read too',
    )


def _unknown(child: Element, where: str) -> Fault:
    return Fault(
        "cap.unknown-element",
        f"{where}/{child.name}",
        f"{where} 里不该有 {child.name} (第 {child.line} 行)",
        f"{child.name} (line {child.line}) has no place in {where}",
        "去掉它, 或改正名字",
        "take it out, or correct its name",
    )


def _order(place: str, before: str) -> Fault:
    return Fault(
        "cap.order",
        place,
        f"应在 {before} 之前",
        f"it should stand before {before}",
        f"移到 {before} 前面",
        f"move it before {before}",
    )


def _twice(place: str) -> Fault:
    return Fault("cap.twice", place, "只能写一次", "it may stand once", "留一个", "keep one of them")


def as_utf8(xml: bytes) -> bytes:
    """Return a message that `read` has taken in UTF-8; its signature, over the tree, still holds."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.tostring(etree.fromstring(xml, parser), encoding="UTF-8", xml_declaration=True)
