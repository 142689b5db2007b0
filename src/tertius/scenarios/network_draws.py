"""What every measure stands on: a case under a theory, at its middle or in draws, and settlements of its versions."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.draws import sample, uncertain_of
from tertius.errors import UsageError
from tertius.rules.arrays import Network, Numbers, Versions
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.network import network_of
from tertius.rules.settlement import Settlements
from tertius.rules.theory import Theory

Floats = NDArray[np.float64]


Ints = NDArray[np.int64]


@dataclass(frozen=True)
class NetworkDraws:
    """A case whose versions are settled. Versions are numbered from 0; each is one draw with something changed.

    Attributes:
        case: The case; never changed.
        theory: Who settles it.
        network: The case as arrays, every number at its middle.
        numbers: The numbers of every draw (D, ...); one draw, the middle, if no draws were asked for.
        paths: (U,) where the uncertain numbers stand in the case; none at the middle.
        values: (D, U) their values in every draw.
        drawn: Whether the draws are draws, and not the middle.
        seed: The seed of the draws.
        threads: How many versions are settled at a time.
    """

    case: Case
    theory: Theory
    network: Network
    numbers: Numbers
    paths: tuple[Path, ...]
    values: Floats
    drawn: bool
    seed: int
    threads: int

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return len(self.numbers.reference)

    @property
    def ranges(self) -> Floats:
        """(I,) R_i of the base case, in points; nan for an actor that has nothing at stake."""
        ranges = self.network.numbers.range
        return np.where(ranges > 0, ranges, np.nan)

    def versions(self, draws: Ints) -> Versions:
        """A version for each entry of `draws` (V,), the index of its draw: arrays of their own, to be changed."""
        numbers = Numbers(*(array[draws] for array in self.numbers))
        shape = (len(draws), len(self.network.talks))
        return Versions(numbers, np.ones(shape, np.bool_), np.zeros(shape, np.bool_))

    def each(self, kinds: int) -> Ints:
        """The draws of `kinds` versions of every draw, kind by kind: reshape what is settled to (kinds, D, ...)."""
        return np.tile(np.arange(self.draws), kinds)

    def settle(self, variants: Versions, hands: bool = False) -> Settlements:
        """The settlements of these versions, each from its references."""
        return self.theory.settle_variants(self.case, self.network, variants, self.threads, hands)

    def actor(self, name: str) -> int:
        """The row of an actor."""
        return self.network.actors.index(name)

    def talk(self, name: str) -> int:
        """The row of a talk."""
        return self.network.talks.index(name)


def network_draws(
    case: Case, theory: Theory, draws: int = 0, seed: int = 1, threads: int | None = None
) -> NetworkDraws:
    """The ground of a case.

    Args:
        case: A checked case with talks.
        theory: Who settles it.
        draws: How many draws of the uncertain numbers; with 0 every number stands at its middle.
        seed: The seed of the draws: the same draws as those of a forecast.
        threads: How many versions to settle at a time; as many as there are cores if left out.

    Raises:
        UsageError: The case has no talks, or the draws or threads are fewer than there can be.
    """
    if not case.talks:
        raise UsageError(f"{case.case} has no talks, and leverage is what talks are worth: see tertius settle")
    if draws < 0:
        raise UsageError(f"{draws} draws: it takes 1 or more, or 0 for every number at its middle")
    if threads is not None and threads < 1:
        raise UsageError(f"{threads} threads: it takes 1 or more")
    network, uncertain = network_of(case, theory.solution.key), uncertain_of(case)
    values = sample(uncertain, 0, draws, seed) if draws else np.empty((1, 0))
    paths = tuple(number.path for number in uncertain) if draws else ()
    numbers = batch_of(case, network, paths, values)
    return NetworkDraws(case, theory, network, numbers, paths, values, draws > 0, seed, threads or os.cpu_count() or 1)
