"""Cases as they were read from plain values, kept: what is found out about a case is kept with it."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from typing import Any

KEPT = 12
"""So many cases are kept, those that were asked for last."""

_lock = threading.Lock()
_cases: OrderedDict[str, Any] = OrderedDict()


def case_of_values(values: Any) -> Any:
    """The case of plain values that the page has found valid; the same one for the same values."""
    if values is None:
        return None
    key = json.dumps(values, ensure_ascii=False)
    with _lock:
        if key not in _cases:
            _cases[key] = case_of_valid(values)
            while len(_cases) > KEPT:
                _cases.popitem(last=False)
        _cases.move_to_end(key)
        return _cases[key]


def case_of_valid(values: Any) -> Any:
    """The case that plain values describe, which were found valid before."""
    from tertius.case.check.check import note_sound
    from tertius.case.model import Case

    case = Case.model_validate(values)
    note_sound(case)
    return case
