"""What the game before the talks comes to, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tertius.moves.game import Game

__all__ = ["NO_EQUILIBRIUM", "game_sentences"]

NO_EQUILIBRIUM = (
    "There is no pure equilibrium: whatever all do, somebody would rather have done something else. Only "
    "choices left to chance could hold, and these are not worked out."
)
"""What is said of a game without a pure equilibrium."""


def game_sentences(told: Game) -> Iterator[str]:
    """The equilibria, whether doing nothing is one, how firm they are, what is dominated, and play in turn."""
    yield _equilibria(told)
    yield from _nothing(told)
    yield from _firmness(told)
    yield from _theories(told)
    yield from _dominated(told)
    if told.path is not None:
        moves = "; ".join(f"{told.case.name(p)} {told.named(told.path)[p]}" for p in told.order)
        yield f"In turn, each foreseeing the rest: {moves}. Of strategies that are equally good the first is played."
    if told.unsettled:
        yield f"{told.unsettled:.1%} of profiles, draws and theories did not come to rest; no figure counts them."


def _equilibria(told: Game) -> str:
    number = len(told.equilibria)
    if not number:
        return NO_EQUILIBRIUM
    if number == 1:
        return "There is one pure equilibrium."
    return f"There are {number} pure equilibria; which of them is played the game does not say."


def _nothing(told: Game) -> Iterator[str]:
    still = (0,) * len(told.players)
    if still in told.equilibria:
        yield "That all do nothing is an equilibrium: alone, nobody gains by moving."
        return
    gains = told.gains_alone()
    movers = [f"{told.case.name(p)} ({told.best_reply(p)}, {gain:.2f} points)" for p, gain in gains.items()]
    yield f"That all do nothing is no equilibrium: alone, these would gain by moving: {', '.join(movers)}."


def _firmness(told: Game) -> Iterator[str]:
    for number, margins in enumerate(told.margins, 1):
        loose = [player for player, margin in margins.items() if not margin.firm]
        if loose:
            names = " and ".join(f"{told.case.name(p)} ({margins[p].strategy})" for p in loose)
            yield (
                f"Equilibrium {number} hangs on little: the next best is within two standard errors for {names}. "
                "More draws may turn it round."
            )


def _theories(told: Game) -> Iterator[str]:
    for theory in told.by_theory if len(told.by_theory) > 1 else ():
        found = told.equilibria_of(theory)
        if set(found) != set(told.equilibria):
            said = [", ".join(f"{p} {m}" for p, m in told.named(one).items()) for one in found]
            yield f"Under {theory} alone the pure equilibria are others: {'; or '.join(said) or 'none'}."


def _dominated(told: Game) -> Iterator[str]:
    for player in told.players:
        found = told.dominated(player)
        if found:
            listed = ", ".join(f"{low} (by {high})" for low, high in found.items())
            yield f"Dominated, whatever the others do, for {told.case.name(player)}: {listed}."
