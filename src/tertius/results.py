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

    @abstractmethod
    def to_frame(self) -> pd.DataFrame:
        """The documented table."""

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html())


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
