"""A forecast in sentences: how likely each talk is to end in agreement, where it would settle, and whence the doubt."""

from __future__ import annotations

import math

from tertius.analysis.forecast.headline import Headline
from tertius.analysis.forecast.result import Doubt, Forecast
from tertius.analysis.forecast.summary import Estimate, Quantiles
from tertius.analysis.forecast.words import probability_words, rounded
from tertius.case.model import Case
from tertius.kinds import BaseRate
from tertius.report.text.limits.slight import slight_share_sentences
from tertius.report.text.phrases import (
    MINUS,
    NOTHING,
    capital,
    counted,
    issue_name,
    joined,
    percent,
    plain_percent,
    talk_phrase,
)
from tertius.report.text.settlement import miss_words, trusted_words
from tertius.rules.measured.curve import RATE, TALKS
from tertius.rules.measured.talks import sides

POINT = 0.1  # nobody wants payoffs to less than a tenth of a point
LITTLE, MUCH = 0.1, 0.5  # shares of the doubt between theories: below the one hardly any, above the other most
NAMED = 3  # so many issues or theories are named one by one
_ALL = 1e-12  # a weighted mean over draws that all agree may miss 1 by the last bit

READING = (
    "Low, middle, high: one draw in ten lies below, half, one in ten above. "
    "Figures are rounded to their Monte Carlo error."
)

CAUTION = (
    f"That was measured on {TALKS:,} recorded talks of two strangers online over three kinds of things, with no state "
    f"among them: {percent(1 - RATE)} failed, although a deal would have suited both."
)

THEOREM = "an agreement is all but a theorem of the model here"


def ends(fan: Quantiles, least: float = POINT) -> tuple[str, str, str]:
    """Low, middle and high, all with the digits that the largest Monte Carlo error among them warrants.

    Args:
        fan: The fan; dashes stand for it where no draw bears on it.
        least: An error below which no reader would want another digit, in the unit of the fan.
    """
    figures = (fan.low, fan.middle, fan.high)
    error = max([least, *(found.error for found in figures if not math.isnan(found.error))])
    low, middle, high = (
        NOTHING if math.isnan(found.value) else rounded(found.value, error).replace("-", MINUS) for found in figures
    )
    return low, middle, high


def margin(*figures: Estimate, factor: float = 1.0) -> str:
    """The largest Monte Carlo error among figures, in units of 1 / factor, to one digit; a dash where none is known."""
    errors = [found.error for found in figures if not math.isnan(found.error)]
    if not errors:
        return NOTHING
    digit = float(f"{factor * max(errors):.1g}")
    return f"{digit:g}" if digit > _ALL else "0"


def finest(case: Case, issue: str) -> float:
    """The least error for a level: a thousandth of its scale."""
    low, high = case.issues[issue].scale
    return (high - low) / 1000


def chance(found: Estimate, draws: int) -> str:
    """A probability in words and percent: ``likely (63%)``; a dash where no draw bears on it."""
    if math.isnan(found.value):
        return NOTHING
    return probability_words(found.value, None if math.isnan(found.error) else found.error, draws)


def chance_cell(found: Estimate, draws: int) -> str:
    """The same for a table below a heading that says how many draws there were: ``in every draw``."""
    sure = not math.isnan(found.value) and min(found.value, 1 - found.value) < _ALL
    return probability_words(round(found.value)) if sure else chance(found, draws)


def forecast_sentences(forecast: Forecast) -> list[str]:
    """What a forecast comes to: agreements and the caution they need, whence the doubt, what did not come to rest."""
    widest = _widest(forecast)
    sentences = [
        "" if forecast.uncertain else "No number of the case is uncertain, so all draws are alike.",
        *_agreement_sentences(forecast),
        *slight_share_sentences(forecast),
        f"The level that moves most is that of {widest}." if widest else "",
        _doubt_sentence(forecast),
        unsettled_sentence(forecast),
    ]
    return [sentence for sentence in sentences if sentence]


def _widest(forecast: Forecast) -> str:
    """The level that moves most, and between what bounds; empty if none moves."""
    case, levels = forecast.case, forecast.pooled.levels
    shown = [i for i in case.issues if levels[i].draws and (case.talk_of(i) or case.decided(i))]
    if not shown:
        return ""
    widths = {}
    for issue in shown:
        bottom, top = case.issues[issue].scale
        widths[issue] = (levels[issue].high.value - levels[issue].low.value) / (top - bottom)
    widest = max(widths, key=widths.__getitem__)
    low, _, high = ends(levels[widest], finest(case, widest))
    unit = f" {case.issues[widest].unit}" if case.issues[widest].unit else ""
    return "" if low == high else f"{issue_name(case, widest)}, from {low} to {high}{unit} in eight draws of ten"


def level_sentence(forecast: Forecast, issue: str) -> str:
    """Where an issue settles in eight draws of ten; empty if it does in none."""
    fan, case = forecast.pooled.levels[issue], forecast.case
    if not fan.draws:
        return ""
    low, middle, high = ends(fan, finest(case, issue))
    unit = f" {case.issues[issue].unit}" if case.issues[issue].unit else ""
    name = issue_name(case, issue)
    if low == high:
        return f"{name}: {low}{unit}."
    return f"{name}: between {low} and {high}{unit} in eight draws of ten, with {middle} in the middle."


def settled_draws(forecast: Forecast) -> int:
    """In how many draws, on average over the theories, the search came to rest."""
    return (forecast.pooled.draws - forecast.pooled.unsettled) // len(forecast.theories)


def doubt_words(doubt: Doubt) -> str:
    """Whence the doubt about a figure comes, in two or three words; a dash where there is none."""
    if doubt.numbers + doubt.theories <= 0:
        return NOTHING
    share = doubt.share_of_theories
    if share < LITTLE:
        return "numbers"
    return "theories" if share > 1 - LITTLE else f"{plain_percent(share)} theories"


def unsettled_sentence(forecast: Forecast) -> str:
    """How many draws did not come to rest, and how far that could move the probabilities; empty if all did."""
    pooled = forecast.pooled
    if not pooled.unsettled:
        return ""
    share = pooled.unsettled / pooled.draws
    shown = percent(share, "%", 1, hedged=False) if share >= 0.001 else "less than 0.1%"
    said = f"{pooled.unsettled:,} of {pooled.draws:,} settlements ({shown}) did not come to rest"
    return f"{said} and are in no figure; no probability could have moved by more than that if they had."


def _agreement_sentences(forecast: Forecast) -> list[str]:
    """The headline of every talk with what it is; the model's own verdict; published base rates beside them."""
    case = forecast.case
    if not case.talks:
        return []
    if not settled_draws(forecast):
        return ["No draw came to rest, so nothing can be said."]
    return [
        *_pooled_sentences(forecast),
        *_planned_sentences(forecast),
        *(missed_sentence(forecast, talk) for talk in case.talks if _misses(forecast, talk)),
        *_measured_sentences(forecast),
        *_model_sentences(forecast),
        *_rate_sentences(forecast),
    ]


def _planned_sentences(forecast: Forecast) -> list[str]:
    """Talks that may never take place: every figure of an agreement in them counts that."""
    planned = [(talk, one.takes_place) for talk, one in forecast.headline.items() if one.takes_place < 1]
    each = joined([f"{talk_phrase(forecast.case, talk)} with {percent(chance)}" for talk, chance in planned])
    counted_in = "what is said of an agreement there counts that it may not"
    return [f"Planned only, and so likely to take place: {each}; {counted_in}."] if planned else []


def _misses(forecast: Forecast, talk: str) -> bool:
    """Whether a talk says why a deal that suits all may not be made, and there is one."""
    one = forecast.headline[talk]
    return bool(one.reason) or (forecast.case.talks[talk].may_be_missed and one.zone > _ALL)


def _is_planned(forecast: Forecast, talk: str) -> bool:
    """Whether a talk may never take place."""
    return forecast.headline[talk].takes_place < 1


def missed_sentence(forecast: Forecast, talk: str) -> str:
    """How likely the parties of a talk miss a deal that is there; or why that cannot be said."""
    case, one = forecast.case, forecast.headline[talk]
    name = capital(talk_phrase(case, talk))
    if one.reason:
        return f"{name} states why a deal may be missed, but no probability can be given: {one.reason}."
    who, every = f"the {counted(sides(case.talks[talk]))}", one.zone > 1 - _ALL
    there = f"a deal is there in {'every draw' if every else f'{percent(one.zone)} of draws'}"
    if one.model >= one.takes_place * one.zone - _ALL:
        return f"{name}: {there}, and nothing that the case states keeps {who} from making it."
    if every:
        missed = 1 - one.model / one.takes_place
        return f"{name}: {there}, but {miss_words(sides(case.talks[talk]), missed, one.narrow, one.wide)}."
    failed = trusted_words(1 - one.model, one.narrow, one.wide)
    return f"{name}: {there}, and {who} may miss it even then; in all they fail in {failed}."


def headline_figure(forecast: Forecast, talk: str) -> Estimate:
    """The headline of a talk with its error."""
    one = forecast.headline[talk]
    return Estimate(one.probability, one.error)


def _told(forecast: Forecast, talk: str) -> str:
    """The headline in words and percent."""
    return chance(headline_figure(forecast, talk), settled_draws(forecast))


def basis_words(headline: Headline) -> str:
    """Where a headline comes from, in a word or two: ``measured``, ``model``, ``measured, pooled``."""
    return f"{headline.basis}, pooled" if headline.pooled else headline.basis


def _measured_sentences(forecast: Forecast) -> list[str]:
    """What recorded talks say, talk by talk; then what these were."""
    case = forecast.case
    told = {talk: one for talk, one in forecast.headline.items() if one.basis == "measured" and one.measured}
    sentences = []
    for talk, one in told.items():
        if one.measured is None or one.pooled is not None:
            continue
        there = "" if one.zone > 1 - _ALL else f", and a deal is there in {percent(one.zone)} of draws"
        sentences.append(
            f"Agreement in {talk_phrase(case, talk)}: {_told(forecast, talk)}, as in recorded talks whose worse-off "
            f"side gets {percent(one.measured.hope)} of its best hope{there}."
        )
    beyond = joined([talk_phrase(case, talk) for talk, one in told.items() if one.measured and one.measured.beyond])
    more = f" More than two parties, as in {beyond}, are beyond what was measured." if beyond else ""
    beside = joined(
        [
            f"{percent(one.zone * one.measured.chance)} in {talk_phrase(case, talk)}"
            for talk, one in forecast.headline.items()
            if one.basis == "model" and one.measured
        ]
    )
    recorded = f"By what was measured on {TALKS:,} recorded talks of strangers online agreement would be {beside}."
    return [*sentences, *([CAUTION + more] if told else []), *([recorded] if beside else [])]


def _model_sentences(forecast: Forecast) -> list[str]:
    """The model's own verdict: talks with a deal in every draw, or in none, together; every other by itself."""
    case, found = forecast.case, forecast.headline
    plain = [talk for talk in case.talks if not _misses(forecast, talk) or found[talk].basis == "measured"]
    always = [talk for talk in plain if found[talk].zone > 1 - _ALL and not _is_planned(forecast, talk)]
    never = [talk for talk in plain if found[talk].zone < _ALL]
    theorems = [talk for talk in always if found[talk].theorem]
    others = [talk for talk in always if not found[talk].theorem]
    no_numbers = "no more parties than issues on the table, and no private numbers (`doubt`, `firm`, `ratified_by`)"
    whys = {
        "theorem": f": {THEOREM}, with {no_numbers}",
        "sure": ": a deal that leaves all parties better off is there, and nothing that the case states keeps them "
        "from making it",
        "never": ": no deal leaves all parties better off",
    }
    groups = ((theorems, 1.0, "theorem"), (others, 1.0, "sure"), (never, 0.0, "never"))
    sentences = [f"{_alike(forecast, talks, sure)}{whys[why]}." for talks, sure, why in groups if talks]
    return [*sentences, *(_torn(forecast, talk) for talk in plain if talk not in (*always, *never))]


def _alike(forecast: Forecast, talks: list[str], share: float) -> str:
    """The talks that end in agreement in every draw, or in none."""
    case = forecast.case
    names = joined([talk_phrase(case, talk) for talk in talks])
    if len(talks) == len(case.talks) > 1:
        names = "both talks" if len(talks) == 2 else f"all {counted(len(talks))} talks"
    draws = probability_words(share, None, settled_draws(forecast))
    return f"In the model {names} {'ends' if len(talks) == 1 else 'end'} in agreement {draws}"


def _torn(forecast: Forecast, talk: str) -> str:
    """A talk that has a deal in a part of the draws, or under one theory."""
    found, draws, name = forecast.pooled.agreement[talk], settled_draws(forecast), talk_phrase(forecast.case, talk)
    if forecast.doubt_about_agreement(talk).share_of_theories < MUCH:
        return f"In the model, agreement in {name}: {chance(found, draws)}."
    each = [f"{chance_cell(one.agreement[talk], draws)} under '{key}'" for key, one in forecast.theories.items()]
    return f"In the model, whether {name} ends in agreement hangs on the theory: {joined(each)}."


def _rate_sentences(forecast: Forecast) -> list[str]:
    """The published base rate of each talk's kind, and the curve moved to it; or how to state a kind."""
    case, sentences = forecast.case, dict[str, list[str]]()
    for talk, one in forecast.headline.items():
        if one.base_rate is not None:
            moved = None if one.measured is None else one.measured.moved
            there = "" if moved is None else f" ({percent(one.zone * moved)} with the measured curve moved to it)"
            sentences.setdefault(rate_sentence(one.base_rate), []).append(f"{talk_phrase(case, talk)}{there}")
    told = [f"Beside {joined(talks)}: {sentence}" for sentence, talks in sentences.items()]
    open_ = any(one.base_rate is None for talk, one in forecast.headline.items() if not case.talks[talk].may_be_missed)
    how = "A talk that states its `kind` has a published base rate of such talks beside it: see tertius base-rates."
    return [*told, *([how] if open_ else [])]


def rate_sentence(rate: BaseRate) -> str:
    """A published base rate: of what, from where."""
    share = percent(rate.low) if rate.low == rate.high else f"{percent(rate.low, '')} to {percent(rate.high)}"
    many = "" if rate.n is None else f"; n = {rate.n:,}"
    return f"of {rate.of} {share} {rate.agreement} ({rate.source}{many}; kind '{rate.kind}')."


def _pooled_sentences(forecast: Forecast) -> list[str]:
    """With which base rate the headlines were pooled, and what each was before."""
    case = forecast.case
    pooled = next((one.pooled for one in forecast.headline.values() if one.pooled), None)
    if pooled is None:
        return []
    each = [
        f"{talk_phrase(case, talk)} {percent(one.before)} before and {percent(one.probability)} after"
        for talk, one in forecast.headline.items()
    ]
    return [
        f"Pooled with the base rate of the kind '{pooled.kind}', {percent(pooled.rate)}, at a weight of "
        f"{pooled.weight:g}: {'; '.join(each)}."
    ]


def _doubt_sentence(forecast: Forecast) -> str:
    """Whether the doubt about the levels is one of numbers or of theory."""
    case, levels = forecast.case, forecast.pooled.levels
    issues = [issue for issue in case.issues if levels[issue].variance > 0]
    if len(forecast.theories) < 2 or not issues:
        return ""
    shares = {issue: forecast.doubt_about_level(issue).share_of_theories for issue in issues}
    if max(shares.values()) < LITTLE:
        names = joined([f"'{key}'" for key in forecast.theories]) if len(forecast.theories) <= NAMED else "the theories"
        return f"What is in doubt about the levels comes from the numbers; {names} hardly differ."
    if min(shares.values()) > MUCH:
        return "What is in doubt about the levels is mostly which theory holds."
    torn = {issue: share for issue, share in shares.items() if share >= LITTLE}
    if len(torn) > NAMED:
        low, high = plain_percent(min(torn.values())), plain_percent(max(torn.values()))
        parts = f"{low if low == high else f'{low} to {high}'} of that about {counted(len(torn))} of them"
    else:
        parts = joined([f"{plain_percent(share)} of that about {issue_name(case, i)}" for i, share in torn.items()])
    return f"The doubt about the levels comes from the numbers, but which theory holds makes up {parts}."
