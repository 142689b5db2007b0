"""Side promises: in the deal of talk t an actor may promise to do otherwise elsewhere.

A promise r moves one number of the case, and is kept with the probability q_r. N_K is the network in which the promises
of the set K are kept; what is promised there is fixed, and everything else settles anew. A deal of talk t that holds the
promises Y is worth to its party i

    sum over K in Y of P(K) V_i(N_K),     P(K) = prod_{r in K} q_r prod_{r in Y - K} (1 - q_r),

and without a deal nothing is promised: its walk-away value is that of N with no promise at all. So t settles within N_Y
with the walk-away values

    d_i + V_i(N_Y) - sum over K P(K) V_i(N_K).

Each deal holds those of its promises with which the product of its parties' gains is largest, given what the other deals
hold. Levels and payoffs are means over what is kept. A stance that is promised is one that the actor acts on in the
talks about it; what it wants stays what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from tertius.case.model import Case, Promise
from tertius.case.paths import path_of
from tertius.rules.arrays import SURE, Flags, Floats, Network, Numbers, Structure
from tertius.rules.bargaining.batch import cell_of
from tertius.rules.bargaining.perceived import POSITION, SALIENCE
from tertius.rules.bargaining.workspace import Answers
from tertius.rules.payoffs import fraction_of
from tertius.voting.ballots import pass_chance, pass_chances

BEARABLE = 1e-6
"""What a party that the levels do not touch may lose by a deal, as a share of its range."""
