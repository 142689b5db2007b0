"""Whether what a case says of talks that fail fits together: demands, ratifiers, patience, deadlines, kinds.

A demand (`unless` of a link or a threat) lies on one side of the level without agreement, that of what its holder
wants; which side it is must not hang on a draw.
"""

from __future__ import annotations

from collections.abc import Iterator

from tertius.case.bodies import follows_from_leanings
from tertius.case.entries import BY_PARTY, Demand, Reference, Talk
from tertius.case.findings import CheckContext, Finding
from tertius.case.model import Link, Threat
from tertius.case.parse.origin import Path, closest
from tertius.kinds import known_rates


def check_demands(desk: CheckContext) -> Iterator[Finding]:
    """Yield demands on issues of another table, demands of nothing, and those against the holder's own wish."""
    for collection in ("links", "threats"):
        for ident, entry in getattr(desk.case, collection).items():
            talk = desk.case.talks.get(entry.if_fails)
            for issue, demand in entry.unless.items() if talk is not None else ():
                path: Path = (collection, ident, "unless", issue)
                if issue in desk.case.issues and desk.whole("issues", issue) and talk is not None:
                    if issue in talk.without_agreement:
                        yield from _check_side(desk, path, entry, issue, demand)
                    elif desk.whole("talks", entry.if_fails):
                        found = f"'{issue}' is not on the table of '{entry.if_fails}', whose failure sets it off"
                        table = ", ".join(talk.issues) or "nothing"
                        yield Finding(path, found, f"on that table: {table}", closest(issue, talk.issues))


def _check_side(desk: CheckContext, path: Path, entry: Link | Threat, issue: str, demand: Demand) -> Iterator[Finding]:
    """Yield a demand that asks for nothing, for something else from draw to draw, or for what its holder is against."""
    case = desk.case
    scale = case.issues[issue].scale
    asked = demand.level.on(scale)
    stays = case.talks[entry.if_fails].without_agreement[issue].level.on(scale)
    stance = case.stances.get(entry.holder, {}).get(issue)
    read = desk.whole("stances", entry.holder, issue, "position")
    wanted = stance.position.on(scale).middle if stance is not None and read else None
    words = f"the level without agreement, {stays}"
    legal = "a demand is a level on that side of it on which the holder's own position lies"
    if asked.middle == stays.middle:
        found = f"level {asked} asks for nothing: it is {words}"
        yield Finding(path, found, legal, "write the level that a deal must reach, or leave it out")
    elif not (asked.low >= stays.high or asked.high <= stays.low):
        found = f"level {asked} is on no one side of {words}"
        yield Finding(
            path, found, "where the two ranges overlap, a draw may ask for the opposite", "narrow one of them"
        )
    elif wanted is not None and (wanted - stays.middle) * (asked.middle - stays.middle) <= 0:
        place = f"is {words} itself" if wanted == stays.middle else f"lies on the other side of {words}"
        found = f"level {asked} is not what its holder wants: the position of '{entry.holder}', {wanted:g}, {place}"
        yield Finding(path, found, legal, "mend the level, the position or the holder")


def check_failing(desk: CheckContext) -> Iterator[Finding]:
    """Yield what a talk says of others than its parties, and patience, deadlines and ratifiers that cannot be."""
    for ident, talk in desk.case.talks.items():
        path: Path = ("talks", ident)
        if desk.whole(*path, "parties") and all(desk.has("actors", party) for party in talk.parties):
            for field in BY_PARTY:
                for name in [name for name in getattr(talk, field) if name not in talk.parties]:
                    legal = f"parties: {', '.join(talk.parties)}"
                    found = f"'{name}' is not a party of this talk"
                    yield Finding((*path, field, name), found, legal, closest(name, talk.parties))
            yield from _check_patience(path, talk)
        for party, entry in talk.ratified_by.items():
            yield from _check_ratifier(desk, (*path, "ratified_by", party), talk, entry.by)
        for party, doubt in talk.doubt.items():
            if not doubt.share.certain:
                found = f"share {doubt.share.in_percent()} has a range"
                legal = "doubt says itself how much of a party's ranges is unknown, as one number"
                middle = f"{doubt.share.middle:.0%}"
                yield Finding((*path, "doubt", party), found, legal, f"did you mean '{middle}'?")
        yield from _check_seasons(path, talk)
        for issue, reference in talk.without_agreement.items():
            yield from _check_drift(desk, (*path, "without_agreement", issue, "drift"), talk, reference)


def _check_ratifier(desk: CheckContext, path: Path, talk: Talk, by: str) -> Iterator[Finding]:
    """Yield a ratifier that sits at the table, is not there, has no say or nothing to say."""
    case, faulty = desk.case, desk.lost.holds(path)
    if by in talk.parties:
        legal = "who ratifies is an actor or a body that does not sit at the table"
        yield Finding(path, f"'{by}' is a party of this talk itself", legal)
    elif by in case.actors:
        stances = set(case.stances.get(by, {}))
        needs = {issue for need in case.needs.values() if need.actor == by for issue in need.covered_by}
        if (stances | needs).isdisjoint(talk.issues) and desk.whole("stances", by) and desk.whole("needs"):
            found = f"'{by}' has neither a stance nor a need on an issue of this talk, so it has no reason to say no"
            legal = f"on this table: {', '.join(talk.issues) or 'nothing'}"
            yield Finding(path, found, legal, f"give '{by}' a stance on one of them, or leave it out")
    elif by in case.bodies:
        body = case.bodies[by]
        if body.passes is None and not follows_from_leanings(body) and desk.whole("bodies", by):
            found = f"the body '{by}' does not say how likely it is to say yes"
            advice = f"give bodies.{by} a line such as `passes: 60% to 80%`, or every member a leaning"
            yield Finding(path, found, "", advice)
    elif not (faulty or desk.has("actors", by) or desk.has("bodies", by)):
        known = [*desk.ids("actors"), *desk.ids("bodies")]
        listed = [f"{name}: {', '.join(desk.ids(name)[:12])}" for name in ("actors", "bodies") if desk.ids(name)]
        found = f"'{by}' is neither an actor nor a body of this case"
        yield Finding(path, found, "; ".join(listed), closest(by, known))


def _check_patience(path: Path, talk: Talk) -> Iterator[Finding]:
    """Yield patience beside power, of some parties only, or that is none."""
    for party, entry in talk.patience.items():
        if party in talk.parties and (entry.discount.low <= 0 or entry.discount.high >= 1):
            found = f"discount factor {entry.discount} is not strictly between 0 and 1"
            legal = "it is what a gain of the next season is worth today: 0.9 for a tenth less"
            yield Finding((*path, "patience", party), found, legal)
    if talk.patience and talk.power:
        legal = "power follows from patience: who can wait has it"
        yield Finding((*path, "patience"), "it stands beside `power`", legal, "take one of the two out")
    lacking = [party for party in dict.fromkeys(talk.parties) if party not in talk.patience]
    if lacking and set(talk.patience) & set(talk.parties):
        found = f"nothing is said of {', '.join(lacking)}"
        legal = "all parties of a talk have a patience, or none"
        yield Finding((*path, "patience"), found, legal, f"add a line such as `{lacking[0]}: 0.9`")


def _check_seasons(path: Path, talk: Talk) -> Iterator[Finding]:
    """Yield a deadline that is no number of seasons, or that a party without patience would not mind."""
    if talk.deadline is None:
        return
    if talk.deadline != int(talk.deadline):
        found = f"deadline {talk.deadline:g} is no whole number"
        legal = "a deadline is a number of seasons, 1 to 40"
        yield Finding((*path, "deadline"), found, legal, f"did you mean {round(talk.deadline)}?")
    if not talk.patience:
        lines = ", ".join(f"{party}: 0.9" for party in talk.parties)
        legal = "a talk with a deadline needs the patience of each party"
        yield Finding((*path, "deadline"), "no party says how patient it is", legal, f"add `patience: {{{lines}}}`")


def _check_drift(desk: CheckContext, path: Path, talk: Talk, reference: Reference) -> Iterator[Finding]:
    """Yield a drift in percent, or over no seasons."""
    if reference.drift is None:
        return
    if reference.drift.percent:
        legal = "a drift is counted on the scale of its issue, each season"
        yield Finding(path, f"drift {reference.drift} is in percent", legal, "write it without %")
    if talk.deadline is None and desk.whole(*path[:2], "deadline"):
        legal = "levels without agreement move while they still talk, until the deadline"
        yield Finding(
            path, f"drift {reference.drift} without a deadline", legal, "give the talk a `deadline`, in seasons"
        )


def check_kinds(desk: CheckContext) -> Iterator[Finding]:
    """Yield talks whose `kind` is none."""
    for ident, talk in desk.case.talks.items():
        if talk.kind is not None and talk.kind not in known_rates():
            found, legal, suggestion = no_such_kind(talk.kind)
            yield Finding(("talks", ident, "kind"), found, legal, suggestion)


def no_such_kind(name: str) -> tuple[str, str, str]:
    """What to say of a name that is no kind's: found, legal, suggestion."""
    found = f"no base rate is known of a kind of talk called '{name}'"
    suggestion = closest(name, known_rates()) or "see tertius base-rates, or leave `kind` out"
    return found, f"kinds: {', '.join(known_rates())}", suggestion
