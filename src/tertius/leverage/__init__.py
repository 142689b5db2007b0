"""Leverage: who holds it over whom, and where it comes from. All of it is a difference between settlements.

    lev = tertius.leverage(case)

The package is the function too, so that `tertius.leverage` can be called whatever was imported first.
"""

import sys
from types import ModuleType
from typing import Any

from tertius.leverage.attribution import Attribution, Interaction
from tertius.leverage.brokerage import Broker
from tertius.leverage.commitment import Commitment
from tertius.leverage.decision.coalition import Coalition
from tertius.leverage.decision.concessions import Concessions
from tertius.leverage.decision.leverage import DecisionLeverage, IssueLeverage, leverage_on_decision
from tertius.leverage.decision.sway import Sway
from tertius.leverage.features import Feature
from tertius.leverage.leverage import Leverage, leverage
from tertius.leverage.reliance import Reliance
from tertius.leverage.walk_away import Band, Stake, WalkAway

__all__ = [
    "Attribution",
    "Band",
    "Broker",
    "Coalition",
    "Commitment",
    "Concessions",
    "DecisionLeverage",
    "Feature",
    "Interaction",
    "IssueLeverage",
    "Leverage",
    "Reliance",
    "Stake",
    "Sway",
    "WalkAway",
    "leverage",
    "leverage_on_decision",
]


class _Package(ModuleType):
    def __call__(self, *arguments: Any, **named: Any) -> Leverage:
        return leverage(*arguments, **named)


# Python binds `tertius.leverage` to this package on any import from it, in place of the function of that name.
sys.modules[__name__].__class__ = _Package
sys.modules[__name__].__doc__ = f"{__doc__}\n{leverage.__doc__}"
