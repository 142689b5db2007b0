"""Known answers for the nucleolus and the Shapley value of coalitional games."""

from __future__ import annotations

import numpy as np
import pytest

from tertius.analysis.leverage.shapley import shapley
from tertius.rules.worths.nucleolus import nucleolus


def estate(claims: list[float], amount: float) -> np.ndarray:
    """v(S) = max(0, E - claims of the others)."""
    players = range(len(claims))
    return np.array([max(0.0, amount - sum(claims[i] for i in players if not s >> i & 1)) for s in range(8)])


def lab(worth: float) -> np.ndarray:
    """A with either B makes `worth`, all three 100 (Lu and Stancsics 2024)."""
    return np.array([0, 0, 0, worth, 0, worth, 0, 100.0])


@pytest.mark.parametrize(("amount", "shares"), [(100, (100 / 3,) * 3), (200, (50, 75, 75)), (300, (50, 100, 150))])
def test_the_estate_of_the_talmud(amount: float, shares: tuple[float, ...]) -> None:
    """Aumann and Maschler 1985: claims of 100, 200 and 300."""
    assert nucleolus(estate([100, 200, 300], amount)) == pytest.approx(shares)


@pytest.mark.parametrize(
    ("worth", "value", "shares"),
    [
        (10, (36.6667, 31.6667, 31.6667), (33.3333, 33.3333, 33.3333)),
        (30, (43.3333, 28.3333, 28.3333), (33.3333, 33.3333, 33.3333)),
        (90, (63.3333, 18.3333, 18.3333), (90, 5, 5)),
    ],
)
def test_the_games_of_the_laboratory(worth: float, value: tuple[float, ...], shares: tuple[float, ...]) -> None:
    assert shapley(lab(worth)) == pytest.approx(value, abs=1e-3)
    assert nucleolus(lab(worth)) == pytest.approx(shares, abs=1e-3)


def test_gloves_a_dummy_and_an_insurance() -> None:
    """One left and two right gloves; a player that adds nothing; Shapley of Lemaire 1991."""
    assert nucleolus(lab(100)) / 100 == pytest.approx([1, 0, 0], abs=1e-9)
    assert shapley(lab(100)) / 100 == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    dummy = np.array([0, 0, 0, 100, 0, 0, 0, 100.0])
    assert nucleolus(dummy) == pytest.approx([50, 50, 0], abs=1e-7)
    insurance = np.array([0, 46125, 17437.5, 69187.5, 5812.5, 53812.5, 30750, 90000])
    assert shapley(insurance) == pytest.approx([51750, 25875, 12375])


def test_the_nucleolus_lies_in_the_core_where_there_is_one() -> None:
    random = np.random.default_rng(4)
    for _ in range(10):
        sizes = np.array([bin(s).count("1") for s in range(16)])
        values = sizes**2 * (1 + 0.1 * random.random(16))
        values[0] = 0
        shares = nucleolus(values)
        sums = np.array([shares[[i for i in range(4) if s >> i & 1]].sum() for s in range(16)])
        assert sums[-1] == pytest.approx(values[-1])
        assert (sums >= values - 1e-7).all()


def test_where_there_is_nothing_to_divide() -> None:
    with pytest.raises(ValueError, match="worth less"):
        nucleolus(np.array([0, 2.0, 2.0, 3.0]))
    assert nucleolus(np.array([0, 7.0])) == pytest.approx([7])
