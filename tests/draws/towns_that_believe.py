"""Two talks with a number of every kind, and a belief about each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tertius.case import Case, check_case

__all__ = ["BELIEFS", "believing_towns"]

CASE: dict[str, Any] = {
    "case": "pass",
    "title": "A pass",
    "as_of": "2024-01-01",
    "actors": {"upper": "Upper", "lower": "Lower", "port": "Port"},
    "issues": {"toll": {"scale": [0, 50]}, "guards": {}, "fees": {}},
    "talks": {
        "road": {"parties": ["upper", "lower"], "without_agreement": {"toll": 10, "guards": 30}},
        "dock": {"parties": ["lower", "port"], "without_agreement": {"fees": 10}},
    },
    "stances": {
        "upper": {
            "toll": {"position": "30 to 50", "salience": "20 to 60"},
            "guards": {"position": 80, "salience": 20},
        },
        "lower": {"toll": {"position": 0, "salience": 40}, "fees": {"position": 100, "salience": 30}},
        "port": {"fees": {"position": 30, "salience": 30}},
    },
    "needs": {"safety": {"actor": "lower", "weight": "10 to 30", "covered_by": {"guards": "30% to 90%"}}},
    "links": {"tie": {"holder": "port", "if_fails": "road", "then_falls": "dock", "probability": "10% to 60%"}},
    "threats": {
        "ban": {
            "holder": "upper",
            "target": "lower",
            "if_fails": "road",
            "damage": "5 to 15",
            "cost": "1 to 9",
            "credibility": "20% to 80%",
            "authorised_by": "council",
        }
    },
    "bodies": {"council": {"members": ["upper", "lower"], "quota": 2, "passes": "30% to 70%"}},
}


def _signal(above: str, if_true: str, if_false: str) -> list[dict[str, str]]:
    return [{"above": above, "if_true": if_true, "if_false": if_false}]


BELIEFS: dict[str, dict[str, Any]] = {
    "shown": {"about": "links.tie.probability", "talks": ["road"], "signals": _signal("40%", "90%", "30%")},
    "doubted": {"about": "links.tie.probability", "talks": ["road"], "signals": _signal("40%", "5% to 20%", "60%")},
    "bragged": {"about": "threats.ban.credibility", "talks": "road", "number": "85% to 95%"},
    "feared": {"about": "threats.ban.damage", "talks": "road", "signals": _signal("12", "100%", "10%")},
    "cheap": {"about": "threats.ban.cost", "talks": "road", "signals": _signal("3", "10%", "90%")},
    "firm": {"about": "stances.upper.toll.salience", "talks": "road", "number": "55 to 60"},
    "greedy": {"about": "stances.upper.toll.position", "talks": "road", "signals": _signal("80%", "90%", "20%")},
    "needy": {"about": "needs.safety.weight", "talks": "road", "number": "28 to 40"},
    "safe": {"about": "needs.safety.covered_by.guards", "talks": "road", "signals": _signal("70%", "10%", "90%")},
}


def believing_towns(beliefs: Mapping[str, Any], groups: Mapping[str, Any] | None = None) -> Case:
    """The towns with some beliefs, and numbers that move together."""
    case = Case.model_validate({**CASE, "beliefs": dict(beliefs), "groups": dict(groups or {})})
    assert check_case(case) == []
    return case
