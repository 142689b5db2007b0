"""Attribution: where a payoff, a gain, a level or an agreement comes from, feature by feature.

The value of a set of features is the target in the case that has only these; the part of a feature is its Shapley
value. Parts add up to the target in the case as it is, less the target without any of the features.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.analysis.leverage.features import Feature, Flags, features_of, reduced, with_features
from tertius.analysis.leverage.shapley import interactions, orders, prefixes, shapley, subsets
from tertius.case.model import Case
from tertius.results import Result, frame_of
from tertius.rules.settlement import Settlements
from tertius.scenarios.effects import SAME
from tertius.scenarios.scenarios import Floats, Ints, Scenario
from tertius.scenarios.targets import Target, values_of

if TYPE_CHECKING:
    import pandas as pd

EXACT = 12
"""So many features are attributed exactly, over all of their sets; more by sampled orders."""

MOST_VERSIONS = 1 << 15
"""With draws, so many settlements are made at most before orders are sampled after all."""

PAIRS = 128
"""So many random orders are sampled, each with its reverse; one for each draw if there are more draws."""


@dataclass(frozen=True)
class Interaction:
    """Two features that are worth another amount together than apart.

    Attributes:
        first: The one that comes first in the case.
        second: The other.
        worth: How much more (or less, below zero) each adds when the other is there, on average.
    """

    first: Feature
    second: Feature
    worth: float


@dataclass(frozen=True)
class Attribution(Result):
    """Where a target comes from.

    Attributes:
        case: The case; never changed.
        theory: The theory that settled it.
        target: What is explained.
        value: The target in the case as it is; the mean over the draws.
        bare: The target without any of the features.
        parts: What each feature adds; they add up to `value` less `bare`.
        errors: The standard error of each part; 0 if it is exact.
        exact: Whether every set of features was settled, rather than sampled orders.
        settlements: How many settlements it took.
        strongest: The interaction that matters most; None if it was not looked for, or if there is none.
        necessary: Talk: the features without any one of which it fails, with the share of the draws where that is so
            among those where it is agreed. Talks that none is necessary for are left out.
        draws: How many draws; 0 for the middle.
        open: Keys of the features without which the talks settle in another way, or of all where they can settle in
            more than one way as they are. Parts are averages over what is left without them: then there are none.
    """

    case: Case
    theory: str
    target: Target
    value: float
    bare: float
    parts: Mapping[Feature, float]
    errors: Mapping[Feature, float]
    exact: bool
    settlements: int
    strongest: Interaction | None
    necessary: Mapping[str, Mapping[Feature, float]]
    draws: int
    open: tuple[str, ...] = ()

    @property
    def ranking(self) -> list[tuple[Feature, float]]:
        """The features with their parts, the largest first."""
        return sorted(self.parts.items(), key=lambda item: -abs(item[1]))

    def without(self, features: tuple[str, ...]) -> Attribution:
        """The same, without parts if it cannot be told what some of its features bring."""
        found = tuple(feature.key for feature in self.parts if feature.key in features)
        if not found:
            return self
        return replace(self, parts={}, errors={}, strongest=None, necessary={}, open=found)

    def to_frame(self) -> pd.DataFrame:
        """A row for each feature: kind, holder, target, part, error; the largest part first."""
        rows = [(f.key, f.kind, f.holder, f.target, part, self.errors[f]) for f, part in self.ranking]
        kinds = dict.fromkeys(("kind", "holder", "target"), "string") | dict.fromkeys(("part", "error"), float)
        return frame_of(rows, ["feature"], kinds)

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius leverage --explain --json``."""
        strongest = self.strongest
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            "theory": self.theory,
            "target": self.target.name,
            "draws": self.draws,
            "value": self.value,
            "bare": self.bare,
            "parts": {feature.key: {"value": part, "error": self.errors[feature]} for feature, part in self.ranking},
            "exact": self.exact,
            "settlements": self.settlements,
            "strongest": None
            if strongest is None
            else {"features": [strongest.first.key, strongest.second.key], "worth": strongest.worth},
            "necessary": {
                talk: {feature.key: share for feature, share in features.items()}
                for talk, features in self.necessary.items()
            },
            "open": list(self.open),
        }


@dataclass(frozen=True)
class _Question:
    """What is explained, and the features that it may come from."""

    scenario: Scenario
    target: Target
    features: tuple[Feature, ...]

    def settle(self, present: Flags, draws: Ints) -> tuple[Settlements, Ints]:
        """The settlements of versions that differ at all, and which of them each version is."""
        shows = reduced(self.scenario, self.features, present)
        alike = np.hstack([shows, draws[:, None]])
        _, first, where = np.unique(alike, axis=0, return_index=True, return_inverse=True)
        settled = self.scenario.settle(with_features(self.scenario, self.features, present[first], draws[first]))
        return settled, where.reshape(-1)

    def values(self, present: Flags, draws: Ints) -> tuple[Floats, int]:
        """The target in every version, and how many settlements it took."""
        settled, where = self.settle(present, draws)
        return values_of(self.scenario.case, self.target, settled)[where], settled.draws


def attribution(scenario: Scenario, target: Target, seed: int = 1) -> Attribution:
    """Where a target comes from.

    Args:
        scenario: The case, settled over its draws.
        target: What is explained. Its talk is analysed, and so no feature.
        seed: The seed of the sampled orders.

    Returns:
        The attribution: exact for up to 12 features at the middle; else from sampled orders, with standard errors.
    """
    features = features_of(scenario.case, [target.talk] if target.talk else [])
    question = _Question(scenario, target, features)
    n = len(features)
    exact = n <= EXACT and scenario.draws << n <= MOST_VERSIONS
    value, bare, parts, errors, settlements, strongest = _exactly(question) if exact else _by_orders(question, seed)
    return Attribution(
        case=scenario.case,
        theory=scenario.theory.name,
        target=target,
        value=value,
        bare=bare,
        parts=dict(zip(features, map(float, parts), strict=True)),
        errors=dict(zip(features, map(float, errors), strict=True)),
        exact=exact,
        settlements=settlements,
        strongest=strongest,
        necessary=_necessary(question),
        draws=0 if scenario.middle else scenario.draws,
    )


_Answer = tuple[float, float, Floats, Floats, int, Interaction | None]
"""Value, bare, parts, errors, settlements, strongest interaction: see `Attribution`."""


def _exactly(question: _Question) -> _Answer:
    """Every set of features in every draw."""
    scenario, features = question.scenario, question.features
    sets = subsets(len(features))
    values, settlements = question.values(np.repeat(sets, scenario.draws, axis=0), scenario.each(len(sets)))
    means = values.reshape(len(sets), scenario.draws).mean(axis=1)
    strongest = None
    if len(features) > 1:
        worths = interactions(means)
        f, g = np.unravel_index(np.argmax(np.abs(worths)), worths.shape)
        if not abs(worths[f, g]) < SAME:
            strongest = Interaction(features[min(f, g)], features[max(f, g)], float(worths[f, g]))
    return float(means[-1]), float(means[0]), shapley(means), np.zeros(len(features)), settlements, strongest


def _by_orders(question: _Question, seed: int) -> _Answer:
    """Random orders, each with its reverse, spread over the draws; errors from what differs from draw to draw."""
    scenario, n = question.scenario, len(question.features)
    each = -(-PAIRS // scenario.draws)  # pairs of orders for every draw
    order = orders(n, each * scenario.draws, seed)
    present = prefixes(order)
    draws = np.repeat(np.arange(scenario.draws), 2 * each * (n + 1))
    values, settlements = question.values(present.reshape(-1, n), draws)
    path = values.reshape(len(order), n + 1)
    added = np.empty((len(order), n))
    np.put_along_axis(added, order, np.diff(path, axis=1), axis=1)
    # The two orders of a pair, and the pairs of one draw, are not independent of each other.
    lots = added.reshape(scenario.draws, each, 2, n).mean(axis=2)
    lots = lots.mean(axis=1) if scenario.draws > 1 else lots[0]
    errors = lots.std(axis=0, ddof=1) / np.sqrt(len(lots))
    return float(path[:, -1].mean()), float(path[:, 0].mean()), added.mean(axis=0), errors, settlements, None


def _necessary(question: _Question) -> dict[str, dict[Feature, float]]:
    """Talk by talk, the features without which alone it fails: the share of the draws in which it is agreed."""
    scenario, features = question.scenario, question.features
    present = ~np.eye(1 + len(features), len(features), -1, dtype=np.bool_)
    settled, where = question.settle(np.repeat(present, scenario.draws, axis=0), scenario.each(len(present)))
    agreed = settled.agreed[where].reshape(len(present), scenario.draws, -1)
    necessary: dict[str, dict[Feature, float]] = {}
    for t, talk in enumerate(scenario.case.talks):
        deals = agreed[0, :, t]
        for f, feature in enumerate(features):
            lost = (deals & ~agreed[1 + f, :, t]).sum()
            if feature.key != f"talk:{talk}" and lost:
                necessary.setdefault(talk, {})[feature] = float(lost / deals.sum())
    return necessary
