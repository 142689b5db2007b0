"""What a search for moves has found, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tertius.scenarios.effects import SAME

if TYPE_CHECKING:
    from tertius.moves.search import Plan, Search

__all__ = ["plan_words", "search_sentences"]


def plan_words(plan: Plan) -> str:
    """``visit-beijing, then show-the-tie``; ``and`` where the order is all the same."""
    return (" and " if plan.any_order else ", then ").join(plan.moves)


def search_sentences(told: Search) -> Iterator[str]:
    """The best plans by three yardsticks, what backfires, what cannot be made, and what was not looked into."""
    if told.plans:
        yield from _best(told)
    yield from _backfiring(told)
    for ident, why in told.hindered.items():
        yield f"{ident} is in no plan: {why}."
    if not told.exhaustive:
        yield (
            f"There are {told.possible:,} sequences of moves; {told.looked_into:,} were looked into, always going on "
            "from the best so far. A better plan may begin with a move that is bad by itself."
        )
    if told.unsettled:
        yield f"In {told.unsettled:.1%} of draws and theories some version did not come to rest; no figure counts them."


def _best(told: Search) -> Iterator[str]:
    first = told.plans[0]
    if first.net.mean > SAME:
        yield f"On average {plan_words(first)} gains most."
    else:
        yield "On average nothing is better than to do nothing: no plan brings more than it costs."
    safest = min(told.plans, key=lambda plan: plan.worst_regret)
    if safest.worst_regret < told.nothing_worst_regret:
        yield (
            f"Who wants to regret as little as possible chooses {plan_words(safest)}: at worst "
            f"{safest.worst_regret:.2f} points short of the best, against {told.nothing_worst_regret:.2f} for doing "
            "nothing."
        )
    else:
        yield (
            f"Who wants to regret as little as possible does nothing: at worst {told.nothing_worst_regret:.2f} points "
            f"short of the best, {plan_words(safest)} is {safest.worst_regret:.2f}."
        )


def _backfiring(told: Search) -> Iterator[str]:
    """Single moves that would hurt their own actor for nothing, and those that merely cost too much."""
    single = [plan for plan in told.plans if len(plan.moves) == 1]
    for plan in single:
        if plan.backfires and plan.gross.hurts:
            yield (
                f"{plan.moves[0]} backfires: it would hurt {told.case.name(told.actor)} even if it cost nothing, in "
                f"{plan.gross.hurts:.0%} of draws and theories."
            )
    idle = [plan.moves[0] for plan in single if plan.gross.helps == plan.gross.hurts == 0]
    if idle:
        change = "change" if len(idle) > 1 else "changes"
        yield f"{_listed(idle)} {change} nothing for {told.case.name(told.actor)} in any draw."
    dear = [p.moves[0] for p in single if p.moves[0] not in idle and not p.backfires and p.net.mean < 0]
    if dear:
        alone = "themselves" if len(dear) > 1 else "itself"
        yield f"{_listed(dear)} would help by {alone}, but not enough for the cost."


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
