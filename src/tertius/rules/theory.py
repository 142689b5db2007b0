"""A theory: a rule for what a breakdown does, and a solution for how a talk is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.draws import fix
from tertius.rules.arrays import Floats, Network, Versions
from tertius.rules.rule import DrawnVersion, Rule
from tertius.rules.settlement import CONCEPTS, DEFAULT, Concept, DealChances, Settlement, Settlements, theory_name


@dataclass(frozen=True)
class Theory:
    """A rule with the solution at which its talks settle, unless a talk names its own."""

    rule: Rule
    solution: Concept = CONCEPTS[DEFAULT]

    @property
    def name(self) -> str:
        """Its name in tables and on the command line."""
        return theory_name(self.rule.key, self.solution.key)

    @property
    def abreast(self) -> int:
        """How many times as many draws as one machine settles in one go it settles in one go."""
        return self.rule.abreast

    @property
    def meaning(self) -> str:
        """What it holds, in a clause or two."""
        return f"{self.rule.title}; {self.solution.meaning}" if self.rule.talks else self.rule.title

    def applies(self, case: Case) -> bool:
        """Whether it says anything about this case, and anything else than the rule with the default solution."""
        if self.solution.key == DEFAULT:
            return self.rule.applies(case)
        leaves_open = any(talk.solution is None and talk.rule is None for talk in case.talks.values())
        return self.rule.talks and leaves_open and self.rule.applies(case)

    def settle(self, case: Case, without: tuple[str, ...] = (), chances: DealChances = True) -> Settlement:
        """Settle a case, every number at its middle; the talks in `without` break down."""
        return self.rule.settle(case, without, self.solution.key, chances=chances)

    def follow(
        self,
        case: Case,
        levels: Mapping[str, float] | None,
        without: tuple[str, ...] = (),
        chances: DealChances = True,
    ) -> Settlement:
        """Settle a case by one search that starts at given levels, see `Rule.follow`."""
        return self.rule.follow(case, levels, without, self.solution.key, chances)

    def settle_draw(self, case: Case, values: Mapping[Path, float]) -> Settlement:
        """Settle one draw of a case, from every start: these numbers certain, the others at their middle."""
        return self.rule.settle(fix(case, values), (), self.solution.key, case).drawn("given numbers")

    def settle_many(
        self, case: Case, paths: Sequence[Path], values: Floats, threads: int = 1, hands: bool = False
    ) -> Settlements:
        """Settle many draws of a case, each from its references."""
        return self.rule.settle_many(case, paths, values, self.solution.key, threads, hands)

    def settle_each(self, versions: Sequence[DrawnVersion], threads: int = 1, hands: bool = False) -> list[Settlements]:
        """Settle versions of a case, each in its draws: what `settle_many` gives, all at once."""
        return self.rule.settle_each(versions, self.solution.key, threads, hands)

    def settle_variants(
        self,
        case: Case,
        network: Network,
        variants: Versions,
        threads: int = 1,
        hands: bool = False,
        start: Floats | None = None,
    ) -> Settlements:
        """Settle versions of a case's network, each from its references or from one start for all."""
        return self.rule.settle_variants(case, network, variants, threads, hands, start)

    def settle_all(self, case: Case, chances: DealChances = True) -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement of a case, and for each talk the settlement if that talk breaks down."""
        return self.rule.settle_all(case, self.solution.key, chances)


def theories_of(rule: Rule) -> tuple[Theory, ...]:
    """A rule with every solution that it can have."""
    return tuple(Theory(rule, solution) for solution in CONCEPTS.values()) if rule.talks else (Theory(rule),)
