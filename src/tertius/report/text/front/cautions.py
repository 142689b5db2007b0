"""What a brief must not be used for, and why: sentences after ``Do not use this``, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence

from tertius.analysis.claims.result import ClaimResult, Claims
from tertius.analysis.forecast.evidence import EvidenceGap, Gap
from tertius.analysis.forecast.result import Forecast
from tertius.case.model import Case
from tertius.draws import uncertain_of
from tertius.report.text.forecast import MUCH
from tertius.report.text.front.answer import short_name
from tertius.report.text.front.groups import input_phrase
from tertius.report.text.limits.apart import apart_sentences
from tertius.report.text.phrases import counted, issue_name, joined, percent, talk_phrase
from tertius.report.text.settlement import status_sentence
from tertius.rules.settlement import Settlement, Status

NAMED = 2
"""So many talks or issues are named."""

SPREAD = 0.5
"""Theories disagree on a claim where the shares in which it is true differ by more."""

DECIDES = 0.2
"""A number decides the answer from this share of the doubt on."""


def unsettled_caution(settlement: Settlement) -> str:
    """The search did not come to rest; empty if it did."""
    return "" if settlement.status.converged else f"at all before this is mended: {status_sentence(settlement)}"


def several_caution(settlement: Settlement, forecast: Forecast | None) -> str:
    """The talks can settle in more than one way; empty if only in one."""
    if settlement.status is Status.SEVERAL:
        number = 1 + len(settlement.alternatives)
        each = "both belong" if number == 2 else "each belongs"
        return f"to say which way the talks go: they can settle in {counted(number)} ways, and {each} to the answer."
    found = 0 if forecast is None else max(forecast.several.values(), default=0)
    if not found or forecast is None:
        return ""
    return (
        f"to say which way the talks go: in {found} of {forecast.looked_into} draws they can settle in more ways than "
        "one."
    )


def crossing_caution(case: Case, answering: Sequence[ClaimResult]) -> str:
    """The answer holds one settlement against another; empty if it does not."""
    names = [f"“{short_name(case, one)}”" for one in answering if one.crossing]
    if not names:
        return ""
    comes = "comes" if len(names) == 1 else "come"
    return f"to say how much {joined(names)} {comes} to: the two versions may settle in different ways."


def apart_caution(settlement: Settlement, forecast: Forecast | None) -> str:
    """The forecast, which is the headline, says otherwise than the middle numbers; empty where it does not.

    Where there are several settlements they are told, not the forecast.
    """
    if forecast is None or settlement.status is Status.SEVERAL or not settlement.status.converged:
        return ""
    found = apart_sentences(settlement, forecast, reasons=False)
    if not found:
        return ""
    first = f"the {found[0][4:]}" if found[0].startswith("The talk ") else found[0]
    more = f" So it is with {counted(len(found) - 1)} more." if len(found) > 1 else ""
    return f"with the middle of every range in place of the forecast: {first}{more}"


def theories_caution(forecast: Forecast | None, claims: Claims | None) -> str:
    """Where theories of bargaining disagree; empty where they do not."""
    torn = [] if forecast is None else _torn(forecast)
    if torn:
        more = f" and {counted(len(torn) - NAMED)} more" if len(torn) > NAMED else ""
        return f"to settle what theories dispute: most of the doubt about {joined(torn[:NAMED])}{more} is between them."
    split = [
        one.claim.says.rstrip(". ")
        for one in (claims.results if claims is not None else ())
        if len(one.theories) > 1 and max(one.theories.values()) - min(one.theories.values()) > SPREAD
    ]
    if split:
        more = f", and so with {counted(len(split) - 1)} more" if len(split) > 1 else ""
        return f"to settle what theories dispute: “{split[0]}” is true under one and not under another{more}."
    return ""


def _torn(forecast: Forecast) -> list[str]:
    """Talks and levels about which most of the doubt is between theories."""
    case = forecast.case
    talks = [
        f"whether {talk_phrase(case, talk)} ends in a deal"
        for talk in case.talks
        if forecast.doubt_about_agreement(talk).share_of_theories >= MUCH
    ]
    return talks + [
        f"the level of {issue_name(case, issue)}"
        for issue in case.issues
        if case.talk_of(issue) is not None and forecast.doubt_about_level(issue).share_of_theories >= MUCH
    ]


def theorem_caution(forecast: Forecast | None) -> str:
    """Agreements that the model cannot deny; empty if there are none."""
    if forecast is None:
        return ""
    sure = [talk_phrase(forecast.case, talk) for talk, one in forecast.headline.items() if one.theorem]
    if not sure:
        return ""
    where = joined(sure) if len(sure) <= NAMED else f"{counted(len(sure))} talks"
    return f"as evidence that {where} will end in a deal: with so few parties the model cannot deny it."


def measured_caution(forecast: Forecast | None) -> str:
    """Chances that come from strangers bargaining online; empty without such."""
    if forecast is None:
        return ""
    taken = [talk for talk, one in forecast.headline.items() if one.basis == "measured"]
    if not taken:
        return ""
    which = f"{counted(len(taken))} of the chances were"
    if len(taken) == len(forecast.headline):
        which = "the chance of a deal was"
    elif len(taken) == 1:
        which = f"the chance of a deal in {talk_phrase(forecast.case, taken[0])} was"
    return f"as a record of states: {which} measured on strangers who bargained online."


def unreasoned_caution(gap: EvidenceGap | None) -> str:
    """A number that decides the answer and that nobody gave a reason for; empty if there is none."""
    found = _deciding(gap, None)
    if gap is None or found is None:
        return ""
    what, share = input_phrase(gap.case, found.input), percent(found.influence)
    return f"before {what} has a reason: {share} of the doubt comes from it, and the case says nothing of its origin."


def judged_caution(gap: EvidenceGap | None) -> str:
    """A judgement that decides the answer; empty if there is none."""
    found = _deciding(gap, "judgement")
    if gap is None or found is None:
        return ""
    return (
        f"as if it were measured: {percent(found.influence)} of the doubt comes from "
        f"{input_phrase(gap.case, found.input)}, which is a judgement."
    )


def _deciding(gap: EvidenceGap | None, method: str | None) -> Gap | None:
    """The first input that decides the answer and whose figure comes about like this."""
    found = (one for one in (gap.gaps if gap is not None else ()) if one.certain and one.influence >= DECIDES)
    return next((one for one in found if one.weakness.method == method), None)


def undrawn_caution(case: Case, forecast: Forecast | None) -> str:
    """No forecast was made; empty if one was."""
    if forecast is not None:
        return ""
    if not uncertain_of(case):
        return "as if the case were exact: it gives no ranges, so nothing here says how sure its numbers are."
    return "as a forecast: every number stands at its middle, so nothing here says how sure it is."


PREDICTION = "to predict the outcome: it says what follows from the numbers of the case, not what will happen."
"""Said of every brief."""
