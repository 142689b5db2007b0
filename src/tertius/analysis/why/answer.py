"""A settled case that reasons are asked of: its settlement, those without each talk, and its inputs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from tertius.analysis.why.inputs import Inputs
from tertius.analysis.why.result import Reason
from tertius.case.labels import unit_of
from tertius.case.model import Case
from tertius.rules import Theory, theory_named
from tertius.rules.settlement import Settlement


class Answer:
    """A settlement, and what is settled beside it when somebody asks why.

    Attributes:
        settlement: The settlement.
        inputs: The numbers of its case.
        step: Called at every step; what it raises ends the search.
    """

    def __init__(self, settlement: Settlement, step: Callable[[], None] = lambda: None) -> None:
        self.settlement = settlement
        self.step = step
        self.inputs = Inputs(settlement.case, step)
        self._broken: dict[str, Settlement] = {}

    @property
    def case(self) -> Case:
        """Its case."""
        return self.settlement.case

    @cached_property
    def theory(self) -> Theory:
        """The theory that it was settled under."""
        return theory_named(self.settlement.theory)

    def settled(self, case: Case, without: tuple[str, ...] = ()) -> Settlement:
        """A version of the case settled as this was, with the chances of its deals."""
        self.step()
        failed = (*self.settlement.settings.get("without", ()), *without)
        return self.theory.settle(case, failed, self.settlement.chances)

    def broken(self, talk: str) -> Settlement:
        """What is settled if a talk breaks down."""
        if talk not in self._broken:
            self._broken[talk] = self.settled(self.case, (talk,))
        return self._broken[talk]

    def number(self, path: str) -> Reason:
        """A number of the case as a row: its middle."""
        entry = self.inputs.numbers[path]
        return Reason(entry.label, entry.quantity.middle, entry.unit, path)

    def level(self, settlement: Settlement, issue: str) -> Reason:
        """The level of an issue as a row, on its own scale."""
        entry = self.case.issues[issue]
        talk = self.case.talk_of(issue)
        agreed = talk is not None and settlement.agreements[talk]
        unit = unit_of(self.case, ("issues", issue, "level"))
        return Reason(f"{entry.name or issue}{'' if agreed else ', without a deal'}", settlement.levels[issue], unit)
