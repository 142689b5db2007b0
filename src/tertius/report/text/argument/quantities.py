"""What a claim can be about, by name: ``payoff of North Korea``, ``agreement in United States–China``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import permutations

from tertius.case.model import Case
from tertius.report.text.phrases import joined
from tertius.scenarios.targets import Kind, target_of_quantity

_WORDS: dict[Kind, str] = {
    "payoff": "payoff of {0}",
    "level": "level of {0}",
    "agreement": "agreement in {0}",
    "gain": "gain of {0} from {1}",
    "walk_away": "walk-away value of {0} in {1}",
    "upper_hand": "upper hand of {0} in {1}",
    "reliance": "reliance of {0} on {1}",
    "net_leverage": "net leverage of {0} over {1}",
    "patrons": "worth of {2} to {0}, by {1}",
}

MOST_ACTORS = 20
"""Of so many actors pairs of them are listed: for a large table they would be tens of thousands."""


def quantity_words(case: Case, quantity: str) -> str:
    """What a checked quantity is called: ``level of Denuclearisation`` for ``levels.denuclearisation``."""
    target = target_of_quantity(quantity)
    other = target.talk or target.other
    among = joined([case.name(one) for one in target.patrons]) or "its patrons"
    if target.kind == "patrons" and other == "rivalry":
        return f"rivalry of {among} over {case.name(target.ident)}"
    return _WORDS[target.kind].format(case.name(target.ident), case.name(other).replace("_", " "), among)


def quantities_of(case: Case) -> dict[str, str]:
    """Everything that a claim on a case can be about, by what it is called; of two of one name the first."""
    found: dict[str, str] = {}
    for quantity in _quantities(case):
        found.setdefault(quantity_words(case, quantity), quantity)
    return found


def _quantities(case: Case) -> Iterator[str]:
    yield from map("levels.{}".format, case.issues)
    yield from map("payoffs.{}".format, case.actors)
    yield from map("agreements.{}".format, case.talks)
    for head in ("gains", "walk_away", "upper_hand"):
        for talk, entry in case.talks.items():
            yield from map(partial("{}.{}.{}".format, head, talk), entry.parties)
    if case.talks and len(case.actors) <= MOST_ACTORS:
        for head in ("reliance", "net_leverage"):
            for one, other in permutations(case.actors, 2):
                yield f"{head}.{one}.{other}"
