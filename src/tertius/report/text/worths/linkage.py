"""Linkage in sentences: which joined table all its parties would prefer, who blocks the others, and who gains most."""

from __future__ import annotations

from tertius.analysis.linkage.linkage import Linkage, Table
from tertius.report.text.phrases import actor_phrase, capital, joined, percent, points_words, talk_phrase

SEEN = 0.05
"""Fewer points are told as none."""


def linkage_sentences(found: Linkage) -> list[str]:
    """What joining talks would bring, by the middle of the draws."""
    sentences = []
    if found.preferred:
        best = found.preferred[0]
        sentences.append(f"{_named(found, best)}: all its parties would prefer that. {_who_gains(found, best)}")
        others = [_named(found, table, begin=False) for table in found.preferred[1:]]
        if others:
            sentences.append(f"All parties would also prefer {joined(others)}.")
    elif any(table.branch.comparable for table in found.tables):
        sentences.append("There is no pair of talks that all parties would rather have as one.")
    unknown = [_named(found, table, begin=False) for table in found.tables if not table.branch.comparable]
    if unknown:
        sentences.append(
            f"What {joined(unknown)} would bring cannot be told: the talks can settle in more than one way."
        )
    sentences += [_what_it_costs(found, table) for table in found.tables if table not in found.preferred]
    sentences += [_potential(found, table) for table in found.tables]
    sentences += [f"{' + '.join(talks)} cannot be joined: {reason}." for talks, reason in found.apart.items()]
    if found.unsettled:
        sentences.append(f"{found.unsettled:,} settlements did not come to rest; they are left out.")
    return [sentence for sentence in sentences if sentence]


def _what_it_costs(found: Linkage, table: Table) -> str:
    losers = [party for party in table.parties if table.gains[party].middle < -SEEN]
    if not losers:
        return ""
    lost = joined([f"{actor_phrase(found.case, p)} {points_words(-table.gains[p].middle)}" for p in losers])
    return f"{_named(found, table)} would cost {lost}."


def _potential(found: Linkage, table: Table) -> str:
    if table.potential is None:
        return ""
    return (
        f"{_named(found, table)} has a logrolling potential of {table.potential:.2f}: so much, of all that is at stake "
        "there for one of the two, both could gain together by giving way on what matters less to each."
    )


def _named(found: Linkage, table: Table, begin: bool = True) -> str:
    if len(table.talks) == len(found.case.talks) and len(table.talks) > 2:
        words = "all talks as one"
    else:
        words = f"{joined([talk_phrase(found.case, talk) for talk in table.talks])} as one"
    return capital(words) if begin else words


def _who_gains(found: Linkage, table: Table) -> str:
    gainers = sorted(table.parties, key=lambda party: -table.gains[party].middle)
    told = [
        f"{actor_phrase(found.case, party)} {points_words(table.gains[party].middle)}"
        for party in gainers
        if table.gains[party].middle >= SEEN
    ]
    gains = f"{joined(told)} would be gained." if told else "Each gains next to nothing."
    draws = f" It is so in {percent(table.preferred)} of the draws." if found.draws else ""
    return f"Of their own points {gains}{draws}" if told else f"{gains}{draws}"
