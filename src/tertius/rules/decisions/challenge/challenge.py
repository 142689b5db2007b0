"""`challenge`: actors challenge each other where they expect to gain, and those who expect to lose move.

The expected utility model of Bueno de Mesquita, with the equations of Scholz, Calbert and Smith (2011), in two
variants. `printed` follows the equations as printed; `code` is what reproduces the figures that the paper shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple, final

import numpy as np

from tertius.rules.arrays import Flags, Floats, Ints
from tertius.rules.decisions.decision import Ending, IssueModel
from tertius.rules.decisions.order import order_of, orders_of, stretches
from tertius.rules.decisions.stances import Stances
from tertius.rules.settlement import Status
from tertius.rules.workers import call, call_each

Variant = Literal["printed", "code"]

KINDS = ("stays", "conflict", "compromise", "capitulates")
"""Why an actor moves, by the number in `Challenged.kinds`."""

ROUNDS = 10
"""So many rounds are played at most, unless it is said otherwise."""

AT_ONCE = 256
"""So many draws are played in one call: a quarter of a second, after which an interrupt is heard."""

STILL = 1e-9
"""A round whose largest move is below this share of the first range ends the rounds."""


class Dyads(NamedTuple):
    """What every actor expects of every other in one round.

    Attributes:
        own: (I, I) E(U_ij), what i expects of challenging j: the horizontal of i's quadrant map.
        others: (I, I) E(U_ji), what i thinks that j expects of challenging i (`printed`: what j expects): the vertical.
        risk: (I,) risk exponents: above 1 the actor avoids risk, below 1 it takes it.
        middle: The weighted median.
    """

    own: Floats
    others: Floats
    risk: Floats
    middle: float


@dataclass(frozen=True)
class Challenged:
    """The rounds of one issue.

    Attributes:
        positions: (T + 1, I) before the first round and after each.
        kinds: (T, I) why each actor moved in a round, an index of `KINDS`.
        movers: (T, I) who made it move; -1 where it stays.
        risks: (T, I) its risk exponent.
        medians: (T + 1,) the weighted median of the positions.
        means: (T + 1,) their weighted mean.
        status: Settled: nobody moved in the last round. Cycling: the positions of `returns_to` came back. Limit:
            neither, when the rounds were over.
        returns_to: The round whose positions came back; -1 if none did.
    """

    positions: Floats
    kinds: Ints
    movers: Ints
    risks: Floats
    medians: Floats
    means: Floats
    status: Status
    returns_to: int = -1


def challenge(
    positions: Floats,
    saliences: Floats,
    capabilities: Floats,
    variant: Variant = "code",
    rounds: int = ROUNDS,
    quo: float = 1.0,
) -> Challenged:
    """Play rounds of challenges on one issue.

    Args:
        positions: (I,) what each actor wants, on any scale.
        saliences: (I,) how much it matters to each, from 0 to 1.
        capabilities: (I,) the weight of each, 0 or more.
        variant: `printed` or `code`; the page of the rule says how they differ.
        rounds: The most that are played.
        quo: Q, the probability that things stay as they are if nobody challenges.

    Raises:
        ValueError: Nobody has any weight, or a number is out of its range.
    """
    from tertius.rules.decisions.challenge.kernel import challenge_rounds

    x, w, s = _checked(positions, saliences, capabilities)
    if rounds < 1:
        raise ValueError(f"rounds must be 1 or more, found {rounds}")
    span = float(np.ptp(x))
    if span == 0:
        nothing = np.zeros((0, len(x)))
        kinds, movers = nothing.astype(np.int64), nothing.astype(np.int64)
        return Challenged(x[None], kinds, movers, nothing, x[:1], x[:1], Status.SETTLED)
    pairwise = _pairwise(variant)
    order = order_of(x, s, capabilities)
    played, medians, kinds, movers, risks, back, still = call(
        challenge_rounds, x[order], w[order], s[order], span, pairwise, quo, rounds, STILL * span
    )
    status = Status.SETTLED if still else Status.LIMIT if back < 0 else Status.CYCLING
    means = played @ w[order] / w[order].sum()
    place = np.argsort(order)  # where each row of the table went
    return Challenged(
        positions=played[:, place],
        kinds=kinds[:, place],
        movers=np.where(movers < 0, -1, order[movers])[:, place],
        risks=risks[:, place],
        medians=medians,
        means=means,
        status=status,
        returns_to=int(back),
    )


def dyads(
    positions: Floats,
    saliences: Floats,
    capabilities: Floats,
    variant: Variant = "code",
    quo: float = 1.0,
    span: float | None = None,
    order: Ints | None = None,
) -> Dyads:
    """What every actor expects of every other, the positions being as they are.

    Args:
        positions: (I,) the positions of this round.
        saliences: (I,) from 0 to 1.
        capabilities: (I,) 0 or more.
        variant: `printed` or `code`.
        quo: Q, as in `challenge`.
        span: The range of the positions before the first round; without it that of these.
        order: (I,) the order in which the actors are taken: through all rounds that of the positions before the first;
            without it that of these.

    Raises:
        ValueError: Nobody has any weight, or all stand at one place.
    """
    from tertius.rules.decisions.challenge.kernel import utilities_of_round

    x, w, s = _checked(positions, saliences, capabilities)
    width = float(np.ptp(x)) if span is None else span
    if width <= 0:
        raise ValueError("all actors stand at one place")
    order = order_of(x, s, capabilities) if order is None else order
    own, others, risk, middle = call(utilities_of_round, x[order], w[order], s[order], width, _pairwise(variant), quo)
    place = np.argsort(order)
    return Dyads(own[np.ix_(place, place)], others[np.ix_(place, place)], risk[place], middle)


def _checked(positions: Floats, saliences: Floats, capabilities: Floats) -> tuple[Floats, Floats, Floats]:
    x, s, c = (np.array(column, np.float64) for column in (positions, saliences, capabilities))
    if not np.isfinite(x).all() or not ((s >= 0) & (s <= 1)).all() or not ((c >= 0) & np.isfinite(c)).all():
        raise ValueError("positions must be finite, saliences from 0 to 1, capabilities 0 or more")
    if not (c * s).sum() > 0:
        raise ValueError("nobody has any weight")
    return x, c * s, s


def _pairwise(variant: Variant) -> bool:
    if variant not in ("printed", "code"):
        raise ValueError(f"there is no variant '{variant}': the variants are printed, code")
    return variant == "printed"


@final
@dataclass(frozen=True)
class Challenge(IssueModel):
    """The expected utility model; of `RULES` in the variant `code`, ten rounds at most.

    Attributes:
        variant: How the equations are read.
        rounds: The most that are played.
    """

    variant: Variant = "code"
    rounds: int = ROUNDS

    key: ClassVar[str] = "challenge"
    title: ClassVar[str] = "the expected utility model: challenges, round by round"
    reference: ClassVar[str] = "Bueno de Mesquita 1994; Scholz, Calbert & Smith 2011"

    def decide(self, stances: Stances) -> Ending:
        """The weighted median after the last round."""
        rounds = challenge(stances.position, stances.salience / 100, stances.capability, self.variant, self.rounds)
        last = np.abs(rounds.positions[-1] - rounds.positions[-2]).max() if len(rounds.positions) > 1 else 0.0
        return Ending(float(rounds.medians[-1]), rounds.status, float(last))

    def decide_many(self, draws: Sequence[Mapping[str, Stances]], threads: int = 1) -> list[dict[str, Ending] | None]:
        """Many draws of one table, each as `decide` has it, in one call of a kernel for each issue and thread."""
        endings: list[dict[str, Ending] | None] = [{} for _ in draws]
        for issue in draws[0] if draws else ():
            tables = [draw[issue] for draw in draws]
            x, s, c = (np.array([own[column] for own in tables]) for column in range(3))
            levels, rested = self._levels(x, s / 100, c, threads)
            for draw, (level, still) in enumerate(zip(levels.tolist(), rested.tolist(), strict=True)):
                found = endings[draw]
                if found is not None and np.isfinite(level):
                    found[issue] = Ending(level, Status.SETTLED if still else Status.LIMIT)
                else:
                    endings[draw] = None
        return endings

    def _levels(self, x: Floats, s: Floats, c: Floats, threads: int) -> tuple[Floats, Flags]:
        """(D,) where each of (D, I) tables ends, nan where nobody has any weight; and whether it came to rest."""
        from tertius.rules.decisions.challenge.kernel import challenge_draws

        order, w, span = orders_of(x, s, c), c * s, np.ptp(x, axis=1)
        levels, rested = np.where((w > 0).any(axis=1), x[:, 0], np.nan), np.ones(len(x), np.bool_)
        at = np.flatnonzero((span > 0) & np.isfinite(levels))
        x, w, s = (np.take_along_axis(table, order, axis=1)[at] for table in (x, w, s))
        fixed = (self.variant == "printed", 1.0, self.rounds, STILL)
        parts = stretches(np.arange(len(at)), AT_ONCE)
        played = call_each(challenge_draws, [(x[n], w[n], s[n], span[at][n], *fixed) for n in parts], threads)
        for part, (ends, still) in zip(parts, played, strict=True):
            levels[at[part]], rested[at[part]] = ends, still
        return levels, rested
