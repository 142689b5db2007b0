"""Pictures on a dark screen: a style sheet for the page around them, which gives every colour its counterpart.

An SVG of `svg_of` carries its colours as plain attributes, which any style sheet overrides. So it keeps its look where
it stands alone and on paper, and a page that includes `dark_css()` shows it in the dark.
"""

from __future__ import annotations

from collections.abc import Mapping

from tertius.report.charts.drawing import ACTOR_COLOURS, GREY, GROUND, INK, PALE, PAPER

DARK_PAPER = "#1b1b1b"
"""The background on which pictures are read in the dark, unless the page sets ``--paper`` to another."""

HALFWAY, OUTER, INNER = "#8f8f8f", "#b4b4ae", "#5f5f5b"
"""A way gone, and the two parts of a fan: apart from each other and from the scale in any print."""

HEAT = "#3f8fcf"
"""The cells of a heat map: letters in ink stand out on it however strong it is, on white and in the dark."""

DARK: dict[str, str] = {
    PAPER: DARK_PAPER,
    INK: "#ececea",
    GREY: "#b4b4b0",
    PALE: "#3f3f3d",
    GROUND: "#2a2a29",
    HALFWAY: "#8f8f8f",
    OUTER: "#6a6a66",
    INNER: "#c4c4be",
    HEAT: "#2467a3",
    **dict(
        zip(
            ACTOR_COLOURS,
            ("#56b4e9", "#f08a4b", "#2fc2a2", "#e08ebd", "#d9b430", "#8bbbe8", "#b39ddb", "#bdbdbd"),
            strict=True,
        )
    ),
}
"""Every colour of a picture: the one that stands for it in the dark."""


def dark_css() -> str:
    """The style sheet: pictures on the paper of the page, and in the dark on screens that ask for it, never in print.

    The marks of actors in the text around them, of the classes ``c0`` to ``c7``, change with them. A page that is not
    white sets ``--paper``; a part of it that has another background sets it there.
    """
    return "\n".join(
        [
            *_rules({PAPER: f"var(--paper, {PAPER})"}),
            "@media screen and (prefers-color-scheme: dark) {",
            *_rules(DARK | {PAPER: f"var(--paper, {DARK_PAPER})"}, "  "),
            *(f"  .c{number} {{ color: {DARK[colour]}; }}" for number, colour in enumerate(ACTOR_COLOURS)),
            "}",
            "",
        ]
    )


def _rules(colours: Mapping[str, str], indent: str = "") -> list[str]:
    return [
        f'{indent}svg[role="img"] [{part}="{colour}"] {{ {part}: {other}; }}'
        for colour, other in colours.items()
        for part in ("fill", "stroke")
    ]
