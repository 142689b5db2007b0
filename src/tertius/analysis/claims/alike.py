"""Cases built alike: what a claim owes to how the case is built, and what to its numbers.

A case built alike has the same actors, talks, parties and issues, the same who has a stance where, needs, suppliers,
links and threats, and other numbers: levels uniform on their scale, saliences, weights, damages and costs from 0 to
100 points, probabilities and shares from 0 to 1, powers from 0 to 2. What is 0 for certain stays 0. Who wants more of
an issue than there is without an agreement, and who less, is taken to belong to how the case is built: a position is
uniform on that side of the reference.

A claim is made in every such case by the same changes. A number that it sets goes the same part of the way to the end
of its scale: with m the middle in the case, n the middle that the claim sets and b the number of the random case,

    (1 - s) b + s b1,      s = (n - m) / (b1 - m),      b1 the top of the scale if n > m, else its bottom

and a level that an issue keeps when its talk is taken away is the reference that it had there. What a claim adds has
the numbers that the claim gives it.

What makes parties miss a deal that would suit all (doubt, tied hands, ratification, patience, demands, words kept),
what moves together and what is believed are left out: they rest on ranges, and a random case has none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from tertius.analysis.claims.forms import FORMS, ClaimVersions
from tertius.analysis.claims.kept import Kept, digest_of, source_digest
from tertius.analysis.claims.verdict import Alike, Frequency, frequency_of
from tertius.case.actions import Claim, Compare, Sweep
from tertius.case.check.changes import checked_steps
from tertius.case.check.check import check_case, note_sound
from tertius.case.edit.changes import Step, bare_case
from tertius.case.edit.numbers import numbers_in
from tertius.case.edit.parts import parts_of
from tertius.case.fields import Entry, Number
from tertius.case.findings import CheckContext
from tertius.case.labels import on_scale_of, scale_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import mark_at
from tertius.case.plain import plain_of
from tertius.draws.common import CommonDraws, Drawn
from tertius.draws.distribution import Floats, quantile
from tertius.rules.theory import Theory
from tertius.scenarios.scenarios import Scenarios

CASES = 200
"""So many cases built alike."""

MOST_CASES = 100_000
"""More of them would say no more."""

SEED = 1
"""Their seed; it is not that of the draws, so that the share is the same whatever is asked of the case."""

_HIGHEST = {"points": 100.0, "power": 2.0, "capability": 100.0}
"""Up to where numbers go whose kind has no end that means anything."""

_OF_FAILING = ("doubt", "keeps", "firm", "ratified_by", "patience")


def structure_of(case: Case) -> Case:
    """A case without what makes parties miss a deal that would suit all, and without groups, moves and claims."""
    talks = {}
    for ident, talk in case.talks.items():
        stays = {issue: one.model_copy(update={"drift": None}) for issue, one in talk.without_agreement.items()}
        bare: dict[str, object] = {name: {} for name in _OF_FAILING}
        talks[ident] = talk.model_copy(update={**bare, "deadline": None, "kind": None, "without_agreement": stays})
    links = {ident: link.model_copy(update={"unless": {}}) for ident, link in case.links.items()}
    threats = {ident: threat.model_copy(update={"unless": {}}) for ident, threat in case.threats.items()}
    update = {"talks": talks, "links": links, "threats": threats, "groups": {}, "beliefs": {}}
    return bare_case(case).model_copy(update=update)


class CasesAlike(CommonDraws):
    """The numbers of cases built as a base is, one case a draw, and those of its versions.

    Args:
        base: The case, as `structure_of` leaves it.
        cases: How many.
    """

    def __init__(self, base: Case, cases: int = CASES) -> None:
        super().__init__(base, 0, cases, SEED)
        self._case = base
        self._stated = dict(_numbers_of(base, parts_of(base)))

    def of(self, case: Case) -> Drawn:
        """The numbers of a version, certain ones too, in every case built alike."""
        return self._numbers(case, parts_of(case))

    def in_parts(self, version: Case, parts: Iterable[Path]) -> Drawn:
        """The same for some parts of a version."""
        asked = set(parts)
        return self._numbers(version, ((path, part) for path, part in parts_of(version) if path in asked))

    def _numbers(self, case: Case, parts: Iterable[tuple[Path, Entry]]) -> Drawn:
        found = dict(_numbers_of(case, parts))
        columns = [self._put(case, path, quantity) for path, quantity in found.items()]
        return Drawn(tuple(found), np.stack(columns, axis=1) if columns else np.empty((self._draws, 0)))

    def _put(self, case: Case, path: Path, quantity: Quantity) -> Floats:
        """(D,) a number of a version: as in the random case, moved as far as the claim moves it, or as it is added."""
        known = self._known_as(path)
        if known is None:
            return quantile(quantity, self._own(path)) if not quantity.certain else np.full(self._draws, quantity.low)
        drawn, stated = self._random(known), self._stated[known].middle
        low, high = self._ends(case, path)
        end = high if quantity.middle > stated else low
        if quantity.middle == stated or end == stated:
            return drawn
        share = (quantity.middle - stated) / (end - stated)
        return (1 - share) * drawn + share * end

    def _known_as(self, path: Path) -> Path | None:
        """Where the base has the number; the level of an issue is its reference if it is on a table there."""
        if path in self._stated:
            return path
        return self._reference.get(_issue_staying(path))

    @cached_property
    def _reference(self) -> dict[str, Path]:
        """Issue: where the base says at which level it stays."""
        places = ((_issue_staying(path), path) for path in self._stated)
        return {issue: path for issue, path in places if issue}

    def _random(self, path: Path) -> Floats:
        """(D,) a number of the base in every random case."""
        return self._computed_once(("alike", path), lambda: self._draw(path))

    def _draw(self, path: Path) -> Floats:
        quantity, (low, high) = self._stated[path], self._ends(self._case, path)
        if self._fixed(path):
            return np.zeros(self._draws)
        shares = self._own(("alike", *path))
        if path[0] == "stances" and path[-1] == "position":
            place = self._reference.get(str(path[2]))
            side = 0.0 if place is None else quantity.middle - self._stated[place].middle
            if place is not None and side:
                stays = self._random(place)
                return stays + ((high if side > 0 else low) - stays) * shares
        return low + (high - low) * shares

    def _fixed(self, path: Path) -> bool:
        """Whether a number is 0 for certain, on a scale on which that means that there is nothing."""
        quantity = self._stated[path]
        return quantity.low == quantity.high == 0 and scale_of(self._case, path) is None

    def _ends(self, case: Case, path: Path) -> tuple[float, float]:
        """Between which values a number is drawn."""
        scale = scale_of(case, path) or scale_of(self._case, path)
        if scale is not None:
            return scale
        kind = mark_at(path, Number)
        highest = None if kind is None else _HIGHEST.get(kind.unit, kind.high)
        return 0.0, 1.0 if highest is None else float(highest)


def _numbers_of(case: Case, parts: Iterable[tuple[Path, Entry]]) -> Iterator[tuple[Path, Quantity]]:
    """Every number of some parts of a case on its plain scale; votes and quotas say how a body is built."""
    for path, part in parts:
        for number in numbers_in(case, path, part) if path[0] not in ("moves", "claims") else ():
            if mark_at(number.path, Number) is not None:
                yield number.path, on_scale_of(case, number.path, number.quantity)


def _issue_staying(path: Path) -> str:
    """The issue whose level outside the talks or without agreement stands at a path; empty if none does."""
    match path:
        case ("issues", issue, "level" | "reference"):
            return str(issue)
        case ("talks", _, "without_agreement", issue, "level"):
            return str(issue)
    return ""


class Rates:
    """In how many cases built as a case is its claims hold; what is worked out once is kept.

    Args:
        case: The case.
        theories: Those that the claims are tested under.
        threads: Cases settled at a time.
        cases: How many cases built alike; with 0 no share is worked out.
    """

    def __init__(self, case: Case, theories: Sequence[Theory], threads: int, cases: int = CASES) -> None:
        self._base, self._theories, self._threads, self._cases = structure_of(case), theories, threads, cases

    def of(self, claim: Claim) -> Alike | None:
        """The share for one claim; None if it is no comparison and no sweep, or about what random cases leave out."""
        test = claim.test
        if not self._cases or not isinstance(test, Compare | Sweep) or not self._speaks_of(test):
            return None
        key = digest_of(plain_of(test))
        known = self._kept.get(key)
        if known is None:
            frequency = self._frequency(claim)
            known = (None if math.isnan(frequency.share) else frequency.share), frequency.unsettled
            self._kept.put(key, *known)
        share, unsettled = known
        return Alike(math.nan if share is None else share, self._cases, unsettled)

    def _speaks_of(self, test: Compare | Sweep) -> bool:
        """Whether its changes can be made in cases built alike: not those of doubt, demands or what is believed."""
        if self._faults or any(theory.rule.lacks(self._base) for theory in self._theories):
            return False
        for edits in test.versions():
            made = checked_steps(CheckContext(self._base), [Step(*edited) for edited in edits], ())
            if made.findings or made.case.beliefs:
                return False
        return True

    def _frequency(self, claim: Claim) -> Frequency:
        versions = FORMS[claim.form].versions(self._base, claim.test)
        outcome = FORMS[claim.form].test(claim.test, self._settled, versions)
        holds = np.empty((len(self._theories), 0)) if outcome.holds is None else outcome.holds
        return frequency_of(holds, tuple(theory.name for theory in self._theories))

    @cached_property
    def _faults(self) -> bool:
        """Whether nothing is left of the case without what random cases leave out."""
        return bool(check_case(self._base))

    @cached_property
    def _kept(self) -> Kept:
        names = [theory.name for theory in self._theories]
        return Kept(digest_of(plain_of(self._base), names, self._cases, SEED, source_digest()))

    @cached_property
    def _settled(self) -> ClaimVersions:
        note_sound(self._base)
        draws = CasesAlike(self._base, self._cases)
        return ClaimVersions(Scenarios(self._base, self._theories, self._cases, SEED, self._threads, draws))
