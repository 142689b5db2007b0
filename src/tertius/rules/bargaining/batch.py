"""Many draws of one network: the numbers that differ from draw to draw, put in their places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.draws import believed_middles
from tertius.rules.arrays import SURE, Network, Numbers
from tertius.rules.bargaining.decided_talks import put_deputies
from tertius.rules.bargaining.perceived import beliefs_that_count, body_of_belief, in_arrays, places_of_beliefs
from tertius.voting.ballots import pass_chance, pass_chances

Floats = NDArray[np.float64]


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
    arrays = {}
    for name, array in network.numbers._asdict().items():
        arrays[name] = np.repeat(np.asarray(array)[None], draws, axis=0)
    places = _Places(case, network, arrays)
    for column, path in enumerate(paths):
        places.put(path, values[:, column])
    places.strike()
    batch = Numbers(**arrays)
    put_deputies(case, network, paths, values, batch)
    return batch


@dataclass
class _Places:
    """Where each number of a case stands in the arrays of its network."""

    case: Case
    network: Network
    arrays: dict[str, Floats]

    def __post_init__(self) -> None:
        self.believed: dict[str, Floats] = {}
        self.credibility: dict[str, Floats] = {}
        self.votes: dict[str, dict[tuple[str, ...], Floats]] = {}
        self.putters: dict[str, Callable[[Path, Floats], None]] = {
            "talks": self._talk,
            "issues": self._issue,
            "stances": self._stance,
            "needs": self._need,
            "links": self._link,
            "threats": self._threat,
            "bodies": self._body,
            "beliefs": self._belief,
        }

    def put(self, path: Path, column: Floats) -> None:
        """Puts the values of one number in its place."""
        if path[0] in self.putters:
            self.putters[str(path[0])](path, column)

    def strike(self) -> None:
        """P(a threat is carried out) = credibility x P(its body passes it), wherever either was put."""
        draws = len(self.arrays["strike"])
        passes = {ident: pass_chances(self.case.bodies[ident], put, draws) for ident, put in self.votes.items()}
        self._believe(passes)
        for h, ident in enumerate(self.network.threats):
            threat = self.case.threats[ident]
            body = threat.authorised_by
            if ident not in self.credibility and body not in passes:
                continue
            chance = self.credibility.get(ident, threat.credibility.middle)
            if body is not None:
                chance = chance * (passes[body] if body in passes else pass_chance(self.case.bodies[body]) or 0.0)
            self.arrays["strike"][:, h] = chance

    def _believe(self, passes: Mapping[str, Floats]) -> None:
        """What is believed, wherever it was put, or the vote on a threat whose credibility is."""
        draws, places = len(self.arrays["belief"]), places_of_beliefs(self.case)
        middles = believed_middles(self.case)
        for ident, belief in beliefs_that_count(self.case).items():
            vote = passes.get(body_of_belief(self.case, belief) or "")
            if ident in self.believed or vote is not None:
                believed = self.believed.get(ident, np.full(draws, middles[ident]))
                numbers = in_arrays(self.case, belief, believed, SURE, vote)
                self.arrays["belief"][:, places[ident]] = numbers[:, None]

    def _fractions(self, issue: str, column: Floats) -> Floats:
        low, high = self.case.issues[issue].scale
        return (column - low) / (high - low)

    def _level(self, issue: str, column: Floats) -> None:
        self.arrays["reference"][:, self.network.issues.index(issue)] = self._fractions(issue, column)

    def _talk(self, path: Path, column: Floats) -> None:
        if path[2] == "without_agreement":
            self._level(str(path[3]), column)
        elif path[2] == "power":
            place = self.network.talks.index(str(path[1])), self.network.actors.index(str(path[3]))
            self.arrays["power"][:, place[0], place[1]] = column

    def _issue(self, path: Path, column: Floats) -> None:
        if path[2] in ("level", "reference"):
            self._level(str(path[1]), column)

    def _stance(self, path: Path, column: Floats) -> None:
        i, k = self.network.actors.index(str(path[1])), self.network.issues.index(str(path[2]))
        if path[3] == "position":
            self.arrays["position"][:, i, k] = self._fractions(str(path[2]), column)
        elif path[3] == "salience":
            self.arrays["salience"][:, i, k] = column

    def _need(self, path: Path, column: Floats) -> None:
        n = self.network.needs.index(str(path[1]))
        if path[2] == "weight":
            self.arrays["weight"][:, n] = column
        elif path[2] == "covered_by":
            self.arrays["cover"][:, n, self.network.issues.index(str(path[3]))] = column

    def _link(self, path: Path, column: Floats) -> None:
        self.arrays["link"][:, self.network.links.index(str(path[1]))] = np.minimum(column, SURE)

    def _threat(self, path: Path, column: Floats) -> None:
        if path[2] == "credibility":
            self.credibility[str(path[1])] = column
        elif path[2] in ("damage", "cost"):
            self.arrays[str(path[2])][:, self.network.threats.index(str(path[1]))] = column

    def _body(self, path: Path, column: Floats) -> None:
        self.votes.setdefault(str(path[1]), {})[tuple(map(str, path[2:]))] = column

    def _belief(self, path: Path, column: Floats) -> None:
        if path[2] == "number":
            self.believed[str(path[1])] = column
