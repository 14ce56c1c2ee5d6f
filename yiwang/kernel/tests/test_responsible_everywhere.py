"""Who answers for a matter everywhere is who answers in each place, however the table and the seats lie."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel.matter import Body, LeadRule, Place, Share, seats_of
from yiwang.kernel.responsibility import responsible, responsible_everywhere
from yiwang.kernel.tests.small_city import city

LEVELS = ("city", "county", "town", "village")
FUNCTIONS = ("health", "parks")


@st.composite
def cities(draw):
    """A tree of places, bodies seated anywhere, lines of the table anywhere."""
    places: dict[str, Place] = {}
    for number in range(draw(st.integers(1, 12))):
        parent = draw(st.sampled_from(sorted(places))) if places else None
        depth = LEVELS.index(places[parent].level) + 1 if parent else 0
        if depth >= len(LEVELS):
            continue
        code = f"{number:02}"
        title = {"zh": f"地{code}", "en": f"P{code}"}
        places[code] = Place(code=code, title=title, parent=parent, level=LEVELS[depth], system="made up")
    seats = st.tuples(st.sampled_from(sorted(places)), st.sampled_from(FUNCTIONS))
    bodies = {
        f"b{number}": Body(
            id=f"b{number}",
            title={"zh": f"局{number}", "en": f"B{number}"},
            parent=None,
            seat=seat,
            function=function,
            level="county",
        )
        for number, (seat, function) in enumerate(draw(st.lists(seats, max_size=6)))
    }
    leads = st.sampled_from([None, *bodies])
    lines = st.builds(
        Share, st.just("licence"), st.sampled_from(sorted(places)), below=st.booleans(), lead=leads
    )
    here = city()
    matter = msgspec.structs.replace(
        here.matters["licence"],
        lead=LeadRule(None, draw(st.sampled_from(FUNCTIONS)), draw(st.sampled_from([None, *LEVELS]))),
        assisting=tuple(draw(st.lists(st.sampled_from([*FUNCTIONS, *bodies]), max_size=2, unique=True))),
    )
    table = tuple(draw(st.lists(lines, max_size=5)))
    made = msgspec.structs.replace(
        here,
        places=places,
        bodies=bodies,
        seats=seats_of(bodies),
        shares={"licence": table} if table else {},
        matters={"licence": matter},
    )
    return made, matter


@given(cities())
@settings(derandomize=True, max_examples=400, deadline=None)
def test_everywhere_is_each_place_asked_by_itself(made):
    here, matter = made

    everywhere = responsible_everywhere(here, matter)

    assert everywhere == {code: responsible(here, matter, code) for code in here.places}
    assert list(everywhere) == list(here.places)
