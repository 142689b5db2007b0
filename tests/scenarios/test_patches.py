"""Versions as patches: whatever is taken over from the base is what building the version anew would give."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest

from tertius.analysis.moves.tree import MoveTree
from tertius.case import Case, Change
from tertius.case.check.changes import checked_steps, faults_of
from tertius.case.edit.changes import bare_case, steps_of
from tertius.case.edit.parts import Patch, patch_of
from tertius.case.findings import CheckContext
from tertius.draws import CommonDraws, uncertain_of
from tertius.rules.arrays import Network, Numbers
from tertius.rules.bargaining.batch import arrays_of
from tertius.rules.bargaining.patches import NetworkPatches
from tertius.scenarios.scenarios import Scenarios
from tests.scenarios.versions import CHANGES, MOVES, changed, towns, versions

GROUPS = {"mood": {"together": ["links.tie.probability", "needs.safety.weight"], "against": ["threats.ban.damage"]}}

WRONG: dict[str, list[Change]] = {
    "off the scale": [Change(set="stances.upper.toll.position", to=80)],
    "off the scale that has become short": [Change(set="issues.toll.scale", to="0 to 20")],
    "off the scale without agreement": [Change(set="talks.dock.without_agreement.fees.level", to=120)],
    "no such talk": [
        Change(
            add="links.knot", value={"holder": "upper", "if_fails": "pakt", "then_falls": "road", "probability": "2%"}
        )
    ],
    "no such actor": [Change(add="stances.uper", value={"toll": {"position": 3, "salience": 2}})],
    "no such source": [Change(set="links.tie.source", to=["book"])],
    "source gone that is named nowhere": [Change(remove="sources.paper")],
    "two tables": [
        Change(add="talks.more", value={"parties": ["upper", "port"], "without_agreement": {"toll": {"level": 3}}})
    ],
    "an id twice": [Change(add="needs.tie", value={"actor": "port", "weight": 12})],
    "leanings over 100%": [Change(set="bodies.council.members.upper.no", to="40%")],
    "a belief told twice": [
        Change(add="beliefs.firmer", value={"about": "stances.upper.toll.salience", "talks": "road", "number": 50})
    ],
    "body gone": [Change(remove="bodies.council")],
    "no such path": [Change(set="links.tei.probability", to="3%")],
}

LONG = (("default", 1), ("all", 9))
"""Theories, and which of the versions are settled under them: every one, every ninth."""


@pytest.mark.parametrize("name", [*CHANGES, *WRONG])
def test_what_is_wrong_with_a_version_is_what_is_wrong_with_it_if_nothing_is_shared(name: str) -> None:
    desk = CheckContext(bare_case(towns()))
    steps, before = steps_of(("changes",), {**CHANGES, **WRONG}[name]), faults_of(desk)
    changed = checked_steps(desk, steps, before)
    alone = CheckContext(bare_case(towns()).model_copy(deep=True))
    assert changed.findings == checked_steps(alone, steps, before).findings
    assert bool(changed.findings) == (name in WRONG and "named nowhere" not in name)


@pytest.mark.parametrize("groups", [{}, GROUPS])
def test_what_versions_share_with_their_base_is_drawn_as_if_each_were_worked_out_by_itself(groups: Any) -> None:
    base, seen = towns(groups=groups), 0
    draws, anew = (CommonDraws(base, 0, 8, 1) for _ in range(2))
    for name, _, version in versions(base):
        uncertain = uncertain_of(version)
        drawn = draws.of(version)
        assert drawn.paths == tuple(number.path for number in uncertain), name
        for number, column in zip(uncertain, drawn.values.T, strict=True):
            assert np.array_equal(anew._values(number), column), (name, number.path)
        seen += len(uncertain)
    assert seen > 1000


def test_a_patch_names_what_differs_and_nothing_else() -> None:
    start = bare_case(towns())
    version = changed(start, CHANGES["link gone"], CHANGES["salience"], CHANGES["need new"])
    assert version is not None
    patch = patch_of(start, version)
    gone = [("links", "tie"), ("beliefs", "shown")]  # what is believed of the link goes with it
    assert list(patch.parts) == [("stances", "lower", "toll"), ("needs", "trade"), *gone]
    assert patch.parts["links", "tie"] is None
    assert patch.parts["stances", "lower", "toll"] is version.stances["lower"]["toll"]
    assert patch_of(start, start).parts == {}


def _key(version: Case | None, in_order: bool = False) -> Any:
    assert version is not None
    patch = patch_of(bare_case(towns()), version)
    return patch.key_in_order if in_order else patch.key


def test_versions_are_one_if_they_are_equal_and_in_one_order_if_they_are_written_so() -> None:
    first, second = CHANGES["link new"], CHANGES["threat new"]
    assert _key(changed(towns(), first, second)) == _key(changed(towns(), second, first))
    assert _key(changed(towns(), first, second), True) == _key(changed(towns(), second, first), True)
    link = {"holder": "upper", "if_fails": "pact", "then_falls": "dock", "probability": "20%"}
    other = [Change(add="links.string", value=link)]
    one, two = changed(towns(), first, other), changed(towns(), other, first)
    assert one == two
    assert _key(one) == _key(two)
    assert _key(one, True) != _key(two, True)
    some = [version for _, _, version in versions()][::7]
    keys = [_key(version) for version in some]
    assert [[a == b for b in keys] for a in keys] == [[a == b for b in some] for a in some]


def _arrays(network: Network, numbers: Numbers) -> dict[str, Any]:
    return {
        **network.structure._asdict(),
        **{f"middle {name}": array for name, array in network.numbers._asdict().items()},
        **{f"draws {name}": array for name, array in numbers._asdict().items()},
        **{name: getattr(network, name) for name in ("actors", "issues", "talks", "needs", "links", "threats")},
    }


@pytest.mark.parametrize(("more", "least"), [({"beliefs": {}}, 30), ({"beliefs": {}, "groups": GROUPS}, 30), ({}, 0)])
def test_arrays_that_are_patched_are_those_that_are_built(more: dict[str, Any], least: int) -> None:
    base = bare_case(towns(**more))
    draws = CommonDraws(base, 0, 6, 1)
    patches, said = NetworkPatches(base, draws), 0
    for name, _, version in versions(base):
        drawn = draws.of(version)
        patched = patches.patched(patch_of(base, version))
        if patched is not None:
            said += 1
            built = _arrays(*arrays_of(version, drawn.paths, drawn.values))
            for array, stands in _arrays(*patched).items():
                assert np.array_equal(stands, built[array]), (name, array)
    assert said >= least
    assert bool(said) == bool(least)


@pytest.mark.parametrize(
    ("theories", "every"), [("default", 4), ("all", 27), *(pytest.param(*one, marks=pytest.mark.long) for one in LONG)]
)
def test_versions_settled_together_are_those_that_are_built_and_settled_one_by_one(
    theories: str, every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = towns(beliefs={})
    listed = [version for _, _, version in versions(bare_case(base))][::every]
    shared = Scenarios(base, theories, 3, 1, threads=2)
    listed = [version for version in listed if all(theory.applies(version) for theory in shared.theories)]
    together = list(shared.settle_each(map(shared.patch, listed)))
    monkeypatch.setattr(NetworkPatches, "patched", lambda *_: None)
    for version, found in zip(listed, together, strict=True):
        alone = Scenarios(base, theories, 3, 1, threads=1).settle(version)
        for name, scenario in alone.items():
            for field in ("levels", "agreed", "payoffs", "gains", "settled"):
                values = [getattr(one.many, field) for one in (found[name], scenario)]
                assert np.array_equal(*values, equal_nan=field != "settled"), (name, field)


LEANS = {
    "leans-for": {"actor": "upper", "changes": [{"set": "bodies.council.members.port.yes", "to": "75%"}]},
    "leans-against": {"actor": "port", "changes": [{"set": "bodies.council.members.port.no", "to": "40%"}]},
}
"""Two moves of which each fits, and both do not: 115%."""


def test_moves_made_one_after_the_other_are_hindered_by_what_a_look_at_the_whole_case_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = towns(beliefs={}, moves={name: {"cost": 1, **move} for name, move in (MOVES | LEANS).items()})
    sequences = [*permutations(case.moves, 2), *list(permutations(case.moves, 3))[::17]]

    def found() -> dict[tuple[str, ...], Any]:
        tree = MoveTree(Scenarios(case, "default", 1, 1))
        after = {sequence: tree.after(sequence) for sequence in sequences}
        return {name: one if isinstance(one, str) else one.key for name, one in after.items()}

    short = found()
    monkeypatch.setattr(Patch, "plain", False)
    assert short == found()
    assert "115%" in short["leans-for", "leans-against"]
    assert "115%" in short["leans-against", "leans-for"]
    assert sum(isinstance(one, str) for one in short.values()) < len(short) / 2
