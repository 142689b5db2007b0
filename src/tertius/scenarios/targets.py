"""What an attribution explains: a payoff, a gain, a level or an agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.rules.settlement import Settlements
from tertius.scenarios.network_draws import Floats, NetworkDraws


@dataclass(frozen=True)
class Target:
    """One quantity of a settlement.

    Attributes:
        kind: Which kind of quantity.
        ident: The actor (payoff, gain), issue (level) or talk (agreement).
        talk: The talk that is analysed, and therefore no feature; empty for a payoff.
    """

    kind: Literal["payoff", "gain", "level", "agreement"]
    ident: str
    talk: str = ""

    @property
    def name(self) -> str:
        """``payoff:dprk``, ``gain:us-dprk:dprk``, ``level:tariff-relief``, ``agreement:us-dprk``."""
        return f"gain:{self.talk}:{self.ident}" if self.kind == "gain" else f"{self.kind}:{self.ident}"


def target_named(case: Case, name: str, talk: str | None = None) -> Target:
    """The target of that name.

    Args:
        case: The case.
        name: The id of an actor (its payoff, or with `talk` its gain there), an issue (its level) or a talk (whether
            it ends in agreement); or ``payoff:ACTOR``, ``gain:TALK:ACTOR``, ``level:ISSUE``, ``agreement:TALK``.
        talk: The talk in which an actor's gain is asked for.

    Raises:
        UsageError: The case has nothing of that name, or it has no gain there; what there is is said.
    """
    if talk is not None:
        check_talk(case, talk)
        if name not in case.actors and f"payoff:{name.removeprefix('payoff:')}" not in _known(case):
            raise _unknown(case, name)
        name = f"gain:{talk}:{name.removeprefix('payoff:')}"
    found = _known(case).get(name)
    if found is None:
        raise _unknown(case, name)
    return found


def check_talk(case: Case, talk: str) -> None:
    """The talk exists; the `UsageError` says which there are."""
    if talk not in case.talks:
        hint = closest(talk, case.talks)
        known = f"the talks of {case.case} are {', '.join(case.talks)}"
        raise UsageError(f"{case.case} has no talk '{talk}': {f'{hint} ({known})' if hint else known}")


def values_of(ground: NetworkDraws, target: Target, settled: Settlements) -> Floats:
    """(V,) the target in every version; a level without agreement is the reference, an agreement 1 or 0."""
    if target.kind == "level":
        return settled.levels[:, ground.network.issues.index(target.ident)]
    if target.kind == "agreement":
        return settled.agreed[:, ground.talk(target.ident)].astype(np.float64)
    row = ground.actor(target.ident)
    return settled.payoffs[:, row] if target.kind == "payoff" else settled.gains[:, ground.talk(target.talk), row]


def _known(case: Case) -> dict[str, Target]:
    """Every target by its names."""
    targets = [Target("payoff", actor) for actor in case.actors]
    targets += [Target("level", issue, case.talk_of(issue) or "") for issue in case.issues]
    targets += [Target("agreement", talk, talk) for talk in case.talks]
    known = {target.name: target for target in targets}
    gains = [Target("gain", party, name) for name, talk in case.talks.items() for party in talk.parties]
    return {target.ident: target for target in reversed(targets)} | known | {target.name: target for target in gains}


def _unknown(case: Case, name: str) -> UsageError:
    if name.startswith("gain:"):
        talk, _, actor = name.removeprefix("gain:").partition(":")
        if talk in case.talks:
            parties = f"its parties are {', '.join(case.talks[talk].parties)}"
            return UsageError(f"'{actor}' has no gain in {talk}: {parties}")
    hint = closest(name, _known(case))
    known = (
        "a target is the id of an actor, an issue or a talk; "
        f"the ids of {case.case} are {', '.join([*case.actors, *case.issues, *case.talks])}"
    )
    return UsageError(f"there is no target '{name}': {f'{hint} ({known})' if hint else known}")
