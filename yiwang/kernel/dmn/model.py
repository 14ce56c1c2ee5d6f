"""A decision model as it is written: decisions, tables, knowledge, services, types, each with its line.

Source: OMG DMN 1.5, chapters 6 to 10.
"""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What every element has: the line it begins at and its id, "" if it has none."""

    line: int = 0
    id: str = ""


class Variable(Part, frozen=True):
    """A name and its type, "" where none is said."""

    name: str
    type_ref: str = ""


class Literal(Part, frozen=True):
    """FEEL text. `language` is "" for FEEL, else the address of the other language, which runs nowhere."""

    text: str
    type_ref: str = ""
    language: str = ""


class Input(Part, frozen=True):
    """A column of conditions: what is tested, and which values it may have."""

    expression: Literal
    label: str = ""
    values: str = ""


class Output(Part, frozen=True):
    """A column of results; `values` in the order of their priority, `default` if no rule matches."""

    name: str = ""
    label: str = ""
    type_ref: str = ""
    values: str = ""
    default: Literal | None = None


class Rule(Part, frozen=True):
    """One row: a test for each input, a result for each output, notes."""

    tests: tuple[Literal, ...]
    results: tuple[Literal, ...]
    notes: tuple[str, ...] = ()


class Table(Part, frozen=True):
    """A decision table. `hit_policy`: UNIQUE ANY PRIORITY FIRST RULE ORDER, OUTPUT ORDER, COLLECT."""

    hit_policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    notes: tuple[str, ...] = ()


class ContextEntry(Part, frozen=True):
    """One line of a boxed context; without a variable it is the result."""

    variable: Variable | None
    value: Boxed | None


class Context(Part, frozen=True):
    """A boxed context."""

    entries: tuple[ContextEntry, ...]


class Relation(Part, frozen=True):
    """A list of contexts written as a table."""

    columns: tuple[Variable, ...]
    rows: tuple[tuple[Boxed | None, ...], ...]


class Sequence(Part, frozen=True):
    """A boxed list."""

    items: tuple[Boxed | None, ...]


class Binding(Part, frozen=True):
    """One argument of an invocation."""

    variable: Variable
    value: Boxed | None


class Invocation(Part, frozen=True):
    """A call by the names of parameters."""

    function: Boxed | None
    bindings: tuple[Binding, ...]


class FunctionDefinition(Part, frozen=True):
    """A function. `kind` is FEEL; Java and PMML are read and run nowhere."""

    kind: str
    parameters: tuple[Variable, ...]
    body: Boxed | None
    type_ref: str = ""


class Conditional(Part, frozen=True):
    """A boxed if."""

    condition: Boxed | None
    yes: Boxed | None
    no: Boxed | None


class Filter(Part, frozen=True):
    """A boxed filter."""

    source: Boxed | None
    match: Boxed | None


class Loop(Part, frozen=True):
    """A boxed `for`, `some` or `every`."""

    kind: str
    variable: str
    source: Boxed | None
    body: Boxed | None


Boxed = (
    Literal
    | Table
    | Context
    | Relation
    | Sequence
    | Invocation
    | FunctionDefinition
    | Conditional
    | Filter
    | Loop
)


class Decision(Part, frozen=True):
    """A decision: what it needs (`#id` or `namespace#id`), and the expression that answers."""

    name: str
    variable: Variable
    needs: tuple[str, ...]
    expression: Boxed | None
    question: str = ""


class InputData(Part, frozen=True):
    """A fact the model is given."""

    name: str
    variable: Variable


class Knowledge(Part, frozen=True):
    """A business knowledge model: a function with a name."""

    name: str
    variable: Variable
    needs: tuple[str, ...]
    function: FunctionDefinition | None


class Service(Part, frozen=True):
    """A decision service: decisions that may be asked from outside, and what must be brought."""

    name: str
    variable: Variable
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]


class ItemDefinition(Part, frozen=True):
    """A type. `allowed` narrows each value, `constraint` the whole of it."""

    name: str
    type_ref: str = ""
    collection: bool = False
    allowed: str = ""
    constraint: str = ""
    components: tuple[ItemDefinition, ...] = ()
    function: tuple[tuple[Variable, ...], str] | None = None


class Import(Part, frozen=True):
    """Another model under a name of this one."""

    name: str
    namespace: str


class Model(Part, frozen=True):
    """Everything one file says."""

    name: str
    namespace: str
    items: tuple[ItemDefinition, ...]
    imports: tuple[Import, ...]
    decisions: tuple[Decision, ...]
    inputs: tuple[InputData, ...]
    knowledge: tuple[Knowledge, ...]
    services: tuple[Service, ...]
