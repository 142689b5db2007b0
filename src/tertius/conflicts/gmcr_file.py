"""Files of gmcr (``.gmcr``): JSON with decision makers, options by their number from 0, and conditions on them.

A condition is a list of ``[option, "Y"]`` or ``[option, "N"]`` that all hold, or an object with ``members``, of which
one must. The states that are feasible are numbered from 1, the first option counting 1, the second 2, the third 4.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tertius.case.parse.naming import Naming
from tertius.errors import CaseError, Problem

_MOVES = {"both": "both", "fwd": "on", "back": "off"}
_MANUAL = ("useManualPreferenceRanking", "useManualPreferenceVectors")
_RANKS = ("preferenceRanking", "preferenceVector")


class _ShapeError(Exception):
    """What is not as gmcr writes it."""


def values_of_gmcr(text: str, file: str, ident: str) -> dict[str, Any]:
    """The values of a file of gmcr as those of a YAML file.

    Raises:
        CaseError: It is no JSON, or not as gmcr writes it.
    """
    try:
        return _values(json.loads(text), ident)
    except json.JSONDecodeError as error:
        found = f"the file is no JSON: {error.msg}"
        raise CaseError([Problem(file=file, line=error.lineno, found=found)]) from None
    except (_ShapeError, RecursionError) as error:
        legal = "a file of gmcr has decisionMakers, options and infeasibles"
        raise CaseError([Problem(file=file, found=str(error) or "it is nested too deeply", legal=legal)]) from None


def _values(told: Any, ident: str) -> dict[str, Any]:
    options, makers = _part(told, "options", list), _part(told, "decisionMakers", list)
    manual = any(told.get(name) is True for name in _MANUAL)
    values: dict[str, Any] = {"conflict": ident, "title": ident, "decision_makers": {}}
    owned: dict[int, str] = {}
    naming = Naming()
    idents = []
    for maker in makers:
        name = str(_part(maker, "name", str))
        own = naming.ident(name, "maker")
        while own in values["decision_makers"]:
            own += "-again"
        idents.append(own)
        entry: dict[str, Any] = {"name": name, "options": {}}
        for number in _part(maker, "options", list):
            option = _option(number, options)
            if option in owned:
                raise _ShapeError(f"'{name}' and '{owned[option]}' both control option {option}, counted from 0")
            owned[option] = name
            entry["options"][f"option-{option + 1}"] = {
                "name": str(options[option].get("name", "")),
                "moves": _MOVES.get(str(options[option].get("permittedDirection", "both")), "?"),
                "place": option,
            }
        if manual:
            entry["ranks"] = next((maker[name] for name in _RANKS if isinstance(maker.get(name), list)), [])
        else:
            told_first = maker.get("preferences", [])
            entry["prefers"] = [_statement(condition, options) for condition in _list(told_first, "preferences")]
        values["decision_makers"][own] = entry
    free = [number for number in range(len(options)) if number not in owned]
    if free:
        raise _ShapeError(f"no decision maker controls option {free[0]}, counted from 0")
    values["infeasible"] = [
        _statement(condition, options) for condition in _list(told.get("infeasibles", []), "infeasibles")
    ]
    together = [group for group in told.get("coalitions") or [] if isinstance(group, list) and len(group) > 1]
    values["coalitions"] = [[idents[_option(number, idents)] for number in group] for group in together]
    if any(maker.get("misperceptions") for maker in makers):
        values["left_out"] = "misperceptions: every decision maker is taken to see all states"
    return values


def _statement(condition: Any, options: Sequence[Any]) -> str:
    """A condition as a statement on the numbers of options, from 1."""
    if isinstance(condition, dict):
        members = _list(condition.get("members", []), "members")
        return " or ".join(f"({_statement(member, options)})" for member in members)
    terms = []
    for term in _list(condition, "a condition"):
        if not isinstance(term, list) or len(term) != 2 or term[1] not in ("Y", "N"):
            raise _ShapeError(f'found {json.dumps(term)} where a condition has [option, "Y"] or [option, "N"]')
        terms.append(f"{'' if term[1] == 'Y' else 'not '}{_option(term[0], options) + 1}")
    return " and ".join(terms)


def _option(number: Any, known: Sequence[Any]) -> int:
    """A place in a list."""
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < len(known):
        raise _ShapeError(f"there is no number {json.dumps(number)}: they go from 0 to {len(known) - 1}")
    return number


def _list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise _ShapeError(f"'{what}' is no list")
    return value


def _part(value: Any, name: str, kind: type) -> Any:
    if not isinstance(value, dict) or not isinstance(value.get(name), kind):
        raise _ShapeError(f"'{name}' is missing, or not what gmcr writes there")
    if name == "options" and not all(isinstance(one, dict | int) for one in value[name]):
        raise _ShapeError("an option is neither described nor a number")
    return value[name]
