"""A case frozen: its forecast of one question, theory by theory and in one figure, beside what naive rivals say.

For a talk the forecast is the headline P(agreement) of `tertius.analysis.forecast.headline`; for the level of an issue
it is the quantiles of all theories together, in the draws in which its talk ends in agreement.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tertius
from tertius.analysis.forecast.forecast import check_forecast, forecast
from tertius.analysis.forecast.result import Forecast
from tertius.analysis.forecast.summary import QUANTILES, QUARTILES, Summary
from tertius.analysis.forecast.summary import Quantiles as Spread
from tertius.case.check.failing import no_such_kind
from tertius.case.files.write import yaml_of
from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import TertiusError, UsageError, check_all
from tertius.kinds import known_rates
from tertius.ledger.chain import hash_of_text
from tertius.ledger.entries import Forecasted, Said
from tertius.ledger.writer import now
from tertius.results import Record
from tertius.rules.decisions.weighted_mean import weighted_mean

LEVEL = "level:"
ALWAYS_HALF, BASE_RATE, ANALYST, VERDICT, UNPOOLED = (
    "always 50%",
    "base rate",
    "analyst",
    "model verdict",
    "before pooling",
)
UNIFORM, REFERENCE, MEAN = "uniform", "reference", "weighted mean"
"""What the rivals are called."""


class NoForecastError(TertiusError):
    """Nothing can be written down: most draws did not come to rest, or none bears on the question."""

    exit_code = 4


@dataclass(frozen=True)
class Making(Record):
    """How a forecast of a case is made.

    Attributes:
        draws: How many draws under each theory.
        seed: The seed of the draws.
        theories: ``default``, ``all``, or names with commas.
        base_rate: A kind of talk, whose base rate is pooled with the headline.
        weight: Its weight.
        kind: The kind of talk whose base rate is a rival; that of the talk if left out.
        mine: The analyst's own number.
    """

    draws: int = 10_000
    seed: int = 1
    theories: str | Sequence[str] = "default"
    base_rate: str | None = None
    weight: float | None = None
    kind: str | None = None
    mine: float | None = None


@dataclass(frozen=True)
class Frozen(Record):
    """A case and what it says of a question.

    Attributes:
        text: The text of the case, in the case format, variants resolved.
        scale: The scale of the level that is asked for; None for an event.
        kind: The kind of the talk; empty if none is known.
        forecast: The forecast; its question is still to be named.
    """

    text: str
    scale: tuple[float, float] | None
    kind: str
    forecast: Forecasted


def check_target(case: Case, target: str) -> None:
    """Whether a case can be asked this.

    Raises:
        UsageError: It is neither a talk nor the level of an issue.
    """
    legal = [*case.talks, *(f"{LEVEL}{issue}" for issue in case.issues)]
    if target not in legal:
        advice = closest(target, legal) or "ask for " + ", ".join(legal[:6])
        raise UsageError(f"{case.case} has no talk '{target}' and no level of that name: {advice}")


def scale_of(case: Case, target: str) -> tuple[float, float] | None:
    """The scale of the level that a target asks for; None for a talk."""
    return case.issues[target.removeprefix(LEVEL)].scale if target.startswith(LEVEL) else None


def check_number(mine: float | None, scale: tuple[float, float] | None, option: str) -> None:
    """Whether a number can be a probability, or a level on its scale.

    Raises:
        UsageError: It cannot.
    """
    low, high = scale or (0.0, 1.0)
    if mine is not None and not low <= mine <= high:
        what = "a probability" if scale is None else "a level of this issue"
        raise UsageError(f"{option} {mine:g} is not {what}: give a number from {low:g} to {high:g}")


def check_kind(kind: str | None) -> None:
    """Whether a base rate is known of a kind of talk.

    Raises:
        UsageError: None is.
    """
    if kind and kind not in known_rates():
        found, legal, suggestion = no_such_kind(kind)
        raise UsageError(f"{found}: {suggestion} ({legal})")


def check_making(case: Case, target: str, how: Making) -> None:
    """Whether a question can be asked of a case like this; every mistake at once.

    Raises:
        UsageError: It cannot.
    """

    def check_mine() -> None:
        if target in case.talks or target.removeprefix(LEVEL) in case.issues:
            check_number(how.mine, scale_of(case, target), "--mine")

    check_all(
        lambda: check_target(case, target),
        check_mine,
        lambda: check_kind(how.kind),
        lambda: check_forecast(case, how.draws, how.seed, how.theories, None, how.base_rate, how.weight),
    )


def freeze(
    case: Case,
    target: str,
    how: Making,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Frozen:
    """Make the forecast of one question, and what it takes to make it again.

    Args:
        case: A checked case.
        target: A talk, or ``level:`` and an issue.
        how: How the forecast is made.
        threads: Draws settled at a time; all cores if left out.
        progress: Told how many settlements are done, of how many.

    Raises:
        UsageError: See `check_making`.
        NoForecastError: Most draws did not come to rest, or no draw bears on the question.
        KeyboardInterrupt: It was interrupted: half a forecast is not written down.
    """
    check_making(case, target, how)
    made = forecast(
        case, how.draws, how.seed, how.theories, threads, progress, None, True, (), how.base_rate, how.weight
    )
    if made.interrupted:
        raise KeyboardInterrupt
    scale, text = scale_of(case, target), yaml_of(case)
    said, theories = _said_by(made.pooled, made, target, scale), _by_theory(made, target, scale)
    if said is None or 2 * made.pooled.unsettled > made.pooled.draws:
        raise NoForecastError(
            f"no forecast of '{target}' is written down: "
            + ("most draws did not come to rest" if said is not None else "no draw bears on it")
        )
    kind = how.kind or ("" if scale is not None else case.talks[target].kind or "")
    rivals = _rivals_of_event(made, target, kind) if scale is None else _rivals_of_level(case, target, scale)
    if how.mine is not None:
        rivals[ANALYST] = float(how.mine) if scale is None else {0.5: float(how.mine)}
    entry = Forecasted(
        entry=0,
        question="",
        when=now(),
        who="",
        said=said,
        theories=theories,
        rivals=rivals,
        case_hash=hash_of_text(text),
        version=tertius.__version__,
        seed=how.seed,
        settings=_settings(made, target, how, scale),
    )
    return Frozen(text, scale, kind, entry)


def _said_by(summary: Summary, made: Forecast, target: str, scale: tuple[float, float] | None) -> Said | None:
    """The forecast in one figure or one distribution; None if no draw bears on it."""
    if scale is None:
        return _known(made.headline[target].probability)
    return _levels(summary.levels[target.removeprefix(LEVEL)])


def _by_theory(made: Forecast, target: str, scale: tuple[float, float] | None) -> dict[str, Said]:
    """What each theory says, those left out that say nothing."""
    said = {
        name: _known(each.agreement[target].value) if scale is None else _said_by(each, made, target, scale)
        for name, each in made.theories.items()
    }
    return {name: one for name, one in said.items() if one is not None}


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _levels(spread: Spread) -> dict[float, float] | None:
    """The level below which the outcome lies with each probability."""
    shares = (*QUANTILES, *QUARTILES)
    ends = (spread.low.value, spread.middle.value, spread.high.value, *spread.half)
    found = {share: float(end) for share, end in sorted(zip(shares, ends, strict=True)) if math.isfinite(end)}
    return found or None


def _rivals_of_event(made: Forecast, talk: str, kind: str) -> dict[str, Said]:
    """Always 50 %, the base rate of the kind of talk, and the model's own figure where the headline is another one."""
    headline = made.headline[talk]
    rivals: dict[str, Said] = {ALWAYS_HALF: 0.5}
    if kind:
        rivals[BASE_RATE] = known_rates()[kind].rate
    if headline.basis != "model" and math.isfinite(headline.model):
        rivals[VERDICT] = headline.model
    if headline.pooled is not None:
        rivals[UNPOOLED] = headline.before
    return rivals


def _rivals_of_level(case: Case, target: str, scale: tuple[float, float]) -> dict[str, Said]:
    """Every level as likely as any other, the level without a deal, and the mean of what everybody wants."""
    issue, (low, high) = target.removeprefix(LEVEL), scale
    shares = sorted((*QUANTILES, *QUARTILES))
    rivals: dict[str, Said] = {
        UNIFORM: {share: low + share * (high - low) for share in shares},
        REFERENCE: {0.5: case.reference(issue)},
    }
    stances = {actor: own[issue] for actor, own in case.stances.items() if issue in own}
    weights = [case.capability(actor, issue) for actor in stances]
    # Without capabilities everybody counts alike, by salience.
    known = [1.0 if weight is None else weight.middle for weight in weights]
    if None in weights:
        known = [1.0] * len(known)
    saliences = [stance.salience.middle for stance in stances.values()]
    if sum(c * s for c, s in zip(known, saliences, strict=True)) > 0:
        positions = [stance.position.on(scale).middle for stance in stances.values()]
        rivals[MEAN] = {0.5: weighted_mean(positions, saliences, known)}
    return rivals


def _settings(made: Forecast, target: str, how: Making, scale: tuple[float, float] | None) -> Mapping[str, Any]:
    """All that it takes to make the forecast again, beside case, version and seed; and where the figure comes from."""
    settings: dict[str, Any] = {
        "case": made.case.case,
        "as_of": made.case.as_of.isoformat(),
        "file": made.case.origin.file,
        "draws": made.draws,
        "theories": list(made.theories),
        "weights": {name: 1 / len(made.theories) for name in made.theories},
    }
    if scale is None:
        settings["basis"] = made.headline[target].basis
    if how.base_rate is not None:
        settings["pooled_with"] = {
            "kind": how.base_rate,
            "rate": known_rates()[how.base_rate].rate,
            "weight": how.weight,
        }
    return settings
