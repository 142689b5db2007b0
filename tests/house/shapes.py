"""The shape of JSON as docs/reference/json.md has it, and whether a value has that shape."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tertius.analysis.forecast.sensitivity import inputs_of
from tertius.analysis.patrons import PATRON_CONCEPTS
from tertius.case.bodies import completed
from tertius.case.model import Case
from tertius.draws import uncertain_of
from tertius.rules import CONCEPTS, RULES, theories_for
from tertius.scenarios.targets import outputs_for
from tests.house.files import ROOT

__all__ = ["PAGE", "Field", "faults", "shape_of"]

PAGE = "docs/reference/json.md"


@dataclass(frozen=True)
class Field:
    """A row of a table: the steps of its path, and its type."""

    path: str
    steps: tuple[str, ...]
    kind: str


def shape_of(name: str, page: str = "") -> list[Field]:
    """The fields between the markers of a shape."""
    text = page or (ROOT / PAGE).read_text("utf-8")
    table = text.split(f"<!-- shape {name} -->")[1].split("<!-- end -->")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if "| `" in line]
    return [Field(row[0].strip("`"), tuple(row[0].strip("`").split(".")), row[1]) for row in rows]


def faults(value: Any, shape: list[Field], case: Case, met: set[str] | None = None) -> list[str]:
    """What a JSON value has that the page has not, lacks that the page has, or holds otherwise.

    Args:
        value: The value, as `json.loads` gives it.
        shape: The fields of the page.
        case: The case whose ids the keys are.
        met: Takes the paths of the fields that were there.
    """
    found = _inside(value, [(field, field.steps) for field in shape], case, (), set() if met is None else met)
    return [f"{PAGE}: {fault}" for fault in found]


Open = list[tuple[Field, tuple[str, ...]]]


def _inside(value: Any, fields: Open, case: Case, at: tuple[str, ...], met: set[str]) -> Iterator[str]:
    """Faults at a place: either one field ends here, or all lead further."""
    here = ".".join(at) or "the whole"
    ends = [field for field, steps in fields if not steps]
    if ends:
        met.update(field.path for field in ends)
        if not any(_is(value, field.kind, case) for field in ends):
            yield f"{here} is no {ends[0].kind}: {str(value)[:60]}"
        return
    if not isinstance(value, dict):
        yield f"{here} is no object"
        return
    stand_for = {step: _keys(step, case, at) for step in dict.fromkeys(steps[0] for _, steps in fields)}
    for key in value:
        below = [(field, steps[1:]) for field, steps in fields if key in stand_for[steps[0]]]
        if below:
            yield from _inside(value[key], below, case, (*at, key), met)
        else:
            yield f"{'.'.join((*at, key))} is not on the page"
    for step, keys in stand_for.items():
        if not step.endswith("?"):
            yield from (f"{'.'.join((*at, key))} is missing" for key in keys - value.keys())


def _keys(step: str, case: Case, at: tuple[str, ...]) -> set[str]:
    """The keys that a step of a path stands for."""
    name = step.removesuffix("?")
    if name == "PARTY":
        return set(case.talks[at[-1]].parties)
    known: dict[str, Callable[[], Iterable[str]]] = {
        "ISSUE": lambda: case.issues,
        "TALK": lambda: case.talks,
        "ACTOR": lambda: case.actors,
        "LINK": lambda: case.links,
        "THREAT": lambda: case.threats,
        "MEMBER": lambda: [member for body in case.bodies.values() for member in completed(body).members],
        "THEORY": lambda: [theory.name for theory in theories_for(case)],
        "RULE": lambda: RULES,
        "SOLUTION": lambda: CONCEPTS,
        "CONCEPT": lambda: PATRON_CONCEPTS,
        "WAY": lambda: ["up", "down"],
        "ANSWER": lambda: [*RULES, "challenge+printed", "mid-scale"],
        "INPUT": lambda: [one.path for one in inputs_of(uncertain_of(case))],
        "OUTPUT": lambda: _outputs(case),
    }
    return set(known[name]()) if name in known else {name}


def _outputs(case: Case) -> list[str]:
    return [output for name in (*case.talks, *case.issues, *case.actors) for output in outputs_for(case, name)]


def _is(value: Any, kind: str, case: Case) -> bool:
    texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
    if kind in ("settlement", "settlements", "thresholds"):
        every = value if isinstance(value, list) else [value]
        whole = isinstance(value, list) == kind.endswith("s")
        return whole and not any(faults(each, shape_of(kind.removesuffix("s")), case) for each in every)
    if kind in ("outlook", "headline", "measured", "deal chance", "question"):
        return not faults(value, shape_of(kind), case)
    if kind in ("measured or null", "base rate or null", "pooling or null", "resolved or null"):
        return value is None or not faults(value, shape_of(kind.removesuffix(" or null")), case)
    if kind == "reason":
        return isinstance(value, dict) and not faults(value, shape_of("reason"), case)
    if kind == "reasons in turn":
        return isinstance(value, list) and all(_is(each, "reason", case) for each in value)
    if kind.endswith(" one by one"):
        shape = shape_of(kind.removesuffix(" one by one"))
        return isinstance(value, list) and not any(faults(each, shape, case) for each in value)
    if kind == "inputs":
        return isinstance(value, dict) and not any(faults(each, shape_of("input"), case) for each in value.values())
    if kind == "forecast or null":
        return value is None or not faults(value, shape_of("forecast"), case)
    return {
        "figure": _figure(value),
        "effect": _effect(value),
        "plans": isinstance(value, list) and all(_plan(each) for each in value),
        "claims": isinstance(value, list) and all(_claim(each) for each in value),
        "reasons": isinstance(value, dict) and all(isinstance(text, str) for text in value.values()),
        "edits": isinstance(value, list) and all(_edit(each) for each in value),
        "fan": _fan(value),
        "band": _band(value),
        "brokers": isinstance(value, list) and all(map(_broker, value)),
        "worths": isinstance(value, list) and all(map(_worth, value)),
        "rivalries": isinstance(value, list) and all(map(_rivalry, value)),
        "tables": isinstance(value, list) and all(map(_table, value)),
        "parted": isinstance(value, list)
        and all(isinstance(each, dict) and set(each) == {"talks", "reason"} for each in value),
        "lists": isinstance(value, list) and all(isinstance(each, list) for each in value),
        "parts": isinstance(value, dict) and all(map(_number, value.values())),
        "ways": isinstance(value, list) and all(map(_way, value)),
        "move ways": isinstance(value, list) and all(map(_move_way, value)),
        "standings": isinstance(value, dict) and all(map(_standings, value.values())),
        "scores": isinstance(value, dict) and all(isinstance(each, dict) for each in value.values()),
        "estimates": isinstance(value, dict) and all(map(_figure, value.values())),
        "ends or null": value is None or (isinstance(value, list) and len(value) == 2 and all(map(_number, value))),
        "said by name": isinstance(value, dict) and all(_is(one, "said or null", case) for one in value.values()),
        "settings": isinstance(value, dict),
        "counts": isinstance(value, dict) and all(type(one) is int for one in value.values()),
        "date or null": value is None or (isinstance(value, str) and _day(value)),
        "truth or null": value is None or isinstance(value, bool),
        "said or null": value is None
        or _number(value)
        or (isinstance(value, dict) and all(map(_number, value.values()))),
        "Brier parts": value is None
        or (isinstance(value, dict) and len(value) == 5 and all(map(_number, value.values()))),
        "text or null": value is None or isinstance(value, str),
        "answer": _answer(value),
        "number or null": value is None or _number(value),
        "pool": value is None or _pool(value),
        "majority": isinstance(value, str) and bool(value),
        "exchanges": value is None or _exchanges(value),
        "levels": isinstance(value, dict) and all(map(_levels, value.values())),
        "traces": isinstance(value, dict) and all(map(_trace, value.values())),
        "interaction": value is None or _interaction(value),
        "combinations": isinstance(value, list) and all(_combination(each) for each in value),
        "text": isinstance(value, str),
        "date": isinstance(value, str) and _day(value),
        "number": _number(value),
        "truth": isinstance(value, bool),
        "texts": texts,
        "ends": isinstance(value, list) and len(value) == 2 and all(map(_number, value)),
    }[kind]


def _way(value: Any) -> bool:
    names = {"steps", "share", "within", "value", "short", "value_short", "several", "confirmed", "rewords"}
    steps = {"path", "label", "unit", "now", "to", "low", "high", "share", "within"}
    if not isinstance(value, dict) or set(value) != names | {"verdict", "frequency"}:
        return False
    numbers = [value[name] for name in ("value", "short", "value_short", "frequency")]
    flags = all(isinstance(value[name], bool) for name in ("within", "several", "confirmed", "rewords"))
    parts = [step for step in value["steps"] if set(step) == steps and all(map(_number, (step["now"], step["to"])))]
    return flags and len(parts) == len(value["steps"]) and all(one is None or _number(one) for one in numbers)


def _move_way(value: Any) -> bool:
    names = {"moves", "actor", "cost", "chance", "value", "several"}
    if not isinstance(value, dict) or set(value) != names:
        return False
    return all(_number(value[name]) for name in ("cost", "chance", "value"))


def _figure(value: Any) -> bool:
    """A value and its error; null where there is none."""
    if not isinstance(value, dict):
        return False
    return set(value) == {"value", "error"} and all(each is None or _number(each) for each in value.values())


def _effect(value: Any) -> bool:
    names = {"draws", "mean", "median", "low", "high", "worst", "helps", "hurts"}
    return isinstance(value, dict) and set(value) == names and all(n is None or _number(n) for n in value.values())


def _plan(value: Any) -> bool:
    names = {"moves", "any_order", "backfires", "net", "gross", "cost", "regret", "worst_regret", "theories", "others"}
    names |= {"errors", "decided", "behind", "as_good", "branch"}
    if not isinstance(value, dict) or set(value) != names:
        return False
    flags = all(isinstance(value[name], bool) for name in ("any_order", "backfires", "decided", "as_good"))
    numbers = [value["behind"], value["cost"], value["regret"], value["worst_regret"]]
    numbers += [*value["theories"].values(), *value["others"].values()]
    numbers += [each for each in value["errors"].values() if each is not None]
    texts = all(isinstance(move, str) for move in value["moves"])
    return flags and texts and _effect(value["net"]) and _effect(value["gross"]) and all(map(_number, numbers))


def _claim(value: Any) -> bool:
    names = {
        "id",
        "says",
        "form",
        "quantity",
        "verdict",
        "share",
        "theories",
        "effect",
        "alike",
        "unsettled",
        "condition",
        "curve",
    }
    names |= {"expected_equilibrium", "temptations", "clustering", "note"}
    names |= {"branches", "switched", "looked_into"}
    if not isinstance(value, dict) or set(value) != names:
        return False
    texts = all(isinstance(value[name], str) for name in ("id", "says", "form", "verdict", "note"))
    ends = value["effect"]
    return texts and _number(value["unsettled"]) and all(e is None or _number(e) for e in ends.values())


def _edit(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"path", "what", "stood", "stands"}:
        return False
    return all(isinstance(text, str) or (text is None and name in ("stood", "stands")) for name, text in value.items())


def _fan(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    figures = [value.get(name) for name in ("low", "middle", "high")]
    moments = [value.get(name) for name in ("mean", "variance")]
    whole = set(value) == {"low", "middle", "high", "mean", "variance", "draws"} and _number(value["draws"])
    return whole and all(map(_figure, figures)) and all(each is None or _number(each) for each in moments)


def _band(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    return set(value) == {"low", "middle", "high"} and all(each is None or _number(each) for each in value.values())


def _broker(value: Any) -> bool:
    bands = {"alone", "now", "advantage", "share"}
    if not isinstance(value, dict) or set(value) != {"actor", "others", "channels", *bands}:
        return False
    whole = all(set(each) == {"through", "ties", "opened"} and _band(each["opened"]) for each in value["channels"])
    return whole and len(value["others"]) in (1, 2) and all(_band(value[name]) for name in bands)


def _table(value: Any) -> bool:
    bands = ("gains", "shares", "levels")
    names = {"talks", "parties", "agreement", "preferred", "potential", "branch", *bands}
    whole = (
        isinstance(value, dict) and set(value) == names and all(map(_number, (value["agreement"], value["preferred"])))
    )
    return whole and all(_band(each) for name in bands for each in value[name].values())


def _worth(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"patrons", "worth"} and _band(value["worth"])


def _rivalry(value: Any) -> bool:
    whole = isinstance(value, dict) and set(value) == {"patrons", "points", "relation"} and _band(value["points"])
    return whole and len(value["patrons"]) == 2 and isinstance(value["relation"], str)


def _answer(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"level", "status", "why", "naive", "draws"}:
        return False
    drawn = value["draws"]
    names = {"low", "middle", "high", "unsettled"}
    whole = drawn is None or (set(drawn) == names and all(map(_number, drawn.values())))
    words = isinstance(value["status"], str) and isinstance(value["why"], str)
    return whole and words and isinstance(value["naive"], bool) and _levels({"level": value["level"]})


def _pool(value: Any) -> bool:
    names = {"mean", "median", "range_50", "range_80", "grid", "chances", "outside"}
    if not isinstance(value, dict) or set(value) != names:
        return False
    lists = [value[name] for name in ("range_50", "range_80", "grid", "chances")]
    whole = all(map(_number, [value["mean"], value["median"], *(each for one in lists for each in one)]))
    return whole and len(value["grid"]) == len(value["chances"]) and all(isinstance(t, str) for t in value["outside"])


def _standings(value: Any) -> bool:
    fields = {"meetings", "brier", "log", "cut", "against"}
    ends = {"mean", "low", "high", "smallest", "p"}
    return isinstance(value, dict) and all(
        isinstance(one, dict) and set(one) == fields and (one["against"] is None or set(one["against"]) == ends)
        for one in value.values()
    )


def _exchanges(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"seed", "trades", "expected", "levels", "balances", "ties"}:
        return False
    names = {
        "actor",
        "issue",
        "start",
        "end",
        "other",
        "other_issue",
        "other_start",
        "other_end",
        "gain",
        "externality",
    }
    whole = all(set(trade) == names and _number(trade["gain"]) for trade in value["trades"])
    balances = all(set(one) == {"own", "inner", "outer"} and _levels(one) for one in value["balances"].values())
    return whole and balances and _levels(value["expected"]) and _levels(value["levels"])


def _levels(value: Any) -> bool:
    return isinstance(value, dict) and all(each is None or _number(each) for each in value.values())


def _trace(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"status", "rounds", "map"}:
        return False
    rounds = {"positions", "moved", "risk", "median", "offers"}
    offers = {"mover", "challenger", "kind", "own", "other", "goal", "taken"}
    points = {"actor", "other", "own", "others", "quadrant"}
    told = [offer for one in value["rounds"] for offer in one["offers"]]
    whole = all(set(one) == rounds and _levels(one["risk"]) for one in value["rounds"])
    return whole and all(set(offer) == offers for offer in told) and all(set(point) == points for point in value["map"])


def _interaction(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"features", "worth"} or not _number(value["worth"]):
        return False
    return len(value["features"]) == 2 and all(isinstance(each, str) for each in value["features"])


def _combination(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    talks = value.get("talks")
    listed = isinstance(talks, list) and all(isinstance(talk, str) for talk in talks)
    return listed and _figure({name: each for name, each in value.items() if name != "talks"})


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _day(value: str) -> bool:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value) is None:
        return False
    return dt.date.fromisoformat(value).isoformat() == value
