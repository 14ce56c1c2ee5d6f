# ruff: noqa: E501
"""Packs whose drawn processes wait for nobody, call what is not there, or keep each other going (YW13x)."""

from __future__ import annotations

from yiwang.pack.tests.city import edit
from yiwang.pack.tests.mutants import Mutant

MATTER = "matters/tree-felling/"
DRAWN = MATTER + "process.bpmn"
CALL = '<bpmn:callActivity id="diagnosis" name="请植保站看树" yw:title-en="The Plant Clinic looks" yw:matter="tree-diagnosis" yw:gives="street=street">'
TASK = '<bpmn:userTask id="look-itself" name="园林局自己看" yw:title-en="The office looks itself" yw:limit="2 工作日" yw:role="officer">'
OWN = "<bpmn:outgoing>look-itself-to-opinion</bpmn:outgoing>\n    </bpmn:userTask>"
HEAD = '<bpmn:process id="tree-felling"'
MESSAGE = '<bpmn:message id="m" name="看过了" />\n  '


def in_place_of_the_task(element: str, attributes: str) -> tuple:
    """Put another element where the office looks itself."""
    title = 'id="look-itself" name="听消息" yw:title-en="Hear"'
    return (
        edit(DRAWN, HEAD, MESSAGE + HEAD),
        edit(DRAWN, TASK, f"<bpmn:{element} {title} {attributes}>"),
        edit(DRAWN, OUTCOMES + "      <bpmn:incoming>missed-to-look", "      <bpmn:incoming>missed-to-look"),
        edit(DRAWN, OWN, OWN.replace("userTask", element)),
    )


OUTCOMES = """      <bpmn:extensionElements>
        <yw:outcome id="sick" title="有病害" title-en="Sick" />
        <yw:outcome id="healthy" title="健康" title-en="Healthy" />
      </bpmn:extensionElements>
"""
BROKEN_MESSAGES: tuple[Mutant, ...] = (
    Mutant("YW130", "a wait that nobody sees to", in_place_of_the_task("receiveTask", 'messageRef="m"')),
    Mutant("YW119", "a drawn step within no days", (edit(DRAWN, TASK, TASK.replace("2 工作日", "0 工作日")),)),
    Mutant("YW119", "a timer that nobody can count", (edit(DRAWN, ">5 工作日<", ">soon<"),)),
    Mutant("YW131", "a message that nothing sends", in_place_of_the_task("receiveTask", 'messageRef="m"')),
    Mutant("YW131", "a message that nothing waits for", in_place_of_the_task("sendTask", 'messageRef="m"'), exit=0),
    Mutant("YW132", "a call that does not give what the form requires", (edit(DRAWN, ' yw:gives="street=street"', ""),)),
    Mutant("YW132", "a call that asks back what there is not", (edit(DRAWN, 'yw:gives="street=street"', 'yw:gives="street=street" yw:takes="ground=verdict"'),)),
    Mutant("YW132", "a call that lays a personal answer open", (edit(MATTER + "form.schema.json", '"x-yw-kind": "text",', '"x-yw-kind": "text", "x-yw-personal": true, "x-yw-class": "general", "x-yw-retention": "1 年", "x-yw-purpose": {"zh": "找到这棵树", "en": "To find the tree"},'),)),
    Mutant("YW132", "a call whose outcome never comes", (edit(DRAWN, CALL + '\n      <bpmn:extensionElements>\n        <yw:outcome id="sick"', CALL + '\n      <bpmn:extensionElements>\n        <yw:outcome id="dead"'),)),
    Mutant("YW133", "a loop of messages alone", (
        *in_place_of_the_task("receiveTask", 'messageRef="m" yw:role="officer"'),
        edit(DRAWN, '<bpmn:sequenceFlow id="look-itself-to-opinion" sourceRef="look-itself" targetRef="opinion" />', '<bpmn:sequenceFlow id="look-itself-to-opinion" sourceRef="look-itself" targetRef="missed" />'),
    )),
    Mutant("YW801", "a call to a matter that is not there", (edit(DRAWN, 'yw:matter="tree-diagnosis"', 'yw:matter="tree-diagnoses"'),)),
    Mutant("YW802", "a call that gives a field there is not", (edit(DRAWN, 'yw:gives="street=street"', 'yw:gives="street=height"'),)),
    Mutant("YW803", "a call that gives data to a body that does not join", (edit(MATTER + "matter.yaml", "assisting: [sample-plants]\n", ""),)),
    Mutant("YW804", "a matter that calls itself at once", (
        edit(DRAWN, 'yw:matter="tree-diagnosis"', 'yw:matter="tree-felling"'),
        edit(MATTER + "matter.yaml", "process: process.bpmn", "process: process.bpmn\nprocess_starts: file"),
    )),
    Mutant("YW119", "a process that a message begins", (
        edit(DRAWN, HEAD, MESSAGE + HEAD),
        edit(DRAWN, "<bpmn:outgoing>start-to-diagnosis</bpmn:outgoing>\n", '<bpmn:outgoing>start-to-diagnosis</bpmn:outgoing>\n      <bpmn:messageEventDefinition messageRef="m" />\n'),
    )),
)  # fmt: skip
