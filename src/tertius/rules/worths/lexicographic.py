"""Making the smallest of several amounts as large as can be, then the next smallest, and so on, by linear programmes.

    maximise e   such that  rows x - offsets >= e,  same x = fixed

Rows that are tight in every solution of a programme stay at what they have, and the next programme is about the others.
"""

from __future__ import annotations

import numpy as np

from tertius.rules.arrays import Flags, Floats

TIGHT = 1e-7
"""A price above this says that a row is tight in every solution; the same is the least slack that counts."""


def lexicographic(
    rows: Floats, offsets: Floats, same: Floats, fixed: Floats, least: Floats, least_of: Floats
) -> Floats:
    """(V,) the x whose amounts, in order from the smallest, are largest.

    Args:
        rows: (R, V) the amounts are `rows @ x - offsets`.
        offsets: (R,) see `rows`.
        same: (E, V) what must hold exactly: `same @ x = fixed`.
        fixed: (E,) see `same`.
        least: (L, V) what must hold besides: `least @ x >= least_of`.
        least_of: (L,) see `least`.
    """
    from scipy.optimize import linprog

    variables = same.shape[1]
    free: Flags = np.ones(len(rows), np.bool_)
    while True:
        open_rows, held = rows[free], len(least)
        above = np.vstack(
            [np.hstack([-open_rows, np.ones((len(open_rows), 1))]), np.hstack([-least, np.zeros((held, 1))])]
        )
        found = linprog(
            np.append(np.zeros(variables), -1.0),
            A_ub=above,
            b_ub=np.concatenate([-offsets[free], -least_of]),
            A_eq=np.hstack([same, np.zeros((len(same), 1))]) if len(same) else None,
            b_eq=fixed if len(same) else None,
            bounds=(None, None) if len(open_rows) else [(None, None)] * variables + [(0, 0)],
            method="highs",
        )
        if found.x is None:
            raise ArithmeticError(f"the linear programme has no solution: {found.message}")
        x, level = found.x[:variables], found.x[variables]
        if not len(open_rows):
            return np.asarray(x, np.float64)
        price = -found.ineqlin.marginals[: len(open_rows)]
        tight = price > TIGHT
        if not tight.any():
            tight = price >= price.max()
        places = np.flatnonzero(free)[tight]
        same = np.vstack([same, rows[places]])
        fixed = np.concatenate([fixed, offsets[places] + level])
        free[places] = False
        if np.linalg.matrix_rank(same) == variables:
            return np.asarray(np.linalg.lstsq(same, fixed, rcond=None)[0], np.float64)
