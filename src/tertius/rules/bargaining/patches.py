"""Versions of a case as patches on the arrays of its network.

Where nothing but numbers differs, a version has the arrays of the base with other values in the cells of those
numbers; what follows from them, ranges and how likely threats are carried out, is worked out anew. What cannot be said
so, another link or talk, a belief, a talk that a rule decides or an actor ratifies, is built from the case.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from tertius.case.edit.parts import Patch, frozen
from tertius.case.fields import Entry
from tertius.case.labels import on_scale_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.draws import CommonDraws
from tertius.rules.arrays import Floats, Network, Numbers, as_batch, ranges_of
from tertius.rules.bargaining.batch import arrays_of, cell_of, passes_of, put_number, put_strikes
from tertius.rules.payoffs import strike_chance


class NetworkPatches:
    """The arrays of a case in some draws, and of the versions that patches make of it.

    Args:
        base: The case.
        draws: Its draws; None if every number stands at its middle.
    """

    def __init__(self, base: Case, draws: CommonDraws | None) -> None:
        self._draws = draws
        self._network, self._numbers = self._built(base)
        self._passes: dict[Hashable, dict[str, Floats]] = {}  # of bodies as versions have them

    def of(self, patch: Patch) -> tuple[Network, Numbers]:
        """The network of a version and its numbers in each draw: patched if a patch can say what it is, else built."""
        known = self.patched(patch)
        return self._built(patch.version) if known is None else known

    def patched(self, patch: Patch) -> tuple[Network, Numbers] | None:
        """The arrays of a version as those of the base with other numbers; None if it is more than that.

        Arrays in which nothing differs are those of the base: not to be written to.
        """
        case = patch.version
        if not patch.plain or case.beliefs or any(talk.rule is not None for talk in case.talks.values()):
            return None
        network, batch = self._network, self._numbers
        if len(network.structure.elector_actor):  # who ratifies has its numbers many times over
            return None
        if _chance_anew(case, network, patch):
            return None
        rows = [h for h, ident in enumerate(network.threats) if _strikes_anew(case, ident, patch)]
        touched = {"range", "strike"} if rows else {"range"}
        middles = [one for path, part in patch.parts.items() for one in _numbers_in(case, path, part)]
        touched |= {cell[0] for cell in (cell_of(case, network, path) for path, _ in middles) if cell is not None}
        at_middle = as_batch(network.numbers)
        at_middle, batch = (_copied(numbers, touched) for numbers in (at_middle, batch))
        for path, middle in middles:
            put_number(case, network, at_middle, path, np.array([middle]))
            put_number(case, network, batch, path, np.array([middle]))
        for h in rows:
            at_middle.strike[:, h] = batch.strike[:, h] = strike_chance(case, case.threats[network.threats[h]])
        if self._draws is not None:
            drawn = self._draws.in_parts(case, [path for path in patch.parts if path[0] not in ("bodies", "threats")])
            for column, path in enumerate(drawn.paths):
                put_number(case, network, batch, path, drawn.values[:, column])
            self._put_threats(case, batch, rows, self._draws)
        numbers = Numbers(*(array[0] for array in at_middle))
        ranges = ranges_of(network.structure.curvature, network.structure.need_actor, numbers)
        batch.range[:] = ranges
        return replace(network, numbers=numbers._replace(range=ranges)), batch

    def _built(self, version: Case) -> tuple[Network, Numbers]:
        """The arrays of a case as it is written."""
        if self._draws is None:
            return arrays_of(version, (), np.empty((1, 0)))
        drawn = self._draws.of(version)
        return arrays_of(version, drawn.paths, drawn.values)

    def _put_threats(self, case: Case, batch: Numbers, rows: Sequence[int], draws: CommonDraws) -> None:
        """Puts in the numbers of threats that differ, or whose body does."""
        if not rows:
            return
        network = self._network
        drawn = draws.in_parts(case, [("threats", network.threats[h]) for h in rows])
        for column, path in enumerate(drawn.paths):
            put_number(case, network, batch, path, drawn.values[:, column])
        key = frozen(case.bodies, in_order=True)
        if key not in self._passes:  # once for bodies that are the same
            votes = draws.in_parts(case, [("bodies", ident) for ident in case.bodies])
            self._passes[key] = passes_of(case, votes.paths, votes.values)
        put_strikes(case, network, batch, rows, drawn.paths, drawn.values, self._passes[key])


def _chance_anew(case: Case, network: Network, patch: Patch) -> bool:
    """Whether doubt, tied hands or those who must say yes may differ: the chance that they leave is in no one cell."""
    touched = any(path[0] in ("talks", "bodies") for path in patch.parts)
    said = any(talk.doubt or talk.firm or talk.ratified_by for talk in case.talks.values())
    return touched and (said or bool(network.structure.unsure.any()))


def _strikes_anew(case: Case, ident: str, patch: Patch) -> bool:
    """Whether a threat, or the body that must pass it, differs."""
    return ("threats", ident) in patch.parts or ("bodies", case.threats[ident].authorised_by) in patch.parts


def _numbers_in(case: Case, path: Path, value: Any) -> Iterator[tuple[Path, float]]:
    """Yield the numbers in a part of a case, defaults among them, each with its middle on its plain scale.

    Those of a body stand in no array by themselves.
    """
    if path[0] == "bodies":
        return
    if isinstance(value, Quantity):
        yield path, on_scale_of(case, path, value).middle
    elif isinstance(value, Entry):
        for name, inner in value:
            yield from _numbers_in(case, (*path, name), inner)
    elif isinstance(value, dict):
        for ident, inner in value.items():
            yield from _numbers_in(case, (*path, ident), inner)


def _copied(numbers: Numbers, touched: set[str]) -> Numbers:
    """Arrays of which some are to be changed: copies of these, and the others as they are."""
    return numbers._replace(**{name: getattr(numbers, name).copy() for name in touched})
