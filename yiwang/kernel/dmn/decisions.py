"""Models made ready to be asked: requirement graphs, knowledge models, services, imports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from yiwang.kernel.dmn.boxed import boxed, function
from yiwang.kernel.dmn.model import (
    Decision,
    FunctionDefinition,
    InputData,
    ItemDefinition,
    Knowledge,
    Model,
    Service,
)
from yiwang.kernel.dmn.names import names_of
from yiwang.kernel.dmn.problem import DmnProblem, Trouble
from yiwang.kernel.dmn.quick import Quick, Wanted
from yiwang.kernel.dmn.scope import ASKING, Asking, Traced, Workshop, fitted
from yiwang.kernel.dmn.types import Types
from yiwang.kernel.feel import Function
from yiwang.kernel.feel.forms import Run
from yiwang.kernel.feel.types import Anything, Type
from yiwang.kernel.feel.values import value_of

Needed = Decision | InputData | Knowledge | Service


class Answer(msgspec.Struct, frozen=True):
    """What a model says: the value, what went wrong on the way, and, if asked for, how it came about."""

    value: Any
    troubles: tuple[Trouble, ...] = ()
    trace: tuple[Traced, ...] = ()


class _Ready(msgspec.Struct):
    """An element with what it needs and its run."""

    element: Needed
    home: _Home
    needs: list[tuple[str, str, str]]  # (name of the import or "", name of the variable, key)
    run: Run


class _Home(msgspec.Struct):
    model: Model
    types: Types
    prefixes: dict[str, str]  # namespace to the name it is imported under


class Decisions:
    """One or more models, compiled.

    Attributes:
        problems: what cannot be read in their texts; such an element is null when asked.
    """

    def __init__(self, main: Model, others: Iterable[Model] = ()) -> None:
        models = {model.namespace: model for model in others} | {main.namespace: main}
        self.problems: list[DmnProblem] = []
        self._main = main.namespace
        self._names = names_of(models.values())
        self._homes: dict[str, _Home] = {}
        self._ready: dict[str, _Ready] = {}
        for model in models.values():
            self._home(model, models, set())
        for model in models.values():
            self._compile(self._homes[model.namespace])
        self._by_name = {
            ready.element.name: key for key, ready in self._ready.items() if key.startswith(f"{self._main}#")
        }

        self._quick = {
            name: made for name, key in self._by_name.items() if (made := self._quickly(self._ready[key]))
        }

    def _quickly(self, ready: _Ready) -> Quick | None:
        """Prepare a decision that needs facts only; None if it needs more."""
        if not isinstance(ready.element, Decision):
            return None
        wanted = []
        for prefix, variable, key in ready.needs:
            need = self._ready[key].element
            if prefix or not isinstance(need, InputData) or need.name != variable:
                return None
            ref = need.variable.type_ref
            wanted.append(Wanted(variable, self._ready[key].home.types.of(ref), ref))
        return Quick(ready.run, wanted)

    @property
    def names(self) -> list[str]:
        """The decisions of the main model, as written."""
        return [name for name, key in self._by_name.items() if isinstance(self._ready[key].element, Decision)]

    def type_of(self, name: str) -> Type:
        """Return the declared type of a decision's answer."""
        key = self._by_name.get(name)
        if key is None:
            return Anything()
        ready = self._ready[key]
        return ready.home.types.of(ready.element.variable.type_ref)

    def inputs_of(self, name: str) -> dict[str, Type]:
        """Return the facts a decision needs, also through other decisions, with their types."""
        found: dict[str, Type] = {}
        waiting, seen = [self._by_name.get(name)], set()
        while waiting:
            key = waiting.pop()
            if key is None or key in seen or key not in self._ready:
                continue
            seen.add(key)
            ready = self._ready[key]
            if isinstance(ready.element, InputData):
                found[ready.element.name] = ready.home.types.of(ready.element.variable.type_ref)
            waiting += [needed for _, _, needed in ready.needs]
        return dict(sorted(found.items()))

    def evaluate(self, name: str, facts: Mapping[str, Any], *, trace: bool = False) -> Answer:
        """Return what a decision or a service says under `facts`, by name. Never raises.

        Facts that name a decision stand in its place. A name the model does not have is null.
        """
        asking = Asking(trace)
        value = None
        try:
            quick = None if trace else self._quick.get(name)
            if quick is not None:
                value = quick.ask(facts, asking)
            else:
                value = self._asked(name, {key: value_of(one) for key, one in facts.items()}, asking)
        except RecursionError:
            asking.trouble("dmn.endless", name, f"{name}: 递归没有尽头。", f"{name}: recursion without end.")
        if not trace:
            return Answer(value, tuple(asking.troubles)) if asking.troubles else Answer(value)
        return Answer(value, tuple(asking.troubles), tuple(asking.steps))

    def _asked(self, name: str, given: dict[str, Any], asking: Asking) -> Any:
        key = self._by_name.get(name)
        if key is None:
            asking.trouble("dmn.unknown", name, f"没有决策“{name}”。", f'There is no decision "{name}".')
            return None
        element = self._ready[key].element
        if isinstance(element, Service):
            serve = self._function(key, asking, given)
            wanted = [self._ready[one].element for one in self._parameters(self._ready[key])]
            return serve(tuple(given.get(one.variable.name) for one in wanted))
        return self._value(key, {}, given, asking, ())

    def _value(
        self, key: str, done: dict[str, Any], given: Mapping[str, Any], asking: Asking, way: tuple[str, ...]
    ) -> Any:
        """Return the value of an element, asking first for what it needs. `done` holds what is known."""
        if key in done:
            return done[key]
        ready = self._ready[key]
        element = ready.element
        if key in way:
            zh, en = f"{element.name}: 决策需要它自己。", f"{element.name}: the decision needs itself."
            asking.trouble("dmn.endless", element.name, zh, en)
            return None
        if isinstance(element, InputData):
            value = self._input(ready, element, given, asking)
        elif isinstance(element, Decision):
            value = (
                given[element.name]
                if element.name in given and way
                else self._decided(ready, done, given, asking, (*way, key))
            )
        else:
            value = self._function(key, asking, given)
        done[key] = value
        return value

    def _input(self, ready: _Ready, element: InputData, given: Mapping[str, Any], asking: Asking) -> Any:
        ref = element.variable.type_ref
        value = given.get(element.name, given.get(element.variable.name))
        return fitted(value, ready.home.types.of(ref), {ASKING: asking}, element.name, ref)

    def _decided(
        self,
        ready: _Ready,
        done: dict[str, Any],
        given: Mapping[str, Any],
        asking: Asking,
        way: tuple[str, ...],
    ) -> Any:
        scope = self._scope(ready, done, given, asking, way)
        if not asking.traced:
            return ready.run(scope)
        before, asking.hits = asking.hits, []
        value = ready.run(scope)
        asking.steps.append(Traced(ready.element.name, value, tuple(asking.hits)))
        asking.hits = before
        return value

    def _scope(
        self,
        ready: _Ready,
        done: dict[str, Any],
        given: Mapping[str, Any],
        asking: Asking,
        way: tuple[str, ...],
    ) -> dict[str, Any]:
        scope: dict[str, Any] = {ASKING: asking, "now()": given.get("now()")}
        for prefix, name, key in ready.needs:
            value = self._value(key, done, given, asking, way)
            if prefix:
                scope.setdefault(prefix, {})[name] = value
            else:
                scope[name] = value
        return scope

    def _function(self, key: str, asking: Asking, given: Mapping[str, Any]) -> Any:
        ready = self._ready[key]
        if isinstance(ready.element, Service):
            return self._serving(ready, asking, given)
        scope: dict[str, Any] = {ASKING: asking, "now()": given.get("now()")}
        made = ready.run(scope)
        for prefix, name, needed in ready.needs:
            value = made if needed == key else self._function_once(needed, scope, asking, given)
            if prefix:
                scope.setdefault(prefix, {})[name] = value
            else:
                scope[name] = value
        scope.setdefault(ready.element.variable.name, made)  # a function may call itself
        return made

    def _function_once(
        self, key: str, scope: dict[str, Any], asking: Asking, given: Mapping[str, Any]
    ) -> Any:
        """Make a needed function when it is called: two may need each other."""
        element = self._ready[key].element
        if not isinstance(element, Knowledge | Service):
            return self._value(key, {}, given, asking, ())
        names = self._parameter_names(key)
        return Function(names, lambda values: self._called(key, values, asking, given))

    def _called(self, key: str, values: tuple[Any, ...], asking: Asking, given: Mapping[str, Any]) -> Any:
        made = self._function(key, asking, given)
        return made(values) if isinstance(made, Function) else None

    def _parameter_names(self, key: str) -> tuple[str, ...]:
        ready = self._ready[key]
        if isinstance(ready.element, Service):
            return tuple(self._ready[one].element.variable.name for one in self._parameters(ready))
        definition = ready.element.function if isinstance(ready.element, Knowledge) else None
        return tuple(one.name for one in definition.parameters) if definition is not None else ()

    def _parameters(self, ready: _Ready) -> list[str]:
        service = ready.element
        assert isinstance(service, Service)
        found = [self._key(href, ready.home) for href in (*service.input_data, *service.input_decisions)]
        return [key for key in found if key in self._ready]

    def _serving(self, ready: _Ready, asking: Asking, given: Mapping[str, Any]) -> Function:
        service = ready.element
        assert isinstance(service, Service)
        keys = self._parameters(ready)
        elements = [self._ready[key].element for key in keys]
        types = [
            self._ready[key].home.types.of(one.variable.type_ref)
            for key, one in zip(keys, elements, strict=True)
        ]
        outputs = [self._key(href, ready.home) for href in service.outputs]
        wanted = ready.home.types.of(service.variable.type_ref)

        def called(values: tuple[Any, ...]) -> Any:
            done = {}
            for key, element, kind, value in zip(keys, elements, types, values, strict=True):
                ref = element.variable.type_ref
                done[key] = fitted(value, kind, {ASKING: asking}, element.name, ref)
                if done[key] is None and value is not None:
                    return None
            inner = {"now()": given.get("now()")}
            found = {
                self._ready[key].element.name: self._value(key, done, inner, asking, (ready.element.name,))
                for key in outputs
                if key in self._ready
            }
            value = next(iter(found.values()), None) if len(outputs) == 1 else found
            return fitted(value, wanted, {ASKING: asking}, service.name, service.variable.type_ref)

        return Function(tuple(one.variable.name for one in elements), called, tuple(types), wanted)

    def _key(self, href: str, home: _Home) -> str:
        namespace, _, id = href.rpartition("#")
        return f"{namespace or home.model.namespace}#{id}"

    def _home(self, model: Model, models: Mapping[str, Model], way: set[str]) -> _Home:
        if model.namespace in self._homes:
            return self._homes[model.namespace]
        imported: dict[str, Types] = {}
        prefixes: dict[str, str] = {}
        for one in model.imports:
            other = models.get(one.namespace)
            if other is not None and one.namespace not in way and other is not model:
                imported[one.name] = self._home(other, models, way | {model.namespace}).types
                prefixes[one.namespace] = one.name
        home = _Home(model, Types(model, imported, self._names), prefixes)
        for item, fault in home.types.faults:
            self.problems.append(_unreadable(item, fault.zh, fault.en))
        self._homes[model.namespace] = home
        return home

    def _compile(self, home: _Home) -> None:
        model = home.model
        elements: tuple[Needed, ...] = (*model.inputs, *model.decisions, *model.knowledge, *model.services)
        for element in elements:
            key = f"{model.namespace}#{element.id or element.name}"
            self._ready[key] = _Ready(
                element, home, [], _RUNS[type(element)](element, self._shop(element, home))
            )
        for ready in list(self._ready.values()):
            if ready.home is home and isinstance(ready.element, Decision | Knowledge):
                ready.needs = [*self._needs(ready)]

    def _shop(self, element: Needed, home: _Home) -> Workshop:
        return Workshop(element.name, self._names, home.types, self.problems)

    def _needs(self, ready: _Ready) -> Iterable[tuple[str, str, str]]:
        element = ready.element
        assert isinstance(element, Decision | Knowledge)
        for href in element.needs:
            namespace, _, id = href.rpartition("#")
            own = namespace in ("", ready.home.model.namespace)
            key = f"{ready.home.model.namespace if own else namespace}#{id}"
            found = next((one for one in self._elements(key)), None)
            if found is None:
                zh, en = f"{element.name}: 找不到所需的 {href}。", f"{element.name}: nothing is {href}."
                self.problems.append(DmnProblem("dmn.missing", zh, en, element.line, element.name))
                continue
            yield "" if own else ready.home.prefixes.get(namespace, ""), found.variable.name, key

    def _elements(self, key: str) -> Iterable[Needed]:
        namespace, _, id = key.rpartition("#")
        home = self._homes.get(namespace)
        if home is None:
            return
        model = home.model
        elements: tuple[Needed, ...] = (*model.inputs, *model.decisions, *model.knowledge, *model.services)
        for element in elements:
            if (element.id or element.name) == id:
                yield element


def _unreadable(item: ItemDefinition, zh: str, en: str) -> DmnProblem:
    return DmnProblem(
        "dmn.unreadable",
        f"第 {item.line} 行, {item.name}: {zh}",
        f"Line {item.line}, {item.name}: {en}",
        item.line,
        item.name,
    )


def _decision_run(element: Decision, shop: Workshop) -> Run:
    return shop.typed(boxed(element.expression, shop), element.variable.type_ref)


def _knowledge_run(element: Knowledge, shop: Workshop) -> Run:
    definition = element.function or FunctionDefinition(kind="FEEL", parameters=(), body=None)
    if element.variable.type_ref and not definition.type_ref:
        kind = shop.types.of(element.variable.type_ref)
        if not hasattr(kind, "parameters"):  # the type of the result; a function type speaks of the whole
            definition = msgspec.structs.replace(definition, type_ref=element.variable.type_ref)
    return function(definition, shop)


def _nothing(element: Needed, shop: Workshop) -> Run:
    return lambda facts: None


_RUNS: dict[type, Callable[[Any, Workshop], Run]] = {
    Decision: _decision_run,
    Knowledge: _knowledge_run,
    InputData: _nothing,
    Service: _nothing,
}
