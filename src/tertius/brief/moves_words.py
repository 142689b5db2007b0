"""Moves before the talks in sentences: the best of each actor, what backfires, and the game that all of them play."""

from __future__ import annotations

from tertius.brief.phrases import actor_phrase, capital, counted, joined, percent, points, points_words
from tertius.case.model import Case
from tertius.moves.game import NOTHING, Game
from tertius.moves.game_words import NO_EQUILIBRIUM
from tertius.moves.search import Plan, Search
from tertius.scenarios.effects import SAME

__all__ = ["game_sentences", "move_name", "move_sentences"]

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
