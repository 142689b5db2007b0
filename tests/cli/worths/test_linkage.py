"""`tertius linkage` on the terminal."""

from __future__ import annotations

from tests.cli.worths.test_patrons import said


def test_the_matrix_and_who_would_lose() -> None:
    told = said("linkage", "two-patrons")
    assert "Who would gain by joining talks" in told
    assert "with-first + with-second" in told
    assert "In words" in told


def test_a_case_without_talks() -> None:
    assert "it takes two to be joined" in said("linkage", "ec-emission-1994", code=2)
