"""Where everything lies in the two arrays that all kernels share: `v` of integers, `w` of floats.

A compiled function takes an array as seven numbers and hands them all to whatever it calls; with fifty arrays, calling
and compiling cost more than what is computed. Here there are two, each handed over as one address. `v` begins with the
counts, and with the place of every field: a field of shape (a, b) in `w` has its entry (i, j) at
``w[v[FIELD] + i * b + j]``, one in `v` at ``v[v[FIELD] + i * b + j]``. Fields lie in the shapes of this table; what is
in use can be less.

    I actors   K issues   T talks   N needs   L links   H threats   W doubts   G views of the links   S sets of talks
    M = K + 1 (levels and z)   J secants of the acceleration   P draws   D demands   Y electors   Q outcomes of luck
    R sides of a set: with no deal sure, and with that of each talk; 1 where nothing is a matter of luck
    C partings: what a party's leaving leaves of its talk, where that is more than a failed talk

    of the case         `Structure` and `Numbers`, field by field
    of the draw         units (I) the points of one unit of each actor; stake (I, K) salience and need (N) weight in
                        such units; at_reference (I, K) what is lost there; broken (N, T) what the talk leaves of a
                        need if it fails; threat_loss (T, I) expected loss if it does; sees (I) the view that the
                        actor has of the links, 0 for the numbers as they are; survival (G, T, T) that talk u survives
                        the failure of talk t; seen_link (G, L) each link in each view; kept_cover, kept_left (N, K) a
                        cover as whoever is in need may expect it to be delivered (`state`); standing
                        (N) what the issues outside every talk leave uncovered of a need; cares (I, K) whether the level
                        touches the actor's payoff; felt (T) how many issues of the talk touch a party, and which:
                        felt_issue (T, K); order (T) the turn in which talks are settled; apart (T, 3) what tells them
                        apart
    of the set entered  outcome (Q) the probability of each outcome of luck, made (Q) which talks come about in it,
                        absent (Q) which do not take place, holds_in (Q, G, T) what holds then: see `luck`; seated
                        (T, I) who sits at a table before anybody leaves: `partings`; approval (T) P(those at home say
                        yes);
                        short_link (L), short_threat (H) whether the deal stops short of what was demanded, short_loss
                        (T, I) what is lost by that if the agreement holds: `demands`;
                        holds (G, T) sigma, the probability that the talk's agreement holds, 0 outside the set;
                        held_stake (I, K) sigma times the stake; base (I) what the levels of the set do not touch of a
                        payoff, its needs left out; agreed_leaves (N, T) what the talk leaves of a need if
                        its agreement holds, uncovered (Q, N, T) what it is expected to leave;
                        walk (T, I) walk-away values; start, levels, mark (K) of the search
    of the acceleration kept (2), began, ended, moved (K), secant, image (J, K): see `anderson`
    of the talk         see `subproblem`: one talk with everything else held still; curve (4, K), mu (T) see `two_party`
    of the answers      set_* of every set of talks (see `sets`); fell, fell_gain, fell_party (T) of every talk that
                        fell out (`hold`); hand (T, I) upper hands, if_made (T, I) payoffs if the deal
                        of the talk comes about; ended_as (3), residual how the search ended
"""

from __future__ import annotations

SECANTS = 4
"""Pairs of differences that the acceleration keeps."""

COUNTS = [
    "actors",
    "issues",
    "talks",
    "needs",
    "links",
    "threats",
    "doubts",
    "views",
    "parties",
    "open",
    "sources",
    "talk",
    "ambiguous",
    "mode",
    "task",
    "asked",
    "rest",
    "closed",
    "hands",
    "backward",
    "demands",
    "electors",
    "partings",
    "luck",
    "dated",
    "outcomes",
    "most_outcomes",
    "sure",
    "side",
    "votes",
    "ballot",
    "parted",
    "limbo",
    "row",
]
"""The first entries of `v`.

The parties (m), open issues (n) and needs (sources) are those of the talk at hand, and ambiguous is 1 if another answer
to it is as good. The mode says which rule settles, the task what is asked for, asked and rest of which sets of talks,
closed which partings an outcome has that is there already, hands whether upper hands are wanted, backward whether the
order of the talks is reversed, row how many numbers a draw has. Of talks that may fail although a deal would suit all:
how many demands and electors there are, luck whether any deal may be missed, dated whether any talk goes on in a later
season; outcomes of luck that count in the set entered, and how many there can be; the talk that is sure to be made
while it is settled (-1: none), and the side of the set that is looked at so; electors of the talk at hand (votes), and
whether they count in the ascent under way (ballot). Of parties that leave: how many partings there are, a mask of those
that there are now (parted), and one of the talks that lack a deal but may never take place (limbo).
"""

NUMBERS = {
    "reference": "K",
    "position": "IK",
    "salience": "IK",
    "weight": "N",
    "cover": "NK",
    "link": "L",
    "damage": "H",
    "cost": "H",
    "strike": "H",
    "power": "TI",
    "range": "I",
    "doubt": "W",
    "keep": "IK",
    "chance": "T",
    "occurs": "T",
    "demand": "D",
    "wait": "TI",
    "later": "TI",
}
"""The numbers of a draw as `Numbers` has them: they lie one behind the other, at the beginning of `w`."""

FLOATS = NUMBERS | {
    "curvature": "1",
    "units": "I",
    "stake": "IK",
    "at_reference": "IK",
    "need": "N",
    "broken": "NT",
    "threat_loss": "TI",
    "survival": "GTT",
    "seen_link": "GL",
    "standing": "N",
    "kept_cover": "NK",
    "kept_left": "NK",
    "apart": "T3",
    "outcome": "RQ",
    "holds_in": "RQGT",
    "holds": "RGT",
    "held_stake": "RIK",
    "base": "RI",
    "agreed_leaves": "NT",
    "uncovered": "QNT",
    "approval": "T",
    "short_loss": "TI",
    "walk": "TI",
    "start": "K",
    "levels": "K",
    "mark": "K",
    "began": "K",
    "ended": "K",
    "moved": "K",
    "secant": "JK",
    "image": "JK",
    "share": "I",
    "log_weight": "I",
    "rise": "I",
    "constant": "I",
    "here_salience": "IK",
    "here_position": "IK",
    "here_reference": "K",
    "left": "N",
    "here_cover": "NK",
    "narrowness": "I",
    "approved": "1",
    "push": "M",
    "low": "K",
    "high": "K",
    "hope": "I",
    "ballots": "M",
    "chosen": "M",
    "gain": "I",
    "before": "I",
    "slope": "IM",
    "gradient": "M",
    "bend": "MM",
    "factor": "MM",
    "step": "M",
    "trial": "M",
    "tie": "1",
    "settled": "M",
    "lifted": "M",
    "safe": "M",
    "corner": "M",
    "hidden": "I",
    "ideal": "I",
    "unit": "I",
    "held_at": "I",
    "best": "M",
    "ideal_from": "M",
    "curve": "4K",
    "mu": "T",
    "held_levels": "K",
    "held_walk": "I",
    "set_levels": "SK",
    "set_payoffs": "SI",
    "set_residual": "S",
    "set_margin": "ST",
    "hand": "TI",
    "if_made": "TI",
    "fell_gain": "T",
    "residual": "1",
}
"""The fields of `w` with their shapes."""

STRUCTURE = {
    "issue_talk": "K",
    "party": "TI",
    "solution": "T",
    "need_actor": "N",
    "link_from": "L",
    "link_to": "L",
    "threat_talk": "H",
    "threat_holder": "H",
    "threat_target": "H",
    "doubt_actor": "W",
    "doubt_link": "W",
    "demand_link": "D",
    "demand_threat": "D",
    "demand_issue": "D",
    "demand_side": "D",
    "threat_like": "H",
    "elector_actor": "Y",
    "elector_talk": "Y",
    "elector_group": "Y",
    "pending": "T",
    "planned": "T",
    "given": "T",
}
"""The fields of `v` that `Structure` has."""

PARTING_FIELDS = {
    "parting_talk": "C",
    "parting_party": "CI",
    "calm_link": "CL",
    "calm_threat": "CH",
    "leave": "TI",
    "leave_from": "CI",
}
"""The fields of `v` that say what is left of a talk if a party leaves it."""

INTS = (
    STRUCTURE
    | PARTING_FIELDS
    | {
        "seated": "TI",
        "order": "T",
        "sees": "I",
        "cares": "IK",
        "felt": "T",
        "felt_issue": "TK",
        "made": "RQ",
        "absent": "RQ",
        "outcomes_of": "R",
        "known": "R",
        "base_known": "RI",
        "base_mask": "R",
        "short_link": "L",
        "short_threat": "H",
        "link_way": "L",
        "entered_link": "L",
        "threat_way": "H",
        "tried_out": "H",
        "group": "I",
        "kept": "2",
        "actor": "I",
        "issue": "K",
        "need_party": "N",
        "held": "M",
        "set_agreed": "S",
        "set_parted": "S",
        "set_limbo": "S",
        "set_flags": "S",
        "set_others": "S",
        "set_same": "S",
        "set_fell": "ST",
        "set_loser": "ST",
        "fell": "T",
        "fell_party": "T",
        "ended_as": "3",
    }
)
"""The fields of `v` with their shapes."""

FIELDS = [*COUNTS, *FLOATS, *INTS]
"""What the first entries of `v` are, in their order."""

(
    ACTORS, ISSUES, TALKS, NEEDS, LINKS, THREATS, DOUBTS, VIEWS, PARTIES, OPEN, SOURCES, TALK, AMBIGUOUS, MODE,
    TASK, ASKED, REST, CLOSED, HANDS, BACKWARD, DEMANDS, ELECTORS, PARTINGS, LUCK, DATED, OUTCOMES, MOST_OUTCOMES,
    SURE, SIDE, VOTES, BALLOT, PARTED, LIMBO, ROW, REFERENCE, POSITION, SALIENCE, WEIGHT, COVER, LINK, DAMAGE,
    COST, STRIKE, POWER, RANGE, DOUBT, KEEP, CHANCE, OCCURS, DEMAND, WAIT, LATER, CURVATURE, UNITS, STAKE,
    AT_REFERENCE, NEED, BROKEN, THREAT_LOSS, SURVIVAL, SEEN_LINK, STANDING, KEPT_COVER, KEPT_LEFT, APART, OUTCOME,
    HOLDS_IN, HOLDS, HELD_STAKE, BASE, AGREED_LEAVES, UNCOVERED, APPROVAL, SHORT_LOSS, WALK, START, LEVELS, MARK,
    BEGAN, ENDED, MOVED, SECANT, IMAGE, SHARE, LOG_WEIGHT, RISE, CONSTANT, HERE_SALIENCE, HERE_POSITION,
    HERE_REFERENCE, LEFT, HERE_COVER, NARROWNESS, APPROVED, PUSH, LOW, HIGH, HOPE, BALLOTS, CHOSEN, GAIN, BEFORE,
    SLOPE, GRADIENT, BEND, FACTOR, STEP, TRIAL, TIE, SETTLED, LIFTED, SAFE, CORNER, HIDDEN, IDEAL, UNIT, HELD_AT,
    BEST, IDEAL_FROM, CURVE, MU, HELD_LEVELS, HELD_WALK, SET_LEVELS, SET_PAYOFFS, SET_RESIDUAL, SET_MARGIN, HAND,
    IF_MADE, FELL_GAIN, RESIDUAL, ISSUE_TALK, PARTY, SOLUTION, NEED_ACTOR, LINK_FROM, LINK_TO, THREAT_TALK,
    THREAT_HOLDER, THREAT_TARGET, DOUBT_ACTOR, DOUBT_LINK, DEMAND_LINK, DEMAND_THREAT, DEMAND_ISSUE, DEMAND_SIDE,
    THREAT_LIKE, ELECTOR_ACTOR, ELECTOR_TALK, ELECTOR_GROUP, PENDING, PLANNED, GIVEN, PARTING_TALK, PARTING_PARTY,
    CALM_LINK, CALM_THREAT, LEAVE, LEAVE_FROM, SEATED, ORDER, SEES, CARES, FELT, FELT_ISSUE, MADE, ABSENT,
    OUTCOMES_OF, KNOWN, BASE_KNOWN, BASE_MASK, SHORT_LINK, SHORT_THREAT, LINK_WAY, ENTERED_LINK, THREAT_WAY,
    TRIED_OUT, GROUP, KEPT, ACTOR, ISSUE, NEED_PARTY, HELD, SET_AGREED, SET_PARTED, SET_LIMBO, SET_FLAGS,
    SET_OTHERS, SET_SAME, SET_FELL, SET_LOSER, FELL, FELL_PARTY, ENDED_AS,
) = range(len(FIELDS))  # fmt: skip

RENEGOTIATE, HELD_AS_IS = range(2)
"""The modes: walk-away values come from the sets without a talk, or the others stay as they are."""

SETTLE, SETTLE_FROM, STAND = range(3)
"""The tasks: to settle every draw from its references; to settle from the levels at `start`; or to say what outcomes
that are there already are worth, those of the sets of talks or the levels at `start`."""

CYCLING, LIMIT, TIED, SEVERAL = 1, 2, 4, 8
"""How a search ended: the levels go round in a circle; they still moved when it was over; another answer to a talk is
as good; talks are in each other's way, so that there are several settlements."""

TOLERANCE = 1e-6
"""Levels that move by no more than this in a round count as settled."""
