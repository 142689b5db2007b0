"""Small phrases: numbers, percentages, levels with their anchors, dates, and names with their article.

In sentences and on pages a negative number has the true minus sign; the tables of a terminal have the ASCII one.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tertius.case.fields import Entry
    from tertius.case.model import Case, Comment, Tie
    from tertius.case.parse.quantity import Quantity

NOTHING = "–"
"""Stands in a cell for which there is no figure."""

MINUS = "−"

TIE = 1
"""Shares no more than this many percentage points apart, as rounded in the tables, count as equal."""

EVEN = 5
"""Parties are even where the lead has fewer percentage points than this."""

MEASURABLE = 0.05
"""Gains and losses smaller than this many points are not shown, so they do not count."""

NEAR = 0.1
"""How near to an anchor, as a share of the gap to the next, a level is told by that anchor alone."""

_ARTICLE_STARTS = ("United ", "European ", "Holy See", "Security Council", "African Union", "Arab League")

_ARTICLE_ENDS = (
    " States", " Union", " Republic", " Federation", " Nations", " Emirates", " Kingdom", "Netherlands",
    "Philippines", " Council", " Commission", " Parliament", " Fund", " Bank",
)  # fmt: skip

# Not strftime: the month must not follow the language of the machine.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# Control characters but tab and new line, separators of lines, and what turns the direction of writing.
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

_TALK_WORDS = ("talk", "summit", "meeting", "negotiation", "conference", "round", "dialogue", "process")


def printable(text: str) -> str:
    """The text with every character written out, as in JSON, that would command a terminal or turn other letters."""
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


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


def counted(number: int) -> str:
    """A number as it stands inside a sentence: ``three``, from eleven on ``11``."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)


def joined(parts: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def fixed(value: float, decimals: int = 1, *, plus: bool = False, minus: str = MINUS) -> str:
    """A number with fixed decimals, never ``−0.0``; with `plus`, a difference: ``+0.4``, ``−8.7``, ``0.0``."""
    number = f"{abs(value):.{decimals}f}"
    if float(number) == 0:
        return number
    return f"{minus if value < 0 else '+' if plus else ''}{number}"


def plain_number(value: float) -> str:
    """A number as it was given, to six digits and never with an exponent: ``0.25``, ``1990``, ``755663141``."""
    number = f"{value:.6g}"
    if "e" in number:
        return fixed(value, 0) if abs(value) >= 1 else fixed(value, 9).rstrip("0")
    return number.replace("-", MINUS)


def many(number: int, what: str) -> str:
    """How many of something, in figures: ``1 draw``, ``1,000 draws``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def percent(share: float, unit: str = " percent", decimals: int = 0, *, hedged: bool = True, minus: str = MINUS) -> str:
    """A share in percent, rounded half to even: ``43 percent``, with the unit ``%`` ``43%``; a dash for none known.

    Args:
        share: The share, 0.43 for 43 percent.
        unit: What follows the number.
        decimals: Digits after the point.
        hedged: Whether what would show as nothing or all, but is not, is ``less than 1 percent`` or ``over 99``.
        minus: The minus sign.
    """
    if math.isnan(share):
        return NOTHING
    if hedged and 1e-4 < share < 0.005:
        return f"less than 1{unit}"
    if hedged and 0.995 <= share < 1 - 1e-4:
        return f"over 99{unit}"
    return f"{fixed(100 * share, decimals, minus=minus)}{unit}"


def plain_percent(share: float) -> str:
    """A share in a table of figures: ``58%``, never hedged."""
    return percent(share, "%", hedged=False, minus="-")


def plain_points(value: float) -> str:
    """Points in a table on a terminal: ``-2.1``; a dash for none known."""
    return NOTHING if math.isnan(value) else fixed(value, minus="-")


def signed(value: float, decimals: int = 1) -> str:
    """A difference in a table on a terminal, with its sign: ``+1.2``, ``-0.3``, ``0.0``."""
    return fixed(value, decimals, plus=True, minus="-")


def with_error(value: str, error: float, decimals: int = 2) -> str:
    """``+1.40 ± 0.20``: a figure with its standard error; alone where one draw tells nothing of its error."""
    return f"{value} ± {error:.{decimals}f}" if math.isfinite(error) else value


def points(value: float) -> str:
    """Points of one actor in a sentence: one decimal where there is one, ``about 0`` near zero."""
    if abs(value) < MEASURABLE:
        return "0" if abs(value) < 1e-6 else "about 0"
    return fixed(value).removesuffix(".0")


def points_words(value: float) -> str:
    """Points with the word: ``1 point``, ``2.5 points``."""
    number = points(value)
    return f"{number} point" if number in ("1", "−1") else f"{number} points"


def rounded_share(share: float) -> int:
    """A share in whole percent, as tables show it."""
    return round(share * 100)


def tied(one: float, other: float) -> bool:
    """Whether two shares count as equal: no more than `TIE` percentage points apart as tables show them."""
    return abs(rounded_share(one) - rounded_share(other)) <= TIE


def level_number(case: Case, issue: str, level: float) -> str:
    """A level, rounded to about a hundredth of its scale, with its unit: ``57``, ``8.8 years``."""
    entry = case.issues[issue]
    low, high = entry.scale
    decimals = max(0, 2 - math.floor(math.log10(high - low) + 0.3))
    return f"{fixed(level, decimals)} {entry.unit}".strip()


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
    ends = f"{plain_number(low)} to {plain_number(high)}"
    return f"{number} of {plain_number(high)}" if low == 0 else f"{number} on a scale from {ends}"


def level_words(case: Case, issue: str, level: float) -> str:
    """A level on its scale with the anchors around it: ``57 of 100, between “some” and “all”``."""
    place = _place(case, issue, level)
    number = scale_words(case, issue, level)
    return f"{number}, {place}" if place else number


def _place(case: Case, issue: str, level: float) -> str:
    anchors = sorted(case.issues[issue].anchors.items())
    for value, meaning in anchors:
        if same_level(case, issue, value, level):
            return f"that is “{meaning}”"
    below = [anchor for anchor in anchors if anchor[0] < level][-1:]
    above = [anchor for anchor in anchors if anchor[0] > level][:1]
    if below and above:
        (low, first), (high, second) = below[0], above[0]
        way = (level - low) / (high - low)
        if NEAR < way < 1 - NEAR:
            return f"between “{first}” and “{second}”"
        return f"about where “{first if way <= NEAR else second}” stands"
    if below:
        return f"beyond “{below[0][1]}”"
    return f"short of “{above[0][1]}”" if above else ""


def date(day: dt.date) -> str:
    """``10 January 2019``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def level(value: float, scale: tuple[float, float], unit: str = "") -> str:
    """A level on a terminal, to about a thousandth of its scale, with its unit."""
    decimals = min(9, max(0, 3 - math.ceil(math.log10(scale[1] - scale[0]))))
    return f"{fixed(value, decimals, minus='-')} {unit}".strip()


def probability(quantity: Quantity) -> str:
    """A probability or share as the case gives it, in percent: ``10% to 40%, likely 25%``."""
    from tertius.case.parse.quantity import Quantity

    likely = None if quantity.likely is None else 100 * quantity.likely
    return str(Quantity(100 * quantity.low, 100 * quantity.high, likely, percent=True, shape=quantity.shape))


def tie_words(case: Case, tie: Tie) -> str:
    """``China and North Korea: friendship, since 1961; strength 60%; it is taken to show in ...``."""
    from tertius.case.groups import number_at
    from tertius.case.labels import label_of

    since = f", since {tie.since}" if tie.since else ""
    strength = f"; strength {probability(tie.strength)}" if tie.strength is not None else ""
    numbers = [number for number in (number_at(case, path) for path in tie.acts_on) if number is not None]
    shows = f"; it is taken to show in the {listed(label_of(case, path) for path, _ in numbers)}" if numbers else ""
    return f"{' and '.join(case.name(actor) for actor in tie.between)}: {tie.kind}{since}{strength}{shows}"


def comment_words(comment: Comment) -> str:
    """``Open. Anna, 3 March 2024: the range is too narrow.`` and what was done about it."""
    answer = f" Answer: {comment.answer}" if comment.answer else ""
    return f"{capital(comment.state)}. {comment.who}, {date(comment.date)}: {comment.says}{answer}"


def named(case: Case, ident: str) -> str:
    """``United States (usa)``, or the id alone where the case gives no name."""
    name = case.name(ident)
    return ident if name == ident else f"{name} ({ident})"


def listed(items: Iterable[str]) -> str:
    """``usa, dprk``; a dash for nothing."""
    return ", ".join(items) or NOTHING


def evidence(entry: Entry) -> str:
    """What an entry says about where its numbers come from: ``stated aim. Judgement; source: kotra-2018``."""
    notes = [entry.method.capitalize()] if entry.method else []
    if entry.source:
        notes.append(f"source: {', '.join(entry.source)}")
    if entry.as_of:
        notes.append(f"as of {entry.as_of.isoformat()}")
    if entry.known_since:
        notes.append(f"known since {entry.known_since.isoformat()}")
    why = entry.why or ""
    if why and notes and not why.endswith((".", "!", "?")):
        why += "."
    return " ".join(part for part in (why, "; ".join(notes)) if part)
