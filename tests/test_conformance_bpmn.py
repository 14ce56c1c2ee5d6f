"""The reference models of BPMN MIWG: none loses anything, and each says what would not run."""

import os
from pathlib import Path

import pytest

from bench.miwg import canonical, examine, run
from yiwang.kernel.bpmn.document import Document, read_document, write_document
from yiwang.kernel.bpmn.xml_read import read

SHARED = Path(os.environ.get("YIWANG_SHARED", Path(__file__).parents[2] / "shared"))
MODELS = SHARED / "data" / "conformance" / "bpmn-miwg"
needs_models = pytest.mark.skipif(not MODELS.is_dir(), reason=f"the models are not at {MODELS.name}")

SMALL = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- before --><?tool a?>
<s:definitions xmlns:s="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="urn:vendor">
  <s:process id="p" name="a &quot;b&quot; &lt; c &#10; d" v:colour="red">
    <s:documentation><![CDATA[a < b]]> caf\xe9 &#8364; &amp;</s:documentation><v:own xmlns:v="urn:other"/>
  </s:process>
</s:definitions>
<!-- after -->""".encode("latin-1")


@needs_models
def test_every_reference_model_comes_back_without_loss():
    found = run(MODELS)
    assert found["total"] == 8
    assert [one["model"] for one in found["models"] if not one["equal"]] == []


@needs_models
@pytest.mark.parametrize("name", ["A.3.0", "B.2.0"])
def test_every_flow_node_of_a_reference_model_is_read_or_named(name):
    xml = (MODELS / f"{name}.bpmn").read_bytes()
    model = read(xml)
    known = {node.id for process in model.processes for node in process.net.nodes}
    known |= {one.id for one in model.unsupported}
    ways = [one for one in read_document(xml).root.walk() if one.name.endswith("sequenceFlow")]
    assert ways
    assert {way.get(end) for way in ways for end in ("sourceRef", "targetRef")} <= known


def test_a_file_keeps_its_encoding_comments_prefixes_and_odd_characters():
    document = read_document(SMALL)
    again = write_document(document)
    assert canonical(again, "latin-1") == canonical(SMALL, "latin-1")
    assert b"<![CDATA[a < b]]>" in again and b"<!-- before -->" in again and b"<?tool a?>" in again


def test_a_changed_name_changes_nothing_else():
    document = read_document(SMALL)
    process = next(one for one in document.root.walk() if one.get("id") == "p")
    process.put("name", "受理")
    process.put("v:colour", "blue")
    process.put("isClosed", "true")
    again = read_document(write_document(document))
    assert isinstance(again, Document)
    changed = next(one for one in again.root.walk() if one.get("id") == "p")
    assert (changed.get("name"), changed.get("isClosed")) == ("受理", "true")
    process.put("name", 'a "b" < c \n d')
    process.put("v:colour", "red")
    process.attributes.pop()
    assert canonical(write_document(document), "latin-1") == canonical(SMALL, "latin-1")


def test_what_is_no_xml_or_holds_entities_is_refused(tmp_path):
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    (tmp_path / "bomb.bpmn").write_bytes(bomb)
    assert not isinstance(read_document(b"<a"), Document)
    assert examine(tmp_path / "bomb.bpmn")["equal"] is False
