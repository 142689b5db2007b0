"""Whether what is promised in the deal of a talk is anything that its actor can promise there."""

from __future__ import annotations

from collections.abc import Iterator

from tertius.case.bodies import follows_from_leanings
from tertius.case.check.warning_texts import SHAPES
from tertius.case.findings import CheckContext, Finding
from tertius.case.groups import number_at
from tertius.case.labels import legal_at, moved_by
from tertius.case.model import Case, Promise
from tertius.case.parse.origin import Path, closest
from tertius.case.paths import dead_end

MOST_PROMISES = 3
"""Each is tried in the deal of its talk and left out of it: the ways double with every one."""

CAN_BE_PROMISED = (
    "a promise moves the actor's own position or salience on an issue of another table, a level without agreement of "
    "another table or a standing level that it supplies, its own leaning in a body, the credibility of a threat or the "
    "probability of a link that it holds"
)


def check_promises(desk: CheckContext) -> Iterator[Finding]:
    """Yield too many promises, promises beside a deadline, and those that their actor cannot make in that talk."""
    case = desk.case
    late = next((ident for ident, talk in case.talks.items() if talk.deadline is not None), "")
    moved: dict[Path, str] = {}
    for number, (ident, promise) in enumerate(case.promises.items()):
        path: Path = ("promises", ident)
        if number == MOST_PROMISES:
            found = f"it is promise {number + 1} of {len(case.promises)}"
            legal = f"a case has {MOST_PROMISES} promises at most, for every deal is tried with each and without it"
            yield Finding(path, found, legal, "keep those that matter most")
        if late and not number:
            found = f"it stands beside the deadline of '{late}'"
            legal = "in a case with talks that are settled season by season nothing is promised"
            yield Finding(path, found, legal, "take one of the two out")
        yield from _check_seat(desk, path, promise)
        if not desk.lost.touches(tuple(promise.moves.split("."))):
            yield from _check_moved(case, path, promise, moved)


def _check_seat(desk: CheckContext, path: Path, promise: Promise) -> Iterator[Finding]:
    """Yield a promise of somebody who does not sit at the talk, or in a talk without a deal."""
    talk = desk.case.talks.get(promise.talk)
    if talk is None or not desk.whole("talks", promise.talk):
        return
    if promise.actor not in talk.parties and desk.has("actors", promise.actor):
        found = f"'{promise.actor}' is not a party of the talk '{promise.talk}'"
        legal = f"parties: {', '.join(talk.parties)}"
        yield Finding((*path, "actor"), found, legal, closest(promise.actor, talk.parties))
    if talk.rule is not None:
        found = f"the rule '{talk.rule}' decides '{promise.talk}', and no promise counts there"
        yield Finding(
            (*path, "talk"), found, "promises are made in talks that are bargained", "take one of the two out"
        )


def _check_moved(case: Case, path: Path, promise: Promise, moved: dict[Path, str]) -> Iterator[Finding]:
    """Yield a path to no number of the actor's own, one that is moved already, and what the number cannot be."""
    found = moved_by(case, promise)
    at: Path = (*path, "moves")
    if found is None:
        inside = (f"{promise.moves}.{field}" for field in ("position", "level", "probability", "credibility", "yes"))
        near = next((f"did you mean '{one}'?" for one in inside if number_at(case, one)), "")
        nothing = f"the path '{promise.moves}' leads to no number", CAN_BE_PROMISED, near
        yield Finding(at, *(dead_end(case, promise.moves) or nothing))
        return
    number, _, to = found
    earlier = moved.setdefault(number, str(path[1]))
    wrong = _not_its_own(case, promise, number)
    if wrong:
        yield Finding(at, wrong, CAN_BE_PROMISED)
    elif earlier != path[1]:
        yield Finding(at, f"the promise '{earlier}' moves it already", "a number is promised once", "leave one out")
    low, high, legal = legal_at(case, number)
    if not promise.to.certain:
        yield Finding((*path, "to"), f"{promise.to} is a range", "what is promised is one number, and `kept` its doubt")
    elif low is not None and high is not None and not low <= to.low <= high:
        yield Finding((*path, "to"), f"{promise.to} is not what {promise.moves} can be", legal)


def _not_its_own(case: Case, promise: Promise, number: Path) -> str:
    """Why the number at a full path is not the actor's to promise in that talk; empty if it is."""
    match number:
        case ("stances", owner, issue, "position" | "salience"):
            if owner == promise.actor and case.talk_of(str(issue)) == promise.talk:
                return f"'{issue}' is on the table of '{promise.talk}' itself, so the deal settles it"
        case ("issues", issue, "level"):
            return _not_supplied(case, promise, str(issue))
        case ("talks", talk, "without_agreement", issue, "level"):
            if talk == promise.talk:
                return f"'{issue}' is on the table of '{promise.talk}' itself, so the deal settles it"
            return _not_supplied(case, promise, str(issue))
        case ("bodies", _, "members", owner, "yes" | "no" | "abstain"):
            pass  # whether its vote counts is asked in a warning, for a move may settle it
        case ("threats", threat, "credibility"):
            owner = case.threats[str(threat)].holder
        case ("links", link, "probability"):
            owner = case.links[str(link)].holder
        case _:
            return f"'{promise.moves}' is no number that can be promised"
    return "" if owner == promise.actor else f"'{promise.moves}' is a number of '{owner}', not of '{promise.actor}'"


def _not_supplied(case: Case, promise: Promise, issue: str) -> str:
    supplier = case.issues[issue].supplier
    if supplier == promise.actor:
        return ""
    whose = f"its supplier is '{supplier}'" if supplier else "the issue names no `supplier`"
    return f"'{promise.actor}' does not supply '{issue}': {whose}"


def idle_promises(case: Case) -> Iterator[Finding]:
    """Yield promises that change nothing: of what is so already, or that nobody counts on."""
    for ident, promise in case.promises.items():
        found = moved_by(case, promise)
        if found is not None and found[1] == found[2]:
            yield SHAPES["promise of what is so"].at(("promises", ident, "to"), number=promise.moves)
        elif promise.kept.high <= 0:
            yield SHAPES["promise never kept"].at(("promises", ident, "kept"))
        elif found is not None and found[0][0] == "bodies" and not follows_from_leanings(case.bodies[str(found[0][1])]):
            yield SHAPES["promise of an idle vote"].at(("promises", ident, "moves"), body=found[0][1])
