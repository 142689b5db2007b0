"""Balanced outcomes in sentences: who deals with whom, who has the power, where there is no stable outcome."""

from __future__ import annotations

from tertius.report.text.phrases import joined
from tertius.rules.worths.balanced import Balanced


def balanced_sentences(found: Balanced) -> list[str]:
    """What a reader should see first."""
    sentences = []
    if found.deals:
        pairs = joined([f"{deal.one} with {deal.other}" for deal in found.deals])
        sentences.append(f"Deals are made by {pairs}.")
        left = [node for node in found.shares if not any(node in (deal.one, deal.other) for deal in found.deals)]
        if left:
            sentences.append(f"{joined(left)} {'is' if len(left) == 1 else 'are'} left without a deal.")
    elif found.shares:
        sentences.append("Nobody can deal with anybody.")
    for part in found.unstable:
        sentences.append(
            f"Among {joined(part)} no outcome is stable: however they divide, two could both have more by dealing with "
            "each other. So there are no numbers for them."
        )
    if found.several:
        sentences.append(
            "There are other balanced outcomes; this one makes the smallest excess as large as can be (nucleolus)."
        )
    return sentences
