"""Small phrases: numbers, percents, levels with their anchors, names with their article."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tertius.case.model import Case

__all__ = [
    "actor_phrase",
    "capital",
    "issue_name",
    "joined",
    "level_number",
    "level_words",
    "near_words",
    "percent",
    "percent_sign",
    "points",
    "points_words",
    "same_level",
    "scale_words",
    "talk_name",
    "talk_phrase",
]

_ARTICLE_STARTS = ("United ", "European ", "Holy See", "Security Council", "African Union", "Arab League")
_ARTICLE_ENDS = (
    " States", " Union", " Republic", " Federation", " Nations", " Emirates", " Kingdom", "Netherlands",
    "Philippines", " Council", " Commission", " Parliament", " Fund", " Bank",
)  # fmt: skip

_TALK_WORDS = ("talk", "summit", "meeting", "negotiation", "conference", "round", "dialogue", "process")


def actor_phrase(case: Case, actor: str) -> str:
    """The name of an actor as it stands inside a sentence: ``the United States``, ``China``."""
    name = case.actors[actor].name or actor if actor in case.actors else actor
    takes_article = name.startswith(_ARTICLE_STARTS) or name.endswith(_ARTICLE_ENDS)
    return f"the {name}" if takes_article and not name.lower().startswith("the ") else name


def talk_name(case: Case, talk: str) -> str:
    """The name to show for a talk; its id if it has none."""
    return case.talks[talk].name or talk


def talk_phrase(case: Case, talk: str) -> str:
    """The name of a talk inside a sentence: ``the talk “Iran and the Six”``, ``“Trade talks”``."""
    name = talk_name(case, talk)
    says_so = any(word in name.lower() for word in _TALK_WORDS)
    return f"“{name}”" if says_so else f"the talk “{name}”"


def issue_name(case: Case, issue: str) -> str:
    """The name to show for an issue; its id if it has none."""
    return case.issues[issue].name or issue


def capital(text: str) -> str:
    """The text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def joined(parts: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def percent(share: float) -> str:
    """A share in words: ``43 percent``; the ends are kept for what is really there."""
    return f"{_percent_number(share)} percent"


def percent_sign(share: float) -> str:
    """A share for a table: ``43%``."""
    return f"{_percent_number(share)}%"


def _percent_number(share: float) -> str:
    if 1e-4 < share < 0.005:
        return "less than 1"
    if 0.995 <= share < 1 - 1e-4:
        return "over 99"
    return f"{round(share * 100)}".replace("-", "−")


def points(value: float) -> str:
    """Points of one actor, rounded: whole numbers from 10 on, one decimal below, ``about 0`` near zero."""
    size = abs(value)
    if size < 0.05:
        return "0" if size < 1e-6 else "about 0"
    number = f"{size:.0f}" if size >= 9.95 else f"{size:.1f}".removesuffix(".0")
    return f"−{number}" if value < 0 else number


def points_words(value: float) -> str:
    """Points with the word: ``1 point``, ``2.5 points``."""
    number = points(value)
    return f"{number} point" if number in ("1", "−1") else f"{number} points"


def level_number(case: Case, issue: str, level: float) -> str:
    """A level, rounded to about a hundredth of its scale, with its unit: ``57``, ``8.8 years``."""
    entry = case.issues[issue]
    number = f"{level:.{_decimals(entry.scale)}f}"
    number = number.removeprefix("-") if float(number) == 0 else number.replace("-", "−")
    return f"{number} {entry.unit}".strip()


def same_level(case: Case, issue: str, one: float, other: float) -> bool:
    """Whether two levels look the same once they are rounded."""
    return level_number(case, issue, one) == level_number(case, issue, other)


def scale_words(case: Case, issue: str, level: float) -> str:
    """A level with its scale: ``57 of 100``, ``8.8 years``, ``8.8 on a scale from 4 to 10``."""
    entry = case.issues[issue]
    low, high = entry.scale
    number = level_number(case, issue, level)
    if entry.unit:
        return number
    ends = f"{low:g} to {high:g}".replace("-", "−")
    return f"{number} of {high:g}" if low == 0 else f"{number} on a scale from {ends}"


def level_words(case: Case, issue: str, level: float) -> str:
    """A level on its scale with the nearest anchors: ``57 of 100, between “some” and “all”``."""
    place = _place(case, issue, level)
    number = scale_words(case, issue, level)
    return f"{number}, {place}" if place else number


def near_words(case: Case, issue: str, level: float) -> str:
    """A level on its scale with the one anchor nearest to it: ``57 of 100, closest to “some”``."""
    number = scale_words(case, issue, level)
    anchors = case.issues[issue].anchors
    if not anchors:
        return number
    value = min(anchors, key=lambda at: (abs(at - level), at))
    word = "that is" if same_level(case, issue, value, level) else "closest to"
    return f"{number}, {word} “{anchors[value]}”"


def _place(case: Case, issue: str, level: float) -> str:
    anchors = sorted(case.issues[issue].anchors.items())
    for value, meaning in anchors:
        if same_level(case, issue, value, level):
            return f"that is “{meaning}”"
    below = [meaning for value, meaning in anchors if value < level]
    above = [meaning for value, meaning in anchors if value > level]
    if below and above:
        return f"between “{below[-1]}” and “{above[0]}”"
    if below:
        return f"beyond “{below[-1]}”"
    return f"short of “{above[0]}”" if above else ""


def _decimals(scale: tuple[float, float]) -> int:
    """Decimals that show about a hundredth of the scale."""
    return max(0, 2 - math.floor(math.log10(scale[1] - scale[0]) + 0.3))
