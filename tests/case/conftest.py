"""A small valid case, and how to damage it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tertius.case import read_text
from tertius.errors import CaseError

SMALL = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def small() -> str:
    return SMALL


def damaged(*changes: tuple[str, str]) -> str:
    """The small case with pieces replaced; each piece must be there exactly once."""
    text = SMALL
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    return text


def problems_in(text: str) -> list[str]:
    """The problems of a text that is to be refused, without the file's name."""
    with pytest.raises(CaseError) as caught:
        read_text(text, "k.yaml")
    return [str(problem).removeprefix("k.yaml:") for problem in caught.value.problems]


@pytest.fixture(scope="session")
def problems() -> Callable[[str], list[str]]:
    return problems_in


@pytest.fixture(scope="session")
def damage() -> Callable[..., str]:
    return damaged
