"""A signal as changes: what those who hear it come to believe, talk by talk.

A talk uses the beliefs that its parties share. So a signal counts at the tables where everybody is among its
receivers, or is the actor who sends it; elsewhere the number stays what it is. There it goes on top of what the talk
believes already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tertius.case.argument import Change
from tertius.case.belief import Belief
from tertius.case.believing import (
    about_of,
    believable_at,
    felt_by,
    felt_through,
    on_scale_of,
    prior_of,
    why_not_believed,
    words_of,
)
from tertius.case.model import Case
from tertius.case.move import Signal
from tertius.case.origin import Path
from tertius.case.problem import closest
from tertius.case.quantity import Quantity
from tertius.case.writing import number_words, plain_of

__all__ = ["check_signal", "signalled"]

Made = Iterator[tuple[Change, Path]]
Misused = Iterator[tuple[Path, str, str, str]]


def signalled(case: Case, actor: str, signal: Signal) -> Made:
    """The changes that a signal stands for, each with the field in which its value stands."""
    if not signal.receivers and signal.above is None:
        yield Change(set=signal.path, to=_plain(signal.to)), ("to",)
        return
    path, talks = believable_at(case, signal.path), _hearing(case, actor, signal)
    for ident, belief in case.beliefs.items():
        here = [talk for talk in belief.talks if talk in talks] if about_of(case, belief) == path else []
        if here and len(here) == len(belief.talks):
            yield from _told_more(ident, belief, signal)
        elif here:
            kept = [talk for talk in belief.talks if talk not in here]
            yield Change(set=f"beliefs.{ident}.talks", to=kept), ()
            yield _new(case, f"{ident}-{actor}", signal, here, belief), ()
        talks = [talk for talk in talks if talk not in here]
    if talks and path is not None:
        yield _new(case, f"{actor}-on-{'-'.join(map(str, path[1:-1]))}", signal, talks, None), ()


def check_signal(case: Case, actor: str, signal: Signal) -> Misused:
    """Yield what a signal asks of the case and does not find: field, found, legal, advice."""
    for index, name in enumerate(signal.receivers):
        if name not in case.actors:
            legal = f"actors: {', '.join(case.actors)}"
            yield ("receivers", index), f"'{name}' is not an actor of this case", legal, closest(name, case.actors)
    if not signal.receivers and signal.above is None:
        return
    path = believable_at(case, signal.path)
    if path is None:
        yield ("path",), *why_not_believed(case, signal.path)
        return
    talks = _hearing(case, actor, signal)
    if not talks:
        hearers = ", ".join(dict.fromkeys([actor, *signal.receivers]))
        whose = "; ".join(f"{ident}: {', '.join(talk.parties)}" for ident, talk in case.talks.items())
        advice = "name everybody at a table under `receivers`, where the number touches one of them"
        yield (
            ("receivers",),
            f"no talk goes by what {hearers} believe of '{signal.path}'",
            f"parties of {whose}",
            advice,
        )
    if signal.above is not None:
        yield from _check_point(case, path, signal, talks)


def _check_point(case: Case, path: Path, signal: Signal, talks: list[str]) -> Misused:
    point = on_scale_of(case, path, signal.above) if signal.above is not None else None
    for talk in talks:
        belief = _belief_of(case, path, talk)
        prior = prior_of(case, belief or Belief(about=signal.path, talks=(talk,)))
        if prior.certain:
            found = f"'{signal.path}' is certain, so no signal can change what is believed of it"
            yield ("path",), found, "only what is uncertain can be signalled", "give the number a range"
            return
        if point is not None and not prior.low < point.low < prior.high:
            found = f"{signal.above} is not inside the range {words_of(path, prior)}, so the signal would tell nothing"
            yield ("above",), found, "a signal says in which part of its range a number is", ""
            return


def _hearing(case: Case, actor: str, signal: Signal) -> list[str]:
    """The talks that go by the signal: everybody at the table has heard it, and it is about the payoff of one."""
    path, heard = believable_at(case, signal.path), {actor, *(signal.receivers or case.actors)}
    felt = felt_by if signal.above is None else felt_through
    if path is None:
        return []
    return [
        ident
        for ident, talk in case.talks.items()
        if heard.issuperset([*talk.parties, *talk.as_one]) and felt(case, path, talk)
    ]


def _belief_of(case: Case, path: Path, talk: str) -> Belief | None:
    return next((b for b in case.beliefs.values() if talk in b.talks and about_of(case, b) == path), None)


def _told_more(ident: str, belief: Belief, signal: Signal) -> Made:
    """A belief that is there, once its talks have all heard the signal."""
    if signal.above is None:
        yield Change(set=f"beliefs.{ident}.number", to=_plain(signal.to)), ("to",)
        if belief.signals:
            yield Change(set=f"beliefs.{ident}.signals", to=[]), ()
    else:
        yield Change(set=f"beliefs.{ident}.signals", to=[*map(plain_of, belief.signals), _heard(signal)]), ()


def _new(case: Case, ident: str, signal: Signal, talks: list[str], before: Belief | None) -> Change:
    """A belief of its own for the talks that have heard the signal."""
    number = 2
    free = ident
    while free in case.beliefs:
        free, number = f"{ident}-{number}", number + 1
    value: dict[str, Any] = {"about": signal.path, "talks": talks}
    if signal.above is None:
        value["number"] = _plain(signal.to)
    else:
        if before is not None and before.number is not None:
            value["number"] = _plain(before.number)
        value["signals"] = [*map(plain_of, before.signals if before is not None else ()), _heard(signal)]
    return Change(add=f"beliefs.{free}", value=value)


def _heard(signal: Signal) -> dict[str, Any]:
    return {
        "above": _plain(signal.above),
        **{name: str(replace(getattr(signal, name).scaled(100), percent=True)) for name in ("if_true", "if_false")},
    }


def _plain(value: Any) -> Any:
    return number_words(value) if isinstance(value, Quantity) else value
