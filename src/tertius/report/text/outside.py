"""Sentences about what makes a deal more than its table: planned talks, groups that close alone, side promises."""

from __future__ import annotations

from collections.abc import Iterator

from tertius.case.labels import label_of, moved_by, words_of
from tertius.case.model import Promise
from tertius.report.text.phrases import (
    actor_phrase,
    capital,
    issue_name,
    joined,
    level_number,
    percent,
    same_level,
    talk_phrase,
)
from tertius.rules.settlement import Settlement


def outside_sentences(settlement: Settlement, talk: str) -> list[str]:
    """Whether a talk takes place, who closed it, and what is promised in its deal; empty for most talks."""
    case, sentences = settlement.case, []
    if talk in settlement.takes_place:
        name, chance = capital(talk_phrase(case, talk)), percent(settlement.takes_place[talk])
        knows = "its own parties bargain knowing that it does, and all others count on it with that probability"
        sentences.append(f"{name} takes place with a probability of {chance}: {knows}.")
    if talk in settlement.closed_by:
        group = settlement.closed_by[talk]
        rest = [actor_phrase(case, party) for party in case.talks[talk].parties if party not in group]
        closers = capital(joined([actor_phrase(case, party) for party in group]))
        sentences.append(f"{closers} close it without {joined(rest)}, for no deal of all is worth everyone's while.")
    return [*sentences, *_promises(settlement, talk)]


def _promises(settlement: Settlement, talk: str) -> Iterator[str]:
    """Yield what could be promised in the deal of a talk, and whether it is."""
    case = settlement.case
    for ident, promise in case.promises.items():
        if promise.talk != talk or not settlement.agreements[talk]:
            continue
        if ident in settlement.promised:
            yield f"The deal holds a promise by {actor_phrase(case, promise.actor)}: {_promise(settlement, promise)}."
        else:
            what = _promise(settlement, promise)
            yield f"{capital(actor_phrase(case, promise.actor))} could promise {what}; the deal is better without it."
    if settlement.promised and any(case.promises[ident].talk == talk for ident in settlement.promised):
        moved = [
            f"{issue_name(case, k)} at {level_number(case, k, level)} instead of {_other(settlement, k)}"
            for k, level in settlement.if_kept.items()
            if not same_level(case, k, level, settlement.levels[k]) and case.talk_of(k) != talk
        ]
        if moved:
            yield f"Where it is kept, there is {joined(moved)}; the levels told are means over both."


def _promise(settlement: Settlement, promise: Promise) -> str:
    """``to move the position of China on Arms, from 30 to 80, kept with probability 75 percent``."""
    moved = moved_by(settlement.case, promise)
    if moved is None:
        return f"to move {promise.moves}"
    path, now, to = moved
    words = f"to move the {label_of(settlement.case, path)}, from {words_of(path, now)} to {words_of(path, to)}"
    return f"{words}, kept with a probability of {percent(promise.kept.middle)}"


def _other(settlement: Settlement, issue: str) -> str:
    """The level of an issue if the promise, where it is the only one, is not kept; the mean if there are several."""
    level, held = settlement.levels[issue], settlement.promised
    kept = settlement.case.promises[held[0]].kept.middle if len(held) == 1 else 1.0
    if kept < 1:
        level = (level - kept * settlement.if_kept[issue]) / (1 - kept)
    return level_number(settlement.case, issue, level)
