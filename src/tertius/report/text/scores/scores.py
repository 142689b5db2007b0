"""How good the forecasts of a ledger were, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tertius.report.text.phrases import date, fixed, many, percent, plain_number
from tertius.results import first_of

if TYPE_CHECKING:
    from tertius.ledger.entries import Said
    from tertius.ledger.scoring.hindsight import Miss
    from tertius.ledger.scoring.result import Judged, Scores, Versus

SCORE_NAMES = {"brier": "Brier score", "log": "log score", "crps": "CRPS (share of the scale)"}

METHODS = {
    "t": "Student's t over groups of questions, and an exact or drawn test of signs",
    "bootstrap": "resampled groups of questions, and a test of signs",
    "none": "none with one group",
}


MOST_UNSCORED = 20
"""So many questions without a forecast are listed among the others."""


def score_sentences(scores: Scores) -> Iterator[str]:
    """What the scores say, and first of all whether they say anything."""
    counts = f"{many(len(scores.judged), 'question')} resolved, {scores.open} open, {scores.void} void."
    yield counts
    me = scores.forecaster
    if me is None:
        yield "Nothing can be scored yet: no question is resolved of which there was a forecast before the day."
        yield from _by_others(scores)
        return
    if me.events:
        yield (
            f"Brier score {_score(me.brier)} over {many(me.events, 'event')}, on the scale from 0 (best) to "
            f"{scores.convention[-1]}; always saying 50 percent scores {_score(float(scores.convention[-1]) / 4)}."
        )
        yield (
            f"Log score {_score(me.log)} nats, probabilities cut to {plain_number(scores.cap)} and "
            f"{plain_number(1 - scores.cap)}: {_cut(me.cut)}."
        )
    if me.levels:
        yield (
            f"CRPS {_score(me.crps)} of the scale over {many(me.levels, 'level')}; ranges of 80 percent hold "
            f"{percent(me.covered or 0.0)} of the outcomes and are {percent(me.width or 0.0)} of the scale wide."
        )
    yield from (versus_sentence(one) for one in scores.against if one.kind == "rival" and one.score != "log")
    if scores.late:
        yield (
            f"Of {many(len(scores.late), 'question')} a forecast was written down only when the outcome was known, as "
            "one of an earlier day: this ledger cannot vouch for that day."
        )
    yield from _by_others(scores)
    if scores.unscored:
        yield f"Not scored, without a forecast before the day: {first_of(scores.unscored)}."


def listed(scores: Scores) -> tuple[Judged, ...]:
    """The questions that are listed one by one: all, or, of hundreds that were imported, those that were forecast."""
    if len(scores.unscored) <= MOST_UNSCORED:
        return scores.judged
    return tuple(one for one in scores.judged if one.said is not None)


def _by_others(scores: Scores) -> Iterator[str]:
    if scores.by_others:
        yield f"Recorded by others, and of the days that they name, on their word: {', '.join(scores.by_others)}."


def versus_sentence(one: Versus) -> str:
    """Whether the forecaster can be told apart from a rival, and how large a difference would have to be."""
    what = f"{SCORE_NAMES[one.score]} against {one.rival}"
    over = many(one.questions, "question") + ("" if one.groups == one.questions else f" in {many(one.groups, 'group')}")
    if one.smallest is None or one.low is None or one.high is None:
        return f"{what}: {fixed(one.mean, 3, plus=True)} over {over}: nothing can be told apart."
    ends = f"{fixed(one.low, 3, plus=True)} to {fixed(one.high, 3, plus=True)}"
    if one.told_apart:
        verdict = "better" if one.mean < 0 else "worse"
        return f"{what}: {verdict} by {fixed(abs(one.mean), 3)} ({ends}) over {over}."
    why = "" if one.groups > 5 else "; fewer than 6 groups can tell nothing apart"
    return (
        f"{what}: {fixed(one.mean, 3, plus=True)} ({ends}). {over}: differences below {fixed(one.smallest, 2)} "
        f"cannot be told apart{why}."
    )


def said_words(said: Said | None) -> str:
    """A forecast: ``63%``, or the median and the range of eight in ten of a level."""
    if said is None:
        return "none in time"
    if isinstance(said, Mapping):
        from tertius.ledger.scoring.measures import middle_of, range_of

        low, high = range_of(said)
        return f"{plain_number(middle_of(said))} ({plain_number(low)} to {plain_number(high)})"
    return percent(said, "%")


def outcome_words(one: Judged) -> str:
    """``yes``, ``no``, or the level."""
    if one.scale is not None:
        return plain_number(one.outcome)
    return "yes" if one.outcome == 1 else "no"


def miss_sentence(miss: Miss, one: Judged | None = None) -> str:
    """What was missed, and which number would have changed it."""
    head = f"{miss.question}: " if one is None else f"{one.text} ({date(one.on)}): said {said_words(one.said)}, "
    end = "" if one is None else f"came out as {outcome_words(one)}. "
    return head + end + _why(miss)


def _why(miss: Miss) -> str:
    if miss.found != "number" or miss.now is None or miss.to is None:
        return {
            "already": "The middles of the case end as it really did; its ranges spoke against it.",
            "nothing": "No change of a single number makes the case end as it really did.",
            "no case": "There is no frozen case to look back into.",
            "no time": "There was no time left to look for the number.",
        }.get(miss.found, f"It cannot be sought: {miss.why}")
    unit = f" {miss.unit}" if miss.unit else ""
    change = f"from {plain_number(miss.now)} to {plain_number(miss.to)}{unit}"
    place = "within its own range" if miss.within else "outside its own range"
    if miss.low is not None and miss.high is not None and miss.low < miss.high:
        place += f" of {plain_number(miss.low)} to {plain_number(miss.high)}"
    doubt = "" if miss.confirmed else "; the changed case settled anew does not confirm it"
    return f"The smallest change that would have made it right: the {miss.label} {change}, {place}{doubt}."


def _cut(count: int) -> str:
    return "none was" if count == 0 else f"so it was in {many(count, 'question')}"


def _score(value: float | None) -> str:
    return "–" if value is None else fixed(value, 3)
