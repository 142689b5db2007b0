"""What the ready-made kinds of a move stand for: the changes they make, and when they cannot be made so.

A kind is a way of writing changes that is harder to get wrong. What a move changes may hang on the case as it is when
it is made: a link or threat that is there is sharpened, one that is not is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tertius.case.argument import Change
from tertius.case.changed import Made, Misused, Step, made, steps_of
from tertius.case.findings import Finding
from tertius.case.model import Case
from tertius.case.move import DEEDS, Move
from tertius.case.origin import Path
from tertius.case.problem import closest
from tertius.case.signalling import check_signal, signalled
from tertius.case.writing import in_words, plain_of

__all__ = ["case_before", "misuse_of", "steps_of_move", "supplier_of"]


def steps_of_move(case: Case, ident: str, move: Move) -> list[Step]:
    """The changes of a move, made on a case.

    Args:
        case: The case as it is when the move is made.
        ident: Id of the move, for the paths at which its changes are written.
        move: The move.
    """
    steps = []
    for name in DEEDS:
        deed = getattr(move, name)
        if deed is not None:
            at: Path = ("moves", ident, name)
            steps += [_at(step, at) for step in _COMPILED[name](case, move.actor, deed)]
    return [*steps, *steps_of(("moves", ident, "changes"), move.changes)]


def misuse_of(case: Case, ident: str, move: Move) -> Iterator[Finding]:
    """Yield what the kinds of a move ask of the case and do not find."""
    for name in DEEDS:
        deed = getattr(move, name)
        if deed is not None and name in _CHECKED:
            for inner, found, legal, advice in _CHECKED[name](case, move.actor, deed):
                yield Finding(("moves", ident, name, *inner), found, legal, advice)


def case_before(case: Case, ident: str) -> Case:
    """The case in which a move is made: after the moves that it comes after, and those that these come after."""
    order: dict[str, None] = {}
    _put_before(case, ident, order, (ident,))
    before = case
    for earlier in order:
        before = made(before, steps_of_move(before, earlier, case.moves[earlier])).case
    return before


def supplier_of(case: Case, issue: str, receiver: str = "") -> str | None:
    """Who supplies an issue: the one it names, else the other party of a talk of two; None if that is nobody."""
    named = case.issues[issue].supplier
    talk = case.talk_of(issue)
    if named is not None or talk is None:
        return named
    others = [party for party in case.talks[talk].parties if party != receiver]
    return others[0] if len(others) == 1 and len(case.talks[talk].parties) == 2 else None


def _put_before(case: Case, ident: str, order: dict[str, None], around: tuple[str, ...]) -> None:
    for earlier in case.moves[ident].after:
        if earlier in case.moves and earlier not in around:
            _put_before(case, earlier, order, (*around, earlier))
            order.setdefault(earlier)


def _at(compiled: tuple[Change, Path], at: Path) -> Step:
    change, inner = compiled
    return Step(change, (*at, *inner), (*at, *inner))


def _set(path: str, to: Any, *inner: str) -> tuple[Change, Path]:
    return Change(set=path, to=in_words(to)), inner


def _open(case: Case, actor: str, deed: Any) -> Made:
    value = {name: inner for name, inner in plain_of(deed).items() if name != "talk"}
    yield Change(add=f"talks.{deed.talk}", value=value), ()


def _close(case: Case, actor: str, talk: str) -> Made:
    yield Change(remove=f"talks.{talk}"), ()


def _back(case: Case, actor: str, deed: Any) -> Made:
    ident = deed.link or f"{actor}-backs-{deed.party}"
    if ident in case.links:
        yield _set(f"links.{ident}.probability", deed.probability, "probability")
    else:
        value = {name: inner for name, inner in plain_of(deed).items() if name not in ("party", "link")}
        yield Change(add=f"links.{ident}", value={"holder": actor, **value}), ()


def _threaten(case: Case, actor: str, deed: Any) -> Made:
    ident = deed.threat or f"{actor}-threatens-{deed.target}"
    said = {name: inner for name, inner in plain_of(deed).items() if name != "threat"}
    if ident in case.threats:
        for name in said:
            if name in ("damage", "cost", "credibility", "authorised_by"):
                yield _set(f"threats.{ident}.{name}", getattr(deed, name), name)
    elif deed.target is not None and deed.if_fails is not None and deed.damage is not None:
        yield Change(add=f"threats.{ident}", value={"holder": actor, **said}), ()


def _promise_veto(case: Case, actor: str, deed: Any) -> Made:
    yield _set(f"bodies.{deed.body}.passes", deed.passes, "passes")


def _supply(case: Case, actor: str, deed: Any) -> Made:
    talk = case.talk_of(deed.issue)
    around = f"issues.{deed.issue}" if talk is None else f"talks.{talk}.without_agreement.{deed.issue}"
    yield _set(f"{around}.level", deed.level, "level")


def _state(case: Case, actor: str, deed: Any) -> Made:
    yield _set(f"stances.{actor}.{deed.issue}.position", deed.position, "position")


def _coordinate(case: Case, actor: str, deed: Any) -> Made:
    members = {name: float(deed.weights.get(name, 1.0)) for name in (actor, *deed.partners)}
    for talk in deed.talks:
        yield Change(set=f"talks.{talk}.as_one", to=members), ("talks",)


_COMPILED: dict[str, Callable[[Case, str, Any], Made]] = {
    "open": _open,
    "close": _close,
    "back": _back,
    "threaten": _threaten,
    "promise_veto": _promise_veto,
    "supply": _supply,
    "withhold": _supply,
    "state": _state,
    "coordinate": _coordinate,
    "signal": signalled,
}


def _check_close(case: Case, actor: str, talk: str) -> Misused:
    if talk in case.talks and actor not in case.talks[talk].parties:
        parties = ", ".join(case.talks[talk].parties)
        yield (), f"'{actor}' is not a party of the talk '{talk}'", f"only a party can close it: {parties}", ""


def _check_back(case: Case, actor: str, deed: Any) -> Misused:
    talk = case.talks.get(deed.if_fails)
    if talk is not None and deed.party not in talk.parties:
        found = f"'{deed.party}' is not a party of the talk '{deed.if_fails}'"
        yield ("party",), found, f"parties: {', '.join(talk.parties)}", closest(deed.party, talk.parties)
    link = case.links.get(deed.link or f"{actor}-backs-{deed.party}")
    if link is not None:
        there = {"holder": (link.holder, actor)}
        there |= {name: (getattr(link, name), getattr(deed, name)) for name in ("if_fails", "then_falls")}
        for name, (stands, asked) in there.items():
            if stands != asked:
                found = f"the link that is there has the {name} '{stands}', not '{asked}'"
                yield ((name,) if name != "holder" else ("link",)), found, "", "give another id under `link`"


def _check_threaten(case: Case, actor: str, deed: Any) -> Misused:
    ident = deed.threat or f"{actor}-threatens-{deed.target}"
    threat = case.threats.get(ident)
    if threat is None:
        missing = [name for name in ("target", "if_fails", "damage") if getattr(deed, name) is None]
        if missing:
            known = [name for name, other in case.threats.items() if other.holder == actor]
            listed = f"threats of {actor}: {', '.join(known) or 'none'}"
            near = closest(ident, known) if deed.threat else ""
            yield (), f"a new threat without {' and '.join(missing)}", listed, near
        return
    there = {"holder": (threat.holder, actor)}
    there |= {name: (getattr(threat, name), getattr(deed, name)) for name in ("target", "if_fails")}
    for name, (stands, asked) in there.items():
        if asked is not None and stands != asked:
            found = f"the threat that is there has the {name} '{stands}', not '{asked}'"
            yield ((name,) if name != "holder" else ("threat",)), found, "", "give another id under `threat`"


def _check_promise_veto(case: Case, actor: str, deed: Any) -> Misused:
    body = case.bodies.get(deed.body)
    if body is not None and actor not in body.vetoes:
        legal = f"vetoes: {', '.join(body.vetoes) or 'none'}"
        yield ("body",), f"'{actor}' has no veto in '{deed.body}'", legal, ""


def _check_supply(case: Case, actor: str, deed: Any, more: bool = True) -> Misused:
    if deed.issue not in case.issues:
        known = list(case.issues)
        yield ("issue",), f"'{deed.issue}' is not an issue of this case", "", closest(deed.issue, known)
        return
    supplier, talk = case.issues[deed.issue].supplier, case.talk_of(deed.issue)
    parties = case.talks[talk].parties if talk is not None else ()
    if supplier != actor and (supplier is not None or actor not in parties):
        found = f"'{actor}' does not supply '{deed.issue}'"
        legal = f"its supplier is {supplier}" if supplier else "its suppliers are the parties of its talk"
        yield ("issue",), found, legal, f"name '{actor}' under `supplier` of the issue" if supplier is None else ""
    before, scale = case.reference(deed.issue), case.issues[deed.issue].scale
    after = deed.level.on(scale).middle
    if (after < before) if more else (after > before):
        verb, other = ("supply", "withhold") if more else ("withhold", "supply")
        found = f"level {after:g} is {'less' if more else 'more'} than the {before:g} that there is already"
        yield ("level",), found, f"`{verb}` is for {'more' if more else 'less'}", f"use `{other}`"


def _check_withhold(case: Case, actor: str, deed: Any) -> Misused:
    yield from _check_supply(case, actor, deed, more=False)


def _check_state(case: Case, actor: str, deed: Any) -> Misused:
    stances = case.stances.get(actor, {})
    if deed.issue not in stances:
        legal = f"stances of {actor}: {', '.join(stances) or 'none'}"
        yield ("issue",), f"'{actor}' has no stance on '{deed.issue}'", legal, closest(deed.issue, stances)


def _check_coordinate(case: Case, actor: str, deed: Any) -> Misused:
    members = (actor, *deed.partners)
    for index, name in enumerate(deed.partners):
        if name in members[: index + 1]:
            yield ("partners", index), f"'{name}' is named twice", "an actor acts as one with others", ""
    for name in deed.weights:
        if name not in members:
            yield ("weights", name), f"'{name}' does not act as one here", f"members: {', '.join(members)}", ""


_CHECKED: dict[str, Callable[[Case, str, Any], Misused]] = {
    "close": _check_close,
    "back": _check_back,
    "threaten": _check_threaten,
    "promise_veto": _check_promise_veto,
    "supply": _check_supply,
    "withhold": _check_withhold,
    "state": _check_state,
    "coordinate": _check_coordinate,
    "signal": check_signal,
}
