"""In the demo there is somebody to sign in as for every step of every service of one district."""

from __future__ import annotations

from yiwang.kernel.matter import Responsibility
from yiwang.kernel.responsibility import responsible
from yiwang.nets.services.tests.conftest import PACK
from yiwang.pack.compile import compile_pack
from yiwang.pack.digest import archive
from yiwang.pack.load import load_archive

STREET = "430602005001"


def test_every_service_of_a_district_has_a_persona_for_each_of_its_roles():
    city = compile_pack(load_archive(archive(PACK)))
    held = {persona.get("position") for persona in city.personas}
    bodies = {(city.positions[one].body, city.positions[one].role) for one in held if one in city.positions}
    nobody = {}
    services = [one for one in city.matters.values() if one.kind == "service"]
    for matter in services:
        answer = responsible(city, matter, STREET)
        assert isinstance(answer, Responsibility), matter.id
        drawn = matter.net.net.nodes if matter.net is not None else ()
        roles = {node.position.role for node in drawn if node.position is not None and not node.position.body}
        roles |= {"officer", "approver"} if matter.decides and not matter.immediate else {"officer"}
        missing = {role for role in roles if (answer.lead, role) not in bodies}
        exists = {one.role for one in city.positions.values() if one.body == answer.lead}
        if missing & exists:
            nobody[matter.id] = missing & exists
    assert len(services) > 40
    assert nobody == {}
