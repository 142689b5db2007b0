"""Draws: from the uncertain numbers of a case to versions with every number fixed, and summaries as they come.

`uncertain_of` lists the uncertain numbers, `sample` draws them, `CommonDraws` draws them alike in changed cases, `fix`
puts one draw back into the case, and `Share`, `Mean` and `Histogram` sum up what came of many.
"""

from tertius.draws.common import CommonDraws, Drawn
from tertius.draws.distribution import quantile
from tertius.draws.sampling import MOST_DRAWS, REPLICATES, check_index, check_seed, draw_at, sample, values_at
from tertius.draws.summaries import Estimate, Histogram, Mean, Share
from tertius.draws.uncertain import Uncertain, believed_by_talk, believed_middles, dimensions_of, fix, uncertain_of

__all__ = [
    "MOST_DRAWS",
    "REPLICATES",
    "CommonDraws",
    "Drawn",
    "Estimate",
    "Histogram",
    "Mean",
    "Share",
    "Uncertain",
    "believed_by_talk",
    "believed_middles",
    "check_index",
    "check_seed",
    "dimensions_of",
    "draw_at",
    "fix",
    "quantile",
    "sample",
    "uncertain_of",
    "values_at",
]
