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
from typing import Literal

import numpy as np

from tertius.analysis.leverage.features import Feature, features_of, with_features
from tertius.analysis.leverage.walk_away import Band, band_of
from tertius.case.model import Case
from tertius.draws import draw_at
from tertius.rules.settlement import Settlements
from tertius.scenarios.network_draws import NetworkDraws

HAIR = -1e-6
"""A loss smaller than this by carrying it out is none."""


@dataclass(frozen=True)
class Commitment:
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


def commitments(ground: NetworkDraws, base: Settlements) -> dict[str, Commitment]:
    """Every link and threat, by its id, in the order of the case."""
    features = tuple(feature for feature in features_of(ground.case) if feature.kind in ("link", "threat"))
    if not features:
        return {}
    present = np.repeat(~np.eye(len(features), dtype=np.bool_), ground.draws, axis=0)
    settled = ground.settle(with_features(ground, features, present, ground.each(len(features))))
    worth = base.payoffs - settled.payoffs.reshape(len(features), ground.draws, -1)
    carried = _carried_out(ground)
    found = {}
    for f, feature in enumerate(features):
        brings = np.array([told[feature.name] for told in carried])
        found[feature.name] = Commitment(
            kind="link" if feature.kind == "link" else "threat",
            name=feature.name,
            holder=feature.holder,
            targets=_targets(ground.case, feature),
            protects=_protected(ground.case, feature),
            worth={actor: band_of(worth[f, :, i]) for i, actor in enumerate(ground.network.actors)},
            carrying_out=band_of(brings),
            credible=float((brings >= HAIR).mean()),
        )
    return found


def _carried_out(ground: NetworkDraws) -> list[Mapping[str, float]]:
    """Draw by draw, what carrying out each commitment brings its holder."""
    case, theory = ground.case, ground.theory
    if not ground.drawn:
        return [theory.settle(case).commitments]
    return [theory.settle_draw(case, draw_at(case, ground.seed, d)).commitments for d in range(ground.draws)]


def _targets(case: Case, feature: Feature) -> tuple[str, ...]:
    if feature.kind == "threat":
        return (feature.target,)
    others = case.talks[case.links[feature.name].then_falls].parties
    return tuple(party for party in others if party != feature.holder)


def _protected(case: Case, feature: Feature) -> tuple[str, ...]:
    if feature.kind == "threat":
        return ()
    targets = _targets(case, feature)
    parties = case.talks[case.links[feature.name].if_fails].parties
    return tuple(party for party in parties if party not in targets and party != feature.holder)
