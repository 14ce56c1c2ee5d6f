"""From DMN XML to a model. Reads DMN 1.1 to 1.5; bounded, without DTD, entities or anything fetched."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.dmn.model import (
    Decision,
    FunctionDefinition,
    Import,
    InputData,
    ItemDefinition,
    Knowledge,
    Model,
    Service,
    Variable,
)
from yiwang.kernel.dmn.problem import DmnProblem
from yiwang.kernel.dmn.read_boxed import boxed_in, child, function_of, text_in
from yiwang.kernel.xml_tree import Element, Malformed, parse

_DMN_11 = "http://www.omg.org/spec/DMN/20151101/dmn.xsd"
_DMN_12 = "http://www.omg.org/spec/DMN/20180521/MODEL/"
_SINCE_13 = "https://www.omg.org/spec/DMN/"


def read(xml: bytes) -> Model | DmnProblem:
    """Return the model in a file, or the first thing that makes it none. Never raises."""
    root = parse(xml, "DMN 1.5")
    if isinstance(root, Malformed):
        return DmnProblem(f"dmn.{root.code}", root.zh, root.en, root.line)
    known = root.space in (_DMN_11, _DMN_12) or root.space.startswith(_SINCE_13)
    if root.name != "definitions" or not known:
        return DmnProblem(
            "dmn.not-dmn",
            f"第 {root.line} 行: 根元素是 {root.name}, 不是 DMN 1.1 至 1.5 的 definitions。",
            f"Line {root.line}: the root is {root.name}, not definitions of DMN 1.1 to 1.5.",
            root.line,
        )
    twice = _twice(root)
    return twice or _model(root)


def _twice(root: Element) -> DmnProblem | None:
    seen: dict[str, int] = {}
    for element in root.children:
        name = element.get("name")
        if element.name in ("decision", "inputData", "businessKnowledgeModel", "decisionService") and name:
            if name in seen:
                return DmnProblem(
                    "dmn.twice",
                    f"第 {element.line} 行: 名称“{name}”已用于第 {seen[name]} 行。",
                    f'Line {element.line}: the name "{name}" stands on line {seen[name]} already.',
                    element.line,
                    name,
                )
            seen[name] = element.line
    return None


def _model(root: Element) -> Model:
    def all_of(name: str) -> Iterator[Element]:
        return (one for one in root.children if one.name == name and one.space == root.space)

    return Model(
        name=root.get("name"),
        namespace=root.get("namespace"),
        items=tuple(_item(one) for one in all_of("itemDefinition")),
        imports=tuple(
            Import(name=one.get("name"), namespace=one.get("namespace"), line=one.line)
            for one in all_of("import")
        ),
        decisions=tuple(_decision(one) for one in all_of("decision")),
        inputs=tuple(_input(one) for one in all_of("inputData")),
        knowledge=tuple(_knowledge(one) for one in all_of("businessKnowledgeModel")),
        services=tuple(_service(one) for one in all_of("decisionService")),
        line=root.line,
        id=root.get("id"),
    )


def _variable(element: Element) -> Variable:
    said = child(element, "variable")
    name, type_ref = element.get("name"), ""
    if said is not None:
        name, type_ref = said.get("name") or name, said.get("typeRef")
    return Variable(name=name, type_ref=type_ref, line=element.line)


def _hrefs(element: Element, *names: str) -> tuple[str, ...]:
    return tuple(one.get("href") for one in element.children if one.name in names)


def _needs(element: Element) -> tuple[str, ...]:
    found: list[str] = []
    for one in element.children:
        if one.name in ("informationRequirement", "knowledgeRequirement"):
            found += _hrefs(one, "requiredInput", "requiredDecision", "requiredKnowledge")
    return tuple(found)


def _decision(element: Element) -> Decision:
    question = child(element, "question")
    return Decision(
        name=element.get("name"),
        variable=_variable(element),
        needs=_needs(element),
        expression=boxed_in(element),
        question=question.text.strip() if question is not None else "",
        line=element.line,
        id=element.get("id"),
    )


def _input(element: Element) -> InputData:
    return InputData(
        name=element.get("name"), variable=_variable(element), line=element.line, id=element.get("id")
    )


def _knowledge(element: Element) -> Knowledge:
    logic = child(element, "encapsulatedLogic")
    function: FunctionDefinition | None = function_of(logic) if logic is not None else None
    return Knowledge(
        name=element.get("name"),
        variable=_variable(element),
        needs=_needs(element),
        function=function,
        line=element.line,
        id=element.get("id"),
    )


def _service(element: Element) -> Service:
    return Service(
        name=element.get("name"),
        variable=_variable(element),
        outputs=_hrefs(element, "outputDecision"),
        encapsulated=_hrefs(element, "encapsulatedDecision"),
        input_decisions=_hrefs(element, "inputDecision"),
        input_data=_hrefs(element, "inputData"),
        line=element.line,
        id=element.get("id"),
    )


def _item(element: Element) -> ItemDefinition:
    said = child(element, "typeRef")
    function = child(element, "functionItem")
    return ItemDefinition(
        name=element.get("name"),
        type_ref=said.text.strip() if said is not None else element.get("typeRef"),
        collection=element.get("isCollection") == "true",
        allowed=text_in(element, "allowedValues"),
        constraint=text_in(element, "typeConstraint"),
        components=tuple(_item(one) for one in element.children if one.name == "itemComponent"),
        function=_function_item(function) if function is not None else None,
        line=element.line,
        id=element.get("id"),
    )


def _function_item(element: Element) -> tuple[tuple[Variable, ...], str]:
    parameters = tuple(
        Variable(name=one.get("name"), type_ref=one.get("typeRef"), line=one.line)
        for one in element.children
        if one.name == "parameters"
    )
    return parameters, element.get("outputTypeRef")
