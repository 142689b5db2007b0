"""What the parties of a talk believe, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from tertius.case.beliefs import about_of, all_beliefs, on_scale_of, prior_of, words_of
from tertius.case.entries import Belief, Heard
from tertius.case.groups import number_at
from tertius.case.labels import label_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.draws.uncertain import believed_middles

__all__ = ["beliefs_at", "beliefs_told"]


def beliefs_at(case: Case, talk: str) -> list[str]:
    """Every belief of a talk in a sentence without an end, those included that follow from signals on others."""
    return [says for belief, says in beliefs_told(case).values() if talk in belief.talks]


def beliefs_told(case: Case) -> dict[str, tuple[Belief, str]]:
    """The beliefs by their keys in `all_beliefs`, each with such a sentence."""
    middles = believed_middles(case)
    return {ident: (belief, _words(case, belief, middles[ident])) for ident, belief in all_beliefs(case).items()}


def _words(case: Case, belief: Belief, middle: float) -> str:
    """``they take the salience of toll for Upper to be 57.5 in the middle, where it is 40``; then what they heard."""
    path = about_of(case, belief) or tuple(belief.about.split("."))
    now, truly = _middle(path, middle), _middle(path, _true_middle(case, belief))
    taken = f"they take the {label_of(case, path)} to be {now} in the middle, where it is {truly}"
    return "".join([taken, *_reasons(case, path, belief)])


def _reasons(case: Case, path: Path, belief: Belief) -> Iterator[str]:
    if belief.number is not None and not belief.number.certain:
        yield f"; the range of the belief is {words_of(path, prior_of(case, belief))}"
    if belief.signals and prior_of(case, belief).certain:
        yield "; no signal can change what is certain"
    elif belief.signals:
        yield f"; they have heard {', and then '.join(_signal(case, path, one) for one in belief.signals)}"
    elif belief.number is None:
        yield "; it moves together with another number, on which they have heard a signal"


def _signal(case: Case, path: Path, heard: Heard) -> str:
    point = words_of(path, on_scale_of(case, path, heard.above))
    sent = [words_of(("probability",), number) for number in (heard.if_true, heard.if_false)]
    return f"a signal that it is above {point}, sent with {sent[0]} if that is so and with {sent[1]} if not"


def _middle(path: Path, value: float) -> str:
    return words_of(path, Quantity(float(f"{value:.3g}"), float(f"{value:.3g}")))


def _true_middle(case: Case, belief: Belief) -> float:
    found = number_at(case, belief.about)
    return float("nan") if found is None else on_scale_of(case, found[0], found[1]).middle
