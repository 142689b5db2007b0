"""Groups of numbers that move together, in plain language: by whom they are about, not by their id."""

from __future__ import annotations

from tertius.analysis.forecast.sensitivity import Input
from tertius.case.groups import sides_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.report.text.phrases import actor_phrase, counted

_STANCE = {"position": "what {} wants", "salience": "how much {} cares"}
"""What a field of a stance is about, the first first."""


def input_phrase(case: Case, moved: Input) -> str:
    """An input inside a sentence: ``the salience of Arms for China``, ``what the United States wants``."""
    group = moved.numbers[0].group
    if group:
        return group_phrase(case, group)
    return moved.label if moved.label.startswith("the ") else f"the {moved.label}"


def group_phrase(case: Case, group: str) -> str:
    """What a group is: by the one actor that all of its numbers are about, else how many they are, and its name.

    Returns:
        ``what the United States wants and how much it cares``, ``three numbers on North Korea``, ``four numbers that
        move together (“election”)``.
    """
    paths = [path for path, side in sides_of(case).items() if side.group == group]
    actors = {_actor(case, path) for path in paths}
    who = next(iter(actors)) if len(actors) == 1 else ""
    if not who:
        return f"{counted(len(paths))} numbers that move together (“{group.replace('-', ' ')}”)"
    fields = {path[-1] for path in paths}
    if all(path[0] == "stances" for path in paths) and fields <= set(_STANCE):
        first, *rest = [words for field, words in _STANCE.items() if field in fields]
        return " and ".join([first.format(actor_phrase(case, who)), *(words.format("it") for words in rest)])
    return f"{counted(len(paths))} numbers on {actor_phrase(case, who)} that move together"


def _actor(case: Case, path: Path) -> str:
    """Whom a number is about; empty if it is about nobody alone."""
    if path[0] == "stances":
        return str(path[1])
    return case.needs[str(path[1])].actor if path[0] == "needs" else ""
