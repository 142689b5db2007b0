"""What can undo a deal that both sides at the table would make: tied hands, and a body that must say yes at home.

With the probability f_i that party i cannot take its public demand back, a deal can be made if at most one is tied:

    prod_i (1 - f_i) + sum_i f_i prod_{j != i} (1 - f_j),        for two 1 - f_1 f_2;

and it stands only if every body that must ratify it passes it.

Reference: V. P. Crawford (1982), A theory of disagreement in bargaining, Econometrica 50(3); T. C. Schelling (1960),
The Strategy of Conflict; T. Ellingsen and T. Miettinen (2008), Commitment and conflict in bilateral bargaining,
American Economic Review 98(4).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tertius.case.entries import Talk
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.rules.arrays import Floats
from tertius.voting.ballots import pass_chance, pass_chances


def at_most_one(firm: Sequence[Floats]) -> Floats:
    """(D,) P(at most one party is tied), each by itself.

    Args:
        firm: For each party (D,) the probability that it is tied; of one party or more.
    """
    none, one = np.ones_like(firm[0]), np.zeros_like(firm[0])
    for tied in firm:
        none, one = none * (1 - tied), one * (1 - tied) + none * tied
    return none + one


def firm_chance(case: Case, talk: Talk, ident: str, paths: Sequence[Path], values: Floats) -> Floats:
    """(D,) P(no two parties of a talk have tied their hands).

    Args:
        case: The case.
        talk: The talk.
        ident: Its id.
        paths: (U,) where the uncertain numbers stand in the case; the others stand at their middle.
        values: (D, U) their values.
    """
    columns = {path[3]: column for column, path in enumerate(paths) if path[:3] == ("talks", ident, "firm")}
    firm = [
        values[:, columns[party]] if party in columns else np.full(len(values), one.probability.middle)
        for party, one in talk.firm.items()
        if party in talk.parties
    ]
    return at_most_one(firm) if firm else np.ones(len(values))


def body_chance(case: Case, talk: Talk, paths: Sequence[Path], values: Floats) -> Floats:
    """(D,) P(every body that must ratify the talk passes it); arguments as `firm_chance`."""
    chance = np.ones(len(values))
    for ident in {ratifier.by: None for ratifier in talk.ratified_by.values() if ratifier.by in case.bodies}:
        drawn = {path[2:]: values[:, column] for column, path in enumerate(paths) if path[:2] == ("bodies", ident)}
        votes = {tuple(map(str, path)): numbers for path, numbers in drawn.items()}
        body = case.bodies[ident]
        middle = pass_chance(body)
        if votes:
            chance = chance * pass_chances(body, votes, len(values))
        elif middle is not None:
            chance = chance * middle
    return chance


def firm_chances(case: Case, paths: Sequence[Path] = (), values: Floats | None = None) -> Floats:
    """(D, T) what tied hands and ratifying bodies leave of the chance of each talk; by default at the middles."""
    numbers = np.empty((1, 0)) if values is None else values
    columns = [
        firm_chance(case, talk, ident, paths, numbers) * body_chance(case, talk, paths, numbers)
        for ident, talk in case.talks.items()
    ]
    return np.stack(columns, axis=1) if columns else np.ones((len(numbers), 0))
