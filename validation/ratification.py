"""How often Putnam's conjectures hold in random networks: the table of docs/models/ratification.md.

    .venv/bin/python validation/ratification.py [networks] [docs/models/ratification.md]

Each network has three talks with powers, needs, links, threats and demands. In one of them a party must have its deal
ratified by somebody at home, who wants about what it wants, within ranges. The stricter of two ratifiers fears a
breakdown less: fewer deals suit it, its win-set is smaller.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.reference.failing import random_case
from validation.pages import tell
from validation.tendencies import interval

import tertius
from tertius.case import Case
from tertius.rules.payoffs import chances_of, payoff_of

START, END = "<!-- ratification: start -->", "<!-- ratification: end -->"
NO_LESS = 1e-6
FEARED = (0.0, 0.1, 0.3)
"""What a breakdown costs the stricter, the middling and the more lenient ratifier, as a share of its range."""


@dataclass(frozen=True)
class Outcome:
    """A talk that is agreed: what its deal is worth to the party and to the other if it comes about, P(ratified), and
    what the party may expect."""

    party: float
    other: float
    ratified: float
    expected: float


def with_ratifier(case: Case, talk: str, party: str, fear: float, seed: int) -> Case:
    """The case with somebody at home of a party, who wants the same, within ranges, and fears a breakdown."""
    entries = case.model_dump(mode="json", exclude_defaults=True)
    rng = np.random.default_rng([seed, 1])
    stances, points = {}, 0.0
    for issue in case.talks[talk].issues:
        own = case.stances[party].get(issue)
        if own is None:
            continue
        position = float(np.clip(own.position.middle, 0.15, 0.85))
        salience = own.salience.middle * float(rng.uniform(0.7, 1.3))
        points += salience
        stances[issue] = {
            "position": f"{position - 0.15} to {position + 0.15}",
            "salience": f"{0.6 * salience} to {1.4 * salience}",
        }
    entries["actors"]["home"] = {"name": "Home"}
    entries["stances"]["home"] = stances
    entries["talks"][talk]["ratified_by"] = {party: "home"}
    threat = {"holder": party, "target": "home", "if_fails": talk, "damage": fear * points}
    entries["threats"]["fear"] = threat
    return Case.model_validate(entries)


def outcome(case: Case, talk: str, party: str) -> Outcome | None:
    """How the talk ends; None if it has no deal or the search did not come to rest."""
    many = tertius.RULES["renegotiate"].settle_many(case, (), np.empty((1, 0)))
    agreed = dict(zip(case.talks, many.agreed[0].tolist(), strict=True))
    if not many.settled[0] or not agreed[talk]:
        return None
    levels = dict(zip(case.issues, many.levels[0].tolist(), strict=True))
    other = next(name for name in case.talks[talk].parties if name != party)
    worth = {name: payoff_of(case, levels, agreed, name, chances_of(case)) for name in (party, other)}
    expected = dict(zip(case.actors, many.payoffs[0].tolist(), strict=True))[party]
    return Outcome(worth[party], worth[other], float(many.chance[0, list(case.talks).index(talk)]), expected)


Four = tuple[Outcome, Outcome, Outcome, Outcome]
"""Without a ratifier; with a strict, a middling and a lenient one."""

SENTENCES: dict[str, Callable[[Four], bool]] = {
    "whoever must ask at home gets a deal no worse than without": lambda of: of[2].party >= of[0].party - NO_LESS,
    "the smaller the win-set at home, the no worse the deal": lambda of: of[1].party >= of[3].party - NO_LESS,
    "the smaller the win-set at home, the no better the other side's deal": lambda of: (
        of[1].other <= of[3].other + NO_LESS
    ),
    "the smaller the win-set at home, the no likelier the deal": lambda of: of[1].ratified <= of[3].ratified + NO_LESS,
    "whoever must ask at home may expect no less than without": lambda of: of[2].expected >= of[0].expected - NO_LESS,
}


def table(networks: int) -> str:
    """The table, in Markdown: networks without a deal, or that did not come to rest, are left out."""
    held, tried = dict.fromkeys(SENTENCES, 0), 0
    for seed in range(networks):
        case, rng = random_case(seed), np.random.default_rng([seed, 2])
        talk = str(rng.choice(list(case.talks)))
        party = str(rng.choice(case.talks[talk].parties))
        versions = [case, *(with_ratifier(case, talk, party, fear, seed) for fear in FEARED)]
        found = [outcome(version, talk, party) for version in versions]
        four = tuple(one for one in found if one is not None)
        if len(four) != len(found):
            continue
        tried += 1
        for sentence, holds in SENTENCES.items():
            held[sentence] += holds(four)  # type: ignore[arg-type]
        if seed % 100 == 0:
            print(f"{seed} of {networks}", file=sys.stderr, flush=True)
    lines = ["| argument | holds in | 95% interval | networks |", "|---|---|---|---|"]
    for sentence, yes in held.items():
        low, high = interval(yes, tried)
        lines.append(f"| {sentence} | {yes / tried:.1%} | {low:.1%} to {high:.1%} | {tried} |")
    return "\n".join(lines)


if __name__ == "__main__":
    tell(table, 1000, START, END)
