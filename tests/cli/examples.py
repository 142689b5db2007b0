"""A case with something in every part, and a settlement of it made by hand, to see how they are printed."""

from __future__ import annotations

from typing import Any

from tertius.case.model import Case
from tertius.errors import Problem
from tertius.rules.settlement import Settlement, Shortfall, Status

LONG_ID = "supply-of-refined-petroleum-by-sea"

ENTRIES: dict[str, Any] = {
    "case": "toy",
    "title": "A toy [with brackets] – and a dash",
    "question": "Who concedes what?",
    "summary": "Two talks and a threat.",
    "author": "An analyst",
    "as_of": "2019-01-10",
    "actors": {"usa": "United States", "dprk": {"name": "North Korea", "country": "KP"}, "china": "China"},
    "issues": {
        "arms": {"name": "Disarmament", "anchors": {0: "freeze", 100: "all :weapons: gone"}},
        LONG_ID: {"name": "Refined fuel", "scale": [0, 4], "unit": "million barrels", "supplier": "china"},
        "trade": {"level": 40},
    },
    "talks": {
        "us-dprk": {
            "name": "Summit",
            "parties": ["usa", "dprk"],
            "without_agreement": {"arms": 25},
            "power": {"usa": 2},
        },
        "dprk-china": {"parties": ["dprk", "china"], "without_agreement": {LONG_ID: 0.5}},
    },
    "stances": {
        "usa": {
            "arms": {
                "position": 100,
                "salience": "45 to 75, likely 60",
                "why": "stated aim",
                "source": "speech",
                "method": "judgement",
                "as_of": "2019-01-01",
                "known_since": "2019-01-02",
            }
        },
        "dprk": {"arms": {"position": 10, "salience": 60}, LONG_ID: {"position": "100%", "salience": 5}},
        "china": {LONG_ID: {"position": 0, "salience": 20}},
    },
    "needs": {"fuel": {"actor": "dprk", "weight": "40 to 60", "covered_by": {LONG_ID: "70%"}}},
    "links": {
        "backing": {
            "holder": "china",
            "if_fails": "us-dprk",
            "then_falls": "dprk-china",
            "probability": "10% to 40%, likely 25%",
        }
    },
    "threats": {
        "sanctions": {
            "holder": "usa",
            "target": "dprk",
            "if_fails": "us-dprk",
            "damage": 15,
            "cost": 2,
            "credibility": "60%",
            "authorised_by": "council",
        }
    },
    "bodies": {
        "council": {
            "name": "Security Council",
            "members": {"usa": {"weight": 1, "yes": "90%"}, "china": 1},
            "quota": 2,
            "vetoes": ["china"],
            "measure": "more sanctions",
            "passes": "20%",
        }
    },
    "groups": {
        "nerve": {
            "together": ["stances.usa.arms.salience", "needs.fuel.weight"],
            "against": ["links.backing.probability"],
        }
    },
    "events": {
        "visit": {
            "date": "2019-01-07",
            "until": "2019-01-10",
            "kind": "visit",
            "actors": ["dprk", "china"],
            "what": "A visit to Beijing",
        }
    },
    "moves": {
        "open": {
            "name": "Open the border",
            "actor": "china",
            "cost": 3,
            "changes": [{"set": "issues.trade.level", "to": 80}, {"remove": "links.backing"}],
        }
    },
    "claims": {
        "c1": {
            "says": "Backing helps.",
            "compare": {
                "against": [{"remove": "links.backing"}],
                "quantity": "payoffs.dprk",
                "direction": "higher",
                "at_least": 2,
            },
        },
        "c2": {
            "says": "More fuel, fewer concessions.",
            "sweep": {
                "input": "issues.trade.level",
                "over": "0 to 80",
                "quantity": "levels.arms",
                "direction": "falls",
            },
        },
        "c3": {
            "says": "China opens.",
            "equilibrium": {"moves": {"china": ["open"], "usa": []}, "is_equilibrium": True},
        },
        "c4": {
            "says": "Visits come before summits.",
            "events": {"kind": "visit", "before": "summit", "within": 90},
        },
    },
    "sources": {"speech": {"title": "New Year's address", "author": "Chairman", "url": "https://example.org/speech"}},
}


def toy_case(**changes: Any) -> Case:
    """The case, with other entries in the place of some."""
    return Case.model_validate({**ENTRIES, **changes})


def toy_settlement(**changes: Any) -> Settlement:
    """Summit settled, fuel talk failed for want of a zone, everything else as a settlement may have it."""
    values: dict[str, Any] = {
        "case": toy_case(),
        "rule": "renegotiate",
        "settings": {"without": ()},
        "levels": {"arms": 53.14, LONG_ID: 0.5, "trade": 40.0},
        "agreements": {"us-dprk": True, "dprk-china": False},
        "payoffs": {"usa": 40.04, "dprk": 61.26, "china": 12.0},
        "ranges": {"usa": 60.0, "dprk": 100.0, "china": 20.0},
        "stands": {"us-dprk": 1.0, "dprk-china": 0.0},
        "walk_away": {"us-dprk": {"usa": 30.0, "dprk": 50.0}, "dprk-china": {"dprk": 61.26, "china": 12.0}},
        "upper_hand": {"us-dprk": {"usa": 0.42, "dprk": 0.58}},
        "shortfalls": {"dprk-china": Shortfall("china", 3.21)},
        "commitments": {"backing": -2.13, "sanctions": 1.0},
        "status": Status.SETTLED,
        "residual": 1e-9,
    }
    return Settlement(**{**values, **changes})


WARNING = Problem("toy.yaml", 7, "talk us-dprk", "has the same parties as another talk", "", "merge them")
