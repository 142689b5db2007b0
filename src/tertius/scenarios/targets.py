"""What is asked of a settlement, by its name, and its value in many settlements at once.

    payoff:dprk    level:tariff-relief    agreement:us-dprk    gain:us-dprk:dprk

An id alone may stand for a target, or for several outputs. Claims write the same quantities as ``payoffs.dprk``,
``walk_away.us-dprk.usa`` or ``reliance.dprk.china``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import UsageError

if TYPE_CHECKING:
    from tertius.rules.settlement import Settlements

Floats = NDArray[np.float64]
Kind = Literal["payoff", "gain", "level", "agreement", "walk_away", "upper_hand", "reliance", "net_leverage", "patrons"]

_KIND_OF_QUANTITY: dict[str, Kind] = {
    "payoffs": "payoff",
    "levels": "level",
    "agreements": "agreement",
    "gains": "gain",
    "walk_away": "walk_away",
    "upper_hand": "upper_hand",
    "reliance": "reliance",
    "net_leverage": "net_leverage",
    "patrons": "patrons",
}


@dataclass(frozen=True)
class Target:
    """One quantity of a settlement.

    Attributes:
        kind: Which kind of quantity.
        ident: The actor, issue (level) or talk (agreement) that it is of.
        talk: The talk of a gain, walk-away value or upper hand; in an attribution the talk that is analysed, and
            therefore no feature: that of a level or an agreement too; empty for a payoff.
        other: The other actor: on whom the actor relies, or over whom it has net leverage; of patrons the concept, or
            ``rivalry``.
        patrons: The patrons that are meant; empty for all that the case has.
    """

    kind: Kind
    ident: str
    talk: str = ""
    other: str = ""
    patrons: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """``payoff:dprk``, ``gain:us-dprk:dprk``, ``level:tariff-relief``, ``agreement:us-dprk``."""
        return f"gain:{self.talk}:{self.ident}" if self.kind == "gain" else f"{self.kind}:{self.ident}"


def targets_of(case: Case) -> dict[str, Target]:
    """The outputs of a case by their names: every agreement, every level, every payoff."""
    targets = [Target("agreement", talk, talk) for talk in case.talks]
    targets += [Target("level", issue, case.talk_of(issue) or "") for issue in case.issues]
    targets += [Target("payoff", actor) for actor in case.actors]
    return {target.name: target for target in targets}


def values_of(case: Case, target: Target, many: Settlements) -> Floats:
    """(D,) a target in many settlements; a level without a deal is the reference.

    An agreement is the probability of one in the draw: 0 without a deal, else that the deal is made, which is 1 unless
    the case says why it may not be.

    Args:
        case: The case that was settled.
        target: Any but reliance and net leverage, which are differences between settlements.
        many: The settlements (D,).
    """
    if target.kind == "level":
        return many.levels[:, list(case.issues).index(target.ident)]
    if target.kind == "agreement":
        talk = list(case.talks).index(target.ident)
        return many.agreed[:, talk] * many.chance[:, talk]
    row = list(case.actors).index(target.ident)
    if target.kind == "payoff":
        return many.payoffs[:, row]
    talk = list(case.talks).index(target.talk)
    if target.kind == "walk_away":
        return many.walk_away[:, talk, row]
    return many.hands[:, talk, row] if target.kind == "upper_hand" else many.gains[:, talk, row]


def target_of_quantity(quantity: str) -> Target:
    """The target of a checked claim's quantity.

    ``payoffs.dprk``, ``gains.us-dprk.usa``, ``reliance.dprk.china``, ``patrons.dprk.menu_auction.china.russia``.
    """
    head, first, *rest = quantity.split(".")
    kind = _KIND_OF_QUANTITY[head]
    if not rest:
        return Target(kind, first)
    if kind == "patrons":
        return Target(kind, first, other=rest[0], patrons=tuple(rest[1:]))
    return Target(kind, first, other=rest[0]) if kind in ("reliance", "net_leverage") else Target(kind, rest[0], first)


def target_named(case: Case, name: str, talk: str | None = None) -> Target:
    """The target of that name.

    Args:
        case: The case.
        name: The id of an actor (its payoff, or with `talk` its gain there), an issue (its level) or a talk (whether
            it ends in agreement); or ``payoff:ACTOR``, ``gain:TALK:ACTOR``, ``level:ISSUE``, ``agreement:TALK``.
        talk: The talk in which an actor's gain is asked for.

    Raises:
        UsageError: The case has nothing of that name, or it has no gain there; what there is is said.
    """
    outputs = targets_of(case)
    gains = [Target("gain", party, ident) for ident, entry in case.talks.items() for party in entry.parties]
    # Of an actor, an issue and a talk of one id, the actor is meant.
    known = {one.ident: one for one in outputs.values()} | outputs | {one.name: one for one in gains}
    asked = name
    if talk is not None:
        check_talk(case, talk)
        actor = name.removeprefix("payoff:")
        asked = f"gain:{talk}:{actor}" if actor in case.actors else ""
    if asked in known:
        return known[asked]
    asked = asked or name
    head, _, rest = asked.partition(":")
    where, _, actor = rest.partition(":")
    if head == "gain" and where in case.talks:
        parties = f"its parties are {', '.join(case.talks[where].parties)}"
        raise UsageError(f"'{actor}' has no gain in {where}: {parties}")
    hint = closest(asked, known)
    says = (
        "a target is the id of an actor, an issue or a talk; "
        f"the ids of {case.case} are {', '.join([*case.actors, *case.issues, *case.talks])}"
    )
    raise UsageError(f"there is no target '{asked}': {f'{hint} ({says})' if hint else says}")


def check_talk(case: Case, talk: str) -> None:
    """The talk exists; the `UsageError` says which there are."""
    if talk not in case.talks:
        hint = closest(talk, case.talks)
        known = f"the talks of {case.case} are {', '.join(case.talks)}"
        raise UsageError(f"{case.case} has no talk '{talk}': {f'{hint} ({known})' if hint else known}")


def outputs_for(case: Case, target: str | None = None) -> tuple[str, ...]:
    """The outputs that a target stands for.

    Args:
        case: The case.
        target: The id of a talk (its agreement, the levels of its issues, the payoffs of its parties), of an issue or
            of an actor; or one output, such as ``level:tariffs``. Without it every agreement and every level.

    Raises:
        UsageError: The case has nothing of that name.
    """
    known = targets_of(case)
    if target is None:
        return tuple(name for name, one in known.items() if one.kind != "payoff")
    if target in case.talks:
        talk = case.talks[target]
        levels = (f"level:{issue}" for issue in talk.issues)
        return (f"agreement:{target}", *levels, *(f"payoff:{party}" for party in talk.parties))
    if target in case.issues:
        return (f"level:{target}",)
    if target in case.actors:
        return (f"payoff:{target}",)
    if target in known:
        return (target,)
    legal = [*case.talks, *case.issues, *case.actors]
    hint = closest(target, known if ":" in target else legal)
    says = (
        "a target is the id of a talk, an issue or an actor, or level:ISSUE, agreement:TALK or payoff:ACTOR; "
        f"the ids of {case.case} are {', '.join(legal)}"
    )
    raise UsageError(f"there is no target '{target}': {f'{hint} ({says})' if hint else says}")


def levels_in_talks(case: Case) -> tuple[str, ...]:
    """The level of every issue that a talk settles; of every issue that is decided, if there are no talks."""
    issues = [issue for issue in case.issues if case.talk_of(issue) is not None or not case.talks]
    return tuple(f"level:{issue}" for issue in issues)


def kind_and_id(output: str) -> tuple[str, str]:
    """``("level", "tariffs")`` for ``level:tariffs``."""
    kind, _, ident = output.partition(":")
    return kind, ident
