"""Numbers and entries that are legal, but change nothing.

Only what changes nothing over its whole range counts, and never what a move or a claim changes: a number that is
idle today may be what a move is about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tertius.case.actions import Change
from tertius.case.beliefs import about_of, left_by, prior_of
from tertius.case.bodies import completed, leaning_of, seated
from tertius.case.check.consistency import UNWEIGHTED
from tertius.case.check.warning_texts import IDLE
from tertius.case.edit.cascade import references_of
from tertius.case.edit.moves import case_before, changes_of_move
from tertius.case.findings import Finding
from tertius.case.labels import on_scale_of, words_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity


def idle_findings(case: Case) -> Iterator[Finding]:
    """Yield what changes nothing in a valid case, the actors and sources that nothing names included."""
    stakes = Relevance(case)
    yield from _needs(case, stakes)
    yield from _standing_issues(case, stakes)
    yield from _talks(case, stakes)
    yield from _pressures(case, stakes)
    yield from _votes(case)
    yield from _signals(case, stakes)
    yield from _capabilities(case, stakes)
    named = {(mention.collection, mention.ident) for mention in references_of(case)}
    members = {member for body in case.bodies.values() for member in body.members}
    watched = {step for claim in case.claims.values() for step in claim.test.watched.split(".")}
    for ident in case.actors:
        if ("actors", ident) not in named and ident not in members | watched and not stakes.argued(ident):
            yield IDLE["idle actor"].at(("actors", ident))
    for ident in case.sources:
        if ("sources", ident) not in named and not stakes.argued(ident):
            yield IDLE["idle source"].at(("sources", ident))


def _needs(case: Case, stakes: Relevance) -> Iterator[Finding]:
    """Covers of nothing, needs that nobody covers, and needs that only issues which stand still cover."""
    for ident, need in case.needs.items():
        if stakes.argued(ident) and stakes.argued("covered_by"):
            continue
        covers = [issue for issue, cover in need.covered_by.items() if not _nothing(cover.share)]
        if not covers:
            yield IDLE["uncovered need"].at(("needs", ident, "weight"))
            continue
        for issue in need.covered_by:
            if issue not in covers:
                yield IDLE["empty cover"].at(("needs", ident, "covered_by", issue))
        if not _nothing(need.weight) and not any(stakes.moves(issue) or stakes.argued(issue) for issue in covers):
            yield IDLE["still need"].at(("needs", ident, "weight"), actor=need.actor)


def _nothing(number: Quantity) -> bool:
    return number.low == number.high == 0


def _quoted(names: list[str]) -> str:
    return listed([f"'{name}'" for name in names])


def _standing_issues(case: Case, stakes: Relevance) -> Iterator[Finding]:
    """Issues that stand still: those that touch nobody, and the saliences that only add a constant."""
    for issue in case.issues:
        if stakes.moves(issue) or stakes.argued(issue):
            continue
        if stakes.talk_of(issue) is None and not stakes.touched_by(issue):
            yield IDLE["idle level"].at(("issues", issue))
        salient = [
            actor
            for actor, stances in case.stances.items()
            if issue in stances and not _nothing(stances[issue].salience)
        ]
        if salient:
            yield IDLE["still salience"].at(("issues", issue), actors=_quoted(salient), issue=issue)


def _talks(case: Case, stakes: Relevance) -> Iterator[Finding]:
    """Issues on a table at which nobody cares about them, or none of those who do has power; powers of the others."""
    open_talks = {
        ident: stakes.seated(ident) for ident, talk in case.talks.items() if not stakes.argued(ident, *talk.issues)
    }
    for ident, touched in open_talks.items():
        talk = case.talks[ident]
        if touched and not stakes.bargains(ident):
            yield IDLE["no say"].at(("talks", ident, "power"), actors=_quoted(touched))
        for issue in talk.issues if touched else ():
            if not stakes.heard(issue) and not any(party in stakes.touched_by(issue) for party in talk.parties):
                yield IDLE["still issue"].at(("talks", ident, "without_agreement", issue), issue=issue)
    for ident, touched in open_talks.items():
        for party in case.talks[ident].power if touched else ():
            if party not in touched:
                yield IDLE["idle power"].at(("talks", ident, "power", party), actor=party)


def _bodies(case: Case, stakes: Relevance) -> Iterator[Finding]:
    """Bodies that nothing asks: no threat, no deal, no decision."""
    needed = {threat.authorised_by for threat in case.threats.values()}
    needed |= {ratifier.by for talk in case.talks.values() for ratifier in talk.ratified_by.values()}
    if any(map(case.decided, case.issues)):  # a decision is one of a body, if there is one
        needed |= {ident for ident, body in case.bodies.items() if seated(case, body)}
    for ident in [ident for ident in case.bodies if ident not in needed and not stakes.argued(ident)]:
        yield IDLE["idle body"].at(("bodies", ident))


def _pressures(case: Case, stakes: Relevance) -> Iterator[Finding]:
    """Links that never fire or lead to a talk that nobody would miss; threats that do nothing; bodies without threats.

    A talk without issues may be missed all the same: if it falls, the threats that hang on it are carried out.
    """
    bearing = {threat.if_fails for threat in case.threats.values()}
    for ident, link in case.links.items():
        fallen, issues = link.then_falls, case.talks[link.then_falls].issues
        missed = fallen in bearing or stakes.argued(fallen, *issues) or any(map(stakes.moves, issues))
        if not _nothing(link.probability) and not missed:
            yield IDLE["link to nothing"].at(("links", ident), talk=fallen)
        elif _nothing(link.probability) and not stakes.argued(ident):
            yield IDLE["link that never fires"].at(("links", ident, "probability"))
    for ident, threat in case.threats.items():
        if stakes.argued(ident, threat.authorised_by or ""):
            continue
        body = case.bodies.get(threat.authorised_by or "")
        if _nothing(threat.damage) and _nothing(threat.cost):
            yield IDLE["harmless threat"].at(("threats", ident))
        if _nothing(threat.credibility):
            yield IDLE["hollow threat"].at(("threats", ident, "credibility"), actor=threat.holder)
        elif body is not None and body.passes is not None and _nothing(body.passes):
            yield IDLE["forbidden threat"].at(("threats", ident), body=threat.authorised_by)
    yield from _bodies(case, stakes)


def _votes(case: Case) -> Iterator[Finding]:
    """Vetoes and leanings of bodies that say themselves how likely they pass a measure, whatever moves and claims do.

    Only a change that takes `passes` away makes them count.
    """
    lifted = {step.path for step in changes_in(case) if step.verb == "remove"}
    for ident, own in case.bodies.items():
        body = completed(own)
        if own.passes is None or not lifted.isdisjoint((f"bodies.{ident}.passes", f"bodies.{ident}")):
            continue
        leaning = [name for name, member in body.members.items() if leaning_of(member) is not None]
        votes = [f"the vetoes of {listed(body.vetoes)}"] if body.vetoes else []
        votes += [f"the leanings of {listed(leaning)}"] if leaning else []
        blocs = [name for name, bloc in body.blocs.items() if leaning_of(bloc) is not None]
        votes += [f"the leanings of the blocs {listed(blocs)}"] if blocs else []
        votes += ["the leanings of all other members"] if leaning_of(own) is not None else []
        if votes:
            yield IDLE["idle votes"].at(("bodies", ident, "passes"), votes=listed(votes))


def _capabilities(case: Case, stakes: Relevance) -> Iterator[Finding]:
    """Capabilities that no decision by weight uses."""
    if stakes.argued("capability"):
        return
    used = set()
    for actor, stances in case.stances.items():
        for issue, stance in stances.items():
            if stance.capability is not None and not stakes.weighs(actor, issue):
                yield IDLE["idle capability"].at(("stances", actor, issue, "capability"))
            elif stance.capability is None and stakes.weighs(actor, issue):
                used.add(actor)
    for ident, entry in case.actors.items():
        if entry.capability is not None and ident not in used:
            yield IDLE["idle capability"].at(("actors", ident, "capability"))


def _signals(case: Case, stakes: Relevance) -> Iterator[Finding]:
    """Signals from which nothing follows: about what is certain, or about the whole of a range."""
    for ident, belief in case.beliefs.items():
        path = about_of(case, belief)
        if path is None or stakes.argued(ident, str(path[1])):
            continue
        prior = prior_of(case, belief)
        for index, heard in enumerate(belief.signals):
            at: Path = ("beliefs", ident, "signals", index)
            low, high = left_by(case, belief, path, index)
            if prior.certain:
                yield IDLE["signal of the known"].at(at, number=belief.about)
            elif not low < on_scale_of(case, path, heard.above).low < high:
                left = Quantity(low, high)
                yield IDLE["signal of nothing"].at((*at, "above"), above=heard.above, prior=words_of(path, left))
            elif heard.if_true == heard.if_false and heard.if_true.certain:
                yield IDLE["signal of either"].at((*at, "if_false"))


def changes_in(case: Case) -> list[Change]:
    """Every change that a claim or a move makes, and the inputs of sweeps."""
    changes = [edited[0] for claim in case.claims.values() for edits in claim.test.versions() for edited in edits]
    for ident, move in case.moves.items():
        changes += [step.change for step in changes_of_move(case_before(case, ident), ident, move)]
    return changes


class Relevance:
    """What hangs on what in a valid case, over the whole range of its numbers."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._talk = {issue: ident for ident, talk in case.talks.items() for issue in talk.issues}
        self._touched: dict[str, set[str]] = {issue: set() for issue in case.issues}
        for actor, stances in case.stances.items():
            for issue, stance in stances.items():
                if stance.salience.high > 0:
                    self._touched[issue].add(actor)
        for need in case.needs.values():
            for issue, cover in need.covered_by.items():
                if cover.share.high > 0 and need.weight.high > 0:
                    self._touched[issue].add(need.actor)
        self._heard = frozenset(issue for issue in self._talk if self._outside(issue))
        self._promised = frozenset(promise.moves.split(".")[1] for promise in case.promises.values())
        self._decided = frozenset(issue for issue in case.issues if case.decided(issue))
        argued = ([change.path, change.to, change.value] for change in changes_in(case))
        self._argued = frozenset(_words(list(argued)))

    def talk_of(self, issue: str) -> str | None:
        """The talk on whose table an issue is, or None."""
        return self._talk.get(issue)

    def touched_by(self, issue: str) -> Collection[str]:
        """The actors whose payoff the level of an issue touches."""
        return self._touched[issue]

    def _outside(self, issue: str) -> bool:
        """Whether the stance of an actor that does not sit at the table of an issue counts there."""
        voice, parties = self._case.voice, self._case.talks[self._talk[issue]].parties
        return voice is not None and voice.high > 0 and not self._touched[issue].issubset(parties)

    def heard(self, issue: str) -> bool:
        """Whether those who do not sit at the table of an issue are heard on it."""
        return issue in self._heard

    def seated(self, talk: str) -> list[str]:
        """The parties of a talk whose payoff its levels touch, or who hear others on them."""
        entry = self._case.talks[talk]
        if not self._heard.isdisjoint(entry.issues):
            return list(entry.parties)
        return [party for party in entry.parties if any(party in self._touched[issue] for issue in entry.issues)]

    def bargains(self, talk: str) -> bool:
        """Whether a party that the talk's levels touch has power there; otherwise no level of it moves."""
        power = self._case.talks[talk].power
        return any(party not in power or power[party].power.high > 0 for party in self.seated(talk))

    def decided(self, issue: str) -> bool:
        """Whether the issue is decided by weight."""
        return issue in self._decided

    def weighs(self, actor: str, issue: str) -> bool:
        """Whether the capability of an actor counts on an issue: decided by weight, or by the rule of a talk."""
        talk = self._case.talks.get(self._talk.get(issue, ""))
        ruled = talk is not None and talk.rule not in (None, *UNWEIGHTED) and actor in talk.parties
        return ruled or issue in self._decided

    def moves(self, issue: str) -> bool:
        """Whether a settlement can find another level for the issue than the one it stands at."""
        talk = self._talk.get(issue)
        if talk is None:
            return issue in self._decided or issue in self._promised
        touched = self._touched[issue]
        cared = issue in self._heard or any(party in touched for party in self._case.talks[talk].parties)
        return cared and self.bargains(talk)

    def argued(self, *names: str) -> bool:
        """Whether a change of a move or a claim, or the input of a sweep, speaks of one of these names."""
        return not self._argued.isdisjoint(names)


def listed(names: Sequence[str]) -> str:
    """``usa, dprk and china``."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _words(value: object) -> Iterator[str]:
    """The steps of every path and the ids in a value."""
    if isinstance(value, dict):
        yield from (str(key) for key in value)
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _words(inner)
    elif isinstance(value, str):
        yield from value.split(".")
