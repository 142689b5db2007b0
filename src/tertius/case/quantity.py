"""Numbers as people write them: ``60``, ``60%``, ``45 to 75``, ``45 to 75, likely 60``, ``[45, 60, 75]``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from tertius.case.problem import closest, mistake

__all__ = ["NUMBER_WORDS", "Quantity", "dash_hint", "read_quantity", "shown"]

NUMBER_WORDS = "write a number as 60, 60%, '45 to 75', '45 to 75, likely 60', [45, 75] or [45, 60, 75]"

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_TERM = re.compile(rf"({_NUMBER})\s*(%?)")
_WORDS = re.compile(
    rf"\s*(?P<low>{_NUMBER}\s*%?)(?:\s+to\s+(?P<high>{_NUMBER}\s*%?)(?:\s*,?\s*likely\s+(?P<likely>{_NUMBER}\s*%?))?)?\s*"
)
_NUMBER_WORDS = ("to", "likely")
_DECIMAL_COMMA = re.compile(r"(\d+),(\d+)")
_THOUSANDS = re.compile(r"\d{1,3},000")
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
    """

    low: float
    high: float
    likely: float | None = None
    percent: bool = False

    @property
    def middle(self) -> float:
        """The value used when one number is needed: the likely value, else the mean of the range."""
        return (self.low + self.high) / 2 if self.likely is None else self.likely

    @property
    def certain(self) -> bool:
        """Whether the range has no width."""
        return self.low == self.high

    def scaled(self, factor: float, shift: float = 0.0) -> Quantity:
        """The plain quantity ``shift + factor * self``, for a positive factor."""
        likely = None if self.likely is None else shift + factor * self.likely
        return Quantity(shift + factor * self.low, shift + factor * self.high, likely)

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
        return f"{word(self.low)} to {word(self.high)}{likely}"


def read_quantity(value: Any) -> Quantity:
    """Reads number words into a `Quantity`; raises a `mistake` that says what is legal."""
    if isinstance(value, Quantity):
        return value
    if isinstance(value, bool) or value is None:
        raise mistake(f"found {shown(value)} where a number belongs", NUMBER_WORDS)
    if isinstance(value, int | float):
        return _checked([_float(value)], percent=False)
    if isinstance(value, str):
        return _from_words(value)
    if isinstance(value, list | tuple):
        return _from_list(list(value))
    raise mistake(f"found {shown(value)} where a number belongs", NUMBER_WORDS)


def _float(value: float) -> float:
    """A whole number too large for a float counts as infinite, and is refused as such."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _from_words(text: str) -> Quantity:
    match = _WORDS.fullmatch(text)
    if match is None:
        raise mistake(f"found {shown(text)} where a number belongs", NUMBER_WORDS, _hint(text))
    terms = [match[name] for name in ("low", "likely", "high") if match[name] is not None]
    return _checked(*_terms(terms, text))


def _from_list(values: list[Any]) -> Quantity:
    if len(values) not in (2, 3):
        hint = ""
        if len(values) in (4, 6) and all(isinstance(v, int) for v in values):
            pairs = [f"{a}.{b}" for a, b in zip(values[::2], values[1::2], strict=True)]
            hint = f"with decimal points: did you mean [{', '.join(pairs)}]?"
        raise mistake(
            f"found a list of {len(values)} where a range belongs",
            "a range is [low, high] or [low, likely, high]",
            hint,
        )
    texts = [v if isinstance(v, str) else "" if isinstance(v, bool) or v is None else f"{v!r}" for v in values]
    return _checked(*_terms(texts, values))


def _terms(texts: list[str], whole: Any) -> tuple[list[float], bool]:
    matches = [_TERM.fullmatch(text.strip()) for text in texts]
    found = [m for m in matches if m is not None]
    if len(found) < len(matches):
        raise mistake(f"found {shown(whole)} where a number belongs", NUMBER_WORDS, _hint(" ".join(texts)))
    signs = {m[2] for m in found}
    if len(signs) > 1:
        raise mistake(f"{shown(whole)} mixes percent and plain numbers", "", "put % behind every number or behind none")
    return [float(m[1]) for m in found], signs == {"%"}


def _checked(values: list[float], percent: bool) -> Quantity:
    """`values` are [x], [low, high] or [low, likely, high]."""
    if not all(math.isfinite(v) for v in values):
        raise mistake("found a number that is not finite", NUMBER_WORDS)
    low, high = values[0], values[-1]
    likely = values[1] if len(values) == 3 else None
    if low > high:
        swapped = Quantity(high, low, likely, percent)
        raise mistake(f"the low end {low:g} is above the high end {high:g}", "", f"did you mean '{swapped}'?")
    if likely is not None and not low <= likely <= high:
        raise mistake(
            f"the likely value {likely:g} is outside the range {low:g} to {high:g}",
            "low, likely, high must be in order",
        )
    return Quantity(low, high, None if low == high else likely, percent)


def _hint(text: str) -> str:
    if _THOUSANDS.fullmatch(text.strip()):
        plain = text.strip()
        return f"did you mean {plain.replace(',', '')} or {plain.replace(',', '.')}?"
    if _DECIMAL_COMMA.search(text):
        pointed = _DECIMAL_COMMA.sub(r"\1.\2", text).strip()
        return f"with a decimal point: did you mean {pointed}?"
    if _WORDS.fullmatch(_PERCENT.sub("%", text)) and _PERCENT.search(text):
        return f"did you mean '{_PERCENT.sub('%', text).strip()}'?"
    strange = [word for word in re.findall(r"[^\W\d_]+", text) if word not in _NUMBER_WORDS]
    near = closest(strange[0], _NUMBER_WORDS) if len(strange) == 1 and re.match(r"\s*[\d.+-]", text) else ""
    return near or dash_hint(text)


def dash_hint(text: str) -> str:
    """What somebody means who writes a range with a dash; empty if it is none."""
    dash = _DASH_RANGE.fullmatch(text)
    return f"did you mean '{dash[1]} to {dash[2]}'?" if dash else ""


def shown(value: Any) -> str:
    """A value as a message quotes it."""
    text = "nothing" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
