"""Rules under which all who have a stance bargain over all issues together, as in one talk: the coat that they share.

Capability is bargaining power, and the reference is what is left if they do not agree. An actor that cannot gain
anything therefore blocks everything, unless it has no capability.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case, PartyPower, Reference, Talk
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.rules.batch import batch_of
from tertius.rules.decision import Decision, Ending, without_talks
from tertius.rules.many import Many, many_of
from tertius.rules.network import network_of
from tertius.rules.renegotiate import Renegotiate, renegotiate_draws
from tertius.rules.settlement import Status
from tertius.rules.stances import Stances, capabilities_of, every_stance

__all__ = ["Together"]

TALK = "decision"


class Together(Decision):
    """A rule that settles a decision as one talk of all who have a stance."""

    needs_reference: ClassVar[bool] = True
    solution: ClassVar[str]
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
        values: NDArray[np.float64],
        solution: str = "nash",
        threads: int = 1,
        hands: bool = False,
    ) -> Many:
        """Settle many draws of the talk; a draw in which nobody has power has levels that are no numbers."""
        self.settle(case)  # says what is wrong with the case, if anything is
        stances = every_stance(case)
        talked = _as_talk(case, stances)
        network = network_of(talked, self.solution)
        power = _powers(capabilities_of(case, network, paths, values), network.issues, stances, network.actors)
        numbers = batch_of(case, network, paths, values)._replace(power=power[:, None, :])
        many = many_of(talked, network, renegotiate_draws(network.structure, numbers, threads))
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


def _powers(
    weights: NDArray[np.float64], issues: Sequence[str], stances: Mapping[str, Stances], actors: Sequence[str]
) -> NDArray[np.float64]:
    """(D, I) the mean capability of every actor over the issues on which it has a stance; 0 where it has none."""
    there = np.array([[issue in stances and actor in stances[issue].actors for issue in issues] for actor in actors])
    count = np.maximum(there.sum(axis=1), 1)
    power: NDArray[np.float64] = (weights * there).sum(axis=2) / count
    return power


def _certain(value: float) -> Quantity:
    return Quantity(value, value)
