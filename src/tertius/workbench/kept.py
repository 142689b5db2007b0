"""Cases as they were read from plain values, kept: what is found out about a case is kept with it."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from itertools import islice
from typing import Any

KEPT = 12
"""So many cases are kept, those that were asked for last."""

FEW = 50
"""So many places may differ in a case that is made of another one."""

_lock = threading.Lock()
_cases: OrderedDict[str, tuple[Any, Any]] = OrderedDict()  # each with its plain values


def case_of_values(values: Any) -> Any:
    """The case of plain values that the page has found valid; the same one for the same values."""
    if values is None:
        return None
    key = json.dumps(values, ensure_ascii=False)
    with _lock:
        if key not in _cases:
            _cases[key] = values, _near(values) or case_of_valid(values)
            while len(_cases) > KEPT:
                _cases.popitem(last=False)
        _cases.move_to_end(key)
        return _cases[key][1]


def _near(values: Any) -> Any:
    """The case of plain values made of the one that was asked for last, if they differ in few parts; else None."""
    from tertius.case.check.check import note_sound
    from tertius.workbench.differences import differences
    from tertius.workbench.parts import unchecked

    if not _cases:
        return None
    before, case = next(reversed(_cases.values()))
    changes = list(islice(differences(before, values), FEW + 1))
    made = unchecked(case, before, changes) if len(changes) <= FEW else None
    if made is None:
        return None
    note_sound(made[0])
    return made[0]


def case_of_valid(values: Any) -> Any:
    """The case that plain values describe, which were found valid before."""
    from tertius.case.check.check import note_sound
    from tertius.case.model import Case

    case = Case.model_validate(values)
    note_sound(case)
    return case
