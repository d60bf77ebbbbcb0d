# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the expressions of indicator files ("left and age_at_entry > 54") into the conditions of conditions.py.

Only what the head of esf-indicators.yaml lists is allowed; nothing is ever executed as Python.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scharnier.knowledge.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    ConditionError,
    Derived,
    Facts,
    Not,
    Recorded,
    Truth,
    add_months,
)

_OPERATORS = {ast.Eq: "eq", ast.Lt: "lt", ast.LtE: "lte", ast.Gt: "gt", ast.GtE: "gte", ast.In: "in"}
_MIRRORED = {"eq": "eq", "lt": "gt", "lte": "gte", "gt": "lt", "gte": "lte"}


@dataclass(frozen=True, slots=True, eq=False)
class Truthy(Condition):
    """Whether a yes-or-no item is recorded as yes; what is not recorded counts as no."""

    name: str

    def holds(self, facts: Facts) -> Truth:
        return facts.values.get(self.name) is True

    def fields(self) -> tuple[str, ...]:
        return (self.name,)


@dataclass(frozen=True, slots=True, eq=False)
class CountAbove(Condition):
    """Whether a list has more than `number` entries; unknown when it is not recorded."""

    name: str
    number: int

    def holds(self, facts: Facts) -> Truth:
        value = facts.values.get(self.name)
        return None if value is None else len(value) > self.number

    def fields(self) -> tuple[str, ...]:
        return (self.name,)


@dataclass(frozen=True, slots=True, eq=False)
class DayCompare(Condition):
    """Compares one day with another plus calendar months: `name` (lt, lte, gt, gte, eq) `other` + `months`."""

    name: str
    operator: str
    other: str
    months: int = 0

    def holds(self, facts: Facts) -> Truth:
        day, other = facts.values.get(self.name), facts.values.get(self.other)
        if day is None or other is None:
            return None
        due = add_months(other, self.months) if self.months else other
        return bool(DAY_OPERATORS[self.operator](day, due))

    def fields(self) -> tuple[str, ...]:
        return (self.name, self.other)


DAY_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": lambda day, other: day == other,
    "lt": lambda day, other: day < other,
    "lte": lambda day, other: day <= other,
    "gt": lambda day, other: day > other,
    "gte": lambda day, other: day >= other,
}


@dataclass(frozen=True)
class Names:
    """What an expression may refer to: items with their types, and named conditions."""

    items: Mapping[str, str]
    conditions: Mapping[str, Condition]


def parse_expression(text: str, names: Names) -> Condition:
    """Reads one expression. Raises ConditionError, naming the part that is not understood."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as problem:
        raise ConditionError(f"{text!r} cannot be read: {problem.msg}") from None
    return _condition(tree, names)


def _condition(node: ast.expr, names: Names) -> Condition:
    if isinstance(node, ast.BoolOp):
        parts = tuple(_condition(value, names) for value in node.values)
        return AllOf(parts) if isinstance(node.op, ast.And) else AnyOf(parts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return Not(_condition(node.operand, names))
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return AllOf(()) if node.value else AnyOf(())
    if isinstance(node, ast.Name):
        return _named(node.id, names)
    if isinstance(node, ast.Call):
        return _call(node, names)
    if isinstance(node, ast.Compare):
        return _compare(node, names)
    raise ConditionError(f"{ast.unparse(node)!r} is not allowed in an expression")


def _named(name: str, names: Names) -> Condition:
    if name in names.conditions:
        return Derived(name, True, names.conditions[name])
    if names.items.get(name) == "bool":
        return Compare(name, "eq", True)
    raise ConditionError(f"there is no yes-or-no item {name!r}")


def _call(node: ast.Call, names: Names) -> Condition:
    function = node.func.id if isinstance(node.func, ast.Name) else ""
    arguments = node.args
    if function == "bool" and len(arguments) == 1:
        return Truthy(_item(arguments[0], names, "bool"))
    if function == "recorded" and len(arguments) == 1:
        return Recorded(_item(arguments[0], names), True)
    if function in ("months_passed", "more_than_months") and len(arguments) == 3:
        start, end = _item(arguments[0], names, "date"), _item(arguments[1], names, "date")
        return DayCompare(end, "gte" if function == "months_passed" else "gt", start, _number(arguments[2]))
    raise ConditionError(f"{ast.unparse(node)!r} is not a known function")


def _compare(node: ast.Compare, names: Names) -> Condition:
    sides = [node.left, *node.comparators]
    parts = [_pair(sides[i], operator, sides[i + 1], names) for i, operator in enumerate(node.ops)]
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _pair(left: ast.expr, operator: ast.cmpop, right: ast.expr, names: Names) -> Condition:
    if isinstance(operator, ast.NotEq):
        return Not(_pair(left, ast.Eq(), right, names))
    if isinstance(operator, ast.NotIn):
        return Not(_pair(left, ast.In(), right, names))
    code = _OPERATORS.get(type(operator))
    if code is None:
        raise ConditionError(f"operator {type(operator).__name__} is not allowed")
    if isinstance(left, ast.Constant):
        if code == "in":
            raise ConditionError("the left side of 'in' must be an item")
        left, right, code = right, left, _MIRRORED[code]
    if isinstance(left, ast.Call):
        return _counted(left, code, right, names)
    name = _item(left, names)
    if isinstance(right, ast.Name):
        return DayCompare(name, code, _item(right, names, "date"))
    if code == "in":
        if not isinstance(right, ast.Tuple):
            raise ConditionError("the right side of 'in' must be a list in brackets")
        return Compare(name, "in", frozenset(_constant(entry) for entry in right.elts))
    return Compare(name, code, _constant(right))


def _counted(call: ast.Call, code: str, right: ast.expr, names: Names) -> Condition:
    known = isinstance(call.func, ast.Name) and call.func.id == "count" and len(call.args) == 1
    if not known or code != "gt":
        raise ConditionError(f"{ast.unparse(call)!r} must read count(list) > number")
    return CountAbove(_item(call.args[0], names, "list"), _number(right))


def _item(node: ast.expr, names: Names, kind: str | None = None) -> str:
    name = node.id if isinstance(node, ast.Name) else ""
    if name not in names.items or (kind is not None and names.items[name] != kind):
        raise ConditionError(f"there is no {kind + ' ' if kind else ''}item {ast.unparse(node)!r}")
    return name


def _constant(node: ast.expr) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int):
        return node.value
    raise ConditionError(f"{ast.unparse(node)!r} is not a fixed value")


def _number(node: ast.expr) -> int:
    value = _constant(node)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ConditionError(f"{ast.unparse(node)!r} is not a whole number")
