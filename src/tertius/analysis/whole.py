"""The whole analysis of a case, part by part, as a brief needs it: what `tertius run` and `tertius.brief` find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TypeVar

from tertius.analysis.claims import claims as test_claims
from tertius.analysis.claims.result import Claims
from tertius.analysis.decide.decide import DRAWS, Decision, decide
from tertius.analysis.forecast import evidence_gap, forecast, sensitivity
from tertius.analysis.forecast.evidence import EvidenceGap
from tertius.analysis.forecast.result import Forecast
from tertius.analysis.forecast.sensitivity_report import WhatMatters
from tertius.analysis.leverage import leverage
from tertius.analysis.leverage.attribution import Attribution
from tertius.analysis.leverage.decision.leverage import DecisionLeverage, leverage_on_decision
from tertius.analysis.leverage.leverage import Leverage, focus_of
from tertius.analysis.moves import Scenarios, profiles_of
from tertius.analysis.moves import game as work_out_game
from tertius.analysis.moves import moves as find_moves
from tertius.analysis.moves.game import Game
from tertius.analysis.moves.search import Search
from tertius.analysis.patrons.asked import MOST, clients_of, patrons_in
from tertius.analysis.patrons.patrons import Patrons, patrons_of
from tertius.case.check.check import warn_case
from tertius.case.model import Case
from tertius.draws import check_seed, uncertain_of
from tertius.errors import Problem, check_all
from tertius.rules import settle_all, settle_theories, theories_for, theories_named
from tertius.rules.settlement import Settlement
from tertius.rules.side_by_side import TheoryComparison

Part = TypeVar("Part")
Progress = Callable[[int, int], None]
Telling = Callable[[str], AbstractContextManager[Progress]]
"""Told what is about to be done; what it gives is told how much of that is done, and of how much."""

BASE = 64
"""Rows of the matrices of sensitivity: enough to name the inputs that matter, in seconds for a large case."""

CLAIM_DRAWS = 200
"""Over so many draws claims are tested at most: enough for a verdict without a warning."""

UNRESTED = 0.5
"""With so large a part of the settlements not at rest the figures say nothing."""

MOST_DRAWS, FEWEST_DRAWS, SETTLEMENTS = 100, 16, 800
"""Draws for moves and game alike: as many as make so many settlements of the game, within bounds."""

FEW_PROFILES, MOST_PROFILES = 100, 1000
"""A game with plans of several moves has no more combinations than the first, any game no more than the second."""


@dataclass(frozen=True)
class Asked:
    """What is to be found out.

    Attributes:
        draws: Draws of the forecast; none with 0.
        seed: Their seed.
        sensitivity: Whether to look for the inputs that matter.
        moves: Whether to rank moves and work out the game.
        solution: The solution of talks that do not say theirs.
        theories: Theories that count, with commas; the talks settle under the first. Every one that applies without.
    """

    draws: int = 1000
    seed: int = 1
    sensitivity: bool = True
    moves: bool = True
    solution: str | None = None
    theories: str | None = None


@dataclass(frozen=True)
class Counted:
    """Which theories count: in every draw, side by side, and the rule and solution of the settlement."""

    draws: str | list[str]
    beside: str | list[str]
    rule: str | None
    solution: str | None


@dataclass(frozen=True)
class Analysis:
    """All that was found out about a case.

    Attributes:
        case: The case.
        asked: What was asked for.
        settlement: Where the talks settle with every number at its middle.
        breakdowns: Talk: the settlement if it breaks down.
        theories: The settlements under several theories.
        warnings: What a reader must know about the case.
        forecast: The case over many draws; None without draws or without uncertain numbers.
        sensitivity: What the answer hangs on; None if it was not asked for, or nothing is uncertain.
        gap: Which numbers are most worth finding out; None without `sensitivity`.
        leverage: Who holds leverage over whom; None without talks.
        attribution: Where the position of the actor in focus comes from.
        patrons: Clients with rival patrons.
        searches: The moves of each actor that has any.
        game: The game of all these; None where it would take too long.
        profiles: How many combinations the game has, or would have.
        claims: What became of the claims.
        decision: Every rule on a decision; None for a case with talks.
        sway: Who can move the decision; None without one.
        stopped: In the midst of what the work was interrupted; empty if it was not.
    """

    case: Case
    asked: Asked
    settlement: Settlement
    breakdowns: dict[str, Settlement]
    theories: TheoryComparison
    warnings: tuple[Problem, ...]
    forecast: Forecast | None = None
    sensitivity: WhatMatters | None = None
    gap: EvidenceGap | None = None
    leverage: Leverage | None = None
    attribution: Attribution | None = None
    patrons: tuple[Patrons, ...] = ()
    searches: tuple[Search, ...] = ()
    game: Game | None = None
    profiles: int = 0
    claims: Claims | None = None
    decision: Decision | None = None
    sway: DecisionLeverage | None = None
    stopped: str = ""


@contextmanager
def quietly(doing: str) -> Iterator[Progress]:
    """Tells nobody."""
    yield lambda done, whole: None


def check_asked(case: Case, asked: Asked) -> None:
    """Raises an error unless this can be found out about a case.

    Raises:
        UsageError: The seed is none, or a theory or a solution does not apply; all that is wrong at once.
    """
    check_all(lambda: check_seed(asked.seed), lambda: _counted(case, asked))


def analyse(case: Case, asked: Asked | None = None, telling: Telling | None = None) -> Analysis:
    """Find out everything that a brief tells.

    Ctrl-C ends the part that is being worked on, and no other part begins; what was found before is kept.

    Args:
        case: A checked case.
        asked: What is to be found out.
        telling: Told of progress.

    Raises:
        UsageError: The seed is none, or a theory or a solution does not apply.
    """
    asked = asked or Asked()
    check_asked(case, asked)
    telling = telling or quietly
    counted, parts = _counted(case, asked), _Parts(telling)
    with telling("Settling every talk, and the case without each of them"):
        settlement, breakdowns = settle_all(case, counted.rule, counted.solution)
        theories = settle_theories(case, counted.beside)
    drawn = parts.find("settling draws", lambda told: _forecast(case, asked, counted, told))
    if drawn is not None and drawn.cut_short:
        parts.stopped = "settling draws"
    matters = parts.find("looking for the inputs that matter", lambda told: _matters(settlement, asked, drawn, told))
    lev, attribution = parts.find("working out leverage", lambda told: _leverage(case, counted)) or (None, None)
    rivals = parts.find("weighing patrons", lambda told: _patrons(lev)) or ()
    searches, game, profiles = parts.find(
        "ranking moves and working out the game", lambda told: _moves(case, asked, counted, told)
    ) or ((), None, 0)
    tested = parts.find("testing claims", lambda told: _claims(case, asked, counted, drawn, told))
    decided, sway = parts.find("deciding under every rule", lambda told: _decision(case, asked)) or (None, None)
    return Analysis(
        case=case,
        asked=asked,
        settlement=settlement,
        breakdowns=breakdowns,
        theories=theories,
        warnings=tuple(warn_case(case)),
        forecast=drawn,
        sensitivity=matters,
        gap=None if matters is None or matters.sensitivity is None else evidence_gap(case, matters.sensitivity),
        leverage=lev,
        attribution=attribution,
        patrons=rivals,
        searches=searches,
        game=game,
        profiles=profiles,
        claims=tested,
        decision=decided,
        sway=sway,
        stopped=parts.stopped,
    )


class _Parts:
    """The parts one after the other; after Ctrl-C no other part begins."""

    def __init__(self, telling: Telling) -> None:
        self.telling, self.stopped = telling, ""

    def find(self, doing: str, find: Callable[[Progress], Part]) -> Part | None:
        """What a part finds; None if it is not waited for."""
        if self.stopped:
            return None
        try:
            with self.telling(f"{doing[0].upper()}{doing[1:]}") as told:
                return find(told)
        except KeyboardInterrupt:
            self.stopped = doing
            return None


def _counted(case: Case, asked: Asked) -> Counted:
    """Which theories count."""
    if asked.theories is not None:
        chosen = theories_named([case], asked.theories)
        listed = [theory.name for theory in chosen]
        return Counted(listed, listed, chosen[0].rule.key, chosen[0].solution.key)
    if asked.solution is None:
        return Counted("default", "all", None, None)
    named = [theory.name for theory in theories_for(case) if theory.solution.key == asked.solution]
    return Counted(named, "all", None, asked.solution)


def _forecast(case: Case, asked: Asked, counted: Counted, told: Progress) -> Forecast | None:
    if not asked.draws or not uncertain_of(case):
        return None
    return forecast(case, asked.draws, asked.seed, counted.draws, progress=told, hands=False)


def _matters(settlement: Settlement, asked: Asked, drawn: Forecast | None, told: Progress) -> WhatMatters | None:
    """What the answer hangs on under the theory of the settlement; None if most versions did not come to rest."""
    if not asked.sensitivity or drawn is None:
        return None
    rule, solution = settlement.rule, settlement.settings.get("solution")
    found = sensitivity(settlement.case, None, BASE, rule=rule, solution=solution, seed=asked.seed, progress=told)
    indices = found.sensitivity
    unrested = indices is not None and indices.unsettled > UNRESTED * indices.settlements
    return None if unrested else found


def _leverage(case: Case, counted: Counted) -> tuple[Leverage | None, Attribution | None]:
    """Who holds leverage over whom, and where the position of the actor in focus comes from."""
    if not case.talks:
        return None, None
    lev = leverage(case, rule=counted.rule, solution=counted.solution)
    # Where the talks can settle in more than one way, what a feature adds hangs on which of them is taken.
    return lev, None if lev.several else lev.attribution(focus_of(lev))


def _patrons(lev: Leverage | None) -> tuple[Patrons, ...]:
    """What patrons bring the clients that have two or more of them; nothing where there are several settlements."""
    if lev is None or lev.several:
        return ()
    rivals = {client: patrons_in(lev.case, client) for client in clients_of(lev.case)}
    return tuple(patrons_of(lev.scenario, client, names) for client, names in rivals.items() if len(names) <= MOST)


def _moves(case: Case, asked: Asked, counted: Counted, told: Progress) -> tuple[tuple[Search, ...], Game | None, int]:
    """The single moves of each actor that has any, and the game, over the same draws."""
    movers = [actor for actor in case.actors if any(move.actor == actor for move in case.moves.values())]
    if not movers or not case.talks or not asked.moves:
        return (), None, 0
    depth = next((deep for deep in (3, 2) if profiles_of(case, deep) <= FEW_PROFILES), 1)
    profiles = profiles_of(case, depth)
    played = 1 < profiles <= MOST_PROFILES
    draws = max(FEWEST_DRAWS, min(MOST_DRAWS, SETTLEMENTS // profiles)) if played else MOST_DRAWS
    scenarios = Scenarios(case, counted.draws, draws, asked.seed)
    searches = []
    for number, actor in enumerate(movers):
        searches.append(find_moves(case, actor, scenarios=scenarios))
        told(number + 1, len(movers))
    game = work_out_game(case, depth=depth, progress=told, scenarios=scenarios) if played else None
    return tuple(searches), game, profiles


def _claims(case: Case, asked: Asked, counted: Counted, drawn: Forecast | None, told: Progress) -> Claims | None:
    """What became of the claims, over draws even where all are alike; None without claims or draws."""
    if not case.claims or not asked.draws or (drawn is None and uncertain_of(case)):
        return None
    draws = CLAIM_DRAWS if drawn is None else min(drawn.draws, CLAIM_DRAWS)
    return test_claims(case, (), draws, asked.seed, counted.draws, progress=told)


def _decision(case: Case, asked: Asked) -> tuple[Decision | None, DecisionLeverage | None]:
    """Every rule on a decision, and who can move it; nothing for a case with talks, or without weights."""
    if case.talks or not any(case.decided(issue) for issue in case.issues):
        return None, None
    draws = None if asked.draws == DRAWS else asked.draws  # fewer for a large table, unless they are asked for
    return decide(case, draws=draws, seed=asked.seed), leverage_on_decision(case)
