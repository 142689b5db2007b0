"""What can be seen of a picture: its texts, what runs out of it, and how far colours stand out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tertius.report.charts.drawing import PAPER, WIDTH, text_width

SLACK = 1.0  # widths of letters are estimates, with a little to spare


def rows_of(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for layer in spec["layer"]:
        yield from layer["data"]["values"]


def texts_of(spec: dict[str, Any]) -> list[str]:
    return [row["text"] for row in rows_of(spec) if "text" in row]


def cut(spec: dict[str, Any]) -> list[str]:
    """Every text that runs out of the canvas or is shortened, and every bar, line or mark that does."""
    height, found = spec["height"], []
    for row in rows_of(spec):
        if "text" in row:
            width = text_width(row["text"], row["size"], row["weight"] == "bold") / 1.02
            left = row["x"] - {"left": 0.0, "center": width / 2, "right": width}[row["align"]]
            box = left, row["y"] - row["size"] / 2, left + width, row["y"] + row["size"] / 2
        elif "shape" in row:
            reach = (row["size"] ** 0.5) / 2
            box = row["x"] - reach, row["y"] - reach, row["x"] + reach, row["y"] + reach
        else:
            box = *sorted((row["x"], row["x2"])), *sorted((row["y"], row["y2"]))  # type: ignore[assignment]
            box = box[0], box[2], box[1], box[3]
        if row["colour"] == PAPER:
            continue
        inside = box[0] >= -SLACK and box[1] >= -SLACK and box[2] <= WIDTH + SLACK and box[3] <= height + SLACK
        if not inside or "…" in row.get("text", ""):
            found.append(f"{row.get('text', row.get('shape', 'a line or bar'))} at {box}")
    return found


def overlaps(spec: dict[str, Any]) -> list[tuple[str, str]]:
    """Texts that lie over each other."""
    boxes = []
    for row in rows_of(spec):
        if "text" in row:
            width = text_width(row["text"], row["size"], row["weight"] == "bold") / 1.04
            left = row["x"] - {"left": 0.0, "center": width / 2, "right": width}[row["align"]]
            boxes.append((row["text"], left, left + width, row["y"] - 4, row["y"] + 4))
    return [
        (one[0], other[0])
        for number, one in enumerate(boxes)
        for other in boxes[:number]
        if one[1] < other[2] and other[1] < one[2] and one[3] < other[4] and other[3] < one[4]
    ]


def luminance(colour: str) -> float:
    """Relative luminance, as the guidelines for accessible content define it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def over(colour: str, ground: str, opacity: float) -> str:
    """A colour that lets so much of the ground show through."""
    pairs = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(opacity * top + (1 - opacity) * under):02x}" for top, under in pairs)
