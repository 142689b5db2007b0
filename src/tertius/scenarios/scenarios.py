"""The engine of scenarios: versions of one case settled over common draws, under several theories, once each.

    scenarios = Scenarios(case, draws=200)
    now = scenarios.settle(case)["renegotiate"]
    without = scenarios.settle(apply_changes(case, Change(remove="links.patron")))["renegotiate"]
    effect_of(without.payoff("dprk"), now.payoff("dprk"))

Leverage, comparisons, moves, the game before the talks and claims all stand on it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.case.edit.changes import bare_case
from tertius.case.edit.parts import Patch, patch_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.draws import CommonDraws, Drawn
from tertius.draws.sampling import OR_MIDDLES, check_count, check_threads, most_draws_held
from tertius.errors import UsageError
from tertius.rules import theories_named
from tertius.rules.arrays import Network, Numbers, Versions
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.patches import NetworkPatches
from tertius.rules.rule import DrawnVersion
from tertius.rules.settlement import Settlements
from tertius.rules.theory import Theory
from tertius.scenarios.targets import Target, values_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Progress = Callable[[int, int], None]

MOST_KEPT = 400_000
"""So many settlements are kept: 200 versions in 1,000 draws under two theories, some 100 MB for the flagship."""

SETTLED_AT_ONCE = 2048
"""So many draws of versions are settled at once: a second of work, and a few MB for the flagship."""


@dataclass(frozen=True, eq=False)
class Scenario:
    """One version of a case in many draws, settled under one theory; and what else can be settled from there.

    Attributes:
        case: The version; never changed.
        theory: Who settled it.
        many: What each draw comes to; D is 1 at the middle.
        middle: Whether every number stands at its middle.
        seed: The seed of the draws.
        threads: How many draws are settled at a time.
        has_hands: Whether `many` has the upper hands; else `hands` settles them when they are asked for.
        common: The draws; None if every number stands at its middle.
        losses: Pair of actors: (D,) what the first loses if the second walks away, kept by `losses_between`.
    """

    case: Case
    theory: Theory
    many: Settlements
    middle: bool
    seed: int
    threads: int
    has_hands: bool = False
    common: CommonDraws | None = None
    losses: dict[tuple[str, str], Floats] = field(default_factory=dict, repr=False)

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return self.many.draws

    @cached_property
    def drawn(self) -> Drawn:
        """Its uncertain numbers in these draws; none of them if every number stands at its middle."""
        return Drawn((), np.empty((1, 0))) if self.common is None else self.common.of(self.case)

    def values(self, target: Target) -> Floats:
        """(D,) a target in every draw, in points, on the scale of the issue, as a probability, or as a share.

        It is nan in draws that did not come to rest, and where the version lacks the actor, issue, talk or party; a
        talk that was never held is in agreement in no draw (0).
        """
        case, kind = self.case, target.kind
        if kind == "agreement" and target.ident not in case.talks:
            return np.zeros(self.draws)
        known: Collection[str] = case.issues if kind == "level" else case.talks if kind == "agreement" else case.actors
        if kind in ("gain", "walk_away", "upper_hand"):
            known = case.talks[target.talk].parties if target.talk in case.talks else ()
        if target.ident not in known:
            return np.full(self.draws, np.nan)
        if kind == "upper_hand":
            values = self.hands[:, list(case.talks).index(target.talk), list(case.actors).index(target.ident)]
        else:
            values = values_of(case, target, self.many)
        return np.where(self.many.settled, values, np.nan)

    def payoff(self, actor: str) -> Floats:
        """(D,) the payoff of an actor, as `values` has it."""
        return self.values(Target("payoff", actor))

    def level(self, issue: str) -> Floats:
        """(D,) the level of an issue on its scale, as `values` has it."""
        return self.values(Target("level", issue))

    def agreed(self, talk: str) -> Floats:
        """(D,) the probability that the talk ends in agreement, 1 or 0 without private numbers, as `values` has it."""
        return self.values(Target("agreement", talk))

    @cached_property
    def hands(self) -> Floats:
        """(D, T, I) upper hands, which cost a settlement of their own unless they were asked for at once."""
        return self.many.hands if self.has_hands else self.settle(self.versions(self.each(1)), hands=True).hands

    @cached_property
    def network(self) -> Network:
        """The version as arrays, every number at its middle."""
        return network_of(self.case, self.theory.solution.key)

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of every draw, arrays (D, ...)."""
        return batch_of(self.case, self.network, self.drawn.paths, self.drawn.values)

    @property
    def ranges(self) -> Floats:
        """(I,) R_i of the version, in points; nan for an actor that has nothing at stake."""
        ranges = self.network.numbers.range
        return np.where(ranges > 0, ranges, np.nan)

    def versions(self, draws: Ints) -> Versions:
        """A version in arrays for each entry of `draws` (V,), the index of its draw: copies, to be changed."""
        numbers = Numbers(*(array[draws] for array in self.numbers))
        shape = (len(draws), len(self.network.talks))
        return Versions(numbers, np.ones(shape, np.bool_), np.zeros(shape, np.bool_))

    def each(self, kinds: int) -> Ints:
        """The draws of `kinds` versions of every draw, kind by kind: reshape what is settled to (kinds, D, ...)."""
        return np.tile(np.arange(self.draws), kinds)

    def settle(self, versions: Versions, hands: bool = False) -> Settlements:
        """The settlements (V,) of these array versions, each from its references."""
        return self.theory.settle_variants(self.case, self.network, versions, self.threads, hands)

    def actor(self, name: str) -> int:
        """The row of an actor."""
        return self.network.actors.index(name)

    def talk(self, name: str) -> int:
        """The row of a talk."""
        return self.network.talks.index(name)


class Scenarios:
    """Settles versions of a base case under several theories, each over the same draws, and keeps them.

    Whoever shares it settles a version once; of more than `MOST_KEPT` settlements those asked for last are kept.

    Args:
        base: The case whose draws are taken.
        theories: ``default``, ``all``, or names of theories; or theories themselves.
        draws: How many draws; with 0 every number stands at its middle.
        seed: Seed of the draws; the first ones are those of a forecast of the base.
        threads: Draws settled at a time; all cores if left out. The answer is the same.
        common: Draws of another kind than those of the base's ranges, `draws` of them.
        client: A `distributed.Client`: its cluster settles the draws, to the same bits.

    Raises:
        UsageError: A theory does not exist or apply, or the draws, the seed or the threads are none.
    """

    def __init__(
        self,
        base: Case,
        theories: str | Sequence[str | Theory] = "default",
        draws: int = 1000,
        seed: int = 1,
        threads: int | None = None,
        common: CommonDraws | None = None,
        client: Any = None,
    ) -> None:
        self.base, self.draws, self.seed = base, draws, seed
        self._bare = bare_case(base)
        names = theories if isinstance(theories, str) else [one for one in theories if isinstance(one, str)]
        given = [] if isinstance(theories, str) else [one for one in theories if isinstance(one, Theory)]
        self.theories = tuple(_settled_by(client, given or theories_named([base], names)))
        check_count(draws, "draws", OR_MIDDLES, 0, most_draws_held(base))
        check_threads(threads)
        self.threads = threads or os.cpu_count() or 1
        self._common = common or (CommonDraws(base, 0, draws, seed) if draws else None)
        self._kept: dict[Hashable, dict[str, Scenario]] = {}
        self._networks: NetworkPatches | None = None

    @property
    def at_once(self) -> int:
        """How many versions are settled at once: as many as have `SETTLED_AT_ONCE` draws, or more on a cluster."""
        return max(1, SETTLED_AT_ONCE * min(one.abreast for one in self.theories) // max(1, self.draws))

    def patch(self, case: Case) -> Patch:
        """What makes a version of the base, which for that has no moves and no claims."""
        return patch_of(self._bare, case)

    def drawn_of(self, case: Case) -> Drawn:
        """The uncertain numbers of a version in these draws."""
        return self._common.of(case) if self._common else Drawn((), np.empty((1, 0)))

    def drawn_number(self, path: Path, quantity: Quantity) -> Floats:
        """(D,) a number of the case that no settlement rests on, such as the cost of a move."""
        return self._common.values(path, quantity) if self._common else np.array([quantity.middle])

    def settle(self, case: Case, hands: bool = False) -> dict[str, Scenario]:
        """One version under every theory, by the name of the theory.

        Args:
            case: The version: the base, or what changes have made of it.
            hands: Whether upper hands will be asked for: they are then settled in one go.
        """
        return next(self.settle_each([self.patch(case)], hands))

    def settle_each(self, versions: Iterable[Patch], hands: bool = False) -> Iterator[dict[str, Scenario]]:
        """Several versions, each as `settle` has it.

        Those that are not kept yet are settled together as they are asked for, `at_once` at a time.
        """
        waiting = iter(versions)
        while patches := list(islice(waiting, self.at_once)):
            fresh = {patch.key_in_order: patch for patch in patches if patch.key_in_order not in self._kept}
            found = {patch.key_in_order: self._kept.pop(patch.key_in_order, {}) for patch in patches}
            found |= zip(fresh, self._settled(list(fresh.values()), hands), strict=True)
            self._kept |= found
            while len(self._kept) * len(self.theories) * max(1, self.draws) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            yield from (found[patch.key_in_order] for patch in patches)

    def _settled(self, patches: Sequence[Patch], hands: bool) -> list[dict[str, Scenario]]:
        """Versions that are settled now, each under every theory."""
        versions = [self._drawn_version(patch) for patch in patches]
        rest = (not self.draws, self.seed, self.threads, hands, self._common)
        many = {theory.name: theory.settle_each(versions, self.threads, hands) for theory in self.theories}
        return [
            {theory.name: Scenario(patch.version, theory, many[theory.name][place], *rest) for theory in self.theories}
            for place, patch in enumerate(patches)
        ]

    def _drawn_version(self, patch: Patch) -> DrawnVersion:
        """A version in these draws; in arrays if there are talks: all theories on them share these."""
        case = patch.version
        if all(theory.rule.talks for theory in self.theories):
            if self._networks is None:
                self._networks = NetworkPatches(self._bare, self._common)
            return DrawnVersion(case, arrays=self._networks.of(patch))
        drawn = self.drawn_of(case)
        return DrawnVersion(case, drawn.paths, drawn.values)


def _settled_by(client: Any, theories: Sequence[Theory]) -> Sequence[Theory]:
    """Theories whose draws a cluster settles, if there is one."""
    if client is None:
        return theories
    from tertius.cluster.on_cluster import theory_on

    return [theory_on(client, theory) for theory in theories]


def scenario_of(case: Case, theory: Theory, draws: int = 0, seed: int = 1, threads: int | None = None) -> Scenario:
    """A case as it stands under one theory, upper hands included; arguments as for `Scenarios`."""
    return Scenarios(case, [theory], draws, seed, threads).settle(case, hands=True)[theory.name]


def scenarios_for(
    cases: Sequence[Case],
    theories: str | Sequence[str],
    draws: int,
    seed: int,
    threads: int | None,
    shared: Scenarios | None = None,
    client: Any = None,
) -> Scenarios:
    """The scenarios of a base case and the versions of it that follow: those shared, or some of their own.

    Raises:
        UsageError: The shared ones are of another case, or a theory of theirs does not apply to every version; or,
            without any, the numbers or theories are none.
    """
    chosen = theories_named(cases, theories) if shared is None else ()
    draws = draws if shared is None else shared.draws
    check_count(draws, "draws", "it takes 1 draw or more", 1, most_draws_held(cases[0]))
    if shared is None:
        return Scenarios(cases[0], chosen, draws, seed, threads, client=client)
    if shared.base != cases[0]:
        raise UsageError(f"the scenarios given are of another case: make one of {cases[0].case}")
    for theory in shared.theories:
        if not all(theory.applies(case) for case in cases):
            raise UsageError(f"the theory '{theory.name}' of the scenarios given does not apply to every version")
    return shared
