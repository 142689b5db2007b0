"""What the parties of a talk believe, in a sentence."""

from __future__ import annotations

from dataclasses import replace

from tertius.case.belief import Belief, Heard
from tertius.case.believing import about_of, prior_of
from tertius.case.labels import label_of
from tertius.case.model import Case
from tertius.case.quantity import Quantity

__all__ = ["belief_words", "signal_words"]


def belief_words(case: Case, belief: Belief) -> str:
    """``they take the salience of toll for Upper to be 55 to 60``; without a subject but `they`, the parties."""
    path = about_of(case, belief) or tuple(belief.about.split("."))
    what, share = label_of(case, path), path[-1] in ("probability", "share", "credibility")
    prior = prior_of(case, belief)
    before = _shown(prior, share)
    if not belief.signals or prior.certain:
        return f"they take the {what} to be {before}"
    heard = " and then ".join(signal_words(one) for one in belief.signals)
    return f"of the {what} ({before} before) they have heard {heard}"


def signal_words(heard: Heard) -> str:
    """``a signal that it is above 40%, sent with 90% if that is so and with 20% to 50% if not``."""
    sent = [_shown(number, True) for number in (heard.if_true, heard.if_false)]
    return f"a signal that it is above {heard.above}, sent with {sent[0]} if that is so and with {sent[1]} if not"


def _shown(number: Quantity, share: bool) -> str:
    return str(replace(number.scaled(100), percent=True)) if share and not number.percent else str(number)
