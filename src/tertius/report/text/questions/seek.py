"""What it would take to meet a goal, in sentences: the smallest change, pairs, moves, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tertius.case.fields import IN_PERCENT
from tertius.report.text.phrases import (
    actor_phrase,
    capital,
    counted,
    issue_name,
    joined,
    many,
    percent,
    plain_number,
    points_words,
    talk_phrase,
)

if TYPE_CHECKING:
    from tertius.analysis.seek.result import MoveWay, Seek, Step, Way

MEASURE = (
    "Size of a change: as a share of the scale on which the number lies; 100 points for a salience or a weight, the "
    "largest in the case for a power or a capability. Changes within a number's own range come first."
)

JUMP = 0.02
"""A level that goes past what is asked for by more than this share of its scale jumps there."""


def target_phrase(found: Seek) -> str:
    """``agreement in the talk “...”``, ``the level of Tariffs``, ``the claim 'x'``."""
    case, (kind, _, ident) = found.case, found.of.partition(":")
    if kind == "agreement":
        return f"agreement in {talk_phrase(case, ident)}"
    if kind == "level":
        return f"the level of {issue_name(case, ident)}"
    if kind == "payoff":
        return f"the payoff of {actor_phrase(case, ident)}"
    if kind == "gain":
        talk, _, actor = ident.partition(":")
        return f"the gain of {actor_phrase(case, actor)} from {talk_phrase(case, talk)}"
    return f"the claim '{ident}'"


def value_words(found: Seek, value: float) -> str:
    """The value of the target: ``agreement``, ``43.2``, ``12.5 points``, ``a difference of −2.7``."""
    kind = found.of.partition(":")[0]
    if kind == "agreement":
        return "agreement" if value else "no agreement"
    if value != value:
        return "no value"
    number = plain_number(float(f"{value:.4g}"))
    return {"level": number, "claim": f"a difference of {number}"}.get(kind, f"{number} points")


def number_words(step: Step, value: float) -> str:
    """A value of a number as its case writes it; probabilities and shares in percent."""
    share = step.unit in IN_PERCENT
    return plain_number(100 * value if share else value) + ("%" if share else "")


def range_words(step: Step) -> str:
    """``range 45 to 75``, or that the case is certain of the number."""
    if step.low == step.high:
        return "no range"
    return f"{number_words(step, step.low)} to {number_words(step, step.high)}"


def step_words(step: Step) -> str:
    """``the salience of Arms for China from 60 to 71.3``."""
    return f"the {step.label} from {number_words(step, step.now)} to {number_words(step, step.to)}"


def seek_sentences(found: Seek) -> list[str]:
    """What it would take, the smallest change first, and what a reader must know of it."""
    now = f"{capital(target_phrase(found))}: {value_words(found, found.now)} as the case stands"
    asked = found.to.removeprefix("at least ").removeprefix("at most ") if not found.already else found.to
    if found.already:
        return [f"{now}, so it is {asked} already: nothing has to change.", *_open(found)]
    said = [f"{now}; asked for is {found.to}."]
    said += _alone(found)
    said += _together(found)
    said += _moves(found)
    if not found.reached:
        said.append(f"Nothing that was tried meets the goal: {_tried(found)}.")
    return [*said, *_open(found)]


def _tried(found: Seek) -> str:
    parts = [f"{many(found.inputs, 'number')}, each along all that is legal for it"]
    parts += ["pairs of those that bring it nearest"] if "pairs" in found.searched else []
    parts += [f"{many(len(found.case.moves), 'move')} of the case"] if "moves" in found.searched else []
    return joined(parts)


def _alone(found: Seek) -> list[str]:
    """What one number can do alone."""
    known = [way for way in found.ways if way.confirmed]
    if not known:
        return ["It cannot be reached by one number alone."] if found.pairs or found.moves else []
    first = known[0]
    size = f"{percent(first.share, '%', 1)} of its scale"
    where = "within its range" if first.within else "beyond its range" if _ranged(first) else "of which it is certain"
    said = [f"The smallest change of one number: {step_words(first.steps[0])} ({size}, {where})."]
    said += _jump(found, first)
    said += _verdict(first)
    if first.rewords:
        said.append(
            "Only numbers of what the actor itself wants do it alone, and then its points count something else."
        )
    return said


def _ranged(way: Way) -> bool:
    return way.steps[0].low < way.steps[0].high


def _jump(found: Seek, way: Way) -> list[str]:
    """That the target jumps over what is asked for, with both sides."""
    kind, _, ident = found.of.partition(":")
    step = way.steps[0]
    if kind == "agreement" or way.short != way.short:
        return []
    width = 1.0
    if kind == "level":
        low, high = found.case.issues[ident].scale
        width = high - low
    elif kind in ("payoff", "gain"):
        width = 100.0
    if abs(way.value - way.value_short) <= JUMP * width:
        return []
    sides = f"{value_words(found, way.value_short)} at {number_words(step, way.short)}"
    return [f"It jumps there: {sides}, {value_words(found, way.value)} at {number_words(step, step.to)}."]


def _verdict(way: Way) -> list[str]:
    """How sure the verdict on a claim is over draws of the changed case."""
    if not way.verdict:
        return []
    return [
        "That is with every other number at its middle. Over draws of the changed case the verdict is "
        f"'{way.verdict}': it holds in {percent(way.frequency)} of them."
    ]


def _together(found: Seek) -> list[str]:
    """What two numbers can do."""
    if not found.pairs:
        return []
    first = found.pairs[0]
    where = "both within their ranges" if first.within else "at least one beyond its range"
    return [
        f"Two numbers together: {joined([step_words(step) for step in first.steps])} "
        f"({percent(first.share, '%', 1)} in sum, {where})."
    ]


def _moves(found: Seek) -> list[str]:
    """Which moves do it."""
    if "moves" not in found.searched:
        return []
    if not found.moves:
        return ["No move of the case does it by itself."] if found.ways or found.pairs else []
    told = joined([_move_words(found, move) for move in found.moves[:3]])
    rest = len(found.moves) - 3
    return [f"By a move: {told}{f', and {counted(rest)} more' if rest > 0 else ''}."]


def _move_words(found: Seek, move: MoveWay) -> str:
    case = found.case
    names = " after ".join(f"“{case.moves[one].name or one}”" for one in reversed(move.moves))
    cost = f"at a cost of {points_words(move.cost)}" if move.cost else "at no cost"
    chance = "" if move.chance >= 1 else f", if it succeeds ({percent(move.chance)})"
    return f"{names} by {actor_phrase(case, move.actor)}, {cost}{chance}"


def _open(found: Seek) -> list[str]:
    """What is said of settlements in more than one way, and of ways that the whole search does not confirm."""
    said = list(found.cautions())
    doubtful = sum(not way.confirmed for way in found.ways)
    if doubtful:
        said.append(
            f"{capital(many(doubtful, 'change'))} met the goal in the search, but not in the settlement of the changed "
            "case; what is not confirmed comes last."
        )
    return said
