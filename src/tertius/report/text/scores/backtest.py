"""The backtest in words: who did better, what so few meetings can tell, and the largest doubt."""

from __future__ import annotations

from collections.abc import Iterator

from tertius.report.text.phrases import many
from tertius.scores.paired import PairedDifference
from tertius.studies.backtest.backtest import CAP, RIVAL, Backtest, Standing

NAMES = {
    "measured": "the curve",
    "model": "the model",
    "pooled": "the pool",
    RIVAL: f"the {RIVAL}",
    "always 50%": "always saying 50 percent",
}
"""What forecasters are called in a sentence."""

ONLY = ", of those who have a figure for each of them,"


def backtest_sentences(found: Backtest) -> Iterator[str]:
    """The result in sentences, the doubt first."""
    yield from found.cautions()
    rows = found.standings["all"]
    # Means over different meetings cannot be held against each other.
    best = min((row for row in rows if row.meetings == len(found.tried)), key=lambda row: row.brier)
    over, among = many(len(found.tried), "meeting"), "" if best.meetings == min(row.meetings for row in rows) else ONLY
    yield f"Over {over} the smallest mean Brier score{among} is that of {NAMES[best.name]}, {best.brier:.3f}."
    for row in rows:
        if row.against is not None:
            yield _against(row, row.against)
    cut = sum(row.cut for row in rows)
    if cut:
        yield (
            f"{cut} of the probabilities, below {100 * CAP:g} or above {100 - 100 * CAP:g} percent, "
            "were cut there for the log score, which would else be infinite where one of them was wrong."
        )
    missing = sum("measured" not in one.said for one in found.tried)
    if missing:
        yield (
            f"Of {many(missing, 'meeting')} the curve of recorded talks says nothing, because no draw has a deal that "
            "would leave all parties better off; it is scored on the others."
        )
    yield "Meetings of one series are not independent of each other, so even the intervals are too narrow."


def _against(row: Standing, one: PairedDifference) -> str:
    told = "more than chance explains" if one.told_apart else "which chance explains"
    better, name = "better" if one.mean < 0 else "worse", NAMES[row.name]
    return (
        f"{name[0].upper()}{name[1:]} is {abs(one.mean):.3f} {better} than the {RIVAL} on "
        f"{many(row.meetings, 'meeting')}, {told}: with so few, differences below {one.smallest:.2f} cannot be told "
        "apart from none."
    )
