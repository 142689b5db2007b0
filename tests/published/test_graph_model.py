"""Known answers of the graph model: Elmira, the prisoners' dilemma, Cuba 1962, Syria and Iraq 1975."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np

import tertius
from tertius.conflicts.stability import ends_of, stable
from tests.house.imports import SOURCE

ELMIRA = SOURCE / "conflicts" / "shipped" / "elmira-1991.yaml"


def test_elmira_in_the_numbering_of_gmcr() -> None:
    """Twelve states: state 7 lasts, from 1 the only improvement of anybody is to 7, and a coalition goes on to 10."""
    model = tertius.graph_model("elmira-1991")
    assert model.equilibria["nash"] == model.equilibria["seq"] == (5, 6, 7, 10, 11, 12)
    assert model.equilibria["gmr"] == model.equilibria["smr"] == (1, 4, 5, 6, 7, 10, 11, 12)
    assert model.states[0].improvements == {"moe": (), "uniroyal": (), "local": (7,)}
    (tempted,) = [one for one in model.coalition_improvements if one.start == 7]
    assert (tempted.members, tempted.ends) == (("moe", "uniroyal"), (10,))
    assert [(step.by, step.end) for step in model.paths[10].steps] == [("local", 7), ("moe+uniroyal", 10)]


def test_elmira_where_two_act_as_one() -> None:
    values = ELMIRA.read_text("utf-8") + "coalitions:\n  - [moe, uniroyal]\n"
    model = tertius.graph_model(_read(values))
    assert model.units == ("moe+uniroyal", "local")
    assert 7 not in model.equilibria["gmr"]
    assert model.states[6].improvements["moe+uniroyal"] == (10,)


def test_elmira_in_the_numbering_of_the_literature() -> None:
    """Nine states, all in which Uniroyal abandons being one: 5, 8 and 9 last, 1 and 4 only by metarationality."""
    model = tertius.graph_model(_read(ELMIRA.read_text("utf-8") + "same: [abandon]\n"))
    assert len(model.states) == 9
    assert model.states[8].state.pattern == "-NNY-"
    assert model.equilibria["nash"] == model.equilibria["seq"] == (5, 8, 9)
    assert model.equilibria["gmr"] == model.equilibria["smr"] == (1, 4, 5, 8, 9)


def _read(text: str) -> dict[str, Any]:
    from tertius.case.parse.tree import read_tree

    value: dict[str, Any] = read_tree(text).value
    return value


PRISONERS = {
    "options": [{"name": "Cooperate with 2", "permittedDirection": "both"}, {"name": "Cooperate with 1"}],
    "decisionMakers": [
        {"name": "Prisoner One", "options": [0], "preferences": [[[1, "Y"]], [[0, "N"]]]},
        {"name": "Prisoner 2", "options": [1], "preferences": [[[0, "Y"]], [[1, "N"]]]},
    ],
    "infeasibles": [],
    "program": "gmcr-py",
}


def test_two_prisoners_from_a_file_of_gmcr(tmp_path: Path) -> None:
    """Both defect under Nash; that both cooperate lasts as well if they look further ahead."""
    file = tmp_path / "prisoners.gmcr"
    file.write_text(json.dumps(PRISONERS), "utf-8")
    model = tertius.graph_model(file)
    assert [one.state.pattern for one in model.states] == ["NN", "YN", "NY", "YY"]
    assert model.equilibria == {"nash": (1,), "gmr": (1, 4), "smr": (1, 4), "seq": (1, 4)}


CUBA: dict[str, Any] = {
    "conflict": "cuba-1962",
    "decision_makers": {
        "us": {
            "options": {"strike": {"name": "Air strike", "moves": "on"}, "blockade": "Blockade"},
            "prefers": [
                "withdraw", "not escalate", "not strike and withdraw", "not blockade and withdraw",
                "strike and escalate", "blockade and escalate",
                "(strike and not withdraw) or (blockade and not escalate) or (strike and not escalate)"
                " or (blockade and not withdraw)",
                "not strike and not withdraw and not escalate", "not blockade and not withdraw and not escalate",
            ],
        },
        "ussr": {
            "options": {"withdraw": "Withdraw the missiles", "escalate": "Escalate"},
            "prefers": [
                "not escalate", "not escalate or strike", "not escalate or blockade", "not strike and not escalate",
                "not blockade and not escalate",
                "(blockade and withdraw) or (not blockade and not withdraw) or (strike and withdraw)",
                "blockade and not withdraw and not escalate",
                "strike and not blockade and withdraw and not escalate",
            ],
        },
    },
    "infeasible": ["withdraw and escalate"],
}  # fmt: skip


def test_cuba_as_two_programs_compute_it() -> None:
    """The statements are those of an example of gmcr; its answer was never printed, but two programs agree on it."""
    model = tertius.graph_model(CUBA)
    assert len(model.states) == 12
    assert model.equilibria["nash"] == (6,)
    assert model.equilibria["seq"] == (5, 6, 7)
    assert model.equilibria["gmr"] == model.equilibria["smr"] == (1, 2, 3, 5, 6, 7, 8)


def test_syria_and_iraq_under_every_order_of_syria() -> None:
    """Of the 720 strict orders of Syria 240 make state 2 last under Nash, 384 under SEQ (720 times 8/15)."""
    values = {
        "conflict": "syria-iraq-1975",
        "decision_makers": {
            "syria": {"options": {"release": "Release water", "escalate": "Escalate"}},
            "iraq": {"options": {"attack": "Attack"}, "ranks": [2, 4, 6, 1, 5, 3]},
        },
        "infeasible": ["release and escalate"],
    }
    read = tertius.read_conflict(values)
    syria, iraq = read.moves
    iraq_gains = iraq & read.better([1])
    counts = dict.fromkeys(("nash", "seq"), 0)
    for order in permutations(range(6)):
        ranks = np.array(order)
        better = ranks[None, :] < ranks[:, None]
        own = stable(syria, better, iraq, iraq_gains)
        reply = stable(iraq, read.better([1]), syria, syria & better)
        for concept in counts:
            counts[concept] += bool(own[concept][1] and reply[concept][1])
    assert counts == {"nash": 240, "seq": 384}
    assert len(ends_of(syria)[0]) == 2
