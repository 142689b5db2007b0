"""Common draws: what was not changed has the very same numbers, what was changed the same place in its range."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertius.case import Case, Change, Quantity, apply_changes, read_text
from tertius.draws import CommonDraws, sample, uncertain, uncertain_of
from tertius.draws.distribution import quantile


@pytest.fixture(scope="module")
def case(small: str) -> Case:
    return read_text(small, "strait.yaml")


def numbers(draws: CommonDraws, case: Case) -> dict[tuple[str | int, ...], np.ndarray]:
    drawn = draws.of(case)
    return {path: drawn.values[:, column] for column, path in enumerate(drawn.paths)}


def test_the_base_has_the_draws_of_sample(case: Case) -> None:
    drawn = CommonDraws(case, 3, 40, 7).of(case)
    assert list(drawn.paths) == [number.path for number in uncertain_of(case)]
    assert (drawn.values == sample(case, 3, 40, 7)).all()


def test_a_change_leaves_every_other_number_alone_however_the_columns_shift(case: Case) -> None:
    changed = apply_changes(case, [Change(remove="stances.south"), Change(set="links.patron.probability", to="50%")])
    draws = CommonDraws(case, 0, 64, 1)
    before, after = numbers(draws, case), numbers(draws, changed)
    assert len(after) < len(before)
    assert ("links", "patron", "probability") not in after
    for path, column in after.items():
        assert (column == before[path]).all()


def test_what_versions_share_is_drawn_once(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    monkeypatch.setattr(uncertain, "quantile", lambda quantity, u: drawn.append(quantity) or quantile(quantity, u))
    draws = CommonDraws(case, 0, 16, 1)
    draws.of(case)
    assert len(drawn) == len(uncertain_of(case))
    draws.of(apply_changes(case, Change(set="links.patron.probability", to="20% to 60%")))
    assert len(drawn) == len(uncertain_of(case)) + 1
    with pytest.raises(ValueError, match="read-only"):
        draws.values(("moves", "a", "cost"), Quantity(1, 2))[0] = 3


def test_one_range_on_both_sides_of_a_group_is_drawn_from_both_ends(damage: Callable[..., str]) -> None:
    groups = "groups:\n  south:\n    together: [links.patron.probability]\n    against: [threats.closure.credibility]\n"
    case = read_text(damage(("events:\n", f"{groups}events:\n")), "strait.yaml")
    alike = ("links.patron.probability", "threats.closure.credibility")
    case = apply_changes(case, [Change(set=path, to="20% to 60%") for path in alike])
    drawn = numbers(CommonDraws(case, 0, 32, 1), case)
    links, threats = drawn["links", "patron", "probability"], drawn["threats", "closure", "credibility"]
    assert links + threats == pytest.approx(0.8)


def test_another_range_is_drawn_at_the_same_place(case: Case) -> None:
    path = ("links", "patron", "probability")
    changed = apply_changes(case, Change(set="links.patron.probability", to="20% to 60%"))
    draws = CommonDraws(case, 0, 64, 1)
    before, after = numbers(draws, case)[path], numbers(draws, changed)[path]
    assert np.allclose((before - 0.1) / 0.2, (after - 0.2) / 0.4)


def test_a_number_that_the_base_does_not_draw_is_independent_of_all_others(case: Case) -> None:
    changes = [Change(set="stances.north.toll.position", to="0 to 4"), Change(set="issues.grain.name", to="Corn")]
    draws = CommonDraws(case, 0, 4096, 1)
    first, second = (numbers(draws, apply_changes(case, changes[:n])) for n in (1, 2))
    path = ("stances", "north", "toll", "position")
    assert (first[path] == second[path]).all()
    others = np.stack([column for other, column in first.items() if other != path])
    assert abs(np.corrcoef(np.vstack([first[path], others]))[0, 1:]).max() < 0.06
    assert 0 <= first[path].min() < 0.1
    assert 3.9 < first[path].max() <= 4


@settings(max_examples=20, deadline=None)
@given(first=st.integers(0, 500), count=st.integers(1, 40), cut=st.integers(1, 39))
def test_a_draw_is_the_same_however_the_draws_are_cut(first: int, count: int, cut: int) -> None:
    quantity, path = Quantity(1, 3, 2), ("moves", "m", "cost")
    base = Case.model_validate({"case": "k", "title": "k", "as_of": "2024-01-01", "actors": {}})
    whole = CommonDraws(base, first, first + count + cut, 5).values(path, quantity)
    parts = [CommonDraws(base, *ends, 5) for ends in ((first, first + count), (first + count, first + count + cut))]
    assert (np.concatenate([part.values(path, quantity) for part in parts]) == whole).all()
    assert (CommonDraws(base, 0, 3, 5).values(path, Quantity(2, 2)) == 2).all()
