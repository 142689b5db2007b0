"""The kinds of field a case is made of: numbers, texts, ids, dates, and the base of all entries."""

from __future__ import annotations

import datetime as dt
import re
import types
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, Literal, NoReturn, Self, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import CoreSchema, core_schema

from tertius.case.parse.characters import control_in
from tertius.case.parse.naming import LONGEST_ID
from tertius.case.parse.origin import mistake
from tertius.case.parse.quantity import Quantity, read_quantity, read_ranged, shown

_MOST = 1e9
_TINY = 1e-12


def _plainly(limit: float | None) -> str:
    """``1e9`` rather than ``1e+09``."""
    return f"{limit:g}".replace("e+0", "e").replace("e+", "e")


@dataclass(frozen=True)
class Written:
    """How a field is written in the file: the name of a form in `schema`."""

    form: str


@dataclass(frozen=True)
class Number:
    """A kind of quantity: its name, its legal range, and what a percent of it means.

    Attributes:
        kind: Its name in messages.
        low: Lowest legal value.
        high: Highest legal value, or None.
        full: The value that 100% stands for; None for a level, which the scale of its issue bounds.
        unit: What it is counted in; its name if left out.
        open: Whether neither end of the range is legal itself.
    """

    kind: str
    low: float | None
    high: float | None
    full: float | None
    unit: str = ""
    open: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", self.unit or self.kind)

    def validate(self, value: Any) -> Quantity:
        """Read number words, turn percents into the unit of this kind, and check the range."""
        written = read_ranged(value)
        quantity = written.of(self.full) if written.percent and self.full is not None else written
        sign = "%" if written.percent else ""
        values = [v for v in (quantity.low, quantity.likely, quantity.high) if v is not None]
        tiny = next((v for v in values if 0 < abs(v) < _TINY), None)
        if tiny is not None and self.high is not None:
            raise mistake(f"{self.kind} {tiny:g} is too small to matter", "write 0, or a number that counts")
        if self.low is not None and quantity.low < self.low:
            raise mistake(f"{self.kind} {written.low:g}{sign} is below {self.low:g}", self.legal)
        if self.high is not None and quantity.high > self.high:
            limit = _plainly(self.high if self.full is None or not sign else 100 * self.high / self.full)
            hint = ""
            if not sign and self.high == 1 and written.high <= 100:  # who writes a probability of 25 means 25%
                hint = f"did you mean '{replace(written, percent=True)}'?"
            raise mistake(f"{self.kind} {written.high:g}{sign} is over {limit}{sign}", self.legal, hint)
        return quantity

    @property
    def legal(self) -> str:
        """The legal range in words."""
        if self.low is None or self.high is None:
            return f"a {self.kind} is any number, in the unit of the issue"
        if self.high == 1:
            return f"a {self.kind} is between 0 and 1, or 0% and 100%"
        if self.high == _MOST:
            return f"a {self.kind} is {self.low:g} or more, and at most {_plainly(_MOST)}"
        return f"a {self.kind} is {self.low:g} to {_plainly(self.high)}"

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.validate, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )


LEVEL = Number("level", None, None, None)
CHANGE = Number("change", None, None, None)
PROBABILITY, SHARE = Number("probability", 0, 1, 1), Number("share", 0, 1, 1)
IN_PERCENT = (PROBABILITY.unit, SHARE.unit)
"""The units of what is counted from 0 to 1, which people read in percent."""

Level = Annotated[Quantity, LEVEL]
Salience = Annotated[Quantity, Number("salience", 0, 100, 100, "points")]
Points = Annotated[Quantity, Number("number of points", 0, _MOST, 100, "points")]
Probability = Annotated[Quantity, PROBABILITY]
Share = Annotated[Quantity, SHARE]
Power = Annotated[Quantity, Number("power", 0, _MOST, 100)]
Capability = Annotated[Quantity, Number("capability", 0, _MOST, 100)]
Change = Annotated[Quantity, CHANGE]
Discount = Annotated[Quantity, Number("discount factor", 0, 1, 1, open=True)]


@dataclass(frozen=True)
class Means:
    """What the number in a field is, for people, and in whose payoff it is.

    Everything that names, lists, draws or believes numbers asks the field; a field without it holds no number of the
    case (a setting such as `curvature` is none).

    Attributes:
        label: ``salience of {2} for {1}``: what stands at a place of its path, by the name that the case gives it.
        felt_by: Whose payoff a belief about it changes: the fields of its entry that name the actors, `OWNER` or
            `EVERYBODY`; empty if it cannot be believed to be another.
        drawn: Whether it is a number with evidence and a range, and not a definition, as the ends of a scale are.
    """

    label: str
    felt_by: tuple[str, ...] = ()
    drawn: bool = True


OWNER, EVERYBODY = ("OWNER",), ("EVERYBODY",)
"""The actor under whose name the entry stands; every actor."""


@dataclass(frozen=True)
class Refers:
    """The collection of the case in which an id, or each of a list of ids, is to be found."""

    collection: str


_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_ID = re.compile(r"[^\W_][\w-]*")


def _text(value: Any) -> Any:
    """Numbers and dates written where a text belongs are taken as written."""
    if isinstance(value, str) and control_in(value):
        raise mistake(f"found the control character {control_in(value)}", "a text is plain text", "leave it out")
    if isinstance(value, bool) or not isinstance(value, int | float | dt.date):
        return value
    return str(value)


def is_id(text: str) -> bool:
    """Return whether a text can be an id."""
    return _ID.fullmatch(text) is not None


def _id(value: str) -> str:
    if len(value) > LONGEST_ID:
        legal = f"an id has at most {LONGEST_ID}; what it stands for has a name of any length"
        raise mistake(f"an id of {len(value)} characters: {value[:20]}...", legal)
    if not is_id(value):
        hint = re.sub(r"[^\w-]+", "-", value.strip()).strip("-_").lower()
        raise mistake(
            f"{value!r} is not an id",
            "an id has letters, digits, - and _ only",
            f"did you mean '{hint}'?" if hint else "",
        )
    return value


def _date(value: Any) -> Any:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if not _DATE.fullmatch(str(value)):
        raise mistake(f"found {shown(value)} where a date belongs", "a date is written 2019-01-10")
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        year, month, day = map(int, str(value).split("-"))
        lacking = f"{day} {MONTHS[month - 1]} {year}" if 1 <= month <= 12 else f"month {month}"
        found = f"there is no {lacking if year else 'year 0'}"
        raise mistake(found, "a date is written 2019-01-10: year, month, day") from None


def _names(value: Any) -> Any:
    if isinstance(value, Mapping):
        ids = ", ".join(str(key) for key in value)
        raise mistake("found a block where a list of ids belongs", "", f"did you mean [{ids}]?")
    value = as_list(value, "ids")
    return value if value is None or isinstance(value, list | tuple) else (value,)


def as_list(value: Any, what: str = "paths") -> Any:
    """A bare text is a list of one; several with commas between them are a mistake."""
    if isinstance(value, str) and "," in value:
        listed = ", ".join(part.strip() for part in value.split(","))
        raise mistake(f"found {shown(value)} where a list of {what} belongs", "", f"did you mean [{listed}]?")
    return (value,) if isinstance(value, str) else value


def _coalitions(value: Any) -> Any:
    """A text is none of the lists that a list of lists holds."""
    if isinstance(value, str):
        listed = ", ".join(part.strip() for part in value.split(","))
        raise mistake(f"found {shown(value)} where a list of lists of ids belongs", "", f"did you mean [[{listed}]]?")
    return value


def _plain(value: Any) -> float:
    """A setting or a count: one number, certain, not in percent."""
    quantity = read_quantity(value)
    if quantity.percent or not quantity.certain:
        raise mistake(f"found {shown(value)} where one plain number belongs", "it cannot be a range or a percentage")
    return quantity.low


Text = Annotated[str, BeforeValidator(_text), Written("text")]
Id = Annotated[str, BeforeValidator(_text), AfterValidator(_id), Written("id")]
Date = Annotated[dt.date, BeforeValidator(_date), Written("date")]
Names = Annotated[tuple[Id, ...], BeforeValidator(_names), Written("ids")]
Paths = Annotated[tuple[Text, ...], BeforeValidator(as_list), Written("paths")]
Plain = Annotated[float, BeforeValidator(_plain), Written("plain")]
ActorId = Annotated[Id, Refers("actors")]
ActorIds = Annotated[Names, Refers("actors")]
IssueId = Annotated[Id, Refers("issues")]
Coalitions = Annotated[tuple[ActorIds, ...], BeforeValidator(_coalitions)]
TalkId = Annotated[Id, Refers("talks")]
TalkIds = Annotated[Names, Refers("talks")]
BodyId = Annotated[Id, Refers("bodies")]
MoveIds = Annotated[Names, Refers("moves")]
ClaimId = Annotated[Id, Refers("claims")]
EventKind = Literal["visit", "summit", "statement", "measure", "other"]
Method = Literal["observed", "derived", "elicited", "judgement"]


Answer = TypeVar("Answer")

Where = tuple[str | int, ...]
"""The path of a part of a case."""


class Fixed(dict[Any, Any]):
    """A mapping of a case: read like any other, and never changed."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("a case is frozen: `apply_changes`, or `model_copy(update={...})`, makes another")

    __setitem__ = __delitem__ = __ior__ = _refuse
    update = setdefault = pop = popitem = clear = _refuse

    def found(self, question: str, find: Callable[[], Answer]) -> Answer:
        """What a question about it has as its answer: found once, for it never changes."""
        known = self.__dict__
        if question not in known:
            known[question] = find()
        answer: Answer = known[question]
        return answer

    def __reduce__(self) -> tuple[type[Fixed], tuple[dict[Any, Any]]]:
        """Copied and pickled by its entries, for they cannot be put into it one by one."""
        return Fixed, (dict(self),)


_KEPT: dict[int, tuple[weakref.ref[Any], dict[Any, Any]]] = {}
"""By the `id` of a part of a case: the part, and what was found of it."""


def kept_of_part(find: Callable[[Where, Any], Answer]) -> Callable[[Where, Any], Answer]:
    """The same function of a path and the part of a case that stands there, asked once for as long as the part lives.

    Parts never change, and versions of a case share those that are the same.
    """

    def known(path: Where, part: Any) -> Answer:
        kept = _KEPT.get(id(part))
        if kept is None or kept[0]() is not part:
            key = id(part)
            kept = _KEPT[key] = weakref.ref(part, lambda _: _KEPT.pop(key, None)), {}
        answers, question = kept[1], (find, path)
        if question not in answers:
            answers[question] = find(path, part)
        answer: Answer = answers[question]
        return answer

    return known


def _fixed(value: Any) -> Any:
    """A mapping, and all mappings in it, so that they cannot be changed; anything else as it is."""
    return Fixed({key: _fixed(inner) for key, inner in value.items()}) if type(value) is dict else value


class Entry(BaseModel):
    """What every entry of a case may carry beside its numbers. It covers all numbers of that entry."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)

    shorthand: ClassVar[str] = ""
    """The field that a bare value (no block) stands for; empty if a block is needed."""

    why: Text | None = Field(None, description="why the numbers are what they are, in a sentence")
    source: Annotated[Names, Refers("sources")] = Field((), description="id, or list of ids, in `sources`")
    as_of: Date | None = Field(None, description="the date that the numbers describe")
    known_since: Date | None = Field(None, description="when this became public")
    method: Method | None = Field(None, description="how the numbers were obtained")

    @model_validator(mode="before")
    @classmethod
    def _expand(cls, value: Any) -> Any:
        """A heading with nothing under it is an empty block; a bare value is the field it stands for."""
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            if not cls.shorthand or isinstance(value, BaseModel):
                return value
            value = {cls.shorthand: value}
        return {name: inner for name, inner in value.items() if not cls._left_out(name, inner)}

    @model_validator(mode="after")
    def _fix(self) -> Self:
        """Nothing in a case can be changed, its mappings included."""
        self.__dict__.update({name: _fixed(value) for name, value in self.__dict__.items()})
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Another entry with some fields replaced, as they are: whether they fit is checked when it is used."""
        fixed = {name: _fixed(value) for name, value in (update or {}).items()}
        return super().model_copy(update=fixed, deep=deep)

    @classmethod
    def _left_out(cls, name: str, value: Any) -> bool:
        """Whether a value stands for none: nothing after the colon, or a text of spaces, as in an empty cell."""
        info = cls.model_fields.get(name)
        if info is None:
            return False
        if value is None:
            return not info.is_required() and info.annotation is not Any
        union = get_args(info.annotation) if get_origin(info.annotation) in (Union, types.UnionType) else ()
        marks = [*info.metadata, *(mark for kind in union for mark in getattr(kind, "__metadata__", ()))]
        return isinstance(value, str) and not value.strip() and Written("text") in marks

    @classmethod
    def field_order(cls) -> list[str]:
        """The names of all fields, those of this kind of entry before the evidence that any entry may carry."""
        own = [name for name in cls.__annotations__ if name in cls.model_fields]
        return [*own, *(name for name in cls.model_fields if name not in own)]
