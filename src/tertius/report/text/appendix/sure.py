"""How sure an answer is, in short sentences: what the chances rest on, what theories say, what else to know."""

from __future__ import annotations

import math

from tertius.analysis.forecast.headline import Headline
from tertius.analysis.forecast.result import Forecast
from tertius.case.fields import Method
from tertius.report.text.forecast import LITTLE, MUCH, rate_sentence
from tertius.report.text.phrases import (
    NOTHING,
    capital,
    counted,
    issue_name,
    joined,
    level_number,
    many,
    percent,
    plain_percent,
    same_level,
    talk_phrase,
)
from tertius.report.text.settlement import trusted_words
from tertius.rules.measured.curve import TALKS
from tertius.rules.settlement import Settlement
from tertius.rules.side_by_side import TheoryComparison

NAMED = 3
"""So many talks, issues or theories are named one by one."""

_ALL = 1e-9

POINT = 0.01

FAR = 0.05
"""Theories differ on a level from this share of its scale on."""


def drawn_sentence(forecast: Forecast) -> str:
    """What a probability is here."""
    numbers = len(forecast.uncertain)
    under = f" under each of {counted(len(forecast.theories))} theories" if len(forecast.theories) > 1 else ""
    vary = f"the {counted(numbers)} uncertain numbers vary" if numbers > 1 else "the uncertain number varies"
    return (
        f"In {many(forecast.draws, 'draw')} {vary} within their ranges, and the case is settled anew{under}. "
        "A probability is a share of these draws: it is no record of how such talks went."
    )


def undrawn_sentence(uncertain: bool) -> str:
    """Why there is no forecast."""
    if uncertain:
        return "No forecast was made, so nothing here says how far the answer moves within the ranges."
    return "The case gives every number without a range, so there is no forecast. That does not make the numbers sure."


def error_cell(error: float) -> str:
    """A Monte Carlo error in percentage points: ``2``, ``under 1``; a dash where it is unknown."""
    if math.isnan(error):
        return NOTHING
    return f"{100 * error:.0f}" if error >= POINT else "under 1"


def strangers_cell(one: Headline) -> str:
    """How often recorded talks of strangers with such stakes ended in a deal: ``75%``; a dash where that is unknown."""
    told = one.measured is None or one.basis == "measured"  # then it is the chance itself
    return NOTHING if told or one.measured is None else plain_percent(one.zone * one.measured.chance)


def kind_cell(one: Headline) -> str:
    """The published rate of a talk's kind: ``29%``, ``20% to 30%``; a dash without a kind."""
    if one.base_rate is None:
        return NOTHING
    low, high = plain_percent(one.base_rate.low), plain_percent(one.base_rate.high)
    return low if low == high else f"{low} to {high}"


def columns_sentences(forecast: Forecast) -> list[str]:
    """What stands in the columns of the table of chances."""
    found = forecast.headline
    sentences = []
    if any(one.basis == "measured" for one in found.values()):
        sentences.append(
            f"Measured: as often {TALKS:,} recorded online talks of strangers over such stakes ended in a deal; no "
            "state took part."
        )
    elif any(one.measured for one in found.values()):
        sentences.append(
            f"Strangers: as often {TALKS:,} recorded online talks over such stakes ended in a deal; no state took part."
        )
    beyond = [talk_phrase(forecast.case, talk) for talk, one in found.items() if one.measured and one.measured.beyond]
    if beyond:
        sentences.append(f"More than two parties, as in {_few(beyond, 'talks')}, are beyond what was measured.")
    rates = dict.fromkeys(rate_sentence(one.base_rate) for one in found.values() if one.base_rate is not None)
    return [*sentences, *(f"Its kind: {rate}" for rate in rates)]


def pooled_sentence(forecast: Forecast) -> str:
    """That the chances were pooled with a published rate; empty if they were not."""
    pooled = next((one.pooled for one in forecast.headline.values() if one.pooled), None)
    if pooled is None:
        return ""
    return (
        f"Every chance is pooled with the published rate of the kind '{pooled.kind}', {percent(pooled.rate)}, at a "
        f"weight of {pooled.weight:g}."
    )


def theorem_sentence(forecast: Forecast) -> str:
    """Agreements that are no finding; empty without any."""
    sure = [talk_phrase(forecast.case, talk) for talk, one in forecast.headline.items() if one.theorem]
    if not sure:
        return ""
    where = "all talks" if len(sure) == len(forecast.headline) > 1 else _few(sure, "talks")
    return (
        f"In the model a deal in {where} is all but a theorem: no more parties than issues, and nothing private "
        "(`doubt`, `firm`, `ratified_by`)."
    )


def missed_sentences(forecast: Forecast) -> list[str]:
    """Deals that are there and may be missed: the most likely one in figures; chances that cannot be given, each."""
    case, found = forecast.case, forecast.headline
    sentences = [
        f"{capital(talk_phrase(case, talk))}: no chance of missing a deal can be given, for {one.reason}."
        for talk, one in found.items()
        if one.reason
    ]
    missed = {
        talk: 1 - one.model / (one.takes_place * one.zone)
        for talk, one in found.items()
        if not one.reason and case.talks[talk].may_be_missed and one.zone > _ALL and one.takes_place > 0
    }
    if missed and max(missed.values()) > _ALL:
        talk = max(missed, key=missed.__getitem__)
        one = found[talk]
        failed = trusted_words(missed[talk], one.narrow, one.wide) if one.zone > 1 - _ALL else percent(missed[talk])
        most = ", most likely" if len(missed) > 1 else ""
        sentences.append(
            f"Where a deal is there, the parties may still miss it{most} in {talk_phrase(case, talk)}: {failed}."
        )
    return sentences


def planned_sentence(forecast: Forecast) -> str:
    """Talks that may never take place; empty without any."""
    planned = [
        f"{talk_phrase(forecast.case, talk)} ({percent(one.takes_place)})"
        for talk, one in forecast.headline.items()
        if one.takes_place < 1
    ]
    return f"Only planned, and counted with the chance that it takes place: {joined(planned)}." if planned else ""


def theories_sentence(forecast: Forecast) -> str:
    """How much of the doubt is between theories; empty with one theory, or nothing in doubt."""
    case = forecast.case
    issues = [k for k in case.issues if case.talk_of(k) and forecast.pooled.levels[k].variance > 0]
    if len(forecast.theories) < 2 or not issues:
        return ""
    shares = {issue: forecast.doubt_about_level(issue).share_of_theories for issue in issues}
    names = joined([f"'{name}'" for name in forecast.theories]) if len(forecast.theories) <= NAMED else "the theories"
    torn = [issue_name(case, issue) for issue, share in shares.items() if share >= MUCH]
    if torn:
        return f"Most of the doubt about {_few(torn, 'levels')} is which theory holds."
    most = max(shares, key=shares.__getitem__)
    if shares[most] < LITTLE:
        return f"All but a tenth of the doubt about each level comes from the numbers; {names} hardly differ."
    return (
        f"Most of the doubt comes from the numbers; which theory holds makes up at most {percent(shares[most])} of it, "
        f"for {issue_name(case, most)}."
    )


def theory_rows(theories: TheoryComparison) -> list[tuple[str, str, str]]:
    """What theories differ on at the middles: name, lowest and highest with their theories; the widest first."""
    case, columns = theories.case, theories.columns()
    rows: list[tuple[float, tuple[str, str, str]]] = []
    for talk in case.talks:
        yes, no = ([name for name, one in columns if one.agreements[talk] is agreed] for agreed in (True, False))
        if yes and no:
            cells = [f"fails: {_few(no, 'theories')}", f"deal: {_few(yes, 'theories')}"]
            rows.append((2.0, (capital(talk_phrase(case, talk)), cells[0], cells[1])))
    for issue in (issue for issue in case.issues if case.decided(issue) or case.talk_of(issue)):
        low, high = _ends(columns, issue)
        bottom, top = case.issues[issue].scale
        apart = (high[1].levels[issue] - low[1].levels[issue]) / (top - bottom)
        if apart >= FAR and not same_level(case, issue, low[1].levels[issue], high[1].levels[issue]):
            cells = [f"{level_number(case, issue, one.levels[issue])}, {name}" for name, one in (low, high)]
            rows.append((apart, (issue_name(case, issue), cells[0], cells[1])))
    return [row for _, row in sorted(rows, key=lambda row: -row[0])]


def _ends(columns: list[tuple[str, Settlement]], issue: str) -> tuple[tuple[str, Settlement], tuple[str, Settlement]]:
    """The settlements with the lowest and the highest level of an issue, each with its name."""
    order = sorted(columns, key=lambda column: column[1].levels[issue])
    return order[0], order[-1]


_OBTAINED: dict[Method | None, str] = {
    "observed": "was observed",
    "derived": "is derived from others",
    "elicited": "was asked of experts",
    "judgement": "is a judgement",
    None: "is given without saying how it was obtained",
}


def obtained_sentence(usual: Method | None, alike: bool) -> str:
    """How the numbers of a case were obtained, as its notes do not repeat it.

    Args:
        usual: How most of them were.
        alike: Whether all of them were so.
    """
    rest = "" if alike else ", unless its note says otherwise"
    return f"Every number of the case {_OBTAINED[usual]}{rest}."


def several_sentence(forecast: Forecast | None) -> str:
    """In how many draws the talks can settle in more than one way; empty if in none."""
    found = 0 if forecast is None else max(forecast.several.values(), default=0)
    if forecast is None or not found:
        return ""
    return f"In {found} of the {forecast.looked_into} draws looked into for it, there is more than one settlement."


def other_line(settlement: Settlement, other: Settlement) -> str:
    """What is otherwise in another settlement of the same talks."""
    case = settlement.case
    parts = [
        f"{talk_phrase(case, talk)} {'ends in agreement' if other.agreements[talk] else 'fails'}"
        for talk in case.talks
        if other.agreements[talk] != settlement.agreements[talk]
    ]
    for issue in case.issues:
        here, there = settlement.levels[issue], other.levels[issue]
        if not same_level(case, issue, here, there):
            was = level_number(case, issue, here)
            parts.append(f"{issue_name(case, issue)} {level_number(case, issue, there)} instead of {was}")
    return f"{capital('; '.join(parts))}." if parts else "The same to the precision shown here."


def rest_sentence(settlement: Settlement) -> str:
    """How the search ended, where the reader must know it."""
    if settlement.status.converged:
        return settlement.sentence
    return (
        f"{settlement.sentence} The largest last move of a level was {settlement.residual:.2g} of its scale; do not "
        "rely on these numbers."
    )


def stopped_sentence(stopped: str) -> str:
    """That the work was interrupted; empty if it was not."""
    return f"The work was interrupted while {stopped}; what would have followed is missing." if stopped else ""


def _few(names: list[str], what: str) -> str:
    """The names, or their count where there are many."""
    return joined(names) if len(names) <= NAMED else f"{counted(len(names))} {what}"
