"""Moves before the talks in sentences: the best of each actor, what backfires, and the game that all of them play.

What the game before the talks comes to, in sentences.

What a search for moves has found, in sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tertius.analysis.moves.game import NOTHING, Game
from tertius.analysis.moves.search import Plan, Search
from tertius.case.model import Case
from tertius.report.text.phrases import actor_phrase, capital, counted, joined, percent, points, points_words
from tertius.scenarios.effects import SAME

Profile = tuple[int, ...]

SLIGHT = 0.05

"""Points that a gain must reach to be told as one: less is shown as 0.0."""


def move_name(case: Case, ident: str) -> str:
    """The name to show for a move; its id if it has none."""
    return NOTHING if ident == NOTHING else case.moves[ident].name or ident


def move_sentences(told: Search) -> list[str]:
    """The best single move of an actor, what backfires, what costs more than it brings, what is not in the ranking."""
    return [sentence for sentence in (_best(told), _backfiring(told), _dear(told), _hindered(told)) if sentence]


def game_sentences(told: Game) -> list[str]:
    """How many equilibria there are, whether doing nothing is one, and how sure that is."""
    return [_equilibria(told), _nothing(told), *_undecided(told), *_theories(told), *_unsettled(told)]


def _best(told: Search) -> str:
    case, who = told.case, actor_phrase(told.case, told.actor)
    if not told.plans:
        return f"{capital(who)} can make none of its moves alone."
    best = told.plans[0]
    name = _quoted(case, best.moves[0])
    if not best.net.mean > SAME:
        least = f"even the best of them, {name}, leaves it {points_words(-best.net.mean)} worse off, cost included"
        return f"No single move pays for {who}: {least if best.net.mean < -SAME else 'none changes anything'}."
    if best.net.mean < SLIGHT:
        return (
            f"No single move clearly pays for {who}: the best of them, {name}, brings about as much as it costs and "
            f"gains in {percent(best.net.helps)} of the draws and theories; {_worst(best)}."
        )
    return (
        f"The best single move of {who} is {name}: it can expect to gain {points_words(best.net.mean)}, cost deducted. "
        f"It gains in {percent(best.net.helps)} of the draws and theories; {_worst(best)}."
    )


def _worst(best: Plan) -> str:
    if best.net.worst < 0:
        return f"in the worst it loses {points_words(-best.net.worst)}"
    return f"in the worst it still gains {points_words(best.net.worst)}"


def _backfiring(told: Search) -> str:
    """The moves that would hurt their own actor for nothing."""
    bad = [f"{_quoted(told.case, p.moves[0])} ({points(p.gross.mean)})" for p in told.plans if _hurts(p)]
    if not bad:
        return ""
    own = "their own actor even if they" if len(bad) > 1 else "its own actor even if it"
    return f"{joined(bad)} {'backfire' if len(bad) > 1 else 'backfires'}: worse for {own} cost nothing."


def _hurts(plan: Plan) -> bool:
    return plan.backfires and plan.gross.hurts > 0


def _dear(told: Search) -> str:
    dear = [p for p in told.plans[1:] if p.net.mean < 0 and not _hurts(p)]
    if not dear or told.plans[0].net.mean < 0:
        return ""
    names = joined([_quoted(told.case, plan.moves[0]) for plan in dear])
    return f"{names} {'bring' if len(dear) > 1 else 'brings'} less than {'they cost' if len(dear) > 1 else 'it costs'}."


def _hindered(told: Search) -> str:
    waiting = [ident for ident in told.hindered if told.case.moves[ident].after]
    if not waiting:
        return ""
    names = joined([_quoted(told.case, ident) for ident in waiting])
    return f"Not ranked, because another move must come first: {names}."


def _equilibria(told: Game) -> str:
    number = len(told.equilibria)
    if not number:
        return NO_EQUILIBRIUM
    if number == 1:
        return (
            f"There is one equilibrium, from which nobody gains by leaving alone: {_played(told, told.equilibria[0])}."
        )
    return (
        f"There are {counted(number)} equilibria, from each of which nobody gains by leaving alone. Which of them is "
        "played the game does not decide."
    )


def _played(told: Game, profile: Profile) -> str:
    """What everyone does, those who do nothing together at the end."""
    case, does = told.case, told.named(profile)
    active = [f"{actor_phrase(case, p)} does {_quoted(case, m)}" for p, m in does.items() if m != NOTHING]
    if not active:
        return "nobody makes a move"
    idle = len(does) - len(active)
    return joined([*active, *(["the others do nothing" if idle > 1 else "the other does nothing"] if idle else [])])


def _nothing(told: Game) -> str:
    case = told.case
    if (0,) * len(told.players) in told.equilibria:
        return "That nobody makes a move is an equilibrium: alone, nobody gains by one."
    movers = [
        f"{actor_phrase(case, p)} ({points_words(gain)}, by {_quoted(case, told.best_reply(p))})"
        for p, gain in told.gains_alone().items()
    ]
    return f"If nobody made a move, somebody would regret it: {joined(movers)}."


def _undecided(told: Game) -> list[str]:
    """The choices that other draws may turn round."""
    loose = [
        f"whether {actor_phrase(told.case, p)} would not rather choose {_quoted(told.case, m.strategy)}"
        for margins in told.margins
        for p, m in margins.items()
        if not m.firm
    ]
    if not loose:
        return []
    return [f"Undecided over {told.draws} draws, within two standard errors: {joined(list(dict.fromkeys(loose)))}."]


def _theories(told: Game) -> list[str]:
    other = [name for name in told.by_theory if set(told.equilibria_of(name)) != set(told.equilibria)]
    if len(told.by_theory) < 2 or not other:
        return []
    said = []
    for name in other:
        found = told.equilibria_of(name)
        said.append(f"under {name} alone {' or '.join(_played(told, one) for one in found) or 'there is none'}")
    return [f"The theories do not agree: {'; '.join(said)}."]


def _unsettled(told: Game) -> list[str]:
    if not told.unsettled:
        return []
    return [f"{capital(percent(told.unsettled))} of the settlements did not come to rest; no figure counts them."]


def _quoted(case: Case, ident: str) -> str:
    return "doing nothing" if ident == NOTHING else f"“{move_name(case, ident)}”"


NO_EQUILIBRIUM = (
    "There is no pure equilibrium: whatever all do, somebody would rather have done something else. Only "
    "choices left to chance could hold, and these are not worked out."
)

"""What is said of a game without a pure equilibrium."""


def game_phrases(told: Game) -> Iterator[str]:
    """The equilibria, whether doing nothing is one, how firm they are, what is dominated, and play in turn."""
    yield _equilibria_found(told)
    yield from _doing_nothing(told)
    yield from _firmness(told)
    yield from _by_theory(told)
    yield from _dominated(told)
    if told.path is not None:
        moves = "; ".join(f"{told.case.name(p)} {told.named(told.path)[p]}" for p in told.order)
        yield f"In turn, each foreseeing the rest: {moves}. Of strategies that are equally good the first is played."
    if told.unsettled:
        yield f"{told.unsettled:.1%} of profiles, draws and theories did not come to rest; no figure counts them."


def _equilibria_found(told: Game) -> str:
    number = len(told.equilibria)
    if not number:
        return NO_EQUILIBRIUM
    if number == 1:
        return "There is one pure equilibrium."
    return f"There are {number} pure equilibria; which of them is played the game does not say."


def _doing_nothing(told: Game) -> Iterator[str]:
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


def _by_theory(told: Game) -> Iterator[str]:
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


def plan_words(plan: Plan) -> str:
    """``visit-beijing, then show-the-tie``; ``and`` where the order is all the same."""
    return (" and " if plan.any_order else ", then ").join(plan.moves)


def search_sentences(told: Search) -> Iterator[str]:
    """The best plans by three yardsticks, what backfires, what cannot be made, and what was not looked into."""
    if told.plans:
        yield from _best_plan(told)
    yield from _backfiring_moves(told)
    for ident, why in told.hindered.items():
        yield f"{ident} is in no plan: {why}."
    if not told.exhaustive:
        yield (
            f"There are {told.possible:,} sequences of moves; {told.looked_into:,} were looked into, always going on "
            "from the best so far. A better plan may begin with a move that is bad by itself."
        )
    if told.unsettled:
        yield f"In {told.unsettled:.1%} of draws and theories some version did not come to rest; no figure counts them."


def _best_plan(told: Search) -> Iterator[str]:
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


def _backfiring_moves(told: Search) -> Iterator[str]:
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
