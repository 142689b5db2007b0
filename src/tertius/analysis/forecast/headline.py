"""How likely a talk is to end in agreement, in one figure: what was measured on recorded talks, or the model's own.

The model's own figure, that a deal is there and that it is made, is the headline where the case says why a deal may
not be made (`doubt`, `firm`, `ratified_by`). Where it says nothing of that, a deal that is there is always made in the
model, and the headline is

    P(agreement) = P(the talk takes place) P(a deal is there) P(deal | k)

with the curve of `measured`. Either can be pooled with a base rate B of weight W, on request and in the open:

    logit P = (1 - W) logit P_headline + W logit B
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from tertius.analysis.forecast.readings import Readings
from tertius.analysis.forecast.summary import Estimate, Summary
from tertius.case.check.failing import no_such_kind
from tertius.case.model import Case
from tertius.errors import UsageError, check_all
from tertius.kinds import BaseRate, known_rates
from tertius.results import Record
from tertius.rules.measured.curve import measured_chance
from tertius.rules.measured.talks import Measured, measured_talks, sides
from tertius.rules.settlement import DealChance
from tertius.rules.theory import Theory


@dataclass(frozen=True)
class Pooling(Record):
    """A base rate with which every headline is pooled.

    Attributes:
        kind: The kind of talk whose base rate it is.
        rate: The base rate.
        weight: Its weight, 0 to 1.
    """

    kind: str
    rate: float
    weight: float


@dataclass(frozen=True)
class Headline(Record):
    """P(agreement) of one talk, and what stands beside it.

    Attributes:
        probability: The headline, pooled with a base rate if that was asked for.
        error: Its Monte Carlo error.
        basis: ``measured`` or ``model``: where it comes from.
        before: The headline before it was pooled; the same if it was not.
        model: The model's own verdict: that a deal is there and that it is made.
        zone: The share of draws in which a deal leaves all parties better off.
        measured: What recorded talks say; None if k could not be read off.
        narrow: P(deal) of the model if the ranges are half as wide; None without private numbers.
        wide: P(deal) of the model if they are twice as wide.
        reason: Why the model can give no probability although the case states private numbers; empty if it can.
        theorem: Whether an agreement is all but a theorem of the model: no more parties than issues on the table, and
            no private numbers.
        takes_place: The probability that the talk takes place, at the middle; 1 unless the case says otherwise.
        base_rate: The published base rate of the talk's `kind`; None if it states none.
        pooled: With which base rate the headline was pooled; None if with none.
    """

    probability: float
    error: float
    basis: str
    before: float
    model: float
    zone: float
    measured: Measured | None
    narrow: float | None
    wide: float | None
    reason: str
    theorem: bool
    takes_place: float
    base_rate: BaseRate | None
    pooled: Pooling | None


def pooling_of(kind: str | None, weight: float | None) -> Pooling | None:
    """The base rate of a kind with a weight; None if neither is given.

    Raises:
        UsageError: Every mistake: one without the other, a kind that is none, a weight outside 0 to 1.
    """

    def check_both() -> None:
        if (kind is None) != (weight is None):
            given, missing = ("--weight", "--base-rate") if kind is None else ("--base-rate", "--weight")
            raise UsageError(f"{given} without {missing}: a base rate is pooled with a weight, 0 to 1")

    def check_kind() -> None:
        if kind is not None and kind not in known_rates():
            found, legal, suggestion = no_such_kind(kind)
            raise UsageError(f"{found}: {suggestion} ({legal})")

    def check_weight() -> None:
        if weight is not None and not 0 <= weight <= 1:
            raise UsageError(f"a weight of {weight:g}: 0 (the headline alone) to 1 (the base rate alone)")

    check_all(check_both, check_kind, check_weight)
    return None if kind is None or weight is None else Pooling(kind, known_rates()[kind].rate, weight)


def log_pool(p: float, base: float, weight: float) -> float:
    """The logarithmic pool of two probabilities: logit P = (1 - W) logit p + W logit b.

    Args:
        p: A probability, 0 and 1 included: if it is one of them, it stays so unless W is 1.
        base: The other, above 0 and below 1.
        weight: W, the weight of the other.
    """
    yes: float = p ** (1 - weight) * base**weight
    no: float = (1 - p) ** (1 - weight) * (1 - base) ** weight
    return yes / (yes + no)


def chances_at_middles(case: Case, theories: Mapping[str, Theory]) -> dict[str, Mapping[str, DealChance]]:
    """Theory: talk: how likely a deal is at the middles; nothing is settled if no talk states private numbers."""
    if not any(talk.may_be_missed for talk in case.talks.values()):
        return {}
    return {name: theory.settle(case).chances for name, theory in theories.items() if theory.rule.talks}


@dataclass(frozen=True)
class Outlook:
    """What the headlines of a forecast are made from.

    Attributes:
        theories: Theory: what the draws come to under it.
        pooled: All theories together.
        rules: Theory: the key of its rule.
        readings: k in the first draws.
        chances: Theory: talk: how likely a deal is at the middles, where the case states private numbers.
        pooling: The base rate with which the headlines are pooled, if any.
    """

    theories: Mapping[str, Summary]
    pooled: Summary
    rules: Mapping[str, str]
    readings: Readings
    chances: Mapping[str, Mapping[str, DealChance]]
    pooling: Pooling | None = None


def headlines(case: Case, outlook: Outlook) -> dict[str, Headline]:
    """The headline of every talk."""
    measured = measured_talks(case, outlook.readings.hopes)
    return {talk: _pooled(_headline(case, outlook, talk, measured.get(talk)), outlook.pooling) for talk in case.talks}


def all_of_them(case: Case, outlook: Outlook, found: Mapping[str, Headline]) -> float:
    """The probability that every talk ends in agreement; of pooled headlines their product."""
    if not any(one.basis == "measured" for one in found.values()) and outlook.pooling is None:
        return outlook.pooled.all_agreed.value
    if outlook.pooling is not None or not all(_has_reading(case, talk, one) for talk, one in found.items()):
        return math.prod(one.probability for one in found.values())
    zones = outlook.pooled.all_zones.value
    held = math.prod(one.takes_place for one in found.values())
    return held * zones * outlook.readings.together if zones > 0 else zones


def _has_reading(case: Case, talk: str, headline: Headline) -> bool:
    return headline.measured is not None if headline.basis == "measured" else case.talks[talk].may_be_missed


def _headline(case: Case, outlook: Outlook, talk: str, measured: Measured | None) -> Headline:
    """The headline of a talk before it is pooled."""
    entry = case.talks[talk]
    private = entry.may_be_missed
    chances = [found[talk] for found in outlook.chances.values() if talk in found]
    reason = next((one.reason for one in chances if one.reason), "")
    own = outlook.pooled.agreement[talk]
    by_model = measured is None or (private and not reason)
    figure = own if measured is None or by_model else _measured_agreement(case, outlook, talk, measured)
    return Headline(
        probability=figure.value,
        error=figure.error,
        basis="model" if by_model else "measured",
        before=figure.value,
        model=own.value,
        zone=outlook.pooled.zone[talk].value,
        measured=measured,
        narrow=_mean([one.narrow for one in chances]),
        wide=_mean([one.wide for one in chances]),
        reason=reason,
        theorem=not private and entry.chance is None and entry.rule is None and sides(entry) <= len(entry.issues),
        takes_place=entry.takes_place,
        base_rate=None if entry.kind is None else known_rates()[entry.kind],
        pooled=None,
    )


def _measured_agreement(case: Case, outlook: Outlook, talk: str, measured: Measured) -> Estimate:
    """P(a deal is there) P(deal | k), the mean over the theories, each with the k of its rule."""
    t, parts, held = list(case.talks).index(talk), [], case.talks[talk].takes_place
    for name, summary in outlook.theories.items():
        k = outlook.readings.hopes[outlook.rules[name]][:, t]
        chance = measured_chance(k[np.isfinite(k)])
        parts.append(summary.zone[talk].value * (float(chance.mean()) if len(chance) else measured.chance))
    zone = outlook.pooled.zone[talk]
    error = math.hypot(zone.value * measured.error, (0.0 if math.isnan(zone.error) else zone.error) * measured.chance)
    return Estimate(held * float(np.mean(parts)), held * error)


def _mean(values: list[float]) -> float | None:
    known = [value for value in values if not math.isnan(value)]
    return float(np.mean(known)) if known else None


def _pooled(headline: Headline, pooling: Pooling | None) -> Headline:
    """The headline pooled with a base rate; its error by the slope of the pool."""
    p = headline.before
    if pooling is None or math.isnan(p):
        return headline
    after = log_pool(p, pooling.rate, pooling.weight)
    slope = (1 - pooling.weight) * after * (1 - after) / (p * (1 - p)) if 0 < p < 1 else 0.0
    return replace(headline, probability=after, error=headline.error * slope, pooled=pooling)
