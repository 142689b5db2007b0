"""Whether the parts of a case fit together: tables and levels, powers, pressures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product

from tertius.case.bodies import follows_from_leanings
from tertius.case.entries import BY_PARTY, Talk
from tertius.case.fields import Fixed, kept_of_part
from tertius.case.findings import CheckContext, Finding, entries_of
from tertius.case.labels import issue_at
from tertius.case.model import Issue
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity

MOST_CURVED = 3.0
"""Above it the loss near a position is so flat that the search for it stops early."""

UNWEIGHTED = ("mean", "median")
"""The rules under which capability does not count."""

_LEVELLED = ("issues", "talks", "stances", "links", "threats")
"""The collections with levels that lie on the scale of an issue."""

_NAMED = ("actors", "issues", "talks", "needs", "links", "threats", "bodies", "promises")


def check_ids(desk: CheckContext) -> Iterator[Finding]:
    """Yield ids that two things share: results name things by their id alone."""
    first: dict[str, str] = {}
    for collection in _NAMED:
        for ident in getattr(desk.case, collection):
            if ident in first:
                found = f"the id '{ident}' is used twice, in {first[ident]} and in {collection}"
                legal = "actors, issues, talks, needs, links, threats, bodies and promises have ids of their own"
                yield Finding((collection, ident), found, legal, "rename one of them")
            first.setdefault(ident, collection)


def check_issues(desk: CheckContext) -> Iterator[Finding]:
    """Yield issues at two tables, or with two levels, or with none."""
    tables: dict[str, str] = {}
    for ident, talk in desk.case.talks.items():
        for name in talk.without_agreement:
            if name in tables:
                found = f"the issue '{name}' is already in the talk '{tables[name]}'"
                legal = "an issue is in one talk at most"
                yield Finding(("talks", ident, "without_agreement", name), found, legal)
            tables.setdefault(name, ident)
    whole = desk.whole("talks") and desk.whole("stances")
    for ident, issue in desk.case.issues.items():
        elsewhere = f"another one in the talk '{tables[ident]}'" if ident in tables else ""
        if issue.reference is not None and (elsewhere or issue.level is not None):
            legal = "only an issue that is decided by weight has a `reference`: no talk, no standing level"
            found = f"it has a reference, and {elsewhere or 'a standing level'}"
            yield Finding(("issues", ident, "reference"), found, legal, "take one of the two out")
        if elsewhere and issue.level is not None:
            legal = "only an issue outside every talk has a standing level"
            found = f"it has a standing level, and {elsewhere}"
            yield Finding(("issues", ident, "level"), found, legal, "take one of the two out")
        placed = elsewhere or issue.level is not None or desk.case.decided(ident)
        if not placed and whole and desk.whole("issues", ident):
            legal = "an issue outside every talk says where it stands"
            suggestion = "give it a `level`, or put it under `without_agreement` of a talk"
            if not desk.case.talks:
                suggestion = "give it a `level`, or give the actors a `capability` to decide it by weight"
            yield Finding(("issues", ident), "in no talk and without a level", legal, suggestion)


def check_levels(desk: CheckContext) -> Iterator[Finding]:
    """Yield levels, positions and anchors that are off their issue's scale.

    A level that its entry is short for is named by the path of the entry.
    """
    issues = desk.case.issues
    scales = {ident: issue.scale for ident, issue in issues.items()}
    for name in _LEVELLED:
        entries = getattr(desk.case, name)
        for path, issue, level in entries.found(f"off {scales}", partial(_levels_off, name, entries, scales)):
            if desk.whole("issues", issue):
                low, high = scales[issue]
                what = path[-1] if path[-1] in ("position", "reference") else "level"
                found = "it is off the scale" if path[-2] == "anchors" else f"{what} {level} is off the scale"
                yield Finding(path, found, f"'{issue}' goes from {low:g} to {high:g}")


_Level = tuple[Path, str, Quantity]
"""Where a level, position or anchor stands, on which issue, and what it is."""


def _levels_off(name: str, entries: Fixed, scales: Mapping[str, tuple[float, float]]) -> list[_Level]:
    """The levels in a collection that are off the scale of their issue by more than a rounding."""
    levels = [level for ident, entry in entries.items() for level in _levels_of((name, ident), entry)]
    return [(path, issue, level) for path, issue, level in levels if issue in scales and _is_off(level, *scales[issue])]


def _is_off(level: Quantity, low: float, high: float) -> bool:
    on, slack = level.on((low, high)), 1e-9 * (high - low)
    return on.low < low - slack or on.high > high + slack


@kept_of_part
def _levels_of(path: Path, entries: object) -> list[_Level]:
    """The levels, positions and anchors in a part of a case, each with its path and its issue."""
    levels: list[_Level] = []
    for at, entry in entries_of(entries, path):
        for field, value in entry:
            issue = issue_at((*at, field)) if isinstance(value, Quantity) else ""
            if issue:
                levels.append((at if field == entry.shorthand else (*at, field), issue, value))
        if isinstance(entry, Issue):
            anchors = [((*at, "anchors", f"{anchor:g}"), Quantity(anchor, anchor)) for anchor in entry.anchors]
            levels += [(place, str(at[1]), anchor) for place, anchor in anchors]
    return levels


def check_talks(desk: CheckContext) -> Iterator[Finding]:
    """Yield talks with too few parties, a party twice, or powers that cannot be."""
    for ident, talk in desk.case.talks.items():
        path: Path = ("talks", ident, "parties")
        for index, party in enumerate(talk.parties):
            if party in talk.parties[:index]:
                yield Finding((*path, index), f"'{party}' is named twice", "a party is named once")
        if len(set(talk.parties)) < 2:
            found = f"a talk with {'one party' if talk.parties else 'no party'}"
            yield Finding(path, found, "a talk has two parties or more")
        elif desk.whole(*path) and all(desk.has("actors", party) for party in talk.parties):
            for name in [name for name in talk.power if name not in talk.parties]:
                legal = f"parties: {', '.join(talk.parties)}"
                yield Finding(("talks", ident, "power", name), f"'{name}' is not a party of this talk", legal)
            if not any(talk.power[party].power.middle if party in talk.power else 1.0 for party in talk.parties):
                legal = "the middle of at least one party's power is above 0"
                yield Finding(("talks", ident, "power"), "no party has any power", legal)
            yield from _check_as_one(ident, talk, desk.case.curvature)


def _check_as_one(ident: str, talk: Talk, curvature: float) -> Iterator[Finding]:
    """Yield what keeps actors from acting as one: nobody to join, nobody across, losses that do not add up."""
    path: Path = ("talks", ident, "as_one")
    seated = [name for name in talk.as_one if name in talk.parties]
    members = ", ".join(talk.as_one)
    if not talk.as_one:
        return
    if len(talk.as_one) < 2:
        yield Finding(path, f"{members} acts as one with nobody", "two actors or more act as one")
    elif not seated:
        found = f"none of {members} is at this table"
        yield Finding(path, found, f"parties: {', '.join(talk.parties)}; one of those who act as one is among them")
    elif len(seated) == len(set(talk.parties)):
        found = f"all parties of the talk act as one: {members}"
        yield Finding(path, found, "in talks between themselves they stay apart; another party sits across the table")
    elif talk.rule is not None:
        found = f"{members} act as one in a talk that the rule {talk.rule} decides"
        yield Finding(
            path, found, "only in talks that are bargained do actors act as one", "leave `rule` out, or `as_one`"
        )
    elif curvature != 2:
        found = f"actors act as one in a case of curvature {curvature:g}"
        legal = "only losses in proportion to the square of the distance, curvature 2, add up to those of one actor"
        yield Finding(path, found, legal, "leave `curvature` out, or `as_one`")


def check_ruled_talks(desk: CheckContext) -> Iterator[Finding]:
    """Yield talks that are decided by a rule and say how they are bargained, or lack what the rule counts."""
    for ident, talk in desk.case.talks.items():
        if talk.rule is None:
            continue
        for field in ("power", "solution", *BY_PARTY, "deadline"):
            if getattr(talk, field):
                found = f"the rule '{talk.rule}' decides this talk, and no {field} counts"
                yield Finding(("talks", ident, field), found, "", "take one of the two out")
        if desk.case.curvature > MOST_CURVED:
            found = f"the rule '{talk.rule}' decides this talk, and the curvature is {desk.case.curvature:g}"
            legal = f"with a curvature above {MOST_CURVED:g} the level of such a talk would not be exact"
            yield Finding(("talks", ident, "rule"), found, legal, "lower the curvature, or take the rule out")
        for issue, party in product(talk.issues, talk.parties) if talk.rule not in UNWEIGHTED else ():
            known = issue in desk.case.stances.get(party, {}) and desk.has("actors", party)
            if known and desk.case.capability(party, issue) is None:
                found = f"'{party}' has a stance on '{issue}' but no capability, which the rule '{talk.rule}' counts"
                yield Finding(("talks", ident, "rule"), found, "", f"give actors.{party} a `capability`")


def check_pressures(desk: CheckContext) -> Iterator[Finding]:
    """Yield links from a talk to itself, threats against oneself, threats that no vote can decide yet."""
    for ident, link in desk.case.links.items():
        if link.if_fails == link.then_falls:
            found = f"it leads from the talk '{link.if_fails}' to itself"
            yield Finding(("links", ident, "then_falls"), found, "a link brings down another talk")
    for ident, threat in desk.case.threats.items():
        if threat.holder == threat.target:
            found = f"'{threat.holder}' threatens itself"
            yield Finding(("threats", ident, "target"), found, "holder and target are two actors")
        body = desk.case.bodies.get(threat.authorised_by or "")
        silent = body is not None and body.passes is None and not follows_from_leanings(body)
        if silent and desk.whole("bodies", threat.authorised_by or ""):
            found = f"the body '{threat.authorised_by}' does not say how likely it is to pass the measure"
            suggestion = (
                f"give bodies.{threat.authorised_by} a line such as `passes: 20% to 40%`, or every member a leaning"
            )
            yield Finding(("threats", ident, "authorised_by"), found, "", suggestion)
