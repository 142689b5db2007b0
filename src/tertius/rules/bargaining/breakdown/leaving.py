"""What is left of a talk if one party leaves it, as arrays: who can close it alone, and what its leaving does not fire.

A *parting* of talk t is what one party's leaving leaves of it: the talk has failed, and the links and threats that its
leaving does not fire are calm; or others, who can close without it, stay at the table. Where a party's leaving fires
everything, and nobody can close without it, the talk has plainly failed.

    parting_talk (C)            the talk
    parting_party (C, I)        who stays at the table; nobody, if the talk has failed
    calm_link (C, L), calm_threat (C, H)   whether it does not fire
    leave (T, I)                the parting if the actor leaves a talk of all parties; -1 if the talk plainly fails
    leave_from (C, I)           the same if it leaves those who stay

An actor for whom somebody else sits there, a stand-in or the party that it is part of, leaves as that one does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tertius.case.model import Case, Link, Threat
from tertius.rules.arrays import Flags, Floats, Ints, Structure


def refusers_of(case: Case, commitments: Sequence[Link | Threat]) -> Ints:
    """(L or H, I) whether the link fires, or the threat is carried out, if the actor is the one who refuses."""
    rows = [[not one.refused_by or actor in one.refused_by for actor in case.actors] for one in commitments]
    return np.array(rows, np.int64).reshape(len(commitments), len(case.actors))


def seats_of(party: Flags, as_one: Floats) -> Ints:
    """(T, I) `seat` without stand-ins: whoever is at a table, or part of a party there, is there itself."""
    return np.where(party | (as_one > 0), np.arange(party.shape[1]), -1)


def closing_rows(case: Case) -> dict[str, Ints]:
    """The groups that can close a talk without its other parties; the larger ones of a talk first."""
    talks, rows = list(case.talks), []
    for ident, talk in case.talks.items():
        groups = sorted(talk.can_close, key=lambda group: -len(group))
        rows += [(talks.index(ident), [actor in group for actor in case.actors]) for group in groups]
    return {
        "closing_talk": np.array([talk for talk, _ in rows], np.int64),
        "closing_party": np.array([party for _, party in rows], np.int64).reshape(len(rows), len(case.actors)),
    }


def partings_of(structure: Structure) -> dict[str, Ints]:
    """The partings of all talks, as the kernels have them."""
    talks, actors = structure.party.shape
    links, threats = len(structure.link_from), len(structure.threat_talk)
    rows: list[tuple[int, Ints, Ints, Ints]] = []
    nothing = np.zeros(links, np.int64), np.zeros(threats, np.int64)
    for talk, party in zip(structure.closing_talk, structure.closing_party, strict=True):
        rows.append((int(talk), party, *nothing))
    leave = np.full((talks, actors), -1)
    everything_fires = structure.link_refusers.all() and structure.threat_refusers.all()
    asked = structure.party & (not everything_fires)
    asked[structure.elector_talk, structure.elector_actor] = not everything_fires
    known: dict[tuple[int, bytes, bytes], int] = {}
    for t, i in zip(*np.nonzero(asked), strict=True):
        calm = (structure.link_from == t) & (structure.link_refusers[:, i] == 0)
        quiet = (structure.threat_talk == t) & (structure.threat_refusers[:, i] == 0)
        if calm.any() or quiet.any():
            key = int(t), calm.tobytes(), quiet.tobytes()
            if key not in known:
                known[key] = len(rows)
                rows.append((int(t), np.zeros(actors, np.int64), calm.astype(np.int64), quiet.astype(np.int64)))
            leave[t, i] = known[key]
    leave_from = np.full((len(rows), actors), -1)
    for c, t in enumerate(structure.closing_talk):
        for i in np.flatnonzero(structure.closing_party[c]):
            leave_from[c, i] = _first_without(structure, int(t), int(i), int(leave[t, i]), c)
    for t, i in zip(*np.nonzero(structure.party), strict=True):
        leave[t, i] = _first_without(structure, int(t), int(i), int(leave[t, i]))
    for t, i in zip(*np.nonzero(structure.seat >= 0), strict=True):
        leave[t, i] = leave[t, structure.seat[t, i]]
        here = np.flatnonzero(structure.closing_talk == t)
        leave_from[here, i] = leave_from[here, structure.seat[t, i]]
    return {
        "parting_talk": np.array([row[0] for row in rows], np.int64),
        "parting_party": np.array([row[1] for row in rows], np.int64).reshape(len(rows), actors),
        "calm_link": np.array([row[2] for row in rows], np.int64).reshape(len(rows), links),
        "calm_threat": np.array([row[3] for row in rows], np.int64).reshape(len(rows), threats),
        "leave": leave,
        "leave_from": leave_from,
    }


def _first_without(structure: Structure, talk: int, actor: int, failing: int, within: int | None = None) -> int:
    """The first group, within another one, that can close a talk without an actor; else how the talk fails."""
    for c, (t, group) in enumerate(zip(structure.closing_talk, structure.closing_party, strict=True)):
        inside = within is None or (c > within and not (group > structure.closing_party[within]).any())
        if t == talk and not group[actor] and inside:
            return c
    return failing
