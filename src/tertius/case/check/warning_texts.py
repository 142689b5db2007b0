"""Every kind of warning: what it says, and what to do. The page of the warnings is held against this table."""

from __future__ import annotations

from dataclasses import dataclass

from tertius.case.findings import Finding
from tertius.case.parse.origin import Path


@dataclass(frozen=True)
class WarningKind:
    """One kind of warning.

    Attributes:
        says: What was found, with the names of the case in braces.
        advice: What to do.
    """

    says: str
    advice: str

    def at(self, path: Path, **names: object) -> Finding:
        """The finding at a path of the case, with its names filled in."""
        return Finding(path, self.says.format(**names), "", self.advice.format(**names))


SHAPES = {
    "two sources": WarningKind(
        "{issues} cover this need and are {all_of_them} in the talk '{talk}'",
        "such a talk can have several best deals: merge the issues, or look at the alternatives",
    ),
    "near an actor": WarningKind(
        "'{member}' is no actor of this case, but named much like '{near}', who is no member",
        "correct it, or say who the member is in `name`",
    ),
    "same parties": WarningKind(
        "it has the same parties as '{talk}'",
        "talks between the same parties belong together: put their issues at one table",
    ),
    "circle": WarningKind(
        "it is one of {number} talks that go round in a circle: {actors}",
        "who gains from a better alternative is not certain beforehand in such a circle",
    ),
    "no issues": WarningKind(
        "it has no issues, so there is nothing to agree on",
        "list its issues under `without_agreement`, or leave the talk out",
    ),
    "nothing at stake": WarningKind(
        "nobody at this table has anything at stake", "give its parties stances or needs on its issues"
    ),
    "fractions": WarningKind(
        "position {position} and salience {salience}, as on a scale from 0 to 1?", "both run from 0 to 100 here"
    ),
    "fraction of salience": WarningKind(
        "salience {salience} stands beside others up to {most}: is it on a scale from 0 to 1?",
        "saliences run from 0 to 100 here: write '{meant}' if that is meant",
    ),
    "hollow deal": WarningKind(
        "a paper that changes nothing would suit all parties of '{talk}', for it would stop {stopped}",
        "say with `unless` what the demand was for",
    ),
    "owed by either": WarningKind(
        "{issues} name no supplier, so '{party}' is taken to owe them to the other party, and the other party to it",
        "say under `supplier` whose they are",
    ),
    "word of nothing": WarningKind(
        "'{party}' supplies no issue of this talk, so it owes nothing that it could fail to deliver",
        "name it as the `supplier` of what it owes, or leave this out",
    ),
    "nothing to doubt": WarningKind(
        "no stance and no need of '{party}' has a range, so there is nothing to doubt",
        "give them the ranges that an expert would find fair, or leave this out",
    ),
    "doubt that averages out": WarningKind(
        "{number} ranges of '{party}' move each on its own, so they average out and little of it is in doubt",
        "let them move together in a group that goes from hawk to dove",
    ),
    "drift off the scale": WarningKind(
        "by the deadline of {deadline} seasons it would lead to {end}, off the scale of {low} to {high}",
        "it is kept on the scale: make it smaller if that is not meant",
    ),
    "refused by all": WarningKind(
        "it names every party of '{talk}', so it fires whoever refused",
        "leave `refused_by` out, or name those alone whose refusal it punishes",
    ),
    "certain talk": WarningKind(
        "a chance of 100% says that the talk takes place, as it does without",
        "give it a chance below 100%, or leave it out",
    ),
    "talk that never is": WarningKind(
        "with a chance of 0% the talk never takes place, so for everybody else its issues stay where they are",
        "give the chance that it takes place, or leave the talk out",
    ),
    "voice of nobody": WarningKind(
        "nobody who does not sit at a table wants anything on it, so `voice` changes nothing",
        "give those outside a stance on an issue of a talk, or leave `voice` out",
    ),
    "promise of what is so": WarningKind(
        "{number} is that already, so the promise changes nothing", "say what it is to become, or leave the promise out"
    ),
    "promise never kept": WarningKind(
        "nobody counts on a promise that is kept with probability 0, so it changes nothing",
        "give the probability that it is kept, or leave the promise out",
    ),
    "promise of an idle vote": WarningKind(
        "how likely '{body}' passes the measure does not follow from its leanings, so the promise changes nothing",
        "give every voter of '{body}' a leaning, or leave the promise out",
    ),
    "half a group": WarningKind(
        "{number} moves together with {others}, of which nothing can be believed, so a signal leaves that as it is",
        "bear it in mind, or take the number out of the group",
    ),
    "empty promise": WarningKind(
        "with this promise the measure passes with {promised}, and without it with {stated}, which is no more",
        "a promise to veto makes it less likely: lower its `passes`",
    ),
    "no such events": WarningKind(
        "the case has no event of the kind {kind}{who}, so the claim cannot be tested",
        "correct it, or give the events that it speaks of their `kind`, `actors` and `host`",
    ),
    "answer without question": WarningKind(
        "it says which claims answer the question, and the case asks none",
        "write the question under `question`, or leave this out",
    ),
    "long answer": WarningKind(
        "together the answers can have {words} words, and whoever hears them keeps {most}",
        "shorten them: each is one part of one sentence",
    ),
    "linear": WarningKind(
        "with curvature 1 the best levels need not be unique", "the levels nearest to the references are reported"
    ),
}
"""Shapes that are legal, but that a reader of the results must know about."""

IDLE = {
    "uncovered need": WarningKind(
        "nobody covers this need, so its weight changes nothing",
        "name the issues that cover it under `covered_by`, or leave it out",
    ),
    "empty cover": WarningKind("a share of 0 covers nothing", "give the share that the issue covers, or leave it out"),
    "still need": WarningKind(
        "only issues that stand still cover this need, so its weight moves no level by itself: it only shifts the "
        "payoff of '{actor}' by a constant, and widens its range",
        "leave it out, or name an issue of a talk that covers it",
    ),
    "still salience": WarningKind(
        "it stands still, so the salience of {actors} on it moves no level by itself: it only shifts a payoff by a "
        "constant, and widens a range",
        "leave the stance out, or keep it for moves that change '{issue}'",
    ),
    "still issue": WarningKind(
        "no party of this talk cares about '{issue}', so it stays here with a deal and without one",
        "give a party a stance or a need on it, or take it off the table and give it a `level`",
    ),
    "no say": WarningKind(
        "those whom its issues touch have no power in it, so no level of it moves",
        "give one of them a power above 0: {actors}",
    ),
    "idle power": WarningKind(
        "the levels of this talk do not touch '{actor}', so its power changes nothing",
        "give it a stance or a need on an issue of the talk, or leave the power out",
    ),
    "idle level": WarningKind(
        "nobody has a stance or a need on it, so its level changes nothing", "say whom it touches, or leave it out"
    ),
    "link that never fires": WarningKind(
        "probability is 0, so this link changes nothing", "give the probability that it fires, or leave the link out"
    ),
    "link to nothing": WarningKind(
        "no level of '{talk}' can move and no threat hangs on it, so this link changes no level and no payoff",
        "give that talk an issue that its parties care about, or leave the link out",
    ),
    "harmless threat": WarningKind(
        "it hurts nobody and costs nothing, so it changes nothing", "give it a `damage`, or leave it out"
    ),
    "hollow threat": WarningKind(
        "credibility is 0, so this threat is never carried out and changes nothing",
        "give the probability that '{actor}' tries, or leave the threat out",
    ),
    "forbidden threat": WarningKind(
        "'{body}' never passes it, so this threat changes nothing",
        "give '{body}' the probability that it `passes` the measure, or leave the threat out",
    ),
    "idle body": WarningKind(
        "no threat has to be authorised by it and no deal ratified, so its numbers change nothing",
        "name it under `authorised_by` of a threat or `ratified_by` of a talk, or leave it out",
    ),
    "idle votes": WarningKind(
        "`passes` is stated, so {votes} count in no settlement",
        "take `passes` out and say how every member leans, so that it follows; or keep them for `tertius power` alone",
    ),
    "idle capability": WarningKind(
        "capability counts in decisions by weight only, and none uses it, so it changes nothing",
        "leave it out, or let an issue without talk and `level` be decided by weight",
    ),
    "signal of the known": WarningKind(
        "{number} is certain, so this signal changes nothing that is believed of it", "give the number a range"
    ),
    "signal of nothing": WarningKind(
        "{above} is not inside the range {prior}, so this signal changes nothing",
        "let it say in which part of the range the number is",
    ),
    "signal of either": WarningKind(
        "this signal is as likely if what it says is not true as if it is, so it changes nothing",
        "say how likely it is in either case, or leave it out",
    ),
    "idle actor": WarningKind(
        "nothing in the case names it, so it changes nothing", "say what it wants or does, or leave it out"
    ),
    "idle source": WarningKind("nothing names this source", "name it under `source` where it is used, or leave it out"),
}
"""Numbers and entries that are legal, but change nothing."""
