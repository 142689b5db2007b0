"""Which figures of leverage would compare one settlement with another, and are therefore no figures.

A version in which somebody walks away, or in which a feature is missing, is settled from the references. It is settled
again from the settlement of the case as it is, every number at its middle. Where the two end apart the version can
settle in more than one way, and the difference from the case as it is hangs on which of them is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tertius.analysis.leverage.features import features_of, with_features
from tertius.results import Record
from tertius.rules.arrays import Flags, Versions
from tertius.rules.bargaining.network_rule import start_at
from tertius.rules.bargaining.outside.departure import tied_pairs, walk_away
from tertius.rules.settlement import Settlement, Status
from tertius.scenarios.branches import ALIKE
from tertius.scenarios.scenarios import Scenario, scenario_of

Pair = tuple[str, str]


@dataclass(frozen=True)
class Open(Record):
    """What cannot be told, since the talks can settle in more than one way.

    Attributes:
        pairs: Who loses by whose walking away: these reliances, and the net leverages of these two.
        talks: Talks whose walk-away values, stakes and upper hands cannot be told.
        features: Keys of the features of which it cannot be told what they bring.
    """

    pairs: tuple[Pair, ...] = ()
    talks: tuple[str, ...] = ()
    features: tuple[str, ...] = ()


CERTAIN = Open()
"""Everything can be told."""


def open_figures(scenario: Scenario, settlement: Settlement) -> Open:
    """What cannot be told of a case.

    Args:
        scenario: The case, settled over its draws.
        settlement: The case with every number at its middle.
    """
    case, pairs, features = scenario.case, list(tied_pairs(scenario.case)), features_of(scenario.case)
    if settlement.status is Status.SEVERAL:
        return Open(tuple(pairs), tuple(case.talks), tuple(feature.key for feature in features))
    middle = scenario if scenario.middle else scenario_of(case, scenario.theory, threads=scenario.threads)
    left = middle.versions(middle.each(len(pairs)))
    for row, pair in enumerate(pairs):
        walk_away(case, middle.network, left, slice(row, row + 1), *pair)
    present = ~np.eye(len(features), dtype=np.bool_)
    missing = with_features(middle, features, present, middle.each(len(features)))
    turned, lost = (_switches(middle, settlement, versions) for versions in (left, missing))
    return Open(
        tuple(pair for pair, open_ in zip(pairs, turned, strict=True) if open_),
        settlement.open_without,
        tuple(feature.key for feature, open_ in zip(features, lost, strict=True) if open_),
    )


def _switches(middle: Scenario, settlement: Settlement, variants: Versions) -> Flags:
    """(V,) whether versions of a case end elsewhere if the search starts from the settlement of the case as it is."""
    case, network = middle.case, middle.network
    start = start_at(case, network, settlement.levels)
    anew, followed = (
        middle.theory.settle_variants(case, network, variants, middle.threads, start=one) for one in (None, start)
    )
    scales = np.array([high - low for low, high in (entry.scale for entry in case.issues.values())])
    moved = (np.abs(anew.levels - followed.levels) > ALIKE * scales).any(axis=1)
    ranges = network.numbers.range[: len(case.actors)]  # those who sit or say yes for others have theirs behind
    paid = (np.abs(anew.payoffs - followed.payoffs) > ALIKE * ranges).any(axis=1)
    switched: Flags = (moved | paid | (anew.agreed != followed.agreed).any(axis=1)) & anew.settled & followed.settled
    return switched
