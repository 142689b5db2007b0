"""Many draws of one network: the numbers that differ from draw to draw, put in their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.draws import believed_middles
from tertius.rules.arrays import SURE, Floats, Network, Numbers
from tertius.rules.bargaining.breakdown.electors import put_electors
from tertius.rules.bargaining.breakdown.terms import demand_row, owed_by, power_of_patience
from tertius.rules.bargaining.decided_talks import put_deputies
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.perceived import beliefs_that_count, body_of_belief, in_arrays
from tertius.rules.firmness import firm_chances
from tertius.rules.payoffs import fraction_of
from tertius.voting.ballots import pass_chance, pass_chances


def batch_of(case: Case, network: Network, paths: Sequence[Path], values: Floats) -> Numbers:
    """The numbers of a network in many draws.

    Args:
        case: The case of the network.
        network: Every number at its middle.
        paths: (U,) where the uncertain numbers stand in the case. Those that no talk feels are left out.
        values: (D, U) their values, each on its plain scale: levels on the scale of their issue.

    Returns:
        The numbers with a leading axis of draws (D, ...). R_i stays that of the base case: a unit that changed from
        draw to draw would be none.
    """
    draws = len(values)
    batch = Numbers(*(np.repeat(np.asarray(array)[None], draws, axis=0) for array in network.numbers))
    believed: dict[str, Floats] = {}  # of beliefs
    for column, path in enumerate(paths):
        put_number(case, network, batch, path, values[:, column])
        if path[0] == "beliefs" and path[2] == "number":
            believed[str(path[1])] = values[:, column]
    passes = passes_of(case, paths, values)
    _believe(case, batch, believed, passes)
    put_strikes(case, network, batch, range(len(network.threats)), paths, values, passes)
    put_deputies(case, network, paths, values, batch)
    put_electors(case, network, batch)
    batch.chance[:] = firm_chances(case, paths, values)
    return batch


def arrays_of(case: Case, paths: Sequence[Path], values: Floats) -> tuple[Network, Numbers]:
    """The network of a case, every number at its middle, and its numbers in many draws; arguments as `batch_of`."""
    network = network_of(case)
    return network, batch_of(case, network, paths, values)


def put_number(case: Case, network: Network, batch: Numbers, path: Path, number: Floats) -> None:
    """Puts a number into the cell of the arrays in which it stands, if it stands in one by itself.

    Args:
        case: The case.
        network: Its network; only its names count.
        batch: The arrays (D, ...).
        path: Where the number stands in the case.
        number: (D,) its values, on its plain scale; or (1,), if it is the same in every draw.
    """
    cell = cell_of(case, network, path)
    if cell is None:
        return
    name, place = cell
    if name in ("reference", "position", "demand"):
        number = fraction_of(case, network.issues[_issue_at(case, path, name, place)], number)
    elif name == "drift":
        low, high = case.issues[network.issues[place[0]]].scale
        number = number / (high - low)
    elif name == "link":
        number = np.minimum(number, SURE)
    elif name == "power" and path[2] == "patience":
        number = power_of_patience(number)
    cells = getattr(batch, name)[:, *place]
    getattr(batch, name)[:, *place] = number if cells.ndim == 1 else number[:, None]


def _issue_at(case: Case, path: Path, name: str, place: tuple[Any, ...]) -> int:
    """The row of the issue that a level is of."""
    return list(case.issues).index(str(path[3])) if name == "demand" else int(place[-1])


def passes_of(case: Case, paths: Sequence[Path], values: Floats) -> dict[str, Floats]:
    """(D,) P(it passes a measure) of every body that has uncertain numbers."""
    votes: dict[str, dict[tuple[str, ...], Floats]] = {}  # how its members lean
    for column, path in enumerate(paths):
        if path[0] == "bodies":
            votes.setdefault(str(path[1]), {})[tuple(map(str, path[2:]))] = values[:, column]
    return {ident: pass_chances(case.bodies[ident], put, len(values)) for ident, put in votes.items()}


def put_strikes(
    case: Case,
    network: Network,
    batch: Numbers,
    rows: Iterable[int],
    paths: Sequence[Path],
    values: Floats,
    passes: Mapping[str, Floats],
) -> None:
    """Puts in how likely some threats are carried out, where it is drawn.

    Args:
        case: The case.
        network: Its network.
        batch: The arrays (D, ...).
        rows: The threats.
        paths: (U,) the uncertain numbers; only the credibility of threats counts.
        values: (D, U) their values.
        passes: Body: (D,) P(it passes a measure), where that is drawn.
    """
    columns = {
        path[1]: column for column, path in enumerate(paths) if path[0] == "threats" and path[2] == "credibility"
    }
    for h in rows:
        ident = network.threats[h]
        threat = case.threats[ident]
        body = threat.authorised_by
        if ident in columns or body in passes:
            chance = values[:, columns[ident]] if ident in columns else threat.credibility.middle
            if body is not None:
                chance = chance * (passes[body] if body in passes else pass_chance(case.bodies[body]) or 0.0)
            batch.strike[:, h] = chance


def cell_of(case: Case, network: Network, path: Path) -> tuple[str, tuple[Any, ...]] | None:
    """In which of the arrays of `Numbers` a number of a case stands, and where; None if it stands in none by itself.

    Of a word that is kept or not these are several cells at once.
    """
    actors, issues = network.actors, network.issues
    match path:
        case ("talks" | "promises" | "voice", *_):
            return _cell_of_talk(case, network, path)
        case ("issues", issue, "level" | "reference", *_):
            return "reference", (issues.index(issue),)
        case ("stances", actor, issue, "position" | "salience" as name, *_):
            return name, (actors.index(actor), issues.index(issue))
        case ("needs", need, "weight", *_):
            return "weight", (network.needs.index(need),)
        case ("needs", need, "covered_by", issue, *_):
            return "cover", (network.needs.index(need), issues.index(issue))
        case ("links" | "threats" as where, ident, "unless", issue, *_):
            return "demand", (demand_row(case, where, str(ident), str(issue)),)
        case ("links", link, *_):
            return "link", (network.links.index(link),)
        case ("threats", threat, "damage" | "cost" as name, *_):
            return name, (network.threats.index(threat),)
    return None


def _cell_of_talk(case: Case, network: Network, path: Path) -> tuple[str, tuple[Any, ...]] | None:
    """The same for a number of a talk, of a promise, or of the case itself."""
    match path:
        case ("promises", promise, "kept", *_):
            return "kept", (list(case.promises).index(str(promise)),)
        case ("voice",):
            return "voice", (0,)
        case (_, _, "without_agreement", issue, "drift"):
            return "drift", (network.issues.index(issue),)
        case (_, _, "without_agreement", issue, *_):
            return "reference", (network.issues.index(issue),)
        case (_, talk, "power" | "patience", actor, *_):
            return "power", (network.talks.index(talk), network.actors.index(actor))
        case (_, talk, "keeps", actor, *_):
            return "keep", owed_by(case, str(talk), str(actor))
        case (_, talk, "chance"):
            return "occurs", (network.talks.index(talk),)
    return None


def _believe(case: Case, batch: Numbers, believed: Mapping[str, Floats], passes: Mapping[str, Floats]) -> None:
    """Puts in what is believed, where it is drawn, or the vote on a threat whose credibility is believed."""
    middles, row = believed_middles(case), 0
    for ident, belief in beliefs_that_count(case).items():
        rows = slice(row, row := row + len(belief.talks))
        vote = passes.get(body_of_belief(case, belief) or "")
        if ident in believed or vote is not None:
            numbers = believed.get(ident, np.full(len(batch.belief), middles[ident]))
            batch.belief[:, rows] = in_arrays(case, belief, numbers, vote)[:, None]
