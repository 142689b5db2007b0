"""What a user gives of patrons by hand, read and checked: worths, power, rates."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tertius.analysis.patrons.asked import MOST
from tertius.analysis.patrons.unit import Rate
from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.rules.arrays import Floats
from tertius.rules.worths.division import best_of_subsets

LARGEST = 1e9
"""Points, power and rates are no larger, as in a case."""


def worths_given(worths: Mapping[Any, float]) -> tuple[tuple[str, ...], Floats]:
    """The patrons, in the order in which they are named, and (2^n,) W(S), no less than that of a set within S.

    Args:
        worths: Set of patrons, as one name or several: what the client and these have together.

    Raises:
        UsageError: A worth is no number up to 1e9, a set is given twice or not at all, or there are too many patrons.
    """
    wrong, table = [], {}
    for key, worth in worths.items():
        names = frozenset({key} - {""} if isinstance(key, str) else map(str, key))
        label = "+".join(sorted(names)) or "nobody"
        if not _is_number(worth) or abs(worth) > LARGEST:
            wrong.append(f"the worth of {label} is {worth!r}: a worth is a number, at most 1e9")
        elif names in table:
            wrong.append(f"the worth of {label} is given twice")
        else:
            table[names] = float(worth)
    patrons = tuple(
        dict.fromkeys(name for key in worths for name in ([key] if isinstance(key, str) else map(str, key)) if name)
    )
    if not patrons:
        wrong.append("no patron is named: give what the client and each set of patrons have together, such as first=10")
    elif len(patrons) > MOST:
        wrong.append(f"there are {len(patrons)} patrons: {MOST} at the most")
    elif not wrong:
        wrong += [
            f"the worth of {'+'.join(names)} is missing" for names in _sets(patrons) if frozenset(names) not in table
        ]
    if wrong:
        raise UsageError("\n".join(wrong))
    values = [
        table.get(frozenset(n for i, n in enumerate(patrons) if s >> i & 1), 0.0) for s in range(1 << len(patrons))
    ]
    return patrons, best_of_subsets(np.array(values))


def _sets(patrons: Sequence[str]) -> list[list[str]]:
    sets = [[name for i, name in enumerate(patrons) if s >> i & 1] for s in range(1, 1 << len(patrons))]
    return sorted(sets, key=len)


def power_given(client: str, patrons: Sequence[str], power: Mapping[str, float] | None) -> Floats:
    """(n,) each patron's share of the power in its deal with the client; arguments as for `patrons`.

    Raises:
        UsageError: The client is its own patron, somebody is neither, a power is no number from 0 up, or two have none.
    """
    if client in patrons:
        raise UsageError(f"{client} is the client and cannot be a patron of its own: name it otherwise, or the patron")
    named = dict(power or {})
    _check_names(named, (client, *patrons), "power")
    own = float(named.get(client, 1.0))
    shares = []
    for patron in patrons:
        other = float(named.get(patron, 1.0))
        if own + other == 0:
            raise UsageError(f"neither {client} nor {patron} has any power: one of them has more than 0")
        shares.append(other / (own + other))
    return np.array(shares)


def rates_given(patrons: Sequence[str], rates: Mapping[str, float] | None) -> dict[str, Rate]:
    """The rates that the user says, by patron.

    Raises:
        UsageError: Somebody is no patron here, or a rate is below 0 or no number.
    """
    _check_names(rates or {}, patrons, "rate")
    return {patron: Rate(float(points), given=True) for patron, points in (rates or {}).items()}


def _check_names(numbers: Mapping[str, float], known: Sequence[str], what: str) -> None:
    wrong = []
    for name, number in numbers.items():
        if name not in known:
            hint = closest(name, known)
            there = f"there are {', '.join(known)}"
            wrong.append(
                f"the {what} of '{name}' is given, who is none of them: {f'{hint} ({there})' if hint else there}"
            )
        elif not _is_number(number) or not 0 <= number <= LARGEST:
            wrong.append(f"the {what} of {name} is {number!r}: it is a number, 0 or more, and at most 1e9")
    if wrong:
        raise UsageError("\n".join(wrong))


def _is_number(value: Any) -> bool:
    number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    return number and math.isfinite(value)
