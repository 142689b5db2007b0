"""A case with something of every kind, and versions of it by every kind of change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tertius.case import Case, Change, check_case
from tertius.case.edit.changes import apply_steps, bare_case, steps_of
from tertius.case.edit.moves import changes_of_move
from tests.draws.towns_that_believe import CASE

__all__ = ["CHANGES", "MOVES", "changed", "towns", "versions"]

TALKS: dict[str, Any] = {
    **CASE["talks"],
    "pact": {"parties": ["upper", "port", "lower"], "without_agreement": {"patrols": "10 to 30"}, "power": {"port": 2}},
}
STANCES = {
    "upper": {**CASE["stances"]["upper"], "patrols": {"position": "70 to 90", "salience": 30}},
    "lower": {**CASE["stances"]["lower"], "patrols": {"position": 60, "salience": "10 to 40"}},
    "port": {**CASE["stances"]["port"], "patrols": {"position": 0, "salience": "20 to 30"}},
}
COUNCIL = {
    "members": {"upper": {"yes": "80%"}, "lower": {"yes": "20% to 60%"}, "port": {"yes": "50%"}},
    "quota": 2,
}
BELIEFS = {
    "firm": {"about": "stances.upper.toll.salience", "talks": "road", "number": "50 to 60"},
    "shown": {
        "about": "links.tie.probability",
        "talks": ["road", "dock"],
        "signals": [{"above": "40%", "if_true": "90%", "if_false": "10% to 30%"}],
    },
}


def towns(**more: Any) -> Case:
    """Three talks, a number of every kind, beliefs, a body that votes, a standing level; moves if they are given."""
    raw = CASE | {
        "actors": {"upper": {"name": "Upper", "capability": 2}, "lower": "Lower", "port": "Port"},
        "issues": {**CASE["issues"], "patrols": {}, "weather": {"level": "30 to 50"}},
        "talks": TALKS,
        "stances": STANCES,
        "bodies": {"council": COUNCIL},
        "beliefs": BELIEFS,
        "sources": {"paper": "A paper"},
    }
    case = Case.model_validate(raw | more)
    assert check_case(case) == []
    return case


def _set(path: str, to: Any) -> Change:
    return Change(set=path, to=to)


CHANGES: dict[str, list[Change]] = {
    "nothing": [],
    "position": [_set("stances.upper.toll.position", "20 to 45")],
    "position that is certain": [_set("stances.upper.toll.position", 25)],
    "salience": [_set("stances.lower.toll.salience", "10 to 70")],
    "salience that somebody believes in": [_set("stances.upper.toll.salience", "30 to 55")],
    "stance gone": [Change(remove="stances.port.patrols")],
    "stance new": [Change(add="stances.port.toll", value={"position": "5 to 15", "salience": 20})],
    "why alone": [_set("links.tie.why", "because")],
    "name of an issue": [_set("issues.toll.name", "The toll")],
    "name of an actor": [_set("actors.port.name", "Harbour")],
    "scale": [_set("issues.guards.scale", "0 to 200")],
    "standing level": [_set("issues.weather.level", "60 to 90")],
    "level without agreement": [_set("talks.road.without_agreement.toll.level", "12 to 20")],
    "power": [_set("talks.pact.power.port", "1 to 3")],
    "power of somebody else": [Change(add="talks.pact.power.upper", value="0.5")],
    "solution": [_set("talks.dock.solution", "egalitarian")],
    "rule": [Change(remove="talks.pact.power"), _set("talks.pact.rule", "median")],
    "acting as one": [_set("talks.pact.as_one", {"upper": 1, "lower": 2})],
    "weight of a need": [_set("needs.safety.weight", "5 to 15")],
    "share of a need": [_set("needs.safety.covered_by.guards", "10% to 50%")],
    "another source of a need": [Change(add="needs.safety.covered_by.patrols", value="20% to 40%")],
    "need gone": [Change(remove="needs.safety")],
    "need new": [Change(add="needs.trade", value={"actor": "port", "weight": 12, "covered_by": {"fees": "50%"}})],
    "probability": [_set("links.tie.probability", "30% to 80%")],
    "probability that is certain": [_set("links.tie.probability", "100%")],
    "link gone": [Change(remove="links.tie")],
    "link new": [
        Change(
            add="links.knot",
            value={"holder": "upper", "if_fails": "pact", "then_falls": "road", "probability": "20% to 40%"},
        )
    ],
    "link turned round": [
        Change(remove="links.tie"),
        Change(
            add="links.tie",
            value={"holder": "port", "if_fails": "dock", "then_falls": "road", "probability": "10% to 60%"},
        ),
    ],
    "damage": [_set("threats.ban.damage", "10 to 12")],
    "cost": [_set("threats.ban.cost", 0)],
    "credibility": [_set("threats.ban.credibility", "60% to 90%")],
    "threat gone": [Change(remove="threats.ban")],
    "threat new": [
        Change(add="threats.raid", value={"holder": "lower", "target": "port", "if_fails": "dock", "damage": "2 to 6"})
    ],
    "threat that needs nobody": [Change(remove="threats.ban.authorised_by")],
    "body says it": [_set("bodies.council.passes", "5% to 15%")],
    "leaning": [_set("bodies.council.members.port.yes", "70% to 90%")],
    "quota": [_set("bodies.council.quota", 3)],
    "talk gone": [Change(remove="talks.pact")],
    "talk gone that others hang on": [Change(remove="talks.road")],
    "talk new": [
        Change(remove="issues.weather.level"),
        Change(add="talks.sky", value={"parties": ["upper", "port"], "without_agreement": {"weather": "30 to 50"}}),
    ],
    "issue gone": [Change(remove="issues.guards")],
    "actor gone": [Change(remove="actors.port")],
    "actor new": [Change(add="actors.hermit", value={"name": "Hermit"})],
    "party new": [_set("talks.dock.parties", ["lower", "port", "upper"])],
    "belief about another number": [
        Change(add="beliefs.needy", value={"about": "needs.safety.weight", "talks": "road", "number": "28 to 40"})
    ],
    "belief changed": [_set("beliefs.firm.number", "20 to 30")],
    "signal more": [_set("beliefs.firm.signals", [{"above": "55", "if_true": "90%", "if_false": "20%"}])],
    "belief gone": [Change(remove="beliefs.shown")],
    "curvature": [_set("curvature", 1.5)],
}
"""Changes of every kind, by what they change."""

MOVES: dict[str, dict[str, Any]] = {
    "closes": {"actor": "upper", "close": "pact"},
    "backs": {
        "actor": "port",
        "back": {"party": "lower", "if_fails": "dock", "then_falls": "pact", "probability": "40%"},
    },
    "backs-more": {
        "actor": "port",
        "back": {"party": "upper", "if_fails": "road", "then_falls": "dock", "probability": "50%", "link": "tie"},
    },
    "threatens": {"actor": "lower", "threaten": {"target": "upper", "if_fails": "road", "damage": "3 to 8"}},
    "threatens-more": {"actor": "upper", "threaten": {"threat": "ban", "credibility": "90%", "damage": 20}},
    "supplies": {"actor": "upper", "supply": {"issue": "toll", "level": "20 to 25"}},
    "withholds": {"actor": "port", "withhold": {"issue": "fees", "level": 5}},
    "states": {"actor": "lower", "state": {"issue": "fees", "position": "70 to 90"}},
    "coordinates": {"actor": "upper", "coordinate": {"partners": ["lower"], "talks": ["pact"]}},
    "signals": {
        "actor": "upper",
        "signal": {
            "path": "threats.ban.cost",
            "receivers": ["lower"],
            "above": 3,
            "if_true": "10%",
            "if_false": "90%",
        },
    },
    "signals-again": {
        "actor": "port",
        "signal": {
            "path": "links.tie.probability",
            "receivers": ["lower"],
            "above": "30%",
            "if_true": "80% to 90%",
            "if_false": "20%",
        },
    },
    "tells-all": {"actor": "upper", "signal": {"path": "threats.ban.damage", "to": "12 to 14"}},
}
"""Moves of every ready-made kind."""


def changed(case: Case, *listed: list[Change]) -> Case | None:
    """The case without moves and claims after lists of changes; None if they cannot be made."""
    after = apply_steps(bare_case(case), [step for changes in listed for step in steps_of(("changes",), changes)])
    return None if after.findings else after.case


def versions(start: Case | None = None) -> Iterator[tuple[str, Case, Case]]:
    """A name, the case and a version of it: by each change, by each move, by many pairs of changes."""
    case = start or towns()
    listed = list(CHANGES.items())
    for place, (name, changes) in enumerate(listed):
        for other, more in ((name, []), *(listed[(place + shift) % len(listed)] for shift in (3, 7, 12, 20))):
            version = changed(case, changes, more)
            if version is not None:
                yield f"{name}, {other}", case, version
    for name, move in towns(moves={name: {"cost": "1 to 2", **move} for name, move in MOVES.items()}).moves.items():
        after = apply_steps(bare_case(case), changes_of_move(case, name, move))
        if not after.findings:
            yield name, case, after.case
