"""Sobol' indices from two independent samples, with their errors, as a plain function of arrays.

    S_i = mean(f_B (f_ABi - f_A)) / Var(f)
    T_i = mean((f_A - f_ABi)^2) / (2 Var(f))

f_A and f_B are the outputs at the rows of two matrices A and B, f_ABi those at A with its column i from B. Outputs are
taken less their mean, which changes no index but makes the estimates steadier.

References: I. M. Sobol' (1993), Sensitivity estimates for nonlinear mathematical models, Mathematical Modelling and
Computational Experiments 1(4); A. Saltelli, P. Annoni, I. Azzini, F. Campolongo, M. Ratto and S. Tarantola (2010),
Variance based sensitivity analysis of model output, Computer Physics Communications 181(2), for both estimators.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RESAMPLES = 499
INTERVAL = (0.025, 0.975)


@dataclass(frozen=True)
class Indices:
    """Indices of O outputs for I inputs, each (O, I).

    Attributes:
        first: First order.
        total: Total.
        first_error: Half of the 95 percent interval of a bootstrap over the rows.
        total_error: Likewise.
    """

    first: Floats
    total: Floats
    first_error: Floats
    total_error: Floats


def sobol_indices(f_a: Floats, f_b: Floats, f_mixed: Floats, seed: int) -> Indices:
    """The indices of first order and the total ones.

    Args:
        f_a: (O, n) outputs at the rows of A.
        f_b: (O, n) outputs at the rows of B.
        f_mixed: (I, O, n) outputs at A with column i from B.
        seed: Seed of the bootstrap.
    """
    centre = (f_a.mean(axis=1, keepdims=True) + f_b.mean(axis=1, keepdims=True)) / 2
    f_a, f_b, f_mixed = f_a - centre, f_b - centre, f_mixed - centre
    n = f_a.shape[1]
    rng = np.random.default_rng(seed)
    resampled = rng.multinomial(n, np.full(n, 1 / n), size=RESAMPLES).T / n
    weights = np.concatenate([np.full((n, 1), 1 / n), resampled], axis=1)
    variance = ((f_a**2 + f_b**2) / 2) @ weights - (((f_a + f_b) / 2) @ weights) ** 2
    variance = np.where(variance > 0, variance, 1.0)  # a resample may have a single value: then every index is 0
    first = (f_b * (f_mixed - f_a)) @ weights / variance
    total = ((f_a - f_mixed) ** 2) @ weights / (2 * variance)
    low, high = np.quantile([first[..., 1:], total[..., 1:]], INTERVAL, axis=3)
    first_error, total_error = (high - low) / 2
    return Indices(first[..., 0].T, total[..., 0].T, first_error.T, total_error.T)
