"""Links and threats examined: what each is worth to whom, and whether its holder would carry it out.

    worth to k  =  V_k  -  V_k in the case without it

A link or threat is a commitment, and the settlement takes it at its stated probability. By itself it is credible if,
once its talk has failed, carrying it out leaves the holder no worse off than letting it pass.

Reference: T. C. Schelling (1960), The Strategy of Conflict, Harvard University Press: a threat that one would rather
not carry out must be made so that one has to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from tertius.analysis.leverage.branches import CERTAIN, Open
from tertius.analysis.leverage.features import features_of, settle_with
from tertius.analysis.leverage.walk_away import NONE, Band, band_of
from tertius.draws import draw_at
from tertius.results import Record
from tertius.scenarios.scenarios import Scenario

HAIR = -1e-6
"""A loss smaller than this by carrying it out is none."""


@dataclass(frozen=True)
class Commitment(Record):
    """One link or threat.

    Attributes:
        kind: Which of the two.
        name: Its id.
        holder: Who makes it so.
        targets: Whom it is aimed at: the target of a threat; the others at the talk that a link brings down.
        protects: Those at the talk whose breakdown sets a link off who are neither target nor holder.
        worth: Actor: its payoff less its payoff in the case without the commitment, in its points.
        carrying_out: What carrying it out brings the holder, once the talk has failed, in its points.
        credible: In which share of the draws that is no loss; without draws 1 or 0.
    """

    kind: Literal["link", "threat"]
    name: str
    holder: str
    targets: tuple[str, ...]
    protects: tuple[str, ...]
    worth: Mapping[str, Band]
    carrying_out: Band
    credible: float

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON; its name is the key."""
        return self.plain("kind", "holder", "targets", "protects", "worth", "carrying_out", "credible")


def commitments(scenario: Scenario, unknown: Open = CERTAIN) -> dict[str, Commitment]:
    """Every link and threat, by its id, in the order of the case."""
    features = tuple(feature for feature in features_of(scenario.case) if feature.kind in ("link", "threat"))
    if not features:
        return {}
    settled = settle_with(scenario, features, ~np.eye(len(features), dtype=np.bool_))
    worth = scenario.many.payoffs - settled.payoffs.reshape(len(features), scenario.draws, -1)
    case, theory = scenario.case, scenario.theory
    if scenario.middle:
        carried = [theory.settle(case).commitments]
    else:
        carried = [theory.settle_draw(case, draw_at(case, scenario.seed, d)).commitments for d in range(scenario.draws)]
    examined = {}
    for f, feature in enumerate(features):
        targets: tuple[str, ...] = (feature.target,)
        protected: tuple[str, ...] = ()
        if feature.kind == "link":
            link = case.links[feature.name]
            targets = tuple(party for party in case.talks[link.then_falls].parties if party != feature.holder)
            protected = tuple(
                party for party in case.talks[link.if_fails].parties if party not in (*targets, feature.holder)
            )
        brings = np.array([brought[feature.name] for brought in carried])
        examined[feature.name] = Commitment(
            kind="link" if feature.kind == "link" else "threat",
            name=feature.name,
            holder=feature.holder,
            targets=targets,
            protects=protected,
            worth={
                actor: NONE if feature.key in unknown.features else band_of(worth[f, :, i])
                for i, actor in enumerate(scenario.network.actors)
            },
            carrying_out=band_of(brings),
            credible=float((brings >= HAIR).mean()),
        )
    return examined
