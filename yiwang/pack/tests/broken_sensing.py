"""Packs whose things observe what they may not, or whose rules cannot work (YW220 to YW231)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, added
from yiwang.pack.tests.mutants import Mutant

SENSING = """sensors:
  - {id: gauge, title: {zh: 水位计, en: Gauge}, measures: [water-level]}
  - {id: counter, title: {zh: 计数器, en: Counter}, measures: [people-count]}
things:
  - id: pond
    title: {zh: 池塘水位, en: Level of the pond}
    why: {zh: 防止漫水, en: So that it does not spill}
    body: sample-parks
    place: "900100"
    longitude: "113.1"
    latitude: "29.4"
    until: "2028-12-31"
    complain: {zh: 打 12345, en: Call 12345}
    streams:
      - {id: level, property: water-level, sensor: gauge, unit: m, every_minutes: 5}
      - {id: people, property: people-count, sensor: counter, unit: "1", every_minutes: 15, at_least: 10}
rules:
  - {id: high, title: {zh: 高, en: High}, kind: threshold, property: water-level, above: "3", clears: "2.8"}
"""


def sensing(old: str, new: str) -> Edit:
    """Put things into the pack, sound but for what is replaced."""
    assert SENSING.count(old) == 1, old
    return added("sensing.yaml", SENSING.replace(old, new))


_HIGH = 'above: "3", clears: "2.8"}\n'
_LEVEL = 'title: {zh: 低, en: Low}, kind: threshold, property: water-level, below: "1"'
_RING = f'above: "3", inhibited_by: [low]}}\n  - {{id: low, {_LEVEL}, inhibited_by: [high]}}\n'
_EARLY = f"""rules:
  - {{id: both, title: {{zh: 都, en: Both}}, kind: together, of: [high, low]}}
  - {{id: low, {_LEVEL}}}
"""


def _rule(said: str, kind: str = "condition", property: str = "water-level") -> Edit:
    """Put one more rule after those that are sound."""
    more = f"  - {{id: more, title: {{zh: 多, en: More}}, kind: {kind}, property: {property}, {said}}}\n"
    return sensing(_HIGH, _HIGH + more)


LEVEL = "property: water-level, sensor: gauge, unit: m, every"

BROKEN_SENSING: tuple[Mutant, ...] = (
    Mutant("YW220", "a camera at the pond", (sensing("[water-level]", "[water-level, video]"),)),
    Mutant(
        "YW220",
        "a microphone called a sensor of noise",
        (sensing("[people-count]", "[people-count, noise-level]"),),
    ),
    Mutant("YW220", "a probe of telephones", (sensing("[people-count]", "[people-count, wifi-devices]"),)),
    Mutant("YW220", "a property that nobody knows", (sensing("[people-count]", "[people-count, aura]"),)),
    Mutant("YW221", "people counted one by one", (sensing("at_least: 10", "at_least: 1"),)),
    Mutant("YW221", "people counted each minute", (sensing("every_minutes: 15", "every_minutes: 1"),)),
    Mutant("YW222", "a level in feet", (sensing(LEVEL, LEVEL.replace("unit: m,", "unit: ft,")),)),
    Mutant("YW223", "a thing of a body that is not there", (sensing("sample-parks", "sample-park"),)),
    Mutant("YW223", "a gauge that counts people", (sensing("sensor: counter", "sensor: gauge"),)),
    Mutant("YW224", "two streams of one id", (sensing("{id: people,", "{id: level,"),)),
    Mutant("YW225", "a thing at zero", (sensing('"113.1"', '"0"'),)),
    Mutant("YW225", "longitude and latitude exchanged", (sensing('latitude: "29.4"', 'latitude: "113.1"'),)),
    Mutant("YW225", "a day that is none", (sensing("2028-12-31", "2028-11-31"),)),
    Mutant("YW226", "a rule that ends as it is raised", (sensing('clears: "2.8"', 'clears: "3.2"'),)),
    Mutant("YW227", "a condition over a name nobody knows", (_rule("when: 'level > 3'"),)),
    Mutant(
        "YW227", "a condition that goes through a list", (_rule("when: 'some x in [1..9] satisfies x > 3'"),)
    ),
    Mutant("YW227", "a condition that says nothing", (_rule("for_minutes: 5"),)),
    Mutant(
        "YW228",
        "a rule that opens what is no kind of event",
        (_rule("above: '5', opens: '1401'", "threshold"),),
    ),
    Mutant("YW229", "a deviation of half a spread", (_rule('above: "0.5"', "season"),)),
    Mutant("YW230", "a rule over what nothing observes", (_rule('above: "5"', "threshold", "rainfall"),)),
    Mutant("YW231", "two rules that keep each other quiet", (sensing(_HIGH, _RING),)),
    Mutant("YW231", "a combination that stands before its parts", (sensing("rules:\n", _EARLY),)),
    Mutant("YW226", "a rule without a threshold", (sensing(', above: "3", clears: "2.8"', ""),)),
)
