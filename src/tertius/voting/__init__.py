"""Voting bodies: who has how much power, who can block, and how likely a measure passes.

`power` answers for a body of a case: the indices of `shapley_shubik` and `banzhaf`, who blocks, who decides;
`pass_chance` is P(the measure passes), which rules and threats ask for. Both count on an `Assembly`, a body as whole
numbers.
"""

from tertius.voting.assembly import Assembly, assembly_of, blockers
from tertius.voting.ballots import pass_chance, pass_chances
from tertius.voting.banzhaf import banzhaf, banzhaf_float
from tertius.voting.power import Power, power
from tertius.voting.shapley_shubik import shapley_shubik, shapley_shubik_float
from tertius.voting.swings import swing_chances, swings_by_size

__all__ = [
    "Assembly",
    "Power",
    "assembly_of",
    "banzhaf",
    "banzhaf_float",
    "blockers",
    "pass_chance",
    "pass_chances",
    "power",
    "shapley_shubik",
    "shapley_shubik_float",
    "swing_chances",
    "swings_by_size",
]
