"""Random inputs by their meaning: small whole cases with numbers at their limits, changes of them, command lines."""

from __future__ import annotations

import random
from typing import Any

__all__ = ["NASTY", "changes_of", "command_of", "entries_of", "shuffled"]

NASTY = (
    0, 1, 100, 0.5, 1e-13, 1e-9, 1e9, 1e308, 1e999, -1, -0.0, 101, "50%", "100%", "101%", "0 to 100", "0% to 100%",
    "5 to 5", "7 to 5", "0 to 1e9", "40 to 60, likely 40", "40 to 60, likely 61", "0.1 + 0.2", "nan", "inf", "-5 to 5",
    "", None, "x", True, [1, 2], [1, 2, 3], [3, 2], [], {}, "99.999999999%", 1e-320, "1e-7 to 2e-7", 33.333333333333336,
)  # fmt: skip


def entries_of(rng: random.Random, nasty: float = 0.0) -> dict[str, Any]:
    """The plain values of a case with up to four talks; with the chance `nasty` a number is one at its limits."""

    def number(low: float, high: float) -> Any:
        if rng.random() < nasty:
            return rng.choice(NASTY)
        ends = sorted(round(rng.uniform(low, high), 2) for _ in range(2))
        if ends[0] < ends[1] and rng.random() < 0.4:
            return f"{ends[0]} to {ends[1]}"
        return rng.choice((low, high, ends[0], ends[1], ends[1]))

    talks, size = rng.randrange(1, 4), rng.randrange(3, 5)
    actors = [f"a{i}" for i in range(size)]
    issues = {f"i{k}": rng.randrange(talks) for k in range(rng.randrange(talks, talks + 2))}
    issues |= {f"i{t}": t for t in range(talks)}
    pairs = [rng.sample(actors, 2) for _ in range(talks)]
    needs = {
        f"n{k}": {
            "actor": rng.choice(actors),
            "weight": number(0, 50),
            "covered_by": {issue: number(0, 1) for issue in sorted(issues)[: rng.randrange(1, 3)]},
        }
        for k in range(rng.randrange(3))
    }
    links: dict[str, Any] = {}
    threats: dict[str, Any] = {}
    if talks > 1:
        first, then = rng.sample(range(talks), 2)
        ends = {"holder": rng.choice(actors), "if_fails": f"t{first}", "then_falls": f"t{then}"}
        links["l"] = {**ends, "probability": number(0, 1)}
    if rng.random() < 0.4:
        holder, target = rng.sample(actors, 2)
        ends = {"holder": holder, "target": target, "if_fails": f"t{rng.randrange(talks)}"}
        threats["h"] = {**ends, "damage": number(0, 20), "cost": number(0, 20), "credibility": number(0, 1)}
    return {
        "case": "meaning",
        "title": "Meaning",
        "as_of": "2024-01-01",
        "curvature": rng.choice((1, 1, 2, 1.5)) if rng.random() > nasty else rng.choice(NASTY),
        "actors": {actor: actor for actor in actors},
        "issues": {issue: {"scale": rng.choice(([0, 100], [0, 1], [-5, 5]))} for issue in issues},
        "talks": {
            f"t{t}": {
                "parties": pairs[t],
                "without_agreement": {
                    issue: rng.choice(("50%", "50%", "0%")) for issue, at in issues.items() if at == t
                },
            }
            for t in range(talks)
        },
        "stances": {
            actor: {
                issue: {"position": rng.choice(("0%", "100%", "50%", "10% to 90%")), "salience": number(0, 100)}
                for issue in rng.sample(sorted(issues), rng.randrange(1, len(issues) + 1))
            }
            for actor in actors
        },
        "needs": needs,
        "links": links,
        "threats": threats,
    }  # fmt: skip


def shuffled(entries: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The same case with its actors, stances, needs and links in another order; talks and issues stay."""
    other = dict(entries)
    for name in ("actors", "stances", "needs", "links", "threats"):
        items = list(other[name].items())
        rng.shuffle(items)
        other[name] = dict(items)
    return other


def changes_of(rng: random.Random, paths: list[str]) -> dict[str, Any]:
    """One change: a number set, an entry taken away or added, at paths that are there, nearly there or not at all."""
    path = rng.choice(paths)
    if rng.random() < 0.2:
        path = rng.choice((path + ".x", path.rsplit(".", 1)[0], path + "s", "", ".", "actors", "talks.t9", "case"))
    kind = rng.random()
    if kind < 0.7:
        return {"set": path, "to": rng.choice(NASTY)}
    if kind < 0.9:
        return {"remove": path.rsplit(".", rng.randrange(3))[0]}
    return {"add": path.rsplit(".", 1)[0] + "-new", "value": rng.choice((*NASTY, {"actor": "a0", "weight": 5}))}


_WORDS = (
    "a0",
    "t0",
    "i0",
    "renegotiate",
    "hold",
    "nash",
    "egalitarian",
    "payoffs.a0",
    "level:i0",
    "t0,t1",
    "",
    "x",
    "é",
)
_NUMBERS = ("0", "1", "2", "16", "-1", "1.5", "1e3", "nan", "x", "", "99999999999999999999", "٣")
_OPTIONS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "show": (),
    "check": (("--evidence", ()), ("--as-of", _WORDS)),
    "settle": (("--without", _WORDS), ("--rule", _WORDS), ("--solution", _WORDS), ("--theories", _WORDS)),
    "decide": (("--rule", _WORDS), ("--json", ())),
    "forecast": (("--draws", ("1", "2", "0", "x", "-1")), ("--seed", _NUMBERS), ("--theories", _WORDS), ("--json", ())),
    "draw": (("--index", _NUMBERS), ("--seed", _NUMBERS), ("--rule", _WORDS)),
    "leverage": (("--of", _WORDS), ("--explain", _WORDS), ("--json", ()), ("--rule", _WORDS)),
    "what-if": (
        ("--set", ("needs.n0.weight=5", "talks.t0=x", "=", "a", "curvature=1e999", "stances.a0.i0.salience=0 to 100")),
        ("--remove", ("talks.t0", "actors.a0", "x", "issues.i0", "links.l", "")),
        ("--draws", ("0", "1", "2", "x")),
    ),
    "compare": (("--draws", ("0", "1", "x")), ("--theories", _WORDS), ("--json", ())),
    "moves": (("--for", _WORDS), ("--depth", ("0", "1", "9", "x"))),
    "game": (("--players", _WORDS),),
    "claims": (("--draws", ("1", "0", "x")),),
    "power": (("--body", _WORDS), ("--list", ())),
    "export": (("--force", ()), ("--csv", ())),
}  # fmt: skip


def command_of(rng: random.Random, case: str) -> list[str]:
    """A command line on a case, some of it what people mistype."""
    command = rng.choice(sorted(_OPTIONS))
    words = [command, case if rng.random() < 0.9 else rng.choice(("", "nobody", ".", "/", case + "x", "\x00"))]
    if command in ("compare", "export"):
        words.append(case if command == "compare" else rng.choice(("out.xlsx", "out.yaml", "out", "out.txt")))
    for name, values in rng.sample(_OPTIONS[command], min(len(_OPTIONS[command]), rng.randrange(3))):
        words += [name, rng.choice(values)] if values else [name]
    if rng.random() < 0.05:
        words.insert(rng.randrange(len(words) + 1), rng.choice(("--nothing", "-", "--", "-h", "x")))
    return words
