"""Leverage: who holds it over whom, and where it comes from. All of it is a difference between settlements.

lev = tertius.leverage(case)
"""

from tertius.analysis.leverage.attribution import Attribution, Interaction
from tertius.analysis.leverage.brokerage import Broker
from tertius.analysis.leverage.commitment import Commitment
from tertius.analysis.leverage.decision.coalition import Coalition
from tertius.analysis.leverage.decision.concessions import Concessions
from tertius.analysis.leverage.decision.leverage import DecisionLeverage, IssueLeverage, leverage_on_decision
from tertius.analysis.leverage.decision.sway import Sway
from tertius.analysis.leverage.features import Feature
from tertius.analysis.leverage.leverage import Leverage, leverage
from tertius.analysis.leverage.reliance import Reliance
from tertius.analysis.leverage.walk_away import Band, Stake, WalkAway

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
