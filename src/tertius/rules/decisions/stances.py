"""What the actors of a decision bring to it: positions, saliences and capabilities as arrays, issue by issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.errors import CaseError, Problem
from tertius.rules.arrays import Floats, Network, Numbers
from tertius.rules.decisions.deciding import votes_in
from tertius.rules.decisions.votes import Votes


class Stances(NamedTuple):
    """The stances on one issue, in the order of the case.

    Attributes:
        position: (I,) what each actor wants, on the scale of the issue.
        salience: (I,) how much it matters to each, 0 to 100.
        capability: (I,) the weight of each, 0 or more.
        actors: Whose they are; empty if nobody needs to know.
        reference: Where the issue stays if nothing is decided; None if the case does not say.
        scale: Lowest and highest level of the issue.
        votes: What each has in the body that decides; None if the case says nothing of one.
    """

    position: Floats
    salience: Floats
    capability: Floats
    actors: tuple[str, ...] = ()
    reference: float | None = None
    scale: tuple[float, float] = (0.0, 100.0)
    votes: Votes | None = None


def stances_on(case: Case, issue: str) -> Stances:
    """The stances on an issue that is decided, every number at its middle; a `CaseError` if a capability is missing."""
    scale = case.issues[issue].scale
    stances = {actor: stances[issue] for actor, stances in case.stances.items() if issue in stances}
    missing = [actor for actor in stances if case.capability(actor, issue) is None]
    if missing:
        problems = []
        for actor in missing:
            found = f"'{actor}' has a stance on '{issue}' but no capability, while others have one"
            problem = Problem(found=found, suggestion=f"give actors.{actor} a `capability`")
            problems.append(case.origin.place(("stances", actor, issue)).put(problem))
        raise CaseError(problems)
    weights = [case.capability(actor, issue) or Quantity(0, 0) for actor in stances]
    stays = case.issues[issue].reference
    return Stances(
        np.array([stance.position.on(scale).middle for stance in stances.values()]),
        np.array([stance.salience.middle for stance in stances.values()]),
        np.array([weight.middle for weight in weights]),
        tuple(stances),
        None if stays is None else stays.on(scale).middle,
        scale,
        votes_in(case, tuple(stances)),
    )


def every_stance(case: Case) -> dict[str, Stances]:
    """The stances on every issue that is decided."""
    return {issue: stances_on(case, issue) for issue in case.issues if case.decided(issue)}


def many_stances(
    case: Case, network: Network, paths: Sequence[Path], values: Floats, numbers: Numbers
) -> Iterator[dict[str, Stances]]:
    """The stances of every draw on the issues that are decided, as `stances_on` gives them of the middle.

    Args:
        case: The case.
        network: Its network.
        paths: (U,) where the uncertain numbers stand in the case.
        values: (D, U) their values in each draw.
        numbers: The numbers of the network in each draw.
    """
    weights = capabilities_of(case, network, paths, values)
    decided = [(k, issue) for k, issue in enumerate(network.issues) if case.decided(issue)]
    tables = []
    for k, issue in decided:
        low, high = case.issues[issue].scale
        actors = tuple(actor for actor, stances in case.stances.items() if issue in stances)
        rows = [network.actors.index(actor) for actor in actors]
        table = (low + (high - low) * numbers.position[:, rows, k], numbers.salience[:, rows, k], weights[:, rows, k])
        levels = low + (high - low) * numbers.reference[:, k]
        fixed = ((low, high), votes_in(case, actors))
        tables.append((issue, actors, table, None if case.issues[issue].reference is None else levels, fixed))
    for draw in range(len(values)):
        yield {
            issue: Stances(p[draw], s[draw], c[draw], actors, None if stays is None else float(stays[draw]), *fixed)
            for issue, actors, (p, s, c), stays, fixed in tables
        }


def no_level(case: Case, issue: str, error: ValueError) -> CaseError:
    """Why an issue has no level, at the line of the case."""
    named = next((k for k in case.issues if f"on '{k}'" in str(error)), issue)
    found = str(error) if f"on '{named}'" in str(error) else f"{error} on '{named}'"
    found += ": every capability or salience is 0" if "weight" in found else ""
    return CaseError([case.origin.place(("issues", named)).put(Problem(found=found))])


def capabilities_of(case: Case, network: Network, paths: Sequence[Path], values: Floats) -> Floats:
    """(D, I, K) the weight of every actor on every issue; 0 where it has none."""
    weights = np.zeros((len(values), len(network.actors), len(network.issues)))
    columns = {path: values[:, column] for column, path in enumerate(paths)}
    for i, actor in enumerate(network.actors):
        for k, issue in enumerate(network.issues):
            stance = case.stances.get(actor, {}).get(issue)
            if stance is None:
                continue
            own = (
                ("stances", actor, issue, "capability")
                if stance.capability is not None
                else ("actors", actor, "capability")
            )
            middle = case.capability(actor, issue)
            weights[:, i, k] = columns.get(own, 0.0 if middle is None else middle.middle)
    return weights
