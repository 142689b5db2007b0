"""What each rule and each solution is for, when it is wrong, and what to cite for it: `GUIDES`.

They stand together so that all can be read side by side; a test sees that none is missing. `citations_of` gives the
entries of the literature from `references.bib`, by the keys that stand here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tertius import __version__
from tertius.case.parse.origin import closest
from tertius.errors import UsageError


@dataclass(frozen=True)
class Guide:
    """What to know of a rule before it is used.

    Attributes:
        purpose: What it is for, and what it takes the world to be.
        wrong: When it is wrong.
        cites: Keys of the entries that are to be cited with it, who proposed it first.
        naive: Whether it is a rival without a model of how actors deal with each other, which every model must beat.
    """

    purpose: str
    wrong: str
    cites: tuple[str, ...]
    naive: bool = False


GUIDES: dict[str, Guide] = {
    "renegotiate": Guide(
        "For several talks that hang on each other. A party that walks away from one of them keeps what everybody else "
        "then agrees on anew, so alternatives, suppliers and rivals outside the room count.",
        "Unless the case says otherwise everybody knows everything and believes every commitment, so it finds too many "
        "agreements. Whoever waits outside is paid for being there, even where a client can deal with one of several "
        "rivals only. It is exact up to 12 talks.",
        ("StoleZwiebel1996", "deFontenayGans2014", "Nash1950"),
    ),
    "hold": Guide(
        "For several talks at the same time of which none can be reopened at once: if one breaks down, the other "
        "agreements stay as they are.",
        "Where a breakdown is public and others react to it, and where a rival waits outside: an alternative that has "
        "no agreement now is worth nothing here. Several indispensable suppliers may ask for more than there is.",
        ("HornWolinsky1988", "CollardWexlerGowrisankaranLee2019", "Nash1950"),
    ),
    "weighted-mean": Guide(
        "For one decision by many when only positions, saliences and capabilities are known: everybody pulls at the "
        "decision by weight. It is the forecast to beat; on issues of the European Union no single model has clearly "
        "had a lower mean error.",
        "Where decisions end at a pole: it never does unless all stand there. It knows neither quotas nor vetoes nor "
        "the level that stands without a decision, and takes an exaggerated position as meant.",
        ("VanDenBos1991", "BuenoDeMesquitaStokman1994"),
        naive=True,
    ),
    "mean": Guide(
        "For a yardstick: what one would say who knows the positions and nothing else.",
        "Who is in the table decides: ten small actors of one mind outvote one large one, and an actor split in two "
        "counts twice.",
        ("Achen2006",),
        naive=True,
    ),
    "median": Guide(
        "For a vote by simple majority of equals on one issue, with free amendments: the one in the middle cannot be "
        "outvoted. Else a yardstick.",
        "Where votes are weighted, the quota is larger than half, or several issues are decided at once. It jumps when "
        "an actor in the middle moves, and stands still when one at an end does.",
        ("Black1948",),
        naive=True,
    ),
    "weighted-median": Guide(
        "For a decision in which each side brings its weight to bear and the heavier side wins every pairwise contest: "
        "the level that no other beats.",
        "Where the table is split in two: a little more weight on one side carries the answer across the whole gap, "
        "and the middle may hold next to nobody. Capability times salience is not a number of votes.",
        ("Black1948",),
    ),
    "mode": Guide(
        "For a decision that ends where one camp already stands: the position with the most weight behind it. It often "
        "ends at a pole, as real decisions do.",
        "Where positions are coded finely: 69 and 71 are two positions, and neighbours do not help each other. An "
        "extreme block with the most weight beats two moderate ones.",
        ("Achen2006",),
    ),
    "reference": Guide(
        "For a yardstick: nothing is decided, and things stay as they are. Many proposals end so.",
        "Whenever anything is decided, and where nobody can say what holds without a decision.",
        ("ThomsonStokmanAchenKoenig2006",),
        naive=True,
    ),
    "condorcet": Guide(
        "For a contest between every two positions in which actors bring more weight to bear the more is at stake for "
        "them: the position that beats every other, and the chance of each position to do so.",
        "Where proposals between the positions are on the table: only places where somebody stands can win. Votes as "
        "large as the stake are a metaphor for pressure; a real vote is cast whole.",
        ("Black1948", "WiseLesterEfird2015"),
    ),
    "core": Guide(
        "For a decision by a majority, plain or qualified: the weighted mean, moved to the nearest level that no "
        "majority would overturn. It takes a body, with its votes, quotas and vetoes, and says where these bind.",
        "Where members vote on several issues at once, or on take-it-or-leave-it proposals: then who may propose "
        "counts. Without a body capabilities stand for votes, which they are not.",
        ("Black1948", "Plott1967", "Krehbiel1998"),
    ),
    "nash-decision": Guide(
        "For a decision that nobody can be made to accept: all bargain over all issues together, each at least as well "
        "off as if things stayed as they are. Concessions on one issue are paid for on another.",
        "Where a majority decides over the heads of the rest: one actor that likes things as they are holds up "
        "everything. Without a reference there is nothing to bargain from.",
        ("Nash1950", "Achen2006"),
    ),
    "kalai-smorodinsky-decision": Guide(
        "For a decision by consent in which each measures what it gets against the best it could hope for: all go the "
        "same share of the way from how things stand.",
        "As with Nash's solution where a majority decides; and where a best hope is idle, because an extreme outcome "
        "that the others would barely bear counts like one within reach.",
        ("KalaiSmorodinsky1975", "Imai1983"),
    ),
    "spatial": Guide(
        "For several issues that are decided as one, turn by turn, by actors who propose bargains to each other: "
        "KTAB's spatial model of politics.",
        "Its answer hangs on many options that no theory fixes; on one table it moved across two fifths of the scale "
        "with them. When it stops is a convention too.",
        ("WiseLesterEfird2015",),
    ),
    "exchange": Guide(
        "For several issues decided at the same time, where actors who disagree on two of them can help each other: "
        "each moves on the issue that matters less to it. It tells who would trade what with whom.",
        "Where there is no trust that votes are given as traded, or where a shared view is sought instead: trades harm "
        "third parties, and widen disagreement. It knows no cost of finding a partner, and no limit on how far the "
        "expected outcome may be carried past what the buyer wants.",
        ("StokmanVanOosten1994", "VanDenBos1991"),
    ),
    "challenge": Guide(
        "For a contest in which actors press each other and give way round by round, and one wants to see who moves "
        "whom: the expected utility model. Its rounds are a story to question, not only a number.",
        "It seldom comes to rest, so the answer is as much the number of rounds as the table, and the two readings of "
        "the published equations differ by more than most models do. On issues of the European Union its error was "
        "larger than that of the weighted mean.",
        ("BuenoDeMesquita1994", "ScholzCalbertSmith2011"),
    ),
    "nash": Guide(
        "For bargaining between parties that can walk away, with no more known than what each would gain: the deal "
        "with the largest product of gains. Offers and counter-offers with little time between them lead there.",
        "Where the parties measure concessions against opening demands or against each other, or misjudge what the "
        "other would gain.",
        ("Nash1950",),
    ),
    "kalai-smorodinsky": Guide(
        "For talks in which each party measures what it gets against the best it could hope for: all go the same share "
        "of the way.",
        "Where a best hope is idle: an extreme outcome that the others would barely bear counts as much as one that is "
        "within reach. It has no foundation in offers and counter-offers as strong as Nash's.",
        ("KalaiSmorodinsky1975", "Imai1983"),
    ),
    "egalitarian": Guide(
        "For mediated talks in which a third party asks for balance, and as a yardstick: all gain the same share of "
        "their range.",
        "Where ranges cannot be compared, where power decides, and where talks go round in a circle: then there are "
        "many such settlements.",
        ("Kalai1977", "Imai1983", "Myerson1977"),
    ),
}
"""By the key of the rule or the solution."""

FORECASTS: dict[str, tuple[str, ...]] = {
    "pool": ("Stone1961", "GneitingRaftery2007", "ArreguiPerarnaud2022"),
    "measured": ("LewisEtAl2017", "KalaiSmorodinsky1975", "GenestZidek1986"),
    "breakdown": ("ChatterjeeSamuelson1983", "MyersonSatterthwaite1983", "Fearon1995", "Crawford1982"),
    "seasons": ("BinmoreRubinsteinWolinsky1986",),
    "ratification": ("Putnam1988", "Iida1993"),
}
"""What to cite for a forecast that is made from rules, and for why talks fail: the ideas, the fit, the data."""


@cache
def entries() -> dict[str, str]:
    """Every entry of the literature, as BibTeX, by its key."""
    text = files("tertius").joinpath("rules", "references.bib").read_text("utf-8")
    parts = [f"@{entry.strip()}" for entry in text.split("\n@")[1:]]
    return {entry.split("{", 1)[1].split(",", 1)[0]: entry for entry in parts}


def own_entry() -> str:
    """Tertius itself, as BibTeX, in the version that runs."""
    return (
        "@software{Tertius,\n"
        "  author  = {{The Tertius project}},\n"
        "  title   = {Tertius},\n"
        "  year    = {2026},\n"
        f"  version = {{{__version__}}},\n"
        "  license = {MIT}\n"
        "}"
    )


def citations_of(names: Iterable[str]) -> dict[str, str]:
    """What to cite for these rules, solutions and forecasts: the entries in the order of the names, each once.

    Raises:
        UsageError: Nothing is to be cited for a name; the error lists all such names.
    """
    asked, cites = list(names), {key: guide.cites for key, guide in GUIDES.items()} | FORECASTS
    wrong = [name for name in asked if name not in cites]
    if wrong:
        known = f"the rules and solutions are {', '.join(GUIDES)}; the forecasts are {', '.join(FORECASTS)}"
        hints = [f"there is no rule or solution '{name}': {closest(name, cites) or known}" for name in wrong]
        raise UsageError("\n".join(hints))
    return {key: entries()[key] for name in asked for key in cites[name]}
