"""Scores of a ledger: the forecaster, its theories and its rivals, each over the days on which it had a forecast."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tertius.errors import UsageError
from tertius.ledger.entries import Said, Track
from tertius.ledger.fitting import fits
from tertius.ledger.importing.imported import BY_OTHERS
from tertius.ledger.scoring.days import FORECASTER, Speaker, Stretch, common, standing
from tertius.ledger.scoring.measures import brier_of, check_fits, crps_of, is_cut, log_of, range_of
from tertius.ledger.scoring.result import CONVENTIONS, CalibrationBin, Judged, Scored, Scores, Versus
from tertius.scores.arguments import as_coverage
from tertius.scores.bootstrap import RESAMPLES
from tertius.scores.brier import BrierParts, decompose_brier
from tertius.scores.calibration import bin_edges, bins_of, wilson_interval
from tertius.scores.paired import paired_difference

CAP = 1e-3
"""A probability counts as no nearer to 0 or 1 for the log score, which would be infinite."""

BINS = 10

Voiced = dict[Speaker, tuple[Stretch, ...]]
Measure = Callable[[Said, float], float]

_ME: Speaker = ("forecaster", FORECASTER)
_ORDER = ("forecaster", "rival", "theory")


def score(
    tracks: Sequence[Track],
    convention: str = "0-1",
    *,
    cap: float = CAP,
    coverage: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 1,
) -> Scores:
    """How good the forecasts of resolved questions were, beside theories and rivals.

        S_q = sum_d s(f_qd, o_q) / D_q,    S = sum_q S_q / Q

    with s the score of the forecast f that stood on day d, o the outcome, D_q the days from the first forecast to the
    last one before the outcome was known, and Q the questions: each day of a question counts alike, and so does each
    question. Differences are taken over the days on which both had a forecast, intervals over groups of questions.

    Args:
        tracks: Questions with what stands of them, as ``Ledger.tracks()`` gives them.
        convention: ``0-1`` for the Brier score (p - o)^2, ``0-2`` for twice that, Brier's own.
        cap: For the log score probabilities are cut to ``cap .. 1 - cap``; above 0, below one half.
        coverage: Of the intervals, above 0 and below 1.
        resamples: Of the bootstrap and of the test of signs.
        seed: Which resamples.

    Raises:
        UsageError: An unknown convention, a cap that is none, or forecasts that do not fit their question.

    Reference:
        Mellers, B. et al. (2014). Psychological strategies for winning a geopolitical forecasting tournament.
        Psychological Science 25, 1106-1115: daily scores, the last forecast carried forward, averaged over days, then
        over questions.
    """
    if convention not in CONVENTIONS:
        raise UsageError(f"there is no convention '{convention}': {' and '.join(CONVENTIONS)} are legal")
    if not 0 < cap < 0.5:
        raise UsageError(f"a cap of {cap:g}: above 0 and below 0.5 is legal, such as {CAP:g}")
    resolved = sorted((track for track in tracks if track.state == "resolved"), key=_day_and_id)
    judge = _Judge(resolved, CONVENTIONS[convention], cap)
    speakers = sorted({who for voiced in judge.voiced for who in voiced}, key=lambda who: (_ORDER.index(who[0]), who))
    against = [
        _versus(rival, name, judge.pairs(rival, name), as_coverage(coverage), resamples, seed)
        for rival in speakers
        if rival != _ME
        for name in ("brier", "log", "crps")
        if judge.pairs(rival, name)
    ]
    return Scores(
        convention=convention,
        cap=cap,
        coverage=as_coverage(coverage),
        open=sum(track.state == "open" for track in tracks),
        void=sum(track.state == "void" for track in tracks),
        judged=tuple(map(judge.judged, range(len(resolved)))),
        scored=tuple(map(judge.scored, speakers)),
        against=tuple(against),
        late=tuple(track.question.id for track in resolved if _is_late(track)),
        by_others=tuple(sorted(set().union(*map(_by_others, resolved)))),
    )


def is_missed(said: Said, outcome: float, is_event: bool) -> bool:
    """Whether a forecast was on the wrong side of one half, or its 80 percent range did not hold the level."""
    if is_event:
        return brier_of(said, outcome) > 0.25
    low, high = range_of(said)
    return not low <= outcome <= high


class _Judge:
    """Resolved questions with who said what of them, and how each score is worked out."""

    def __init__(self, tracks: Sequence[Track], factor: float, cap: float) -> None:
        self.tracks, self.factor, self.cap = tracks, factor, cap
        self.voiced: list[Voiced] = [standing(track) for track in tracks]
        check_fits([
            fits(track.question, name, stretch.said)
            for track, voiced in zip(tracks, self.voiced, strict=True)
            for (_, name), stretches in voiced.items()
            for stretch in stretches
        ])  # fmt: skip

    def measure(self, name: str, track: Track) -> Measure:
        """How a question is scored by that name."""
        if name == "brier":
            return lambda said, outcome: self.factor * brier_of(said, outcome)
        if name == "log":
            return lambda said, outcome: log_of(said, outcome, self.cap)
        return lambda said, outcome: crps_of(said, outcome) / _length(track)

    def pairs(self, rival: Speaker, name: str) -> list[tuple[float, float, str]]:
        """The mean scores of the forecaster and of a rival over common days, and the group, question by question."""
        found = []
        for track, voiced in zip(self.tracks, self.voiced, strict=True):
            both = common(voiced.get(_ME, ()), voiced.get(rival, ()))
            if not both or (name == "crps") == track.question.is_event:
                continue
            measure = self.measure(name, track)
            days = [d for d, _, _ in both]
            mine, theirs = ([measure(row[k], _outcome(track)) for row in both] for k in (1, 2))
            group = track.question.group or track.question.id
            found.append((float(np.average(mine, weights=days)), float(np.average(theirs, weights=days)), group))
        return found

    def judged(self, place: int) -> Judged:
        """One question as the list has it."""
        track, stretches = self.tracks[place], self.voiced[place].get(_ME, ())
        question, outcome = track.question, _outcome(track)
        name = "brier" if question.is_event else "crps"
        last = stretches[-1].said if stretches else None
        return Judged(
            question=question.id,
            text=question.text,
            group=question.group or question.id,
            on=track.resolved.on,  # type: ignore[union-attr]  # it is resolved
            outcome=outcome,
            scale=question.scale,
            said=last,
            score=_over_days(stretches, outcome, self.measure(name, track)) if stretches else None,
            days=sum(stretch.days for stretch in stretches),
            missed=last is not None and is_missed(last, outcome, question.is_event),
        )

    def scored(self, who: Speaker) -> Scored:
        """The scores of one forecaster."""
        heard = [(track, voiced[who]) for track, voiced in zip(self.tracks, self.voiced, strict=True) if who in voiced]
        events = [(track, said) for track, said in heard if track.question.is_event]
        levels = [(track, said) for track, said in heard if not track.question.is_event]

        def mean(over: list[tuple[Track, tuple[Stretch, ...]]], make: Callable[[Track], Measure]) -> float | None:
            each = [_over_days(said, _outcome(track), make(track)) for track, said in over]
            return float(np.mean(each)) if each else None

        parts, calibration = _calibrated(events, self.factor)
        return Scored(
            name=who[1],
            kind=who[0],
            events=len(events),
            levels=len(levels),
            days=sum(stretch.days for _, said in heard for stretch in said),
            brier=mean(events, lambda track: self.measure("brier", track)),
            log=mean(events, lambda track: self.measure("log", track)),
            cut=sum(any(is_cut(stretch.said, self.cap) for stretch in said) for _, said in events),
            sharpness=mean(events, lambda _: lambda said, _o: abs(float(said) - 0.5)),  # type: ignore[arg-type]
            crps=mean(levels, lambda track: self.measure("crps", track)),
            width=mean(levels, lambda track: lambda said, _: float(np.ptp(range_of(said))) / _length(track)),
            covered=mean(levels, lambda _: lambda said, outcome: float(not is_missed(said, outcome, False))),
            parts=parts,
            calibration=calibration,
        )


def _over_days(stretches: Sequence[Stretch], outcome: float, measure: Measure) -> float:
    """The mean of a measure, each day once."""
    days = [stretch.days for stretch in stretches]
    return float(np.average([measure(stretch.said, outcome) for stretch in stretches], weights=days))


def _calibrated(
    events: Sequence[tuple[Track, tuple[Stretch, ...]]], factor: float
) -> tuple[BrierParts | None, tuple[CalibrationBin, ...]]:
    """Murphy's parts and the bins; a question weighs 1, shared out over its days."""
    if not events:
        return None, ()
    rows = [
        (float(stretch.said), _outcome(track), stretch.days / sum(one.days for one in said), number)  # type: ignore[arg-type]
        for number, (track, said) in enumerate(events)
        for stretch in said
    ]
    p, o, w, question = (np.array(column) for column in zip(*rows, strict=True))
    parts = decompose_brier(p, o, BINS, w)
    names = ("score", "reliability", "resolution", "uncertainty", "within")
    edges = bin_edges(BINS)
    held, bins = bins_of(p, edges), []
    for place in np.unique(held):
        inside = held == place
        weight, hits = w[inside].sum(), (w * o)[inside].sum()
        low, high = wilson_interval(min(hits, weight), weight)
        bins.append(
            CalibrationBin(
                low=float(edges[place]),
                high=float(edges[place + 1]),
                questions=len(np.unique(question[inside])),
                weight=float(weight),
                forecast=float((w * p)[inside].sum() / weight),
                observed=float(hits / weight),
                observed_low=float(low[0]),
                observed_high=float(high[0]),
            )
        )
    return BrierParts(**{name: factor * getattr(parts, name) for name in names}), tuple(bins)


def _versus(
    rival: Speaker, name: str, pairs: list[tuple[float, float, str]], coverage: float, resamples: int, seed: int
) -> Versus:
    mine, theirs, groups = zip(*pairs, strict=True)
    found = paired_difference(mine, theirs, groups, resamples, seed, coverage)
    kind, called = rival

    def known(value: float) -> float | None:
        return None if np.isnan(value) else value

    return Versus(
        rival=called,
        kind=kind,
        score=name,
        mean=found.mean,
        low=known(found.low),
        high=known(found.high),
        method=found.method,
        p=known(found.p),
        smallest=known(found.smallest),
        told_apart=found.told_apart,
        questions=found.cases,
        groups=found.groups,
    )


def _day_and_id(track: Track) -> tuple[int, str]:
    return (track.resolved.on.toordinal() if track.resolved else 0), track.question.id


def _is_late(track: Track) -> bool:
    """Whether a forecast that counts was written down on the day of the outcome or after it."""
    on = None if track.resolved is None else track.resolved.on
    return on is not None and any(
        entry.day < on <= entry.when.date() for entry in track.forecasts if entry.said is not None
    )


def _by_others(track: Track) -> set[str]:
    """The rivals that others recorded elsewhere."""
    return {name for entry in track.forecasts if entry.settings.get("basis") == BY_OTHERS for name in entry.rivals}


def _outcome(track: Track) -> float:
    """The outcome of a question that is resolved."""
    outcome = None if track.resolved is None else track.resolved.outcome
    return float("nan") if outcome is None else float(outcome)


def _length(track: Track) -> float:
    """The length of the scale of a level."""
    low, high = track.question.scale or (0.0, 1.0)
    return high - low
