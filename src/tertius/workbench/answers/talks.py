"""How each talk ends, as plain values: in a word, its levels, what its parties have with and without it, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tertius.analysis.at_once import AtOnce, Ending, at_once
from tertius.analysis.forecast.words import probability_word
from tertius.report.text.limits.branches import open_sentence
from tertius.report.text.phrases import MEASURABLE, capital, counted, fixed, percent, signed, talk_name
from tertius.report.text.settlement import (
    chance_sentence,
    failure_sentence,
    outside_sentences,
    possible_sentence,
    reluctant_sentence,
    standing_sentence,
)
from tertius.report.text.upper_hand import in_name_only, leaders_of, upper_hand_sentence
from tertius.rules.settlement import LEFT_OUT, Settlement
from tertius.workbench.answers.scales import mark_of, scale_told

WORDS = {
    Ending.DEAL: ("Deal", "good"),
    Ending.NO_DEAL: ("No deal", "bad"),
    Ending.LIKELY_TO_FAIL: ("Likely to fail", "open"),
}
"""What a chip says of each ending, and the kind of the chip."""

OF_THE_FIRST = "The points here are those of settlement 1."

PENDING = "How likely: being worked out."


def exact(settlement: Settlement) -> bool:
    """Whether it was worked out for the case itself how likely deals are missed, or nothing is private."""
    return "chances" not in settlement.settings


def talks_told(settlement: Settlement, before: Settlement | None = None) -> list[dict[str, Any]]:
    """Every talk of a settlement.

    Args:
        settlement: The settlement; it may be one that leaves the chances of deals out, which is then said.
        before: The settlement that this one is held against.
    """
    ends = {} if settlement.settings.get("chances") == LEFT_OUT else at_once(settlement)
    return [_talk_told(settlement, talk, ends, before) for talk in settlement.case.talks]


def _talk_told(
    settlement: Settlement, talk: str, ends: Mapping[str, AtOnce], before: Settlement | None
) -> dict[str, Any]:
    case, end = settlement.case, ends.get(talk)
    word, kind = chip_of(settlement, talk, end)
    was = None if before is None or talk not in before.agreements else before.agreements[talk]
    agreed = settlement.agreements[talk]
    return {
        "name": talk_name(case, talk),
        "of": f"agreement:{talk}",
        "word": word,
        "kind": kind,
        "agreed": agreed,
        "turned": "" if was is None or was == agreed else "no deal before" if agreed else "a deal before",
        "likely": _likely(settlement, talk, end),
        "issues": [scale_told(settlement, issue, before) for issue in case.talks[talk].issues],
        "parties": [_party_told(settlement, talk, party, before) for party in settlement.walk_away.get(talk, {})],
        "marks": [mark_of(case, party) for party in case.talks[talk].parties],
        "notes": _notes(settlement, talk),
    }


def chip_of(settlement: Settlement, talk: str, end: AtOnce | None) -> tuple[str, str]:
    """How a talk ends, in a word or two, and the kind of its chip."""
    agreed = settlement.agreements[talk]
    if not settlement.status.converged:
        return "Not settled", "open"
    ending = end.ending if end is not None else Ending.DEAL if agreed else Ending.NO_DEAL
    if ending is Ending.DEAL and talk in settlement.next_to_nothing:
        return "Deal on next to nothing", "open"
    if ending is Ending.DEAL and in_name_only(settlement, talk):
        return "Deal in name only", "open"
    if ending is Ending.SEVERAL:
        return f"{capital(counted(1 + len(settlement.alternatives)))} answers", "open"
    return WORDS[ending]


def _likely(settlement: Settlement, talk: str, end: AtOnce | None) -> dict[str, Any] | None:
    """How likely an agreement is with every number at its middle; that it is being worked out; None if it fails."""
    if not settlement.agreements[talk] or not settlement.status.converged:
        return None
    if end is not None and end.ending is Ending.SEVERAL:  # a figure would be of one of them
        return None
    if not exact(settlement) and settlement.case.talks[talk].may_be_missed:
        return {"words": PENDING, "percent": None, "pending": True}
    if end is None or end.probability is None:
        return None
    basis = "by what the case says of private numbers" if end.basis == "model" else "as in recorded talks of strangers"
    word = probability_word(end.probability)
    figure = percent(end.probability, "%")
    words = f"Agreement: {f'{word} ({figure})' if word else figure}, {basis}."
    return {"words": words, "percent": round(100 * end.probability, 1), "pending": False}


def _party_told(settlement: Settlement, talk: str, party: str, before: Settlement | None) -> dict[str, Any]:
    """What a party has without the talk and with it, what it gains, and how near to its best it got."""
    agreed = settlement.agreements[talk]
    known = before is not None and party in before.walk_away.get(talk, {})
    walk = settlement.walk_away[talk][party]
    gain = settlement.gain(talk, party) if agreed and talk not in settlement.open_without else None
    hand = settlement.upper_hand.get(talk, {}).get(party)
    same = known and before is not None and before.agreements[talk] and talk not in before.open_without
    shares = settlement.upper_hand.get(talk, {})
    return {
        **mark_of(settlement.case, party),
        "walk_away": _figure(walk, before.walk_away[talk][party] if known and before else None),
        "payoff": _figure(walk + gain, None) if gain is not None else None,
        "gain": None
        if gain is None
        else _figure(gain, before.gain(talk, party) if same and before else None, plus=True),
        "hand": None if hand is None else {"words": percent(hand, "%"), "percent": round(100 * hand, 1)},
        "leads": len(shares) > 1 and hand is not None and leaders_of(shares) == [party],
        "of_walk_away": f"walk_away:{talk}:{party}",
        "of_gain": f"gain:{talk}:{party}",
    }


def _figure(value: float, was: float | None, *, plus: bool = False) -> dict[str, Any]:
    """A number of points, and by how much it is another than before where that shows."""
    moved = None if was is None or abs(value - was) < MEASURABLE else value - was
    words = fixed(value, 1, plus=plus)
    return {"words": words, "by": "" if moved is None else signed(moved), "up": moved is not None and moved > 0}


def _notes(settlement: Settlement, talk: str) -> list[str]:
    """What must be said of a talk: why it fails, who would rather not, whether it stands, takes place or is missed."""
    notes = [OF_THE_FIRST] if settlement.alternatives else []
    notes += outside_sentences(settlement, talk)
    if not settlement.agreements[talk]:
        notes += [failure_sentence(settlement, talk)]
        notes += [open_sentence(settlement, talk) or possible_sentence(settlement, talk)]
    else:
        notes += [chance_sentence(settlement, talk) if exact(settlement) else ""]
        notes += [standing_sentence(settlement, talk)]
        if talk in settlement.open_without:
            notes += [open_sentence(settlement, talk)]
        else:
            notes += [reluctant_sentence(settlement, talk), upper_hand_sentence(settlement, talk)]
    return [note for note in notes if note]
