"""Bargaining over all issues together, as in one talk of all who have a stance: what the two rules for it share.

Capability c_i is bargaining power, as a share of the largest, and the disagreement point d_i = V_i(reference) is what
is left if they do not agree; V is the payoff of the network model. An actor that cannot gain anything therefore blocks
everything, unless it has no capability. Where no x leaves everybody better off nothing is decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tertius.case.entries import PartyPower, Reference, Talk
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.rules.arrays import Floats
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.many import settlements_of
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.renegotiate import Renegotiate, renegotiate_draws
from tertius.rules.decision_rule import DecisionRule, without_talks
from tertius.rules.decisions.decision import Ending
from tertius.rules.decisions.stances import Stances, capabilities_of, every_stance
from tertius.rules.settlement import Settlements, Status

TALK = "decision"


class JointBargaining(DecisionRule):
    """A rule that settles a decision as one talk of all who have a stance."""

    needs_reference: bool = True
    solution: str
    """Key of the solution of the bargaining problem."""

    def decide_all(self, case: Case, stances: Mapping[str, Stances]) -> dict[str, Ending]:
        """The levels of the agreement; the references, and a word on it, if there is none."""
        settlement = Renegotiate().settle(_as_talk(case, stances), (), self.solution)
        status = settlement.status if settlement.agreements[TALK] else Status.STAYS
        endings = {}
        for issue, own in stances.items():
            low, high = own.scale
            endings[issue] = Ending(settlement.levels[issue], status, settlement.residual * (high - low))
        return endings

    def settle_many(
        self,
        case: Case,
        paths: Sequence[Path],
        values: Floats,
        solution: str = "nash",
        threads: int = 1,
        hands: bool = False,
    ) -> Settlements:
        """Settle many draws of the talk; a draw in which nobody has power has levels that are no numbers."""
        self.settle(case)  # says what is wrong with the case, if anything is
        stances = every_stance(case)
        talked = _as_talk(case, stances)
        network = network_of(talked, self.solution)
        power = _powers(capabilities_of(case, network, paths, values), network.issues, stances, network.actors)
        numbers = batch_of(talked, network, paths, values)._replace(power=power[:, None, :])
        many = settlements_of(talked, network, renegotiate_draws(network.structure, numbers, threads), numbers.chance)
        idle = np.asarray((power <= 0).all(axis=1))
        return without_talks(
            levels=np.where(idle[:, None], np.nan, many.levels),
            payoffs=np.where(idle[:, None], np.nan, many.payoffs),
            settled=many.settled & ~idle,
        )


def _as_talk(case: Case, stances: Mapping[str, Stances]) -> Case:
    """The case with one talk of all who have a stance, over all issues that are decided."""
    network = network_of(case)
    weights = capabilities_of(case, network, [], np.empty((1, 0)))
    power = dict(zip(network.actors, _powers(weights, network.issues, stances, network.actors)[0], strict=True))
    parties = [actor for actor in case.actors if any(actor in own.actors for own in stances.values())]
    if not any(power[party] > 0 for party in parties):
        raise ValueError("nobody has any weight")
    talk = Talk(
        parties=tuple(parties),
        without_agreement={k: Reference(level=_certain(own.reference or 0.0)) for k, own in stances.items()},
        power={party: PartyPower(power=_certain(float(power[party]))) for party in parties},
    )
    return case.model_copy(update={"talks": {TALK: talk}})


def _powers(weights: Floats, issues: Sequence[str], stances: Mapping[str, Stances], actors: Sequence[str]) -> Floats:
    """(D, I) the mean capability of every actor over the issues on which it has a stance; 0 where it has none."""
    there = np.array([[issue in stances and actor in stances[issue].actors for issue in issues] for actor in actors])
    count = np.maximum(there.sum(axis=1), 1)
    power: Floats = (weights * there).sum(axis=2) / count
    return power


def _certain(value: float) -> Quantity:
    return Quantity(value, value)
