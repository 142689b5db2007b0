"""Moves before the talks in sentences: the best of each actor, what backfires, and the game that all of them play.

A brief tells the single moves by their names; with `by_id`, as the commands print them, plans and strategies stand by
the ids that options take, and what only an analyst asks about is told too.
"""

from __future__ import annotations

import math

from tertius.analysis.moves.game import Game, Margin, Profile
from tertius.analysis.moves.mixed import Floats, Mixture
from tertius.analysis.moves.plans import DEEPEST, NOTHING, Strategy
from tertius.analysis.moves.search import Plan, Search
from tertius.case.model import Case
from tertius.report.text.phrases import (
    actor_phrase,
    capital,
    counted,
    joined,
    percent,
    points,
    points_words,
    with_error,
)
from tertius.scenarios.effects import SAME

SLIGHT = 0.05
"""Points that a gain must reach to be told as one: less is shown as 0.0."""

NO_EQUILIBRIUM = "There is no pure equilibrium: whatever all do, somebody would rather have done something else."
"""What is said of a game without a pure equilibrium."""


SHOWN = 5
"""So many equilibria or outcomes are told in a sentence."""

CERTAIN = Margin(NOTHING, 0.0, 0.0)


def move_name(case: Case, words: str) -> str:
    """The name to show for a move, its id if it has none; of a plan those of all its moves."""
    plan = Strategy.of(words)
    return (" and " if plan.any_order else ", then ").join(case.moves[one].name or one for one in plan.moves) or NOTHING


def plan_words(plan: Plan) -> str:
    """``visit-beijing, then show-the-tie``; ``and`` where the order is all the same."""
    return (" and " if plan.any_order else ", then ").join(plan.moves)


def backfires(plan: Plan) -> bool:
    """Whether a plan hurts its own actor, cost apart, in any draw and on average."""
    return plan.backfires and plan.gross.hurts > 0


def move_sentences(search: Search, by_id: bool = False) -> list[str]:
    """The best moves of an actor, what backfires, what costs more than it brings, and what is not in the ranking."""
    single = [plan for plan in search.plans if len(plan.moves) == 1 and plan.branch.comparable]
    bad = [plan for plan in single if backfires(plan)]
    if by_id:
        sentences = [*_best_plans(search), *_of_little_use(search, single, bad), *_untold(search, by_id)]
        told = [plan for plan in search.plans if plan.net.draws and plan.branch.comparable]
        loose = [plan_words(plan) for plan in told if not plan.decided]
        if loose:
            more = "for all these more draws may turn" if len(loose) > 1 else "more draws may turn"
            sentences.append(
                f"Undecided over {search.draws:,} draws, the gain within two standard errors of 0: {joined(loose)}; "
                f"{more} it round."
            )
        sentences += [f"{ident} is in no plan: {why}." for ident, why in search.hindered.items()]
        if not search.exhaustive:
            sentences.append(
                f"There are {search.possible:,} sequences of moves; {search.looked_into:,} were looked into, always "
                "going on from the best so far. A better plan may begin with a move that is bad by itself."
            )
        if search.unsettled:
            share = percent(search.unsettled, "%", 1, hedged=False)
            sentences.append(
                f"In {share} of draws and theories some version did not come to rest; no figure counts them."
            )
        return sentences
    sentences = [*([_best_move(search)] if single or not search.plans else []), *_untold(search, by_id)]
    if bad:
        names = joined([f"{_quoted(search.case, p.moves[0])} ({points(p.gross.mean)})" for p in bad])
        own = "their own actor even if they" if len(bad) > 1 else "its own actor even if it"
        sentences.append(f"{names} {'backfire' if len(bad) > 1 else 'backfires'}: worse for {own} cost nothing.")
    dear = [plan for plan in single[1:] if plan.net.mean < 0 and plan not in bad]
    if dear and search.plans[0].net.mean >= 0:
        names = joined([_quoted(search.case, plan.moves[0]) for plan in dear])
        bring, cost = ("bring", "they cost") if len(dear) > 1 else ("brings", "it costs")
        sentences.append(f"{names} {bring} less than {cost}.")
    waiting = [_quoted(search.case, ident) for ident in search.hindered if search.case.moves[ident].after]
    if waiting:
        sentences.append(f"Not ranked, because another move must come first: {joined(waiting)}.")
    return sentences


def _untold(search: Search, by_id: bool) -> list[str]:
    """Of which moves it cannot be told what they bring, since they would compare one settlement with another."""
    moves = [plan.moves[0] for plan in search.plans if not plan.branch.comparable]
    if not moves:
        return []
    names = joined(moves if by_id else [_quoted(search.case, move) for move in moves])
    return [f"What {names} would bring cannot be told: the talks can settle in more than one way."]


def _best_move(search: Search) -> str:
    """The best single move, what it gains and how surely."""
    case, who = search.case, actor_phrase(search.case, search.actor)
    if not search.plans:
        return f"{capital(who)} can make none of its moves alone."
    net, name = search.plans[0].net, _quoted(case, search.plans[0].moves[0])
    if not net.mean > SAME:
        least = f"even the best of them, {name}, leaves it {points_words(-net.mean)} worse off, cost included"
        return f"No single move pays for {who}: {least if net.mean < -SAME else 'none changes anything'}."
    worst = f"it loses {points_words(-net.worst)}" if net.worst < 0 else f"it still gains {points_words(net.worst)}"
    gains = f"gains in {percent(net.helps)} of the draws and theories; in the worst {worst}."
    if net.mean < SLIGHT or not search.plans[0].decided:
        best = f"the best of them, {name}, brings about as much as it costs and {gains}"
        return f"No single move clearly pays for {who}: {best}"
    gain = gain_words(net.mean, search.plans[0].errors["net"])
    others = [_quoted(case, plan.moves[0]) for plan in search.rivals if len(plan.moves) == 1]
    undecided = f" Whether {joined(others, 'or')} is not as good is undecided." if others else ""
    best = f"The best single move of {who} is {name}: it can expect to gain {gain}, cost deducted."
    return f"{best} It {gains}{undecided}"


def tight_error(gain: str, error: float) -> str:
    """A gain to a tenth of a point with its standard error, which has a second decimal only if it is smaller."""
    return with_error(gain, error, 1 if error >= SLIGHT else 2)


def gain_words(gain: float, error: float) -> str:
    """A gain in points with its standard error: ``1.4 ± 0.2 points``; alone where one draw tells nothing of it."""
    if not math.isfinite(error) or error <= SAME:
        return points_words(gain)
    return f"{tight_error(points(gain), error)} points"


def _best_plans(search: Search) -> list[str]:
    """The best plan on average, and the one of least regret."""
    if not search.plans or not search.plans[0].branch.comparable:
        return []
    first, nothing = search.plans[0], f"{search.nothing_worst_regret:.1f}"
    average = "On average nothing is better than to do nothing: no plan brings more than it costs."
    if first.net.mean > SAME:
        rivals = [plan_words(plan) for plan in search.rivals]
        more = f" and {len(rivals) - SHOWN} more" if len(rivals) > SHOWN else ""
        listed = f"; {joined(rivals[:SHOWN])}{more} cannot be told from it" if rivals else ""
        average = f"On average {plan_words(first)} gains most{listed}."
    safest = min((plan for plan in search.plans if plan.branch.comparable), key=lambda plan: plan.worst_regret)
    cautious, regret = "Who wants to regret as little as possible", f"{safest.worst_regret:.1f}"
    if safest.worst_regret < search.nothing_worst_regret:
        chooses = f"chooses {plan_words(safest)}: at worst {regret} points short of the best, against {nothing} for"
        return [average, f"{cautious} {chooses} doing nothing."]
    does = f"does nothing: at worst {nothing} points short of the best, {plan_words(safest)} is {regret}."
    return [average, f"{cautious} {does}"]


def _of_little_use(search: Search, single: list[Plan], bad: list[Plan]) -> list[str]:
    """The single moves that would hurt their own actor for nothing, change nothing, or merely cost too much."""
    who = search.case.name(search.actor)
    sentences = [
        f"{plan.moves[0]} backfires: it would hurt {who} even if it cost nothing, in "
        f"{percent(plan.gross.hurts, '%', hedged=False)} of draws and theories."
        for plan in bad
    ]
    idle = [plan.moves[0] for plan in single if plan.gross.helps == plan.gross.hurts == 0]
    if idle:
        sentences.append(f"{joined(idle)} {'change' if len(idle) > 1 else 'changes'} nothing for {who} in any draw.")
    dear = [p.moves[0] for p in single if p.moves[0] not in idle and not p.backfires and p.net.mean < 0]
    if dear:
        alone = "themselves" if len(dear) > 1 else "itself"
        sentences.append(f"{joined(dear)} would help by {alone}, but not enough for the cost.")
    return sentences


def game_sentences(game: Game, by_id: bool = False) -> list[str]:
    """How many equilibria there are, whether doing nothing is one, how sure that is, and what was left out."""
    case = game.case
    sentences = [_equilibria(game, by_id), *_by_chance(game, by_id), _doing_nothing(game, by_id)]
    sentences += [*_undecided(game, by_id), *_theories_apart(game, by_id)]
    if by_id:
        for player in game.players:
            dominated = [f"{low} (by {high})" for low, high in game.dominated(player).items()]
            if dominated:
                more = f" and {len(dominated) - SHOWN} more" if len(dominated) > SHOWN else ""
                listed = ", ".join(dominated[:SHOWN]) + more
                sentences.append(f"Dominated, whatever the others do, for {case.name(player)}: {listed}.")
    sentences += [*_in_turn(game, by_id), *_left_out(game, by_id)]
    if game.unsettled:
        share = f"{capital(percent(game.unsettled))} of the settlements"
        if by_id:
            share = f"{percent(game.unsettled, '%', 1, hedged=False)} of profiles, draws and theories"
        sentences.append(f"{share} did not come to rest; no figure counts them.")
    return sentences


def _by_chance(game: Game, by_id: bool) -> list[str]:
    """The equilibria in which somebody leaves its choice to chance, and how they were found."""
    mixed = game.mixed
    if mixed is None:
        return []
    if mixed.joint is not None and mixed.regret is not None:
        return [_correlated(game, mixed.joint, float(mixed.regret.max()), by_id)]
    if mixed.found == "unknown":
        return ["Equilibria in which choices are left to chance are not worked out: some payoffs are not known."]
    number = len(mixed.mixtures)
    if not number:
        none = "There is none in which" if mixed.found == "all" else "None was found in which"
        return [f"{none} anybody leaves its choice to chance."]
    many = f"{counted(number)} mixed equilibria, in which" if number > 1 else "one mixed equilibrium, in which"
    searched = {
        "all": f"There {'are' if number > 1 else 'is'} {many} somebody leaves its choice to chance",
        "some": f"{capital(many)} somebody leaves its choice to chance, {'were' if number > 1 else 'was'} found; there "
        "may be more",
    }
    # The command has a table of each.
    plays = "" if by_id else f": {'; or '.join(_chances(game, one) for one in mixed.mixtures[:SHOWN])}"
    more = f" and {number - SHOWN} more" if plays and number > SHOWN else ""
    said = [f"{searched[mixed.found]}{plays}{more}."]
    if mixed.connected:
        said.append("Some equilibria differ in what one actor does alone; every mixture of these is one too.")
    return said


def _correlated(game: Game, joint: Floats, regret: float, by_id: bool) -> str:
    likely = game.likely(joint)
    drawn = "; ".join(f"{percent(float(joint[one]), '%')}: {_all_do(game, one, by_id)}" for one in likely[:SHOWN])
    more = f"; and {len(likely) - SHOWN} more" if len(likely) > SHOWN else ""
    return (
        "No mixed equilibrium was found. Minimising regret leads to a correlated equilibrium: somebody draws what all "
        f"do and tells each its own part, and nobody gains more than {regret:.2g} points by doing otherwise "
        f"({drawn}{more})."
    )


def _chances(game: Game, mixture: Mixture) -> str:
    """``Upperton does nothing (67%) or “Threaten” (33%), Port nothing``: what each plays, and how likely."""
    told = []
    for player, played in zip(game.players, mixture, strict=True):
        chances = game.chances(player, played)
        each = [f"{_quoted(game.case, one)} ({percent(p, '%', hedged=False)})" for one, p in chances.items()]
        sure = f"{actor_phrase(game.case, player)} chooses "
        told.append(sure + (" or ".join(each) if len(each) > 1 else _quoted(game.case, next(iter(chances)))))
    return ", ".join(told)


def _in_turn(game: Game, by_id: bool) -> list[str]:
    """What is played in turn, whether others would be as good, and how sure that is."""
    if game.path is None or not (by_id or not game.order_asked):
        return []
    case, does = game.case, game.named(game.path)
    start = "In turn" if game.order_asked else "In turn, in the order in which moves wait for each other"
    played = "; ".join(
        f"{case.name(player) if by_id else actor_phrase(case, player)} {_told(case, does[player], by_id)}"
        for player in game.order
    )
    sentences = [f"{start}, each foreseeing the rest: {played}."]
    others = [one for one in game.outcomes if one != game.path]
    if others and by_id:
        sentences[0] += " Of strategies that are equally good the first is played."
        listed = "; or ".join(_all_do(game, one, by_id) for one in others[:SHOWN])
        more = f"; and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        sentences.append(f"Where somebody is indifferent, play in turn may also lead to: {listed}{more}.")
    loose = {player: one.strategy for player, one in game.path_margins.items() if not one.firm}
    if loose:
        who = joined([f"{case.name(player)} ({_told(case, other, by_id)})" for player, other in loose.items()])
        sentences.append(f"Undecided in turn, within two standard errors: the next best of {who}.")
    return sentences


def _all_do(game: Game, profile: Profile, by_id: bool) -> str:
    return ", ".join(
        f"{game.case.name(player)} {_told(game.case, one, by_id)}" for player, one in game.named(profile).items()
    )


def _told(case: Case, words: str, by_id: bool) -> str:
    return words if by_id else _quoted(case, words)


def _left_out(game: Game, by_id: bool) -> list[str]:
    """Which moves of the players are made in no profile, and how many longer plans are no strategies, and why."""
    told, moves = [], game.case.moves
    if game.left_out:
        each = [
            f"{ident if by_id else _quoted(game.case, ident)} of {game.case.name(moves[ident].actor)}: {why}"
            for ident, why in game.left_out.items()
        ]
        told.append(f"Made in no combination: {'; '.join(each)}.")
    if game.beyond and game.depth:
        most = f"{counted(game.depth)} move{'s' if game.depth > 1 else ''}"
        how = f": --depth {game.depth + 1} takes longer ones" if by_id else ""
        told.append(
            f"A plan has at most {most}, and those that must come before; {game.beyond:,} longer "
            f"plan{'s' if game.beyond > 1 else ''} of up to {counted(DEEPEST)} are left out{how}."
        )
    return told


def _equilibria(game: Game, by_id: bool) -> str:
    number = len(game.equilibria)
    if not number:
        return NO_EQUILIBRIUM
    if by_id:
        several = f"There are {number} pure equilibria; which of them is played the game does not say."
        return "There is one pure equilibrium." if number == 1 else several
    if number == 1:
        played = _played(game, game.equilibria[0])
        return f"There is one equilibrium, from which nobody gains by leaving alone: {played}."
    return (
        f"There are {counted(number)} equilibria, from each of which nobody gains by leaving alone. Which of them is "
        "played the game does not decide."
    )


def _doing_nothing(game: Game, by_id: bool) -> str:
    """Whether nobody would regret it if nobody made a move, and else who."""
    case = game.case
    if (0,) * len(game.players) in game.equilibria:
        if by_id:
            return "That all do nothing is an equilibrium: alone, nobody gains by moving."
        return "That nobody makes a move is an equilibrium: alone, nobody gains by one."
    gains = game.gains_alone()
    if by_id:
        movers = [
            f"{case.name(p)} ({game.best_reply(p)}, {tight_error(f'{gain:.1f}', _error(game, p))} points"
            f"{_unsure(game, p)})"
            for p, gain in gains.items()
        ]
        return f"That all do nothing is no equilibrium: alone, these would gain by moving: {', '.join(movers)}."
    movers = [
        f"{actor_phrase(case, p)} ({gain_words(gain, _error(game, p))}, by {_quoted(case, game.best_reply(p))}"
        f"{_unsure(game, p)})"
        for p, gain in gains.items()
    ]
    return f"If nobody made a move, somebody would regret it: {joined(movers)}."


def _error(game: Game, player: str) -> float:
    """The standard error of what a player gains by its best reply if the others do nothing."""
    return game.alone[player].error if player in game.alone else math.inf


def _unsure(game: Game, player: str) -> str:
    return "" if game.alone.get(player, CERTAIN).firm else ", undecided"


def _undecided(game: Game, by_id: bool) -> list[str]:
    """The choices in equilibrium that other draws may turn round."""
    case = game.case
    loose = [
        (number, player, margin.strategy)
        for number, margins in enumerate(game.margins, 1)
        for player, margin in margins.items()
        if not margin.firm
    ]
    if by_id:
        names = {
            number: " and ".join(f"{case.name(player)} ({other})" for own, player, other in loose if own == number)
            for number, _, _ in loose
        }
        return [
            f"Equilibrium {number} hangs on little: the next best is within two standard errors for {who}. "
            "More draws may turn it round."
            for number, who in names.items()
        ]
    rather = [
        f"whether {actor_phrase(case, p)} would not rather choose {_quoted(case, other)}" for _, p, other in loose
    ]
    within = f"Undecided over {game.draws} draws, within two standard errors"
    return [f"{within}: {joined(list(dict.fromkeys(rather)))}."] if loose else []


def _theories_apart(game: Game, by_id: bool) -> list[str]:
    """The theories under which the equilibria are others, if there are several theories."""
    each = {theory: game.equilibria_of(theory) for theory in game.by_theory} if len(game.by_theory) > 1 else {}
    apart = {theory: profiles for theory, profiles in each.items() if set(profiles) != set(game.equilibria)}
    if by_id:
        listed = {
            theory: "; or ".join(", ".join(f"{p} {m}" for p, m in game.named(one).items()) for one in profiles)
            for theory, profiles in apart.items()
        }
        return [f"Under {theory} alone the pure equilibria are others: {w or 'none'}." for theory, w in listed.items()]
    said = [
        f"under {theory} alone {' or '.join(_played(game, one) for one in profiles) or 'there is none'}"
        for theory, profiles in apart.items()
    ]
    return [f"The theories do not agree: {'; '.join(said)}."] if apart else []


def _played(game: Game, profile: Profile) -> str:
    """What everyone does, those who do nothing together at the end."""
    case, does = game.case, game.named(profile)
    active = [f"{actor_phrase(case, p)} does {_quoted(case, m)}" for p, m in does.items() if m != NOTHING]
    if not active:
        return "nobody makes a move"
    idle = len(does) - len(active)
    return joined([*active, *(["the others do nothing" if idle > 1 else "the other does nothing"] if idle else [])])


def _quoted(case: Case, ident: str) -> str:
    return "doing nothing" if ident == NOTHING else f"“{move_name(case, ident)}”"
