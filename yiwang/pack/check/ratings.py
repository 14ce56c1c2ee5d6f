"""Ratings (好差评) and what could not be done (办不成事): who answers is outside the body complained of."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.outside import desk_for
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible_here
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding

WORDS = {"bad": ("差评", "a bad rating"), "nothing": ("办不成事", "“nothing gets done”")}


@rule("YW308")
def a_rating_names_matters_that_exist(seen: Examination) -> Iterator[Finding]:
    """差评和办不成事立件的事项都在配置包里。The matters that ratings open cases of exist."""
    for name, ids in seen.pack.head.ratings.items():
        for id in ids:
            if str(id) in seen.city.matters:
                continue
            yield found(
                id.where,
                (
                    f"{WORDS[name][0]}要按 {id} 立件, 但没有这个事项。",
                    f"{WORDS[name][1]} opens a case of {id}, and there is no such matter.",
                ),
                (
                    f"写一个 matters/ 下有的事项, 或添加 matters/{id}/matter.yaml。",
                    f"Name a matter below matters/, or add matters/{id}/matter.yaml.",
                ),
            )


@rule("YW309")
def who_answers_for_a_body_is_outside_it(seen: Examination) -> Iterator[Finding]:
    """每个主责单位被差评、被反映办不成事时, 都由它之外的单位办理。

    Each lead body that is rated badly, or refused somebody, is answered for by a body outside it.
    """
    city = seen.city
    for name, ids in seen.pack.head.ratings.items():
        matters = [str(id) for id in ids if str(id) in city.matters]
        if not matters:
            continue
        leads = dict.fromkeys(
            answer.lead
            for matter in city.matters.values()
            for answer in (responsible_here(city, matter, body.seat) for body in city.bodies.values())
            if not isinstance(answer, Refusal)
        )
        for lead in leads:
            if lead not in city.bodies or desk_for(city, matters, (lead,)) is not None:
                continue
            title = city.bodies[lead].title
            yield found(
                ids[0].where,
                (
                    f"对{title.get('zh', lead)} ({lead}) 的{WORDS[name][0]}没有它之外的单位来办: "
                    f"{'、'.join(matters)} 的主责单位就是它, 或是它的上级、下级。",
                    f"Nobody outside {title.get('en', lead)} ({lead}) answers {WORDS[name][1]} about it: the "
                    f"lead of {', '.join(matters)} is that body, or one above or below it.",
                ),
                (
                    f"在 ratings.{name} 后面再写一个由别的单位主责的事项。",
                    f"Add to ratings.{name} a matter that another body leads.",
                ),
            )
