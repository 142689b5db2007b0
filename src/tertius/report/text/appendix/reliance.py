"""Who relies on whom, in short sentences and cells: the strongest ties, stakes, patrons, links, threats, channels."""

from __future__ import annotations

import math

from tertius.analysis.leverage.attribution import Attribution
from tertius.analysis.leverage.brokerage import DIRECT
from tertius.analysis.leverage.commitment import Commitment
from tertius.analysis.leverage.leverage import Leverage
from tertius.analysis.patrons.patrons import Patrons
from tertius.case.model import Case, Link, Need, Threat
from tertius.report.text.leverage import LEAST, TOLD, amount_words, feature_words, target_words
from tertius.report.text.limits.branches import open_leverage_sentences
from tertius.report.text.phrases import (
    MEASURABLE,
    NOTHING,
    actor_phrase,
    capital,
    counted,
    fixed,
    joined,
    percent,
    points,
    points_words,
    talk_phrase,
)
from tertius.report.text.upper_hand import any_by_belief
from tertius.report.text.worths.patrons import SEEN, brings, who_of
from tertius.rules.payoffs import strike_chance

METHOD = (
    "Whom another leaves loses their common talks and what the other supplies, and suffers its threats; all others "
    "settle anew."
)
"""What it means that one walks away from another."""

HANDS = (
    "Near to its best: how far a party gets from what it would have without the talk (0%) to the most that the others "
    "would still accept (100%); a lead of under five points is even."
)
"""What the last column of the stakes is."""

KEPT = "All are taken as kept. Credible by itself is what costs its holder nothing to keep once the talk has failed."


BELIEVED = "In a talk that settles by beliefs it is by what the parties believe."
"""What is added where parties take some number to be something else than it is."""


def hands_words(case: Case) -> str:
    """What the last column of the stakes is, for this case."""
    return f"{HANDS} {BELIEVED}" if any_by_belief(case) else HANDS


def open_sentence(lev: Leverage) -> str:
    """That the talks can settle in more than one way, and what of it is not told; empty if all of it is."""
    if not lev.several:
        return " ".join(open_leverage_sentences(lev))
    said = " ".join(open_leverage_sentences(lev))
    bands = [one.points for row in lev.reliance.values() for one in row.values()]
    bands += [one.points for row in lev.stakes.values() for one in row.values()]
    dashes = any(not band.known for band in bands)
    return f"{said} A dash is a figure that would compare one settlement with another." if dashes else said


def reliance_sentences(lev: Leverage) -> list[str]:
    """Who depends most on whom, and the most lopsided tie if that is another."""
    losses = {(i, j): one.share.middle for i, row in lev.reliance.items() for j, one in row.items() if one.share.known}
    pair = max(losses, key=lambda one: losses[one], default=None)
    if pair is None or losses[pair] < LEAST:
        return [] if lev.open.pairs else ["Nobody would lose anything if another walked away."]
    net = {(i, j): band.middle for j, row in lev.net.items() for i, band in row.items() if band.known}
    lopsided = max(net, key=lambda one: net[one], default=pair)
    first = _pair_sentence(lev, pair, losses)
    if lopsided == pair or net[lopsided] < LEAST:
        return [first]
    i, j = lopsided
    other = f"The most lopsided tie is that of {_who(lev, j)} over {_who(lev, i)}"
    return [first, f"{other}: {_both(lev, i, j, losses)}."]


def _who(lev: Leverage, actor: str) -> str:
    return actor_phrase(lev.case, actor)


def _pair_sentence(lev: Leverage, pair: tuple[str, str], losses: dict[tuple[str, str], float]) -> str:
    i, j = pair
    return f"Nobody depends on another more than {_who(lev, i)} on {_who(lev, j)}: {_both(lev, i, j, losses)}."


def _both(lev: Leverage, i: str, j: str, losses: dict[tuple[str, str], float]) -> str:
    """What a break would cost either side."""
    back = losses.get((j, i), math.nan)
    other = "an amount that cannot be told" if math.isnan(back) else "nothing" if back < LEAST else percent(back, "%")
    return (
        f"a break would cost {_who(lev, i)} {percent(losses[i, j], '%')} of all it has at stake, {_who(lev, j)} {other}"
    )


def need_words(need: Need) -> str:
    """What a need is worth to its actor if it is fully covered."""
    return points_words(need.weight.middle)


def worth_words(case: Case, one: Commitment) -> str:
    """To whom a link or threat is worth how much: ``North Korea +1.4, China −0.5``; points of each."""
    worth = {who: one.worth[who].middle for who in (one.holder, *one.targets, *one.protects)}
    if any(math.isnan(value) for value in worth.values()):
        return NOTHING
    shown = sorted(worth.items(), key=lambda item: -item[1])
    parts = [f"{case.name(who)} {fixed(value, plus=True)}" for who, value in shown if abs(value) >= MEASURABLE]
    return ", ".join(parts) or "next to nothing"


def credible_words(one: Commitment) -> str:
    """Whether the holder would carry it out: ``no: costs 19.8``."""
    value = one.carrying_out.middle
    if 0 < one.credible < 1:
        return f"in {percent(one.credible, '%')} of draws"
    if one.credible:
        return f"yes: brings {points(value)}" if value >= MEASURABLE else "yes"
    return f"no: costs {points(-value)}"


def commitment_words(case: Case, entry: Link | Threat) -> str:
    """What a link or threat does: ``if the talk “A” fails, China loses 5 points (30%)``."""
    by = f" as {joined([actor_phrase(case, party) for party in entry.refused_by], 'or')} refuses"
    if_fails = f"If {talk_phrase(case, entry.if_fails)} fails{by if entry.refused_by else ''}, "
    if isinstance(entry, Link):
        return f"{if_fails}{talk_phrase(case, entry.then_falls)} falls too ({percent(entry.probability.middle, '%')})."
    loses = f"{actor_phrase(case, entry.target)} loses {points_words(entry.damage.middle)}"
    return f"{if_fails}{loses} ({percent(strike_chance(case, entry), '%')})."


def channel_sentences(lev: Leverage) -> list[str]:
    """Who would gain most by being the only channel, and without whom the network falls apart."""
    case = lev.case
    single = [one for one in lev.brokers if len(one.others) == 1 and not one.only and one.share.known]
    best = max(single, key=lambda one: one.share.middle, default=None)
    sentences = []
    if best is not None and best.share.middle >= LEAST:
        rivals = joined([actor_phrase(case, name) for name in best.opened if name != DIRECT])
        sentences.append(
            f"{capital(actor_phrase(case, best.actor))} would gain {points_words(best.advantage.middle)} as the only "
            f"channel to {actor_phrase(case, best.others[0])}{f', without {rivals}' if rivals else ''}."
        )
    for actor, parts in lev.cut_vertices.items():
        groups = "; ".join(joined([actor_phrase(case, name) for name in part]) for part in parts)
        sentences.append(
            f"Without {actor_phrase(case, actor)} the ties fall into {counted(len(parts))} parts: {groups}."
        )
    return sentences


def origin_sentence(found: Attribution) -> str:
    """Where a position comes from: the features that add or take most; empty if none does."""
    case, target = found.case, found.target
    least = max(1e-6, 0.01 * abs(found.value - found.bare))
    main = [(feature, part) for feature, part in found.ranking if abs(part) >= least][:TOLD]
    if not main:
        return f"No talk, supplier, link or threat makes a difference to {target_words(case, target)}."
    named = joined([f"{feature_words(case, f)} ({_signed(case, found, part)})" for f, part in main])
    return f"{capital(target_words(case, target))} owes most to {named}."


def _signed(case: Case, found: Attribution, part: float) -> str:
    return f"{'+' if part > 0 else '−'}{amount_words(case, found.target, abs(part)).removesuffix(' points')}"


def level_sentence(found: Attribution) -> str:
    """Where a target stands, and where it would without any of the features."""
    case, target = found.case, found.target
    with_all, without = (amount_words(case, target, value) for value in (found.value, found.bare))
    return f"{capital(target_words(case, target))}: {with_all}; without any of these {without}."


def part_rows(found: Attribution) -> list[tuple[str, str]]:
    """What each feature adds."""
    return [(capital(feature_words(found.case, f)), _signed(found.case, found, part)) for f, part in found.ranking]


def necessary_sentences(found: Attribution) -> list[str]:
    """What a talk would fail without."""
    case = found.case
    return [
        f"Without {joined([feature_words(case, f) for f in features][:TOLD], 'or')}, {talk_phrase(case, talk)} fails."
        for talk, features in found.necessary.items()
    ]


def patrons_sentences(found: Patrons) -> list[str]:
    """What several patrons bring a client: how much of it stays with it, and whether they are rivals."""
    gains = {key: divided.client.middle for key, divided in found.concepts.items()}
    client, total = capital(who_of(found, found.client)), brings(found, found.names)
    low, high = min(gains.values()), max(gains.values())
    share = points(low) if high - low < SEEN else f"{points(low)} to {points(high)}"
    sentences = [
        f"{client} keeps {share} of the {points_words(total)} that its deals with "
        f"{joined([who_of(found, name) for name in found.names])} bring: {points(gains['menu_auction'])} if they bid "
        "against each other.",
    ]
    pairs = {pair: found.relation(*pair) for pair in found.rivalry}
    for relation in ("rivals", "complements"):
        named = [
            f"{who_of(found, one)} and {who_of(found, other)} ({points(abs(found.rivalry[one, other].middle))})"
            for (one, other), kind in pairs.items()
            if kind == relation and abs(found.rivalry[one, other].middle) >= SEEN
        ]
        less = "less" if relation == "rivals" else "more"
        if named:
            sentences.append(f"As {relation}, these bring {less} together than one by one: {joined(named)}.")
    if any(not rate.given and not rate.issue for rate in found.rates.values()):
        sentences.append("All in its points; shares of what each has at stake count alike, a convention.")
    return sentences
