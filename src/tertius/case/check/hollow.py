"""What is legal but hardly meant where a case says why talks fail: deals that say nothing, words about nothing.

Threats fire on a failed talk. Where nothing says what they were for (`unless`), an agreement that leaves every level
where it is stops them all, and suits everybody whom they would hurt or cost.
"""

from __future__ import annotations

from collections.abc import Iterator

from tertius.case.check.warning_texts import SHAPES
from tertius.case.edit.numbers import numbers_in
from tertius.case.entries import Talk
from tertius.case.findings import Finding, quoted, stilled_by_paper
from tertius.case.groups import sides_of
from tertius.case.model import Case, Threat
from tertius.case.parse.origin import Path

MANY = 8
"""So many ranges that move on their own average out."""


def hollow_findings(case: Case) -> Iterator[Finding]:
    """Yield the warnings on what a case says of talks that fail."""
    told: set[str] = set()
    for ident, talk in case.talks.items():
        yield from _hollow_deals(case, ident, talk)
        yield from _words(case, ident, talk)
        yield from _doubts(case, ident, talk, told)
        yield from _drifts(case, ident, talk)


def _hollow_deals(case: Case, ident: str, talk: Talk) -> Iterator[Finding]:
    """Talks whose parties all suffer or pay for a threat that an empty agreement would stop."""
    stopped = {
        path: one
        for path, one in stilled_by_paper(case, ident).items()
        if isinstance(one, Threat) and one.credibility.middle > 0
    }
    hurt = {one.target for one in stopped.values() if one.damage.middle > 0}
    hurt |= {one.holder for one in stopped.values() if one.cost.middle > 0}
    if talk.rule is None and talk.issues and hurt.issuperset(talk.parties):
        yield SHAPES["hollow deal"].at(next(iter(stopped)), talk=ident, stopped=quoted(case, stopped))


def _words(case: Case, ident: str, talk: Talk) -> Iterator[Finding]:
    """Parties that may break their word on issues of which nobody says whose they are, or on none."""
    for party in talk.keeps:
        unnamed = [issue for issue in talk.issues if case.issues[issue].supplier is None]
        path: Path = ("talks", ident, "keeps", party)
        if unnamed and len(talk.parties) == 2:
            issues = quoted(case, [("issues", issue) for issue in unnamed])
            yield SHAPES["owed by either"].at(path, issues=issues, party=party)
        elif party not in {case.issues[issue].supplier for issue in talk.issues}:
            yield SHAPES["word of nothing"].at(path, party=party)


def _doubts(case: Case, ident: str, talk: Talk, told: set[str]) -> Iterator[Finding]:
    """Parties of whom there is nothing to doubt, or so much that it averages out; adds those of whom it was told."""
    for party in [party for party, doubt in talk.doubt.items() if doubt.share.middle > 0 and party not in told]:
        path: Path = ("talks", ident, "doubt", party)
        alone = len(_moving(case, party))
        grouped = any(isinstance(one, str) for one in _moving(case, party, talk))
        if not alone:
            told.add(party)
            yield SHAPES["nothing to doubt"].at(path, party=party)
        elif alone >= MANY and not grouped:
            told.add(party)
            yield SHAPES["doubt that averages out"].at(path, party=party, number=alone)


def _moving(case: Case, actor: str, talk: Talk | None = None) -> set[object]:
    """What moves on its own in the stances and needs of an actor: ranges, those of one group taken as one.

    Of a talk only what its issues touch.
    """
    sides = sides_of(case)
    counted = set(case.issues if talk is None else talk.issues)
    stances = case.stances.get(actor, {})
    parts = [(("stances", actor, issue), stance) for issue, stance in stances.items() if issue in counted]
    owned = {ident: need for ident, need in case.needs.items() if need.actor == actor}
    needs = [(("needs", i), need) for i, need in owned.items() if talk is None or counted & set(need.covered_by)]
    numbers = [number for path, part in (*parts, *needs) for number in numbers_in(case, path, part)]
    wide = [number.path for number in numbers if not number.quantity.certain]
    return {sides[path].group if path in sides else path for path in wide}


def _drifts(case: Case, ident: str, talk: Talk) -> Iterator[Finding]:
    """Levels without agreement that leave their scale before the deadline."""
    for issue, reference in talk.without_agreement.items():
        if reference.drift is None or talk.deadline is None:
            continue
        low, high = case.issues[issue].scale
        level, drift = reference.level.on((low, high)).middle, reference.drift.middle
        end = level + drift * talk.deadline
        if not low <= end <= high:
            path: Path = ("talks", ident, "without_agreement", issue, "drift")
            words = {"end": f"{end:g}", "deadline": f"{talk.deadline:g}", "low": f"{low:g}", "high": f"{high:g}"}
            yield SHAPES["drift off the scale"].at(path, **words)
