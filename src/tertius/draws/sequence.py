"""Sobol's sequence and its scramblings, to the bit as SciPy has them, whose statistics take a second to load.

Point n is the exclusive or of the directions v_j at the bits j of the Gray code of n, here shifted and with directions
scrambled: v' = L v over the field of two elements, L lower triangular with ones on its diagonal, drawn at random.

References: I. M. Sobol' (1967), On the distribution of points in a cube, USSR Computational Mathematics and
Mathematical Physics 7(4); S. Joe and F. Y. Kuo (2008), Constructing Sobol sequences with better two-dimensional
projections, SIAM Journal on Scientific Computing 30(5), for the first directions, which come with SciPy; J. Matoušek
(1998), On the L2-discrepancy for anchored boxes, Journal of Complexity 14(4), for the scrambling.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tertius.draws.distribution import Floats

BITS = 30
"""Of every share; after 2^BITS points the sequence ends."""

Words = NDArray[np.uint32]


class Scrambling:
    """One scrambling of the sequence; it never changes, so that threads can share it."""

    def __init__(self, dimensions: int, generator: np.random.Generator) -> None:
        """Draw a scrambling.

        Args:
            dimensions: How many numbers a point has, at most 21,201.
            generator: Where its random bits come from: a generator of its own is made of it.
        """
        [generator] = generator.spawn(1)
        powers = 2 ** np.arange(BITS, dtype=np.uint32)
        shift = generator.integers(0, 2, size=(dimensions, BITS), dtype=np.uint32)
        rows = np.tril(generator.integers(0, 2, size=(dimensions, BITS, BITS), dtype=np.uint32))
        rows[:, range(BITS), range(BITS)] = 1
        words = rows @ powers[::-1]  # (dimensions, BITS): row p of the matrix, its first entry the highest bit
        v = _directions(dimensions)
        bits = _parity(words[:, None, :] & v[:, :, None])  # (dimensions, direction, row)
        self.shift: Words = shift @ powers
        self.directions: Words = bits @ powers[::-1]

    def points(self, first: int, last: int) -> Floats:
        """Points `first` to `last` - 1 of the sequence: (last - first, dimensions) shares, 0 to 1."""
        changed = np.arange(first + 1, last)
        words = np.empty((last - first, len(self.shift)), dtype=np.uint32)
        words[0] = self.shift
        for bit in range(BITS):
            if (first ^ first >> 1) >> bit & 1:
                words[0] ^= self.directions[:, bit]
        # From one point to the next one bit of the Gray code changes: that of the lowest one in its index.
        words[1:] = self.directions.T[np.log2(changed & -changed).astype(np.intp)]
        shares: Floats = np.bitwise_xor.accumulate(words, axis=0) * 2.0**-BITS
        return shares


def _parity(words: Words) -> Words:
    """Whether the number of ones in each word is odd."""
    for half in (16, 8, 4, 2, 1):
        words = words ^ (words >> np.uint32(half))
    return words & np.uint32(1)


@lru_cache(maxsize=8)
def _directions(dimensions: int) -> Words:
    """The directions of the sequence (dimensions, BITS), from its polynomials and first numbers.

        m_j = 2 c_1 m_(j-1) xor ... xor 2^(s-1) c_(s-1) m_(j-s+1) xor 2^s m_(j-s) xor m_(j-s),  v_j = m_j 2^(BITS-1-j)

    with s the degree of the polynomial and c its coefficients; the first dimension has m_j = 1.
    """
    polynomials, first = _tables()
    if dimensions > len(polynomials):
        raise ValueError(f"{dimensions} dimensions are more than the {len(polynomials)} that have directions")
    m = np.ones((dimensions, BITS), dtype=np.uint64)
    degree = np.array([int(one).bit_length() - 1 for one in polynomials[:dimensions]])
    for s in range(1, int(degree.max(initial=0)) + 1):
        here = np.flatnonzero(degree == s)
        here = here[here > 0]
        own, c = m[here], polynomials[here].astype(np.uint64)
        own[:, :s] = first[here, :s]
        for j in range(s, BITS):
            own[:, j] = own[:, j - s]
            for k in range(1, s + 1):
                own[:, j] ^= ((c >> np.uint64(s - k)) & np.uint64(1)) * (own[:, j - k] << np.uint64(k))
        m[here] = own
    return (m << np.arange(BITS - 1, -1, -1, dtype=np.uint64)).astype(np.uint32)


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Joe and Kuo's polynomials and first numbers."""
    spec = find_spec("scipy")
    folder = Path(spec.origin).parent if spec is not None and spec.origin is not None else Path()
    with np.load(folder / "stats" / "_sobol_direction_numbers.npz") as tables:
        return tables["poly"], tables["vinit"]
