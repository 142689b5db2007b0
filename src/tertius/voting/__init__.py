"""Voting bodies: who has how much power, who can block, and how likely a measure passes."""

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
