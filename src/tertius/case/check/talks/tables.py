"""Whether what is said of a table fits: who refused, whether it takes place, who can close, who is heard there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tertius.case.check.warning_texts import SHAPES
from tertius.case.entries import Talk
from tertius.case.findings import CheckContext, Finding
from tertius.case.model import Case
from tertius.case.parse.origin import Path, closest


def check_refusals(desk: CheckContext) -> Iterator[Finding]:
    """Yield links and threats on the refusal of somebody who does not sit at the table."""
    for collection in ("links", "threats"):
        for ident, entry in getattr(desk.case, collection).items():
            talk = desk.case.talks.get(entry.if_fails)
            if talk is not None and desk.whole("talks", entry.if_fails, "parties"):
                yield from _check_parties(desk, (collection, ident, "refused_by"), entry.refused_by, talk)


def _check_parties(desk: CheckContext, path: Path, named: Sequence[str], talk: Talk) -> Iterator[Finding]:
    """Yield who is named twice, or is an actor but no party."""
    for index, name in enumerate(named):
        if name not in talk.parties and desk.has("actors", name):
            legal = f"parties: {', '.join(talk.parties)}"
            found = f"'{name}' is not a party of the talk"
            yield Finding((*path, index), found, legal, closest(name, talk.parties))
        elif name in named[:index]:
            yield Finding((*path, index), f"'{name}' is named twice", "a party is named once")


def check_plans(desk: CheckContext) -> Iterator[Finding]:
    """Yield talks that may not take place and are settled season by season."""
    for ident, talk in desk.case.talks.items():
        if talk.chance is not None and talk.deadline is not None:
            legal = "a talk that is settled season by season takes place for certain"
            yield Finding(("talks", ident, "chance"), "it stands beside `deadline`", legal, "take one of the two out")


def check_closing(desk: CheckContext) -> Iterator[Finding]:
    """Yield lists of parties that cannot close without the rest: no parties, too few, all of them."""
    for ident, talk in desk.case.talks.items():
        path: Path = ("talks", ident, "can_close")
        if not talk.can_close or not desk.whole("talks", ident):
            continue
        for field in ("rule", "as_one", "deadline", "ratified_by"):
            if getattr(talk, field):
                found = f"it stands beside `{field}`"
                legal = (
                    "only in a talk that is bargained, by each for itself and at once, with nobody asked at home, "
                    "can some close without the rest"
                )
                yield Finding(path, found, legal, "take one of the two out")
        if len(talk.can_close) > 1 and all(len(some) == 1 for some in talk.can_close):
            names = [some[0] for some in talk.can_close]
            legal = "it is a list of lists: several coalitions may be able to close"
            meant = f"did you mean [[{', '.join(names)}]]?" if set(names) < set(talk.parties) else ""
            yield Finding(path, "each list names one party alone", legal, meant)
            continue
        for index, some in enumerate(talk.can_close):
            yield from _check_parties(desk, (*path, index), some, talk)
            yield from _check_coalition((*path, index), some, talk, talk.can_close[:index])


def _check_coalition(
    path: Path, some: Sequence[str], talk: Talk, earlier: Sequence[Sequence[str]]
) -> Iterator[Finding]:
    """Yield a list of too few or of all parties, one that stands there already, and one without power."""
    members, parties = set(some), set(talk.parties)
    if len(members) < 2:
        found = f"{some[0]} alone closes with nobody" if some else "a list of nobody"
        yield Finding(path, found, "two parties or more close without the rest")
    elif not members < parties:
        if members == parties:
            found = "it names all parties of the talk, who can close anyway"
            yield Finding(path, found, "a list leaves somebody out", "leave it out")
    elif any(members == set(other) for other in earlier):
        yield Finding(path, f"{', '.join(some)} stand there already", "a list is written once")
    elif not any(talk.power[one].power.middle if one in talk.power else 1.0 for one in some):
        found = f"none of {', '.join(some)} has any power"
        yield Finding(path, found, "the middle of the power of at least one of them is above 0")


def check_voice(desk: CheckContext) -> Iterator[Finding]:
    """Yield a voice where losses do not add up."""
    case = desk.case
    if case.voice is not None and case.curvature != 2:
        found = f"it stands in a case of curvature {case.curvature:g}"
        legal = "only losses in proportion to the square of the distance, curvature 2, add up to those of one actor"
        yield Finding(("voice",), found, legal, "leave `curvature` out, or `voice`")


def idle_terms(case: Case) -> Iterator[Finding]:
    """Yield what is said of tables and comes to nothing: everybody refuses, a talk is certain, nobody is outside."""
    for collection in ("links", "threats"):
        for ident, entry in getattr(case, collection).items():
            if entry.refused_by and set(entry.refused_by) == set(case.talks[entry.if_fails].parties):
                yield SHAPES["refused by all"].at((collection, ident, "refused_by"), talk=entry.if_fails)
    for ident, talk in case.talks.items():
        if talk.chance is not None and talk.chance.certain and talk.chance.low in (0, 1):
            kind = SHAPES["certain talk"] if talk.chance.low else SHAPES["talk that never is"]
            yield kind.at(("talks", ident, "chance"))
    if case.voice is not None and not any(_heard(case, talk) for talk in case.talks.values()):
        yield SHAPES["voice of nobody"].at(("voice",))


def _heard(case: Case, talk: Talk) -> bool:
    """Whether an actor that does not sit at a table wants anything on it."""
    outside = (stances for actor, stances in case.stances.items() if actor not in talk.parties)
    return any(
        issue in talk.without_agreement and one.salience.high > 0 for own in outside for issue, one in own.items()
    )
