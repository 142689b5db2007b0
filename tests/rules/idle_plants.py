"""Numbers that change nothing, to be planted in a case, each at a value of one's choice (or not at all)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["PLANTS", "STILL", "Entries", "Plant", "still_salience"]

Entries = dict[str, Any]
Plant = Callable[[Entries, float | None], None]
"""Plants a number in plain values of a case; `None` leaves it out, or gives it its default."""


def _first(entries: Entries, collection: str) -> str:
    return str(next(iter(entries[collection])))


def _new_issue(entries: Entries, level: float = 0.5) -> None:
    entries["issues"]["new-issue"] = {"scale": [0, 1], "level": level}


def _new_need(entries: Entries, weight: float, covered_by: dict[str, float]) -> None:
    actor = _first(entries, "actors")
    entries["needs"]["new-need"] = {"actor": actor, "weight": weight, "covered_by": covered_by}


def _new_threat(entries: Entries, **numbers: Any) -> None:
    holder, target = list(entries["actors"])[:2]
    ends = {"holder": holder, "target": target, "if_fails": _first(entries, "talks")}
    entries["threats"]["new-threat"] = {**ends, **numbers}


def _outsider(entries: Entries) -> str:
    entries["actors"]["outsider"] = "Outsider"
    return "outsider"


def uncovered_need(entries: Entries, value: float | None) -> None:
    if value is not None:
        _new_need(entries, value, {})


def empty_cover(entries: Entries, value: float | None) -> None:
    covers = {_first(entries, "issues"): 0.5}
    _new_issue(entries)
    if value is not None:
        covers["new-issue"] = 0.0
    _new_need(entries, 20.0, covers)


def still_need(entries: Entries, value: float | None) -> None:
    _new_issue(entries)
    if value is not None:
        _new_need(entries, value, {"new-issue": 0.5})


def still_salience(entries: Entries, value: float | None) -> None:
    _new_issue(entries)
    if value is not None:
        entries["stances"][_first(entries, "actors")]["new-issue"] = {"position": 1, "salience": value}


def outsiders_salience(entries: Entries, value: float | None) -> None:
    """On an issue of a talk at which nobody cares about it."""
    entries["talks"][_first(entries, "talks")]["without_agreement"]["new-issue"] = 0.5
    entries["issues"]["new-issue"] = {"scale": [0, 1]}
    stance = {"position": 1, "salience": 10 if value is None else value}
    entries["stances"][_outsider(entries)] = {"new-issue": stance}


def still_issue(entries: Entries, value: float | None) -> None:
    if value is not None:
        entries["talks"][_first(entries, "talks")]["without_agreement"]["new-issue"] = value / 100
        entries["issues"]["new-issue"] = {"scale": [0, 1]}


def idle_power(entries: Entries, value: float | None) -> None:
    talk = entries["talks"][_first(entries, "talks")]
    talk["parties"].append(_outsider(entries))
    if value is not None:
        talk["power"]["outsider"] = value


def idle_level(entries: Entries, value: float | None) -> None:
    if value is not None:
        _new_issue(entries, value / 100)


def link_that_never_fires(entries: Entries, value: float | None) -> None:
    first, second = _two_talks(entries)
    if value is not None:
        holder = _first(entries, "actors")
        ends = {"holder": holder, "if_fails": first, "then_falls": second}
        entries["links"]["new-link"] = {**ends, "probability": 0}


def link_to_nothing(entries: Entries, value: float | None) -> None:
    talk = _first(entries, "talks")
    entries["talks"]["new-talk"] = {"parties": list(entries["actors"])[:2], "without_agreement": {}}
    if value is not None:
        ends = {"holder": _first(entries, "actors"), "if_fails": talk, "then_falls": "new-talk"}
        entries["links"]["new-link"] = {**ends, "probability": max(value, 1.0) / 100}


def _two_talks(entries: Entries) -> tuple[str, str]:
    first, *others = entries["talks"]
    if not others:
        entries["talks"]["new-talk"] = {"parties": list(entries["actors"])[:2], "without_agreement": {"new-issue": 0.2}}
        entries["issues"]["new-issue"] = {"scale": [0, 1]}
        entries["stances"][_first(entries, "actors")]["new-issue"] = {"position": 1, "salience": 9}
        others = ["new-talk"]
    return first, others[-1]


def harmless_threat(entries: Entries, value: float | None) -> None:
    if value is not None:
        _new_threat(entries, damage=0, cost=0, credibility=value / 100)


def hollow_threat(entries: Entries, value: float | None) -> None:
    if value is not None:
        _new_threat(entries, damage=value, cost=value, credibility=0)


def forbidden_threat(entries: Entries, value: float | None) -> None:
    entries["bodies"] = {"council": {"passes": 0}}
    if value is not None:
        _new_threat(entries, damage=value, cost=value, authorised_by="council")


def idle_body(entries: Entries, value: float | None) -> None:
    if value is not None:
        entries["bodies"] = {"council": {"passes": value / 100}}


def idle_votes(entries: Entries, value: float | None) -> None:
    members = ["first", "second"] if value is None else {"first": {"no": value / 100}, "second": {}}
    vetoes = [] if value is None else ["first"]
    entries["bodies"] = {"council": {"members": members, "quota": 2, "vetoes": vetoes, "passes": 0.4}}
    _new_threat(entries, damage=9, cost=3, authorised_by="council")


def signal_of_the_known(entries: Entries, value: float | None) -> None:
    _new_signal(entries, 20, 10, value)


def signal_of_nothing(entries: Entries, value: float | None) -> None:
    _new_signal(entries, "10 to 30", 5, value)


def signal_of_either(entries: Entries, value: float | None) -> None:
    _new_signal(entries, "10 to 30", 20, None if value is None else 20.0)


def _new_signal(entries: Entries, weight: Any, above: float, value: float | None) -> None:
    """A need of a party, and a signal on its weight."""
    talk = _first(entries, "talks")
    [*_, party] = entries["talks"][talk]["parties"]
    entries["needs"]["new-need"] = {"actor": party, "weight": weight, "covered_by": {_first(entries, "issues"): 0.5}}
    if value is not None:
        heard = {"above": above, "if_true": max(value, 1.0) / 100, "if_false": 0.2}
        about = {"about": "needs.new-need.weight", "talks": [talk]}
        entries["beliefs"] = {"shown": {**about, "signals": [heard]}}


def idle_capability(entries: Entries, value: float | None) -> None:
    if value is not None:
        entries["actors"][_first(entries, "actors")] = {"capability": value}


def idle_actor(entries: Entries, value: float | None) -> None:
    if value is not None:
        entries["actors"]["outsider"] = {"name": "Outsider", "country": f"Number {value}"}


def idle_source(entries: Entries, value: float | None) -> None:
    if value is not None:
        entries["sources"] = {"paper": f"A paper of {value} pages"}


PLANTS: dict[str, Plant] = {
    "uncovered need": uncovered_need,
    "empty cover": empty_cover,
    "still issue": still_issue,
    "idle power": idle_power,
    "idle level": idle_level,
    "link that never fires": link_that_never_fires,
    "link to nothing": link_to_nothing,
    "harmless threat": harmless_threat,
    "hollow threat": hollow_threat,
    "forbidden threat": forbidden_threat,
    "idle body": idle_body,
    "idle votes": idle_votes,
    "signal of the known": signal_of_the_known,
    "signal of nothing": signal_of_nothing,
    "signal of either": signal_of_either,
    "idle capability": idle_capability,
    "idle actor": idle_actor,
    "idle source": idle_source,
}
"""Kind of warning: how to plant what it warns of. These change nothing at all."""

STILL: list[tuple[str, Plant]] = [
    ("still need", still_need),
    ("still salience", still_salience),
    ("still salience", outsiders_salience),
]
"""These shift a payoff by a constant and widen a range."""
