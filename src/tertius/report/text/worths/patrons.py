"""Rival patrons in sentences: what they bring, whether they are rivals, whether playing them off pays."""

from __future__ import annotations

from tertius.analysis.patrons.concepts import PATRON_CONCEPTS
from tertius.analysis.patrons.patrons import Patrons
from tertius.report.text.phrases import actor_phrase, capital, counted, issue_name, joined, percent, points_words

SPILLS = 0.01
"""A smaller share of its range that a patron gains or loses by deals with others is not told."""

FEW = 0.1
"""Bids that bring the client no more than this part of what is to be divided bring it little."""

SEEN = 0.05
"""Fewer points are told as none."""


def who_of(found: Patrons, actor: str) -> str:
    """An actor inside a sentence; its name alone where worths were given."""
    return actor if found.case is None or actor not in found.case.actors else actor_phrase(found.case, actor)


def patrons_sentences(found: Patrons) -> list[str]:
    """What patrons bring a client, by the middle of the draws."""
    sentences = [_what_they_bring(found), _spread(found)]
    if len(found.names) > 1:
        sentences += [*_relations(found), _playing_off(found)]
    sentences += [_open_auction(found), _one_deal(found), _unit(found), _spillovers(found)]
    if found.unsettled:
        of = f"{found.unsettled:,} of {found.draws:,} draws" if found.draws else "The case at its middle"
        sentences.append(f"{of} did not come to rest; they count as they ended.")
    return [sentence for sentence in sentences if sentence]


def brings(found: Patrons, patrons: tuple[str, ...]) -> float:
    """What these patrons add to what the client has without any, by the middle of the draws."""
    return found.worths[patrons].middle - found.worths[()].middle


def _what_they_bring(found: Patrons) -> str:
    client, total = who_of(found, found.client), brings(found, found.names)
    alone = joined([f"{who_of(found, name)} {points_words(brings(found, (name,)))}" for name in found.names])
    together = f"; together they add {points_words(total)}" if len(found.names) > 1 else ""
    return f"Alone with {client}, each patron adds to what the two have together: {alone}{together}."


def _spread(found: Patrons) -> str:
    gains = {key: divided.client.middle for key, divided in found.concepts.items()}
    least, most = min(gains, key=lambda key: gains[key]), max(gains, key=lambda key: gains[key])
    client = capital(who_of(found, found.client))
    if gains[most] - gains[least] < SEEN:
        return f"{client} has {points_words(gains[most])} of it under every concept."
    low, high = PATRON_CONCEPTS[least].title, PATRON_CONCEPTS[most].title
    return (
        f"{client} has from {points_words(gains[least])} of it ({low}) to {points_words(gains[most])} ({high}): "
        "it depends on how the patrons deal with it."
    )


def _relations(found: Patrons) -> list[str]:
    sentences = []
    for (one, other), band in found.rivalry.items():
        both = f"{capital(who_of(found, one))} and {who_of(found, other)}"
        relation, by = found.relation(one, other), abs(band.middle)
        if relation == "independent" or by < SEEN:
            sentences.append(f"{both} are neither rivals nor complements: together they add what each adds alone.")
        else:
            less = "less" if relation == "rivals" else "more"
            sentences.append(
                f"{both} are {relation}: together they add {points_words(by)} {less} than what each adds alone."
            )
    return sentences


def _playing_off(found: Patrons) -> str:
    client, gain = who_of(found, found.client), found.concepts["menu_auction"].client.middle
    total = brings(found, found.names)
    draws = f" It pays in {percent(found.pays)} of the draws." if found.draws else ""
    if gain < SEEN:
        return f"Playing the patrons off brings {client} nothing: as bidders they keep all that they add.{draws}"
    little = "little" if gain <= FEW * total else "a part" if gain < total / 2 else "much"
    return (
        f"Playing the patrons off brings {client} {little}: if they bid against each other it has {points_words(gain)} "
        f"of the {points_words(total)}.{draws}"
    )


def _open_auction(found: Patrons) -> str:
    auction = found.concepts["menu_auction"]
    if auction.high.middle - auction.low.middle < SEEN:
        return ""
    return (
        f"How the bids end is open: {who_of(found, found.client)} has {points_words(auction.low.middle)} to "
        f"{points_words(auction.high.middle)}. In the figure given the patrons' parts have been raised together."
    )


def _one_deal(found: Patrons) -> str:
    best = max(brings(found, (name,)) for name in found.names)
    if brings(found, found.names) - best < SEEN:
        return ""
    return (
        "The balanced outcome supposes that only one deal can be made. Here several add more than the best alone, so "
        "it says what competition for that one deal would give."
    )


def _unit(found: Patrons) -> str:
    if not found.rates or found.case is None:
        return ""
    case, client = found.case, who_of(found, found.client)
    money = [name for name, rate in found.rates.items() if rate.issue]
    given = [name for name, rate in found.rates.items() if rate.given]
    ranges = [name for name in found.rates if name not in (*money, *given)]
    parts = [
        f"a point of {who_of(found, name)} as {found.rates[name].points:.3g}, which is how "
        f"{issue_name(case, found.rates[name].issue)} passes from one to the other,"
        for name in money
    ]
    parts += [f"a point of {who_of(found, name)} as {found.rates[name].points:.3g}, as asked" for name in given]
    if ranges:
        listed = joined([f"{who_of(found, name)} {found.rates[name].points:.3g}" for name in ranges])
        parts.append(f"shares of the ranges of both alike (a point counts {listed}), a convention")
    return f"All of it is in points of {client}, and counts {joined(parts)}."


def _spillovers(found: Patrons) -> str:
    told = [
        f"{who_of(found, name)} {'gains' if share > 0 else 'loses'} up to {percent(abs(share))} of all it has at stake"
        for name, share in found.spillover.items()
        if abs(share) >= SPILLS
    ]
    if not told:
        return ""
    client = who_of(found, found.client)
    return f"By deals of {client} with others, {joined(told)}: no concept counts that."


def concept_lines() -> list[str]:
    """What each concept supposes."""
    return [f"{concept.title}: {concept.meaning}." for concept in PATRON_CONCEPTS.values()]


def number_words(number: int) -> str:
    """``three patrons``, ``a patron``."""
    return "a patron" if number == 1 else f"{counted(number)} patrons"
