"""Every place where a case names something by its id, and whether that something exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tertius.case.bodies import completed
from tertius.case.edit.cascade import all_there, references_of
from tertius.case.findings import CheckContext, Finding
from tertius.case.groups import number_at
from tertius.case.parse.origin import Path, closest
from tertius.case.paths import dead_end, dead_end_in_file


def check_references(desk: CheckContext) -> Iterator[Finding]:
    """Yield a finding for every reference to something that does not exist."""
    for mention in () if all_there(desk.case) else references_of(desk.case):
        if not desk.has(mention.collection, mention.ident):
            yield desk.unknown(mention.path, mention.collection, mention.ident)
    for ident, claim in desk.case.claims.items():
        for actor, moves in (claim.equilibrium.moves if claim.equilibrium else {}).items():
            for index, move_id in enumerate(moves):
                move = desk.case.moves.get(move_id)
                if move is not None and move.actor != actor:
                    path = ("claims", ident, "equilibrium", "moves", actor, index)
                    own = [name for name, other in desk.case.moves.items() if other.actor == actor]
                    legal = f"moves of {actor}: {', '.join(own)}" if own else f"{actor} has no moves"
                    yield Finding(path, f"'{move_id}' is a move of {move.actor}", legal)


def check_members(desk: CheckContext) -> Iterator[Finding]:
    """Yield findings on the members of bodies: who has a veto and is none."""
    for ident, own in desk.case.bodies.items():
        body = completed(own)
        for index, name in enumerate(own.vetoes):
            if name not in body.members and desk.whole("bodies", ident, "members"):
                legal = f"members: {', '.join(body.members) or 'none'}"
                found = f"'{name}' has a veto but is not a member"
                yield Finding(("bodies", ident, "vetoes", index), found, legal, closest(name, body.members))


def check_margins(desk: CheckContext) -> Iterator[Finding]:
    """Yield ties that are not between two actors or act on no number, and comments on nothing."""
    for ident, tie in desk.case.ties.items():
        path: Path = ("ties", ident)
        if len(set(tie.between)) != 2 or len(tie.between) != 2:
            yield Finding(
                (*path, "between"), f"found {', '.join(tie.between) or 'nobody'}", "a tie is between two actors"
            )
        for index, written in enumerate(tie.acts_on):
            if desk.lost.touches(tuple(written.split("."))) or number_at(desk.case, written) is not None:
                continue
            found = dead_end(desk.case, written) or (f"'{written}' is no number", "give the path of a number", "")
            yield Finding((*path, "acts_on", index), *found)
    for ident, comment in desk.case.comments.items():
        dead = None if desk.lost.touches(tuple(comment.on.split("."))) else dead_end_in_file(desk.case, comment.on)
        if dead is not None:
            yield Finding(("comments", ident, "on"), *dead)


def check_answers(desk: CheckContext) -> Iterator[Finding]:
    """Yield claims that answer the question twice, and answers that say nothing."""
    named: set[str] = set()
    for index, answer in enumerate(desk.case.answered_by):
        at: Path = ("answered_by", index)
        if answer.claim in named:
            found = f"the claim '{answer.claim}' answers the question twice"
            yield Finding((*at, "claim"), found, "a claim is named once", "take one of the two out")
        named.add(answer.claim)
        for field in ("holds", "fails", "depends"):
            says = getattr(answer, field)
            if says is not None and not any(map(str.isalnum, says)):
                legal = "an answer is a sentence, or part of one; without it one is made of the claim"
                yield Finding((*at, field), f"the answer {says!r} says nothing", legal, "say it, or leave it out")


QUANTITIES: dict[str, tuple[str, ...]] = {
    "payoffs": ("actors",),
    "levels": ("issues",),
    "agreements": ("talks",),
    "gains": ("talks", "party"),
    "walk_away": ("talks", "party"),
    "upper_hand": ("talks", "party"),
    "reliance": ("actors", "actors"),
    "net_leverage": ("actors", "actors"),
    "patrons": ("actors", "division"),
}
"""What a claim can be about, and of what: a talk is followed by one of its parties; patrons may follow a division."""

DIVISIONS = ("nash_in_nash", "shapley", "threat_of_replacement", "menu_auction", "balanced", "rivalry")
"""By what a client and its patrons divide what they have, and whether they are rivals."""


def check_quantities(desk: CheckContext) -> Iterator[Finding]:
    """Yield the quantities of claims that are not of this case, or not of this kind."""
    for ident, claim in desk.case.claims.items():
        at, quantity = ("claims", ident, claim.form, "quantity"), claim.test.watched
        if not quantity:
            continue
        added = {edited[0].add for edits in claim.test.versions() for edited in edits}
        head, *steps = quantity.split(".")
        kinds = _kinds_after(head, len(steps))
        if not kinds:
            legal = f"write one of {', '.join(_form(head) for head in QUANTITIES)}"
            if head == "ties":
                yield Finding(at, "a tie is no quantity", "it is for those who read the case", _instead(desk, steps))
                continue
            yield Finding(at, f"unknown quantity '{quantity}'", legal, closest(head, QUANTITIES))
        elif len(steps) != len(kinds):
            found = f"the quantity '{quantity}' has {len(steps)} parts after '{head}'"
            yield Finding(at, found, f"write {_form(head)}")
        else:
            yield from _steps_that_lead_nowhere(desk, at, kinds, steps, added)
            actors = [step for kind, step in zip(kinds, steps, strict=True) if kind == "actors"]
            if len(actors) > len(set(actors)):
                yield Finding(at, f"the quantity '{quantity}' names one actor twice", f"write {_form(head)}")


def _kinds_after(head: str, steps: int) -> tuple[str, ...]:
    """What must follow the head of a quantity: of patrons, any number of them at the end; empty for no quantity."""
    kinds = QUANTITIES.get(head, ())
    return kinds + ("actors",) * (steps - len(kinds)) if head == "patrons" else kinds


def _steps_that_lead_nowhere(
    desk: CheckContext, at: Path, kinds: Sequence[str], steps: Sequence[str], added: Collection[str | None]
) -> Iterator[Finding]:
    for kind, step in zip(kinds, steps, strict=True):
        talk = desk.case.talks.get(steps[0]) if kind == "party" else None
        if kind == "division":
            if step not in DIVISIONS:
                found, legal = f"'{step}' is nothing that is known of patrons", f"write one of {', '.join(DIVISIONS)}"
                yield Finding(at, found, legal, closest(step, DIVISIONS))
        elif talk is not None and step not in talk.parties and desk.whole("talks", steps[0]):
            found = f"'{step}' is not a party of the talk '{steps[0]}'"
            yield Finding(at, found, f"parties: {', '.join(talk.parties)}", closest(step, talk.parties))
        elif kind != "party" and not desk.has(kind, step) and f"{kind}.{step}" not in added:
            yield desk.unknown(at, kind, step)


def _instead(desk: CheckContext, steps: list[str]) -> str:
    """What to name in the place of a tie: the numbers in which it is taken to show."""
    tie = desk.case.ties.get(steps[0]) if steps else None
    if tie is None or not tie.acts_on:
        return "say under the tie's `acts_on` in which numbers it shows, and move these"
    return f"move what it acts on, {' or '.join(tie.acts_on)}, and watch a payoff or a level"


def _form(head: str) -> str:
    words = {"actors": "ACTOR", "issues": "ISSUE", "talks": "TALK", "party": "PARTY", "division": "CONCEPT"}
    listed = "[.PATRON.PATRON]" if head == "patrons" else ""
    return ".".join([head, *(words[kind] for kind in QUANTITIES[head])]) + listed
