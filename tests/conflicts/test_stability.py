"""The four stabilities against the slow reference, and what holds in every conflict."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tertius
from tertius.conflicts.analysis import GraphModel
from tertius.conflicts.stability import CONCEPTS, ends_of, sequences
from tests.reference.slow_graph_model import stable_slowly


def conflict(seed: int) -> dict[str, Any]:
    """One to four decision makers with up to two options each, some irreversible, some states infeasible, with ties."""
    rng = np.random.default_rng(seed)
    makers, options = {}, []
    for i in range(int(rng.integers(1, 5))):
        own = {
            f"o{i}{k}": {"moves": str(rng.choice(["both", "both", "on", "off"]))}
            for k in range(int(rng.integers(0, 3)))
        }
        options += list(own)
        makers[f"m{i}"] = {"options": own}
    infeasible = []
    if len(options) > 2:
        infeasible = [" and ".join(rng.choice(options, 2, replace=False)) for _ in range(int(rng.integers(0, 2)))]
    values = {"conflict": "random", "decision_makers": makers, "infeasible": infeasible}
    count = len(tertius.graph_model(values).states)
    for entry in makers.values():
        order = (rng.permutation(count) + 1).tolist()
        cuts = sorted(rng.choice(np.arange(1, count + 1), int(rng.integers(1, count + 1)), replace=False).tolist())
        entry["ranks"] = [order[a:b] for a, b in zip([0, *cuts], [*cuts, count], strict=True) if order[a:b]]
    return values | {"status_quo": 1}


def test_every_state_is_as_stable_as_the_slow_reference_says() -> None:
    for seed in range(60):
        read = tertius.read_conflict(conflict(seed))
        model = tertius.graph_model(read)
        moves = [[set(ends) for ends in ends_of(own)] for own in read.moves]
        slow = stable_slowly(moves, read.ranks.tolist())
        for i, maker in enumerate(read.makers):
            assert [set(one.stable[maker.ident]) for one in model.states] == slow[i], (seed, maker.ident)


def test_what_holds_in_every_conflict() -> None:
    for seed in range(60, 100):
        model = tertius.graph_model(conflict(seed))
        for one in model.states:
            for stays in one.stable.values():
                assert "nash" not in stays or stays == CONCEPTS
                assert "smr" not in stays or "gmr" in stays
                assert "seq" not in stays or "gmr" in stays
        assert set(model.paths) == {number for numbers in model.equilibria.values() for number in numbers}
        for number, path in model.paths.items():
            _walk(model, number, path.kind)


def _walk(model: GraphModel, number: int, kind: str) -> None:
    """The steps of a path hang together, and a path of improvements has nothing else."""
    at, last = model.status_quo, ""
    for step in model.paths[number].steps:
        assert (step.start, step.by != last) == (at, True)
        if kind == "improvements":
            assert step.end in model.states[step.start - 1].improvements[step.by]
        at, last = step.end, step.by
    assert kind == "none" or at == number


def test_nobody_moves_twice_in_succession() -> None:
    one, other = [[1], [2], [], []], [[], [], [3], []]  # the first could go 0 to 1 to 2, but not alone
    starts = np.eye(4, dtype=bool)[:1]
    assert np.flatnonzero(sequences([one, other], starts)[0]).tolist() == [1]
    assert np.flatnonzero(sequences([[[1], [], [], []], [[], [2], [], []]], starts)[0]).tolist() == [1, 2]
    assert not sequences([], starts).any()


def test_eight_options_with_four_decision_makers_are_looked_at() -> None:
    makers = {
        f"m{i}": {"options": [f"a{i}", f"b{i}"], "prefers": [f"a{i} iff b{(i + 1) % 4}", f"not a{i}"]} for i in range(4)
    }
    model = tertius.graph_model({"conflict": "eight", "decision_makers": makers, "status_quo": 1})
    assert len(model.states) == 256
    assert model.equilibria["nash"]


def test_one_decision_maker_goes_where_it_likes_best() -> None:
    model = tertius.graph_model(
        {
            "conflict": "one",
            "decision_makers": {"a": {"options": ["x", "y"], "prefers": ["x", "not y"]}},
            "status_quo": 1,
        }
    )
    assert model.equilibria == dict.fromkeys(CONCEPTS, (2,))
    assert model.paths[2].to_dict() == {"kind": "improvements", "steps": [{"by": "a", "start": 1, "end": 2}]}


def test_without_options_there_is_one_state_which_lasts() -> None:
    model = tertius.graph_model({"conflict": "none", "decision_makers": {"a": {}, "b": {}}, "status_quo": 1})
    assert [one.state.name for one in model.states] == ["nothing"]
    assert model.equilibria["nash"] == (1,)
    assert len(model.warnings) == 2


def test_a_conflict_in_graph_form_moves_as_it_says() -> None:
    chicken = {
        "conflict": "graph",
        "states": {"calm": "calm", "tense": None, "war": "war"},
        "decision_makers": {
            "a": {"moves": {"calm": ["tense"], "tense": "war"}, "ranks": ["tense", "calm", "war"]},
            "b": {"moves": {"tense": ["war", "calm"]}, "ranks": ["calm", ["tense", "war"]]},
        },
        "status_quo": "calm",
    }
    model = tertius.graph_model(chicken)
    assert [one.state.name for one in model.states] == ["calm", "tense", "war"]
    assert model.states[0].stable["a"] == ("gmr", "smr", "seq")
    assert model.equilibria["nash"] == (3,)
    assert model.equilibria["seq"] == (1, 2, 3)
    with pytest.raises(tertius.UsageError, match="no feasible state 'peace'"):
        tertius.graph_model(chicken, "peace")
