"""The headings that a plain table may have, in English, German, French and Spanish; and what stands behind one.

Capitals, accents, underscores, points and plurals do not matter. A word of the first row of a column goes before one
of the second, so that `actor` beside `country`, or `power` beside `votes`, is no doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from tertius.case.files.cells import Value
from tertius.case.parse.naming import unmarked

NUMBERS = ("position", "salience", "capability")
"""The columns that hold numbers, one for each row."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "actor": ("actor", "name", "player", "party", "stakeholder"),
    "position": ("position", "stance", "policy position", "preference"),
    "salience": ("salience", "importance"),
    "capability": ("capability", "power", "influence", "weight", "resources", "clout"),
    "issue": ("issue", "question", "dimension"),
    "reference": ("reference", "reference point", "status quo", "disagreement", "disagreement point"),
    "scale low": ("scale low", "scale min", "scale minimum", "scale from", "low end"),
    "scale high": ("scale high", "scale max", "scale maximum", "scale to", "high end"),
    "unit": ("unit",),
    "description": ("description", "full name"),
    "source": ("source",),
    "why": ("why", "reason", "note", "notes"),
}
"""The columns that are read, and the first headings by which each is known."""

OTHERS: dict[str, str] = {
    "actor": "country; state; member; member state; organisation; organization; agent; group; entity; institution; "
    "nation; delegation; government; interest group; political party; who; akteur; akteurin; akteure; land; staat; "
    "partei; spieler; mitglied; mitgliedstaat; länder; staaten; acteur; pays; joueur; partie; parti; partie prenante; "
    "membre; état; nom; actores; país; países; jugador; jugadores; partido; parte; parte interesada; miembro; nombre",
    "position": "ideal point; ideal position; bliss point; policy preference; preferred position; preferred outcome; "
    "preferred policy; pos; pstn; standpunkt; haltung; präferenz; idealpunkt; positionen; wunschposition; préférence; "
    "point idéal; posición; posiciones; preferencia; punto ideal; postura",
    "salience": "saliency; priority; sal; salienz; wichtigkeit; bedeutung; priorität; saillance; priorité; saliencia; "
    "relevancia; importancia; prioridad; importance de l enjeu",
    "capability": "votes; voting weight; voting power; strength; leverage; resource; cap; macht; einfluss; gewicht; "
    "gewichte; stimmen; stimmgewicht; ressourcen; ressource; fähigkeit; fähigkeiten; stärke; machtmittel; pouvoir; "
    "poids; voix; ressources; capacité; puissance; poder; influencia; peso; votos; recursos; capacidad",
    "issue": "topic; policy; policy issue; item; agenda item; dossier; matter; thema; frage; streitfrage; sachfrage; "
    "streitpunkt; gegenstand; enjeu; sujet; thème; tema; cuestión; asunto; pregunta",
    "reference": "sq; default; no agreement; no agreement point; reversion; reversion point; rückfallpunkt; "
    "referenzpunkt; referenz; ausgangslage; statu quo; point de référence; punto de referencia",
    "scale low": "scale lowest; lowest; scale start; skala von; skala min; skala minimum; skala unten; échelle min; "
    "échelle minimum; escala mínima; escala min",
    "scale high": "scale highest; highest; scale end; skala bis; skala max; skala maximum; skala oben; échelle max; "
    "échelle maximum; escala máxima; escala max",
    "unit": "einheit; unité; unidad",
    "description": "long name; beschreibung; voller name; nom complet; descripción; nombre completo",
    "source": "quelle; fuente",
    "why": "comment; remark; rationale; begründung; anmerkung; bemerkung; notiz; grund; kommentar; remarque; "
    "commentaire; raison; nota; comentario; razón; motivo",
}
"""Further headings, each column's with semicolons between them: they count where none of the first is there."""


def word_set(words: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words.split())


_FILLERS = word_set("of the level degree score value rating name estimated estimate number no total relative")

_FILLED = 100
_LOOSE = 200  # ranks of a word with fillers, and of one that stands among others

Kind = Literal["", "unit", "statistic", "centre", "low", "high", "wave", "name"]
"""What stands behind the word of a heading: nothing, a unit or a scale, a spread, a middle, an end, a time, a name."""

How = Literal["", "colon", "bracket", "on", "loose"]
"""How it is joined to the word: ``position: Anna``, ``position (ferry)``, ``position on ferry``, ``ferry position``."""


@dataclass(frozen=True)
class Heading:
    """One heading.

    Attributes:
        place: Its column, from 0.
        text: As it is written.
        column: The column of a plain table that it names.
        rank: 0 for a first word of that column, else how far it is from one.
        label: What stands beside the word, as it is written.
        kind: What that is.
        how: How it is joined to the word.
    """

    place: int
    text: str
    column: str
    rank: int
    label: str = ""
    kind: Kind = ""
    how: How = ""


def plain_words(text: str) -> str:
    """Small letters without accents, with one space between words: ``Policy.Position`` is ``policy position``."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return re.sub(r"[\W_]+", " ", unmarked(apart)).strip()


@cache
def _known() -> dict[str, tuple[str, int]]:
    """Each known heading in plain words: its column, and its rank, 0 if it is one of the first.

    A table can have several columns that say who somebody is, and none of them is a doubt; two of numbers are.
    """
    first = {plain_words(word): (column, 0) for column, words in COLUMNS.items() for word in words}
    more = {
        plain_words(word): (column, 1 + place if column == "actor" else 1)
        for column, words in OTHERS.items()
        for place, word in enumerate(words.split(";"))
    }
    single = (more | first).items()
    plural = {f"{word}s": (column, max(rank, 1)) for word, (column, rank) in single}
    ending = {f"{word[:-1]}ies": (column, max(rank, 1)) for word, (column, rank) in single if word.endswith("y")}
    return ending | plural | more | first


def known_headings(column: str) -> list[str]:
    """Every heading by which a column is known, in plain words."""
    return [word for word, (named, _) in _known().items() if named == column]


def _column_of(text: str) -> tuple[str, int] | None:
    """The column that some words name, and how far they are from one of its first headings."""
    words = plain_words(text)
    known = _known()
    if words in known:
        return known[words]
    kept = " ".join(word for word in words.split() if word not in _FILLERS)
    return (known[kept][0], _FILLED) if kept in known else None


_BRACKET = re.compile(r"\s*(?P<word>[^()\[\]{}]+?)\s*[(\[{]\s*(?P<label>.*?)\s*[)\]}]\s*", re.DOTALL)
_COLON = re.compile(r"\s*(?P<word>[^:]+?)\s*:\s*(?P<label>.*\S)\s*", re.DOTALL)
_COLON_BEFORE = re.compile(r"\s*(?P<label>.+?)\s*:\s*(?P<word>[^:]*[^:\s])\s*", re.DOTALL)
_ON = re.compile(r"\s*(?P<word>.+?)\s+(?:on|regarding|concerning)\s+(?P<label>.*\S)\s*", re.DOTALL | re.IGNORECASE)
_DASH = re.compile(r"\s*(?P<word>[^,;/|–—]+?)\s*(?:[,;/|–—]|\s-\s)\s*(?P<label>.*\S)\s*", re.DOTALL)
_JOINTS: tuple[tuple[re.Pattern[str], How], ...] = (
    (_BRACKET, "bracket"),
    (_COLON, "colon"),
    (_COLON_BEFORE, "colon"),
    (_ON, "on"),
    (_DASH, "bracket"),
)


_LONGEST = 120
"""Characters of a heading: what is longer is a text."""


def heading_of(place: int, cell: Value) -> Heading | None:
    """What a heading says; None if no known word stands in it."""
    text = cell.strip() if isinstance(cell, str) else ""
    if len(text) > _LONGEST or not any(map(str.isalpha, text)):
        return None
    heading = _heading(text)
    return None if heading is None else replace(heading, place=place)


@lru_cache(maxsize=4096)
def _heading(text: str) -> Heading | None:
    """The same, in no column."""
    whole = _column_of(text)
    if whole is not None:
        return Heading(-1, text, *whole)
    for pattern, how in _JOINTS:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        label, found = match["label"], _column_of(match["word"])
        if found is not None:
            return Heading(-1, text, *found, label, kind_of(label), how)
        if kind_of(label) == "unit":  # `position: Anna (0-100)`
            inner = _heading(match["word"])
            return None if inner is None else replace(inner, text=text)
    return _loose(text)


def _loose(text: str) -> Heading | None:
    """A heading that begins or ends with the word of a column of numbers: ``position_sd``, ``ferry position``."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", text)
    words = [word for word in re.split(r"[\s_]+|[.-](?!\d)|(?<!\d)[.-]", apart) if word]
    for count in range(len(words) - 1, 0, -1):
        for known, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            found = _column_of(" ".join(known))
            if found is not None and found[0] in NUMBERS and found[1] < _FILLED:
                label = " ".join(rest)
                return Heading(-1, text, found[0], _LOOSE + found[1], label, kind_of(label), "loose")
    return None


_RANGE = re.compile(r"-?\d+(?:[.,]\d+)?\s*(?:-|–|—|/|\.\.+|to|bis|a|à|and|=)\s*[-+]?\d+", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UNITS = word_set(
    "percent per cent prozent porcentaje pour pct points pts punkte scale score index year years jahre eur euro "
    "euros usd dollar dollars million millions mio mn bn billion billions thousand thousands tsd units unit share "
    "max in m k normalised normalized standardised standardized estimated estimate est value out of raw weighted "
    "skala von"
)
_CENTRES = word_set(
    "mean average avg median mittelwert durchschnitt mittel moyenne mediane media mediana promedio likely best "
    "mode central point most guess"
)
_LOWS = word_set("low lowest lower min minimum p05 p5 p10 q10 niedrigster minimo pessimistic")
_HIGHS = word_set("high highest upper max maximum p90 p95 q90 hochster maximo optimistic")
_STATISTICS = word_set(
    "sd std stdev stddev deviation se sem stderr error err variance var iqr range ci n count obs cv skew kurtosis "
    "standardabweichung varianz ecart type desviacion estandar tipica p25 p75 q1 q3 quantile percentile "
    "confidence uncertainty spread standard dev"
)
_WAVES = word_set(
    "wave round phase period time t1 t2 t3 t0 w1 w2 w3 pre post before after initial final opening closing "
    "current new old first second third then now previous earlier later baseline follow up stated revealed true "
    "public private vorher nachher anfangs runde welle avant apres antes despues"
)


def kind_of(label: str) -> Kind:
    """What a label is."""
    words = re.sub(r"\bs ([de])\b", r"s\1", plain_words(label)).split()
    if not words:
        return "unit"  # `%`, `€` and the like
    if re.fullmatch(r"\s*[A-Z]\s*", label):
        return "name"  # the initial of an expert
    if _YEAR.search(label) or any(word in _WAVES for word in words) or all(word.isdecimal() for word in words):
        scale = _RANGE.search(label) is not None and not all(map(_YEAR.fullmatch, re.findall(r"\d+", label)))
        return "unit" if scale else "wave"
    if "±" in label or all(word in _STATISTICS or word in _CENTRES | {"of"} for word in words):
        return "centre" if all(word in _CENTRES | {"estimate", "of"} for word in words) else "statistic"
    for ends, kind in ((_LOWS, "low"), (_HIGHS, "high")):
        if all(word in ends or word in ("estimate", "value", "bound", "plausible") for word in words):
            return kind  # type: ignore[return-value]
    scale = "%" in label or "=" in label or _RANGE.search(label) is not None
    return "unit" if scale or all(word in _UNITS or word.isdecimal() for word in words) else "name"


def without_statistic(label: str) -> str:
    """What is left of a label without words such as low, best or sd; empty if there is none, or nothing is left."""
    words = plain_words(label).split()
    kept = [word for word in words if word not in _LOWS | _HIGHS | _CENTRES | _STATISTICS]
    return " ".join(kept) if len(kept) < len(words) else ""


def range_in(label: str) -> tuple[float, float] | None:
    """The two ends that a label names, as that of ``position (0-100)``; None if it names none."""
    found = re.fullmatch(r"\D*?(-?\d+(?:\.\d+)?)\s*(?:-|–|—|/|\.\.+|to|bis|a|à)\s*(-?\d+(?:\.\d+)?)\D*", label.strip())
    return (float(found[1]), float(found[2])) if found else None
