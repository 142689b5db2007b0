"""What every rule is: a published model that turns a case into a settlement."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.errors import Problem
from tertius.rules.arrays import Floats, Network, Numbers, Versions
from tertius.rules.settlement import DealChances, Settlement, Settlements


@dataclass(frozen=True)
class DrawnVersion:
    """A version of a case in many draws.

    Attributes:
        case: The version.
        paths: (U,) where its uncertain numbers stand.
        values: (D, U) their values in each draw, on their plain scales.
        arrays: Its network and the numbers in each draw, in the place of the two, if that is what a rule takes.
    """

    case: Case
    paths: Sequence[Path] = ()
    values: Floats = field(default_factory=lambda: np.empty((1, 0)))
    arrays: tuple[Network, Numbers] | None = None


class Rule(ABC):
    """A published model. Subclasses are final: they add no methods that another overrides."""

    key: str
    """Its name on the command line; the stem of its file."""

    title: str
    """Its name for people."""

    reference: str
    """Who published it."""

    talks: bool = True
    """Whether it settles talks, each at a solution of the bargaining problem."""

    offered: bool = True
    """Whether it is among the theories of a case that names none; the others must be asked for by name."""

    abreast: int = 1
    """How many times as many draws as one machine settles in one go it settles in one go."""

    def applies(self, case: Case) -> bool:
        """Whether the rule says anything about this case."""
        return True

    def lacks(self, case: Case) -> list[Problem]:
        """What the rule must know and the case does not say, if it is of the kind that the rule is for."""
        return []

    @abstractmethod
    def settle(
        self,
        case: Case,
        without: tuple[str, ...] = (),
        solution: str = "nash",
        base: Case | None = None,
        chances: DealChances = True,
    ) -> Settlement:
        """Settle a case, every number at its middle.

        Args:
            case: A checked case.
            without: Talks made to break down.
            solution: Key of the solution of every talk that does not name its own.
            base: The case whose ranges are the unit, if `case` is a draw of it.
            chances: Whether it is worked out how likely deals are missed, as `tertius.settle` has it.
        """

    def follow(
        self,
        case: Case,
        levels: Mapping[str, float] | None,
        without: tuple[str, ...] = (),
        solution: str = "nash",
        chances: DealChances = True,
    ) -> Settlement:
        """Settle a case as `settle` does, by one search that starts at given levels.

        What only a reader of the settlement would ask for, how likely deals are with other ranges, is left out.

        A rule whose answer hangs on no start gives its settlement.

        Args:
            case: A checked case.
            levels: Issue: the level at which the search starts, on its own scale; the reference where it has none. With
                None it starts where `settle` starts.
            without: Talks made to break down.
            solution: Key of the solution of every talk that does not name its own.
            chances: As for `settle`.
        """
        return self.settle(case, without, solution, chances=chances)

    @abstractmethod
    def settle_many(
        self,
        case: Case,
        paths: Sequence[Path],
        values: Floats,
        solution: str = "nash",
        threads: int = 1,
        hands: bool = False,
    ) -> Settlements:
        """Settle many draws, each from its references. The bits of the answer do not depend on `threads`.

        Args:
            case: A checked case.
            paths: (U,) where the uncertain numbers stand in the case; the others stay at their middle.
            values: (D, U) their values in each draw, on their plain scales.
            solution: Key of the solution of every talk that does not name its own.
            threads: How many draws to settle at a time.
            hands: Whether upper hands are wanted; they take time.
        """

    def settle_each(
        self, versions: Sequence[DrawnVersion], solution: str = "nash", threads: int = 1, hands: bool = False
    ) -> list[Settlements]:
        """Settle versions of a case, each in its draws; the bits are those of `settle_many`, version by version."""
        return [self.settle_many(one.case, one.paths, one.values, solution, threads, hands) for one in versions]

    @abstractmethod
    def settle_variants(
        self,
        case: Case,
        network: Network,
        variants: Versions,
        threads: int = 1,
        hands: bool = False,
        start: Floats | None = None,
    ) -> Settlements:
        """Settle versions of a case's network, each from its references or from one start for all.

        Args:
            case: The case of the network.
            network: The network, as `network_of` gives it.
            variants: The versions: other numbers, fewer talks, talks made to fail.
            threads: How many versions to settle at a time; the bits of the answer do not depend on it.
            hands: Whether upper hands are wanted; there are none of versions with a talk that is made to fail.
            start: (K,) the levels, in [0, 1], at which the search for each starts; its references if left out.

        Raises:
            UsageError: The rule settles no talks.
        """

    @abstractmethod
    def settle_all(
        self, case: Case, solution: str = "nash", chances: DealChances = True
    ) -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement of a case, and for each talk the settlement if that talk breaks down."""
