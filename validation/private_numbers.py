"""How often plausible sentences on private numbers hold in random networks: the table of docs/models/breakdown.md.

    .venv/bin/python validation/private_numbers.py [networks] [docs/models/breakdown.md]

Each network has three talks with powers, needs, links, threats and demands. What the parties want has ranges, as types
from hawk to dove in every other network and number by number in the rest, and the others know none of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.reference.failing import random_case
from validation.pages import tell
from validation.tendencies import interval

import tertius
from tertius.case import Case
from tertius.rules.settlement import DealChance

START, END = "<!-- private: start -->", "<!-- private: end -->"
SAME = 1e-9

SENTENCES: dict[str, Callable[[DealChance], bool]] = {
    "no deal is likelier than that there is one to make": lambda of: of.offer <= of.zone + SAME,
    "the best mediator does no worse than last offers": lambda of: of.floor >= of.offer - SAME,
    "ranges twice as wide make no deal likelier": lambda of: of.wide <= of.offer + SAME,
    "ranges half as wide make no deal less likely": lambda of: of.narrow >= of.offer - SAME,
}


def with_ranges(case: Case, seed: int) -> Case:
    """The case in which what everybody wants has a range; in every other seed those of an actor move together."""
    rng = np.random.default_rng([seed, 3])
    entries = case.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    for actor, stances in case.stances.items():
        paths: dict[str, list[str]] = {"together": [], "against": []}
        for issue, stance in stances.items():
            position, salience = stance.position.middle, stance.salience.middle
            wide, share = min(rng.uniform(0.1, 0.4), position, 1 - position), rng.uniform(0.3, 0.8)
            entries["stances"][actor][issue] = {
                "position": f"{max(0.0, position - wide)} to {min(1.0, position + wide)}",
                "salience": f"{salience * (1 - share)} to {salience * (1 + share)}",
            }
            side = "together" if position > case.reference(issue) else "against"  # a hawk wants more of what it wants
            paths[side].append(f"stances.{actor}.{issue}.position")
            paths["together"].append(f"stances.{actor}.{issue}.salience")
        if seed % 2:
            entries.setdefault("groups", {})[f"hawk-{actor}"] = paths
    for talk in entries["talks"].values():
        talk["doubt"] = dict.fromkeys(talk["parties"], 1.0)
    return Case.model_validate(entries)


def table(networks: int) -> str:
    """The tables, in Markdown: of talks of which a probability can be given."""
    held, none, known = dict.fromkeys(SENTENCES, 0), dict[str, int](), []
    for seed in range(networks):
        settlement = tertius.settle(with_ranges(random_case(seed), seed), rule="renegotiate")
        if not settlement.status.converged:
            continue
        for chance in settlement.chances.values():
            if chance.reason:
                none[chance.reason] = none.get(chance.reason, 0) + 1
                continue
            known.append((chance.narrow, chance.offer, chance.wide, chance.floor))
            for sentence, holds in SENTENCES.items():
                held[sentence] += holds(chance)
        if seed % 50 == 0:
            print(f"{seed} of {networks}", file=sys.stderr, flush=True)
    lines = ["| argument | holds in | 95% interval | talks |", "|---|---|---|---|"]
    for sentence, yes in held.items():
        low, high = interval(yes, len(known))
        lines.append(f"| {sentence} | {yes / len(known):.1%} | {low:.1%} to {high:.1%} | {len(known)} |")
    narrow, offer, wide, floor = (1 - np.array(known)).mean(axis=0)
    lines += [
        "",
        f"In these talks a deal fails in {offer:.1%} on average by last offers and in {floor:.1%} under the best ",
    ]
    lines[-1] += f"mediator; in {narrow:.1%} with ranges half as wide and in {wide:.1%} with ranges twice as wide."
    for reason, count in sorted(none.items()):
        lines += ["", f"Of {count} talk{'s' * (count > 1)} no probability can be given: {reason}."]
    return "\n".join(lines)


if __name__ == "__main__":
    tell(table, 300, START, END)
