"""Why a change changes nothing: the commonest reasons, each in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tertius.case.edit.diff import Edit
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.report.text.phrases import actor_phrase, capital, counted, issue_name, joined, talk_phrase
from tertius.rules.settlement import Settlement

MOST = 3
"""So many reasons are given."""

AT_BOUND = 1e-6
"""So near to an end of its scale, as a share of it, a level stands there."""

COVERED = 0.999
"""A need of which this share is covered is covered."""


def unchanged_sentences(
    before: Settlement, after: Settlement, edits: Sequence[Edit], what: str = "Nothing changes"
) -> list[str]:
    """Why nothing is different after a change: a sentence for each thing that was changed, the same said once.

    Args:
        before: The settlement before it.
        after: That after it.
        edits: What was changed.
        what: What is the same: ``Nothing changes``, ``No level changes``.
    """
    sides = (before, after)
    reasons = dict.fromkeys(reason for edit in edits if (reason := _reason(sides, edit.path)))
    if not reasons:
        return [f"{what}: at these numbers no settlement hangs on what is different."]
    return [f"{what}: {reason}." for reason in list(reasons)[:MOST]]


_Sides = tuple[Settlement, Settlement]


def _reason(sides: _Sides, path: Path) -> str:
    """Why what stands at a path makes no difference; empty if none of the reasons is the one."""
    case = next((one.case for one in reversed(sides) if _has(one.case, path)), sides[1].case)
    given = _GIVEN.get(str(path[0]))
    if given is None or not _has(case, path):
        return ""
    return next((reason for reason in given(sides, case, path) if reason), "")


def _has(case: Case, path: Path) -> bool:
    """Whether a case has the entry at the beginning of a path."""
    return len(path) > 1 and str(path[1]) in getattr(case, str(path[0]), {})


def _fails(sides: _Sides, talk: str) -> str:
    """That a talk fails on both sides of the change."""
    fails = all(not one.agreements.get(talk, False) for one in sides)
    return f"{talk_phrase(sides[0].case, talk)} fails anyway" if fails and talk in sides[0].case.talks else ""


def _agrees(sides: _Sides, talk: str) -> bool:
    return all(one.agreements.get(talk, False) for one in sides)


def _at_bound(sides: _Sides, case: Case, issue: str) -> str:
    """That a level stands at one end of its scale on both sides."""
    low, high = case.issues[issue].scale
    for end, words in ((low, "bottom"), (high, "top")):
        if all(abs(one.levels.get(issue, end) - end) <= AT_BOUND * (high - low) for one in sides):
            return f"{issue_name(case, issue)} stands at the {words} of its scale, and can go no further"
    return ""


def _of_issue(sides: _Sides, case: Case, issue: str) -> Iterator[str]:
    """Why it makes no difference what is said of an issue."""
    talk = case.talk_of(issue)
    if talk is None:
        if not case.decided(issue):
            yield f"{issue_name(case, issue)} is on the table of no talk"
        return
    yield _fails(sides, talk)
    yield _at_bound(sides, case, issue)


def _of_stance(sides: _Sides, case: Case, path: Path) -> Iterator[str]:
    issue = str(path[2]) if len(path) > 2 else next(iter(case.stances[str(path[1])]), "")
    if issue in case.issues:
        yield from _of_issue(sides, case, issue)
        talk = case.talk_of(issue)
        if talk is not None and str(path[1]) not in case.talks[talk].parties:
            yield f"{actor_phrase(case, str(path[1]))} does not sit at the table of {talk_phrase(case, talk)}"


def _of_an_issue(sides: _Sides, case: Case, path: Path) -> Iterator[str]:
    yield from _of_issue(sides, case, str(path[1]))


def _of_talk(sides: _Sides, case: Case, path: Path) -> Iterator[str]:
    yield _fails(sides, str(path[1]))


def _of_link(sides: _Sides, case: Case, path: Path) -> Iterator[str]:
    link = case.links[str(path[1])]
    yield _fails(sides, link.then_falls)
    if _agrees(sides, link.if_fails):
        talk = talk_phrase(case, link.if_fails)
        yield f"the link fires only if {talk} fails, which it does not"


def _of_threat(sides: _Sides, case: Case, path: Path) -> Iterator[str]:
    talk = case.threats[str(path[1])].if_fails
    if _agrees(sides, talk):
        yield f"the threat is carried out only if {talk_phrase(case, talk)} fails, which it does not"


def _of_need(sides: _Sides, case: Case, path: Path) -> Iterator[str]:
    need = case.needs[str(path[1])]
    name = f"the need “{case.name(str(path[1]))}” of {actor_phrase(case, need.actor)}"
    shares = [_covered(one, case, str(path[1])) for one in sides]
    if min(shares) >= COVERED:
        yield f"{name} is covered already"
    talks = dict.fromkeys(talk for issue in need.covered_by if (talk := case.talk_of(issue)) is not None)
    failing = [talk for talk in talks if _fails(sides, talk)]
    if failing and len(failing) == len(talks):
        names = joined([talk_phrase(case, talk) for talk in failing])
        yield f"{names} {'fails' if len(failing) == 1 else 'fail'} anyway, so nothing there covers {name}"


def _covered(settlement: Settlement, case: Case, need: str) -> float:
    """The share of a need that the levels cover."""
    lacking = 1.0
    for issue, part in case.needs[need].covered_by.items():
        low, high = case.issues[issue].scale
        lacking *= 1 - part.share.middle * (settlement.levels.get(issue, low) - low) / (high - low)
    return 1 - lacking


def _of_actor(sides: _Sides, case: Case, path: Path) -> Iterator[str]:
    if not any(str(path[1]) in talk.parties for talk in case.talks.values()):
        yield f"{actor_phrase(case, str(path[1]))} sits at no table"


_GIVEN: dict[str, Callable[[_Sides, Case, Path], Iterator[str]]] = {
    "stances": _of_stance,
    "issues": _of_an_issue,
    "talks": _of_talk,
    "links": _of_link,
    "threats": _of_threat,
    "needs": _of_need,
    "actors": _of_actor,
}


def left_out_sentence(levels: int, payoffs: int) -> str:
    """How many rows of a comparison are left out, since nothing changes in them; empty if none is."""
    parts = [f"{counted(n)} {what}{'s' if n > 1 else ''}" for n, what in ((levels, "level"), (payoffs, "payoff")) if n]
    if not parts:
        return ""
    verb = "does" if levels + payoffs == 1 else "do"
    return f"{capital(joined(parts))} {verb} not change and {'is' if verb == 'does' else 'are'} left out."
