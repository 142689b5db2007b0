"""A client and its patrons: what they have together, how five concepts divide it, and whether they are rivals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from tertius.analysis.leverage.walk_away import Band, band_of
from tertius.analysis.patrons.asked import client_asked, mistakes_in, patrons_asked, patrons_in
from tertius.analysis.patrons.concepts import PATRON_CONCEPTS
from tertius.analysis.patrons.given import power_given, rates_given, worths_given
from tertius.analysis.patrons.unit import Rate, rate_of
from tertius.analysis.patrons.worth import power_of, settled_payoffs, spillovers, worths_of
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.results import Record, Result, frame_of
from tertius.rules import chosen_theory
from tertius.rules.arrays import Flags, Floats
from tertius.rules.rule import Rule
from tertius.rules.worths.division import rivalry
from tertius.scenarios.effects import SAME
from tertius.scenarios.scenarios import Scenario, scenario_of

if TYPE_CHECKING:
    import pandas as pd

RIVALRY = "rivalry"
"""What claims call the rivalry of patrons."""

Relation = Literal["rivals", "complements", "independent"]


@dataclass(frozen=True)
class Divided(Record):
    """What client and patrons have under one concept, in points of the client.

    Attributes:
        client: What its patrons bring the client: what it has less what it has without any.
        patrons: What each patron has from dealing with the client.
        low: The least that they bring the client where the concept leaves that open; else as `client`.
        high: The most.
    """

    client: Band
    patrons: Mapping[str, Band]
    low: Band
    high: Band


@dataclass(frozen=True)
class Patrons(Result):
    """A client and its patrons, under five concepts that divide what they have together.

    Payoffs of different actors cannot be compared; to divide them they are counted in one unit, points of the client.
    `rates` say how the points of each patron were turned into it.

    Attributes:
        client: The client.
        names: The patrons.
        worths: Set of patrons: W, what the client and these have together.
        power: Patron: its share of the power in its deal with the client, on average over the draws.
        rates: Patron: how many points of the client one point of it is; empty where worths were given.
        concepts: Key of `PATRON_CONCEPTS`: how it divides.
        rivalry: Pair of patrons: W(i) + W(j) - W(ij) - W(0); above zero rivals, below zero complements.
        together: The sum of what each patron alone would add, less what all add.
        pays: In which share of the draws bids bring the client anything (menu auction); without draws 1 or 0.
        spillover: Patron: the most that it gains (or loses, below zero) by deals of the client with others, as a
        share of
            its range; no concept counts that. Empty where worths were given.
        scenario: The case, settled over its draws; None where worths were given.
        unsettled: In how many draws a settlement did not come to rest.
    """

    client: str
    names: tuple[str, ...]
    worths: Mapping[tuple[str, ...], Band]
    power: Mapping[str, float]
    rates: Mapping[str, Rate]
    concepts: Mapping[str, Divided]
    rivalry: Mapping[tuple[str, str], Band]
    together: Band
    pays: float
    spillover: Mapping[str, float]
    scenario: Scenario | None = None
    unsettled: int = 0

    @property
    def case(self) -> Case | None:
        """The case; never changed."""
        return None if self.scenario is None else self.scenario.case

    @property
    def draws(self) -> int:
        """How many draws there are; 0 if every number stands at its middle."""
        return 0 if self.scenario is None or self.scenario.middle else self.scenario.draws

    def relation(self, one: str, other: str) -> Relation:
        """Whether two patrons are rivals or complements, by the middle of the draws."""
        pair = (one, other) if (one, other) in self.rivalry else (other, one)
        found = self.rivalry[pair].middle
        scale = max(SAME, SAME * max(abs(worth.middle) for worth in self.worths.values()))
        return "rivals" if found > scale else "complements" if found < -scale else "independent"

    def to_frame(self) -> pd.DataFrame:
        """A row for each (concept, actor): what the client gains or the patron has, low, middle and high."""
        rows: list[tuple[Any, ...]] = []
        for concept, divided in self.concepts.items():
            for actor, band in {self.client: divided.client, **divided.patrons}.items():
                rows.append((concept, actor, band.low, band.middle, band.high))
        return frame_of(rows, ["concept", "actor"], dict.fromkeys(("low", "middle", "high"), float))

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius patrons --json``."""
        scenario = self.scenario
        return {
            "case": None if scenario is None else scenario.case.case,
            "as_of": None if scenario is None else scenario.case.as_of.isoformat(),
            "theory": None if scenario is None else scenario.theory.name,
            "draws": self.draws,
            "seed": None if scenario is None else scenario.seed,
            "client": self.client,
            "patrons": list(self.names),
            **self.plain("power", "rates"),
            "worths": [{"patrons": list(names), "worth": band.to_dict()} for names, band in self.worths.items()],
            **self.plain("concepts"),
            "rivalry": [
                {"patrons": list(pair), "points": band.to_dict(), "relation": self.relation(*pair)}
                for pair, band in self.rivalry.items()
            ],
            **self.plain("together", "pays", "spillover", "unsettled"),
        }


def patrons(
    case: Case | None = None,
    client: str | None = None,
    patrons: Sequence[str] = (),
    draws: int = 0,
    seed: int = 1,
    rule: Rule | str | None = None,
    solution: str | None = None,
    threads: int | None = None,
    rates: Mapping[str, float] | None = None,
    worths: Mapping[Any, float] | None = None,
    power: Mapping[str, float] | None = None,
) -> Patrons:
    """Work out what a client has from several patrons under five concepts, and whether these are rivals.

    Args:
        case: A checked case with talks; left out if worths are given.
        client: The client; may be left out where one actor only has several patrons.
        patrons: Its patrons; without it, all who supply a need of the client and sit at a table with it.
        draws: How many draws of the uncertain numbers; with 0 every number stands at its middle.
        seed: The seed of the draws.
        rule: The rule or its name that settles the case; without it the first that applies.
        solution: What the talks that name no solution settle at; without it Nash's.
        threads: How many versions of the case to settle at a time; the answer does not depend on it.
        rates: Patron: how many points of the client one point of it counts, in the place of what `Rate` says.
        worths: In the place of a case, what the client and every set of patrons have together:
            ``{"china": 10, "russia": 8, ("china", "russia"): 10}``; with nobody, ``()``, it has 0 unless said.
        power: With worths: the bargaining power of client and patrons, 1 for those not named; only ratios count.

    Raises:
        UsageError: Client or patrons are not there or have no talk together; a worth is missing or no number.
        LimitError: The case has more talks than the rule settles.
    """
    if worths is not None:
        if case is not None or patrons or draws or rates:
            raise UsageError(
                "worths are given in the place of a case: case, patrons, draws and rates say nothing beside them"
            )
        names, table = worths_given(worths)
        client = client or "client"
        return _divided(client, names, table[None], power_given(client, names, power)[None], {})
    if case is None:
        raise UsageError("give a case, or worths")
    if power is not None:
        raise UsageError("power is given with worths; a case says itself who has how much at its tables")
    theory = chosen_theory(case, rule, solution)
    if not case.talks:
        raise UsageError(
            f"{case.case} has no talks, and patrons are those one deals with at a table: see tertius settle"
        )
    client = client_asked(case, client)
    names = patrons_asked(case, client, patrons)
    given = rates_given(names, rates)
    return patrons_of(scenario_of(case, theory, draws, seed, threads), client, names, given)


def patrons_of(
    scenario: Scenario, client: str, names: Sequence[str], given: Mapping[str, Rate] | None = None
) -> Patrons:
    """The same of a scenario; client and patrons are known to be right."""
    rates = {name: (given or {}).get(name) or rate_of(scenario, client, name) for name in names}
    payoffs, settled = settled_payoffs(scenario, client, names)
    table = worths_of(payoffs, np.array([rate.points for rate in rates.values()]))
    ranges = np.array([scenario.ranges[scenario.actor(name)] for name in names])
    spilled = np.median(spillovers(payoffs) / ranges, axis=0)
    spillover = {name: float(value) for name, value in zip(names, spilled, strict=True)}
    return _divided(client, names, table, power_of(scenario, client, names), rates, spillover, scenario, settled)


def quantity_of_patrons(scenario: Scenario, client: str, what: str, names: Sequence[str] = ()) -> Floats:
    """(D,) what a concept says that patrons bring the client, or their rivalry, in points of the client.

    It is nan in draws that did not come to rest, and where the version lacks the client or has no such patron for it.

    Args:
        scenario: The case, settled over its draws.
        client: The client.
        what: The key of a concept, or ``rivalry``: what each patron alone adds, summed, less what all add.
        names: Its patrons; without it all that the version has.
    """
    case = scenario.case
    names = names or (patrons_in(case, client) if client in case.actors else ())
    if not names or mistakes_in(case, client, names):
        return np.full(scenario.draws, np.nan)
    rates = np.array([rate_of(scenario, client, name).points for name in names])
    payoffs, settled = settled_payoffs(scenario, client, names)
    table, power = worths_of(payoffs, rates), power_of(scenario, client, names)
    values = _together(table) if what == RIVALRY else _client_gains(table, power, what)
    return np.where(settled & scenario.many.settled, values, np.nan)


def _client_gains(table: Floats, power: Floats, concept: str) -> Floats:
    divide = PATRON_CONCEPTS[concept].divide
    return np.array([divide(row, share).client - row[0] for row, share in zip(table, power, strict=True)])


def _together(table: Floats) -> Floats:
    """(D,) the sum of what each patron alone adds, less what all add; of two patrons their rivalry."""
    singles = [1 << i for i in range(table.shape[1].bit_length() - 1)]
    added: Floats = (table[:, singles] - table[:, :1]).sum(axis=1) - (table[:, -1] - table[:, 0])
    return added


def _divided(
    client: str,
    names: Sequence[str],
    table: Floats,
    power: Floats,
    rates: Mapping[str, Rate],
    spillover: Mapping[str, float] | None = None,
    scenario: Scenario | None = None,
    settled: Flags | None = None,
) -> Patrons:
    """The result, from W (D, 2^n) and the power of the patrons (D, n)."""
    concepts, pays = {}, 0.0
    for key, concept in PATRON_CONCEPTS.items():
        found = [concept.divide(row, share) for row, share in zip(table, power, strict=True)]
        gains = {end: np.array([getattr(one, end) for one in found]) - table[:, 0] for end in ("client", "low", "high")}
        shares = np.array([one.patrons for one in found])
        if key == "menu_auction":
            pays = float((gains["client"] > SAME).mean())
        concepts[key] = Divided(
            band_of(gains["client"]),
            {name: band_of(shares[:, i]) for i, name in enumerate(names)},
            band_of(gains["low"]),
            band_of(gains["high"]),
        )
    pairs = np.array([rivalry(row) for row in table])
    return Patrons(
        client=client,
        names=tuple(names),
        worths={
            tuple(name for i, name in enumerate(names) if s >> i & 1): band_of(table[:, s])
            for s in sorted(range(table.shape[1]), key=lambda s: (s.bit_count(), s))
        },
        power={name: float(power[:, i].mean()) for i, name in enumerate(names)},
        rates=dict(rates),
        concepts=concepts,
        rivalry={(names[i], names[j]): band_of(pairs[:, i, j]) for i, j in combinations(range(len(names)), 2)},
        together=band_of(_together(table)),
        pays=pays,
        spillover=dict(spillover or {}),
        scenario=scenario,
        unsettled=0 if settled is None else int((~settled).sum()),
    )
