"""What became of the claims of a case: frozen, and able to explain itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from tertius.analysis.claims.condition import Condition
from tertius.analysis.claims.equilibrium import Tested
from tertius.analysis.claims.events import Clustering
from tertius.analysis.claims.verdict import ENOUGH, Alike, DrawQuantiles, Verdict
from tertius.case.actions import Claim
from tertius.case.model import Case
from tertius.results import Record, Result, frame_of, plain
from tertius.rules.settlement import Branch

if TYPE_CHECKING:
    import pandas as pd


class Detail(Protocol):
    """What else there is to say of a claim of one form."""

    def of_claim(self) -> dict[str, Any]:
        """What it adds to a claim in JSON."""


@dataclass(frozen=True)
class Curve(Record):
    """A quantity along the range of a sweep.

    Attributes:
        points: (P,) values of the input, as the claim writes them.
        spreads: (P,) the quantity at each of them, over draws and theories.
        ends: Share of draws and theories in which the quantity at the last point lies past that at the first, in the
            direction that the claim says, whatever it does between.
    """

    points: tuple[float, ...]
    spreads: tuple[DrawQuantiles, ...]
    ends: float

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        return {"points": plain(self.points), "quantity": plain(self.spreads), "ends": plain(self.ends)}

    def of_claim(self) -> dict[str, Any]:
        """What it adds to a claim in JSON."""
        return {"curve": self.to_dict()}


@dataclass(frozen=True)
class ClaimResult(Record):
    """What became of one claim.

    Attributes:
        ident: Its id.
        claim: The claim.
        verdict: Whether it holds, fails or depends.
        share: Share of draws and theories in which it holds, each theory counting the same; nan for a test of events.
        theories: Theory: the share under it alone.
        effect: How much the quantity differs (compare), changes over the range (sweep), or how much the most tempted
            player gains by leaving the profile (equilibrium); nan for a test of events, and where `crossing`.
        unsettled: Share of draws and theories that do not bear on the claim.
        condition: What it depends on; None if it does not depend, or on nothing simple.
        detail: What else there is to say of a claim of its form: `curve`, `game` or `clustering`.
        branches: Theory: whether the two versions, or the ends of a sweep, are of one branch at the middles.
        switched: In how many of the draws looked into the two versions settle in different ways, so that what differs
            there is no effect; of the theories the one with the most.
        looked_into: How many draws were looked into for that.
        alike: In how many cases built alike, with other numbers, it holds; None for a game and for events, and for what
            such cases leave out.
        note: Why it could not be tested; empty if it was.
    """

    ident: str
    claim: Claim
    verdict: Verdict
    share: float = float("nan")
    theories: Mapping[str, float] = field(default_factory=dict)
    effect: DrawQuantiles = field(default_factory=lambda: DrawQuantiles(*(float("nan"),) * 3))
    unsettled: float = 0.0
    condition: Condition | None = None
    detail: Detail | None = None
    branches: Mapping[str, Branch] = field(default_factory=dict)
    switched: int = 0
    looked_into: int = 0
    alike: Alike | None = None
    note: str = ""

    @property
    def curve(self) -> Curve | None:
        """The quantity along the range of a sweep."""
        return self.detail if isinstance(self.detail, Curve) else None

    @property
    def game(self) -> Tested | None:
        """Who would gain by leaving the profile of an equilibrium."""
        return self.detail if isinstance(self.detail, Tested) else None

    @property
    def clustering(self) -> Clustering | None:
        """The test of events."""
        return self.detail if isinstance(self.detail, Clustering) else None

    @property
    def crossing(self) -> bool:
        """Whether what differs may be one settlement from another of the same talks, so that it is no effect."""
        return any(branch.crossing for branch in self.branches.values())

    @property
    def quantity(self) -> str:
        """The quantity that it is about; empty if it is about moves or events."""
        return self.claim.test.watched

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of a claim in JSON."""
        details = dict.fromkeys(("curve", "expected_equilibrium", "temptations", "clustering"))
        return {
            "id": self.ident,
            "says": self.claim.says,
            "form": self.claim.form,
            "quantity": self.quantity or None,
            **self.plain(
                "verdict",
                "share",
                "theories",
                "effect",
                "branches",
                "switched",
                "looked_into",
                "alike",
                "unsettled",
                "condition",
            ),
            **details,
            **(self.detail.of_claim() if self.detail else {}),
            "note": self.note,
        }


@dataclass(frozen=True)
class Claims(Result):
    """The claims of a case, tested.

    Attributes:
        case: The case.
        results: What became of each claim, in the order of the case.
        theories: Names of the theories.
        draws: How many draws.
        seed: Their seed.
        versions: How many versions of the case were settled for it.
        asked: How many claims were to be tested; more than there are results if the work was interrupted.
    """

    case: Case
    results: tuple[ClaimResult, ...]
    theories: tuple[str, ...]
    draws: int
    seed: int
    versions: int
    asked: int

    def __getitem__(self, ident: str) -> ClaimResult:
        return next(result for result in self.results if result.ident == ident)

    @property
    def few(self) -> bool:
        """Whether there are so few draws that a verdict is provisional."""
        return self.draws < ENOUGH

    @property
    def warning(self) -> str:
        """That the draws are few; empty if they are not."""
        few = "1 draw is" if self.draws == 1 else f"{self.draws} draws are"
        return f"{few} few: with {ENOUGH} or more a verdict is firmer." if self.few else ""

    @property
    def interrupted(self) -> bool:
        """Whether the work was stopped before every claim was tested."""
        return len(self.results) < self.asked

    def ending(self) -> tuple[str, ...]:
        """How many claims came to which verdict, over how many draws and which theories."""
        counts = Counter(one.verdict.value for one in self.results)
        told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items()) or "none tested"
        tested = f"{len(self.results)} claim{'' if len(self.results) == 1 else 's'}: {told}"
        return (f"{tested}. {self.draws:,} draws under {', '.join(self.theories)}.",)

    def cautions(self) -> tuple[str, ...]:
        """That the draws are few, and that the work was stopped."""
        stopped = f"Stopped after {len(self.results)} of {self.asked} claims."
        return (*((self.warning,) if self.few else ()), *((stopped,) if self.interrupted else ()))

    def to_frame(self) -> pd.DataFrame:
        """A row per claim: form, quantity, verdict, share, effect, what is unsettled, share in cases built alike."""
        rows = []
        for one in self.results:
            alike = float("nan") if one.alike is None else one.alike.share
            figures = (one.share, *astuple(one.effect), one.unsettled, alike)
            rows.append((one.ident, one.claim.form, one.quantity, one.verdict.value, *figures))
        numbers = ("share", "effect_low", "effect_median", "effect_high", "unsettled", "alike")
        kinds = dict.fromkeys(("form", "quantity", "verdict"), "string") | dict.fromkeys(numbers, float)
        return frame_of(rows, ["claim"], kinds)

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius claims --json``."""
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            **self.plain("theories", "draws", "seed", "few", "interrupted", "versions"),
            "claims": plain(self.results),
        }
