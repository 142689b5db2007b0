"""What every result is: frozen, and able to show itself as plain values, as a table and in a notebook.

A `Record` has its documented shape in JSON; a `Result` is a record with a table. `frame_of` builds the table.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


class Record:
    """A result or a part of one: a frozen dataclass that JSON can say."""

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        return self.plain(*(field.name for field in fields(self)))  # type: ignore[arg-type]

    def plain(self, *names: str) -> dict[str, Any]:
        """The attributes of these names as values of JSON."""
        return {name: plain(getattr(self, name)) for name in names}


class Result(Record, ABC):
    """A result that shows itself as a table."""

    def __init_subclass__(cls) -> None:
        """A dataclass writes a representation of its own, unless there is one: that of a result fits a screen."""
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = _on_a_screen  # type: ignore[method-assign]

    @abstractmethod
    def to_frame(self) -> pd.DataFrame:
        """The documented table."""

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html())


_WIDE = 96
"""Characters of an attribute, where a result is shown as it is."""


def _on_a_screen(result: Any) -> str:
    """The attributes of a result, one a line; a case by its name, what is long cut."""
    lines = [f"  {one.name}={_cut(getattr(result, one.name))}," for one in fields(result)]
    return "\n".join([f"{type(result).__name__}(", *lines, ")"])


def _cut(value: Any) -> str:
    if isinstance(name := getattr(value, "case", None), str):
        return f"<{type(value).__name__} {name}>"
    if hasattr(value, "shape"):
        return f"<array {value.shape}>"
    told = f"<{type(value).__name__}>" if isinstance(value, Record) else ""
    if isinstance(value, Mapping | tuple | list):
        inner = list(value.values() if isinstance(value, Mapping) else value)
        if any(isinstance(one, Record) for one in inner):
            keys = f": {', '.join(map(str, value))}" if isinstance(value, Mapping) else ""
            told = f"<{len(inner)} {type(inner[0]).__name__}{keys}>"
    told = told or " ".join(repr(value).split())
    return told if len(told) <= _WIDE else f"{told[: _WIDE - 3]}..."


def plain(value: Any) -> Any:
    """A value as JSON has it: records by `to_dict`, the word of an enumeration, null for what is no finite number."""
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return None if isinstance(value, float) and not math.isfinite(value) else value


def frame_of(rows: Iterable[Sequence[Any]], index: Sequence[str], columns: Mapping[str, Any]) -> pd.DataFrame:
    """A table whose columns have the same types when it is empty.

    Args:
        rows: The cells of each row: those of the index, then those of the columns.
        index: Names of the index.
        columns: Column: its type, such as ``string``, ``boolean`` or ``float``.
    """
    import pandas as pd

    frame = pd.DataFrame(list(rows), columns=[*index, *columns])
    return frame.astype(dict(columns)).set_index(list(index))
