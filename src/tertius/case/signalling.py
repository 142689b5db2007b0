"""A signal as changes: what those who hear it come to believe, talk by talk.

A talk uses the beliefs that its parties share. So a signal counts at the tables where everybody is among its
receivers, or is the actor who sends it; elsewhere the number stays what it is. There it goes on top of what the talk
believes already.
"""

from __future__ import annotations

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
from tertius.case.changed import Made, Misused
from tertius.case.model import Case
from tertius.case.move import Signal
from tertius.case.naming import numbered
from tertius.case.origin import Path
from tertius.case.problem import closest
from tertius.case.quantity import Quantity
from tertius.case.writing import in_words, plain_of

__all__ = ["check_signal", "signalled"]


def signalled(case: Case, actor: str, signal: Signal) -> Made:
    """The changes that a signal stands for, each with the field in which its value stands."""
    if not signal.receivers and signal.assumed:
        yield Change(set=signal.path, to=in_words(signal.to)), ("to",)
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
    if not signal.receivers and signal.assumed:
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
        yield from _check_point(case, path, signal, signal.above, talks)


def _check_point(case: Case, path: Path, signal: Signal, above: Quantity, talks: list[str]) -> Misused:
    point = on_scale_of(case, path, above).low
    for talk in talks:
        belief = _belief_of(case, path, talk)
        prior = prior_of(case, belief or Belief(about=signal.path, talks=(talk,)))
        if prior.certain:
            found = f"'{signal.path}' is certain, so no signal can change what is believed of it"
            yield ("path",), found, "only what is uncertain can be signalled", "give the number a range"
            return
        if not prior.low < point < prior.high:
            found = f"{above} is not inside the range {words_of(path, prior)}, so the signal would tell nothing"
            yield ("above",), found, "a signal says in which part of its range a number is", ""
            return


def _hearing(case: Case, actor: str, signal: Signal) -> list[str]:
    """The talks that go by the signal: everybody at the table has heard it, and it is about the payoff of one."""
    path, heard = believable_at(case, signal.path), {actor, *(signal.receivers or case.actors)}
    felt = felt_by if signal.assumed else felt_through
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
    if signal.assumed:
        yield Change(set=f"beliefs.{ident}.number", to=in_words(signal.to)), ("to",)
        if belief.signals:
            yield Change(set=f"beliefs.{ident}.signals", to=[]), ()
    else:
        yield Change(set=f"beliefs.{ident}.signals", to=[*map(plain_of, belief.signals), _heard(signal)]), ()


def _new(case: Case, ident: str, signal: Signal, talks: list[str], before: Belief | None) -> Change:
    """A belief of its own for the talks that have heard the signal."""
    value: dict[str, Any] = {"about": signal.path, "talks": talks}
    if signal.assumed:
        value["number"] = in_words(signal.to)
    else:
        if before is not None and before.number is not None:
            value["number"] = in_words(before.number)
        value["signals"] = [*map(plain_of, before.signals if before is not None else ()), _heard(signal)]
    return Change(add=f"beliefs.{numbered(ident, case.beliefs)}", value=value)


def _heard(signal: Signal) -> dict[str, Any]:
    return {
        "above": in_words(signal.above),
        **{name: str(getattr(signal, name).in_percent()) for name in ("if_true", "if_false")},
    }
