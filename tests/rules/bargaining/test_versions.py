"""Versions of a network are what the case comes to when it is edited by hand: talks gone, talks failed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.rules import theory_named
from tertius.rules.arrays import Network, Numbers, Versions
from tertius.rules.bargaining.network import network_of
from tertius.rules.settlement import Settlement, Settlements
from tests.before import as_before
from tests.reference.cases import entries_of_network
from tests.reference.edits import without_talks
from tests.reference.networks import networks


def versions(network: Network, tabled: list[list[bool]], failed: list[list[bool]]) -> Versions:
    numbers = Numbers(*(np.repeat(np.asarray(array)[None], len(tabled), axis=0) for array in network.numbers))
    return Versions(numbers, np.array(tabled, np.bool_), np.array(failed, np.bool_))


def same(many: Settlements, row: int, told: Settlement, case: Case) -> bool:
    """Whether a version is a settlement of the edited case; one with several settlements says nothing."""
    if told.alternatives or not told.status.converged:
        return False
    assert many.payoffs[row] == pytest.approx(list(told.payoffs.values()), abs=1e-4)
    assert many.levels[row] == pytest.approx([told.levels[issue] for issue in case.issues], abs=1e-4)
    for t, talk in enumerate(case.talks):
        assert many.agreed[row, t] == told.agreements.get(talk, False)
        for party, walk in told.walk_away.get(talk, {}).items():
            i = list(case.actors).index(party)
            assert many.payoffs[row, i] - many.gains[row, t, i] == pytest.approx(walk, abs=1e-4)
    return True


@pytest.mark.parametrize("theory", ["renegotiate", "hold"])
@settings(max_examples=12, deadline=None)
@given(network=networks(), choice=st.integers(0, 2**8 - 1))
def test_a_version_is_the_case_edited_by_hand(theory: str, network: Network, choice: int) -> None:
    case = Case.model_validate(entries_of_network(network))
    whole, chosen = network_of(case), theory_named(theory)
    talks = len(case.talks)
    tabled = [bool(choice >> t & 1) for t in range(talks)]
    failed = [bool(choice >> (4 + t) & 1) for t in range(talks)]
    many = chosen.settle_variants(
        case, whole, versions(whole, [tabled, tabled, [True] * talks], [[False] * talks, failed, failed])
    )
    gone = [talk for talk, is_there in zip(case.talks, tabled, strict=True) if not is_there]
    fallen = tuple(talk for talk, falls in zip(case.talks, failed, strict=True) if falls)
    edited = without_talks(case, gone)
    same(many, 0, chosen.settle(edited), case)
    same(many, 1, chosen.settle(edited, tuple(talk for talk in fallen if talk not in gone)), case)
    same(many, 2, chosen.settle(case, fallen), case)


def test_a_talk_off_the_table_fires_nothing_and_one_that_failed_does() -> None:
    case = as_before(tertius.load("korea-2019"))  # in an edited case the chance of a deal is another
    network = network_of(case)
    gone = [talk != "us-dprk" for talk in case.talks]
    whole = [True] * len(gone)
    many = theory_named("renegotiate").settle_variants(
        case, network, versions(network, [gone, whole], [[not one for one in whole], [not one for one in gone]])
    )
    assert same(many, 0, tertius.settle(without_talks(case, ["us-dprk"])), case)
    assert same(many, 1, tertius.settle(case, "us-dprk"), case)
    usa = list(case.actors).index("usa")
    assert many.payoffs[0, usa] > many.payoffs[1, usa] + 1  # the link and the threat of a new path


@pytest.mark.parametrize("theory", ["renegotiate", "hold+egalitarian"])
def test_the_bits_do_not_depend_on_threads_and_hands_are_those_of_the_settlement(theory: str) -> None:
    case = as_before(tertius.load("black-sea-grain-2022"))  # versions of a network by itself know no tied hands
    chosen = theory_named(theory)
    network = network_of(case, chosen.solution.key)
    whole, none = [[True, True]] * 4, [[False, False], [False, False], [True, False], [False, True]]
    first, second = (
        chosen.settle_variants(case, network, versions(network, whole, none), threads, hands=True) for threads in (1, 3)
    )
    for name, array in vars(first).items():
        assert np.array_equal(array, getattr(second, name), equal_nan=True), name
    told = chosen.settle(case)
    for t, talk in enumerate(case.talks):
        for party, share in told.upper_hand[talk].items():
            assert first.hands[0, t, list(case.actors).index(party)] == pytest.approx(share, abs=1e-6)
    assert np.isnan(first.hands[2]).all()


def test_a_decision_by_weight_has_no_versions() -> None:
    case = tertius.load("ec-emission-1994")
    network = network_of(case)
    with pytest.raises(UsageError, match="decided by weight"):
        theory_named("weighted-mean").settle_variants(case, network, versions(network, [[]], [[]]))
