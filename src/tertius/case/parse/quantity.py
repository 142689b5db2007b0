"""Numbers as people write them: ``60``, ``60%``, ``45 to 75``, ``45 to 75, likely 60``, ``[45, 60, 75]``.

At the end of a range a word may say how it is drawn: ``45 to 75, likely 60, triangular``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from tertius.case.parse.origin import closest, mistake

NUMBER_WORDS = (
    "write a number as 60, 60%, '45 to 75', '45 to 75, likely 60', '45 to 75, normal', [45, 75] or [45, 60, 75]"
)

Shape = Literal["uniform", "pert", "triangular", "normal"]

SHAPES: tuple[Shape, ...] = get_args(Shape)
"""The words that may stand at the end of a range."""

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_TERM = re.compile(rf"({_NUMBER})\s*(%?)")


def words_with(number: str) -> re.Pattern[str]:
    """The pattern of number words, for a pattern of the numbers in them."""
    term = rf"{number}\s*%?"
    return re.compile(
        rf"\s*(?P<low>{term})(?:\s+to\s+(?P<high>{term})(?:\s*,?\s*likely\s+(?P<likely>{term}))?)?"
        rf"(?:\s*,?\s*(?<![\w.])(?P<shape>{'|'.join(SHAPES)}))?\s*"
    )


_WORDS = words_with(_NUMBER)
_NUMBER_WORDS = ("to", "likely", *SHAPES)
_OTHER_WORDS = {"gaussian": "normal", "gauss": "normal", "bell": "normal", "beta": "pert", "flat": "uniform"}
_DECIMAL_COMMA = re.compile(r"(\d+),(\d+)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_MONTH = (
    r"(?:jan|ene|gen|feb|fév|mar|mär|mrz|apr|abr|avr|ma[iy]|jun|jui|giu|jul|lug|aug|ago|aoû|se[pt]|o[ckt]t|out|nov"
    r"|de[cz]|déc|dic)[^\W\d_]{0,6}\.?"
)
_SHOWN_DATE = re.compile(
    rf"\d{{1,2}}[-./ ]+{_MONTH}(?:[-./ ]+\d{{2,4}})?|{_MONTH}[-./ ]+\d{{1,2}}"
    r"|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}\.\d{1,2}\.\d{2,4}",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\s*per\s?cent\b")
_DASH_RANGE = re.compile(rf"\s*({_NUMBER}%?)\s*(?:-|–|—|\.\.)\s*({_NUMBER}%?)\s*")


@dataclass(frozen=True)
class Quantity:
    """A number that may be uncertain: a low and a high end and, if known, a likely value.

    Attributes:
        low: Lowest value an expert would find fair.
        high: Highest value; equal to `low` for a certain number.
        likely: Most likely value, or None.
        percent: The three are percent of the full scale rather than plain numbers.
        shape: How it is drawn, if the case says so; empty for the usual way.
    """

    low: float
    high: float
    likely: float | None = None
    percent: bool = False
    shape: Shape | Literal[""] = ""

    @property
    def middle(self) -> float:
        """The value used when one number is needed: the likely value, else the mean of the range."""
        return (self.low + self.high) / 2 if self.likely is None else self.likely

    @property
    def certain(self) -> bool:
        """Whether the range has no width."""
        return self.low == self.high

    @property
    def distribution(self) -> Shape:
        """How it is drawn: as it says, else uniform, or PERT if there is a likely value."""
        return self.shape or ("uniform" if self.likely is None else "pert")

    def scaled(self, factor: float, shift: float = 0.0) -> Quantity:
        """The plain quantity ``shift + factor * self``, for a positive factor."""
        likely = None if self.likely is None else shift + factor * self.likely
        return Quantity(shift + factor * self.low, shift + factor * self.high, likely, shape=self.shape)

    def of(self, full: float) -> Quantity:
        """The plain quantity whose hundred percent is `full`: 35% of 1 is 0.35, to the last digit."""
        if not self.percent:
            return self
        likely = None if self.likely is None else self.likely * full / 100
        return Quantity(self.low * full / 100, self.high * full / 100, likely, shape=self.shape)

    def in_percent(self) -> Quantity:
        """The same as percent: a share of 0.35 is 35%."""
        return replace(self.scaled(100), percent=True)

    def on(self, scale: tuple[float, float]) -> Quantity:
        """The plain quantity on a scale: 60% of the way from 4 to 10 is 7.6."""
        low, high = scale
        return self.scaled((high - low) / 100, low) if self.percent else self

    def __str__(self) -> str:
        def word(value: float) -> str:
            return f"{value:.10g}%" if self.percent else f"{value:.10g}"

        if self.certain:
            return word(self.low)
        likely = "" if self.likely is None else f", likely {word(self.likely)}"
        shape = f", {self.shape}" if self.shape else ""
        return f"{word(self.low)} to {word(self.high)}{likely}{shape}"


def read_quantity(value: Any) -> Quantity:
    """Reads number words into a `Quantity`; raises a `mistake` that says what is legal."""
    if isinstance(value, Quantity):
        return value
    if isinstance(value, list | tuple):
        return _from_list(list(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:  # a whole number too large for a float is refused as infinite
            number = math.inf
        return _checked([number], percent=False, shape="")
    match = _WORDS.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        hint = _hint(value) if isinstance(value, str) else ""
        raise mistake(f"found {shown(value)} where a number belongs", NUMBER_WORDS, hint)
    terms = [match[name] for name in ("low", "likely", "high") if match[name] is not None]
    shape: Shape | Literal[""] = next((shape for shape in SHAPES if shape == match["shape"]), "")
    if shape and match["high"] is None:
        found, legal = f"{shown(value)} gives a shape to a single number", "a shape belongs to a range"
        raise mistake(found, legal, f"write '45 to 75, {shape}'")
    if shape == "uniform" and match["likely"] is not None:
        found = f"{shown(value)} has a likely value and is uniform"
        legal = "in a uniform range no value is more likely than another"
        raise mistake(found, legal, "leave one of the two out, or write 'triangular'")
    return _checked(*_terms(terms, value), shape)


def read_ranged(value: Any) -> Quantity:
    """The same for a number of a case, in which a range without width is a slip: nobody writes one on purpose."""
    quantity = read_quantity(value)
    if quantity.certain and (isinstance(value, list | tuple) or (isinstance(value, str) and "to" in value)):
        found = f"{shown(value)} is a range without width"
        raise mistake(found, "the low end of a range is below the high end", f"write {quantity}, or give it a width")
    return quantity


def _from_list(values: list[Any]) -> Quantity:
    if len(values) not in (2, 3):
        hint = ""
        if len(values) in (4, 6) and all(isinstance(v, int) for v in values):
            pairs = [f"{a}.{b}" for a, b in zip(values[::2], values[1::2], strict=True)]
            hint = f"with decimal points: did you mean [{', '.join(pairs)}]?"
        elif len(values) == 4 and values[-1] in SHAPES:
            hint = f"did you mean '{values[0]} to {values[2]}, likely {values[1]}, {values[3]}'?"
        found = f"found a list of {len(values)} where a range belongs"
        raise mistake(found, "a range is [low, high] or [low, likely, high]", hint)
    texts = [v if isinstance(v, str) else "" if isinstance(v, bool) or v is None else f"{v!r}" for v in values]
    if texts[-1] in SHAPES and len(texts) == 3:
        hint = f"did you mean '{values[0]} to {values[1]}, {values[2]}'?"
        raise mistake(f"found {shown(values)} where a number belongs", NUMBER_WORDS, hint)
    return _checked(*_terms(texts, values), "")


def _terms(texts: list[str], whole: Any) -> tuple[list[float], bool]:
    matches = [_TERM.fullmatch(text.strip()) for text in texts]
    found = [m for m in matches if m is not None]
    if len(found) < len(matches):
        raise mistake(f"found {shown(whole)} where a number belongs", NUMBER_WORDS, _hint(" ".join(texts)))
    signs = {m[2] for m in found}
    if len(signs) > 1:
        raise mistake(f"{shown(whole)} mixes percent and plain numbers", "", "put % behind every number or behind none")
    return [float(m[1]) for m in found], signs == {"%"}


def _checked(values: list[float], percent: bool, shape: Shape | Literal[""]) -> Quantity:
    """`values` are [x], [low, high] or [low, likely, high]. Without width there is no likely value and no shape."""
    if not all(math.isfinite(v) for v in values):
        raise mistake("found a number that is not finite", NUMBER_WORDS)
    low, high = values[0], values[-1]
    likely = values[1] if len(values) == 3 else None
    if low > high:
        swapped = Quantity(high, low, likely, percent, shape)
        raise mistake(f"the low end {low:g} is above the high end {high:g}", "", f"did you mean '{swapped}'?")
    if likely is not None and not low <= likely <= high:
        found = f"the likely value {likely:g} is outside the range {low:g} to {high:g}"
        raise mistake(found, "low, likely, high must be in order")
    return Quantity(low, high, percent=percent) if low == high else Quantity(low, high, likely, percent, shape)


def _made_a_date(text: str) -> str:
    """What to do about a number of which a spreadsheet program has made a date; empty if the text is none."""
    day = _ISO_DATE.fullmatch(text.strip())
    if day is None and not _SHOWN_DATE.fullmatch(text.strip()):
        return ""
    advice = "a spreadsheet program makes a date of 5-10: give the cell the format Text and write a range with 'to'"
    if day is None:
        return advice
    year, month, date = map(int, day.groups())
    ends = [sorted((month, date))] if month != date else []
    # Of 10-45 it makes the first day of October 1945.
    ends += [[month, year % 100]] if date == 1 and month < year % 100 else []
    return f"{advice}: did you mean {' or '.join(repr(f'{low} to {high}') for low, high in ends)}?" if ends else advice


def _hint(text: str) -> str:
    if _made_a_date(text):
        return _made_a_date(text)
    if _THOUSANDS.fullmatch(text.strip()):
        plain, decimal = text.strip().replace(",", ""), text.strip().replace(",", ".")
        return f"did you mean {plain} or {decimal}?" if decimal.count(".") == 1 else f"did you mean {plain}?"
    if _DECIMAL_COMMA.search(text):
        pointed = _DECIMAL_COMMA.sub(r"\1.\2", text).strip()
        if _WORDS.fullmatch(pointed):
            return f"with a decimal point: did you mean {pointed}?"
    if _WORDS.fullmatch(_PERCENT.sub("%", text)) and _PERCENT.search(text):
        return f"did you mean '{_PERCENT.sub('%', text).strip()}'?"
    strange = [word for word in re.findall(r"[^\W\d_]+", text) if word not in _NUMBER_WORDS]
    if len(strange) == 1 and re.match(r"\s*[\d.+-]", text):
        other = _OTHER_WORDS.get(strange[0].lower(), "")
        return f"did you mean '{other}'?" if other else closest(strange[0], _NUMBER_WORDS) or dash_hint(text)
    return dash_hint(text)


def dash_hint(text: str) -> str:
    """What somebody means who writes a range with a dash; empty if it is none."""
    dash = _DASH_RANGE.fullmatch(text)
    return f"did you mean '{dash[1]} to {dash[2]}'?" if dash else ""


def shown(value: Any) -> str:
    """A value as a message quotes it."""
    text = "nothing" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
