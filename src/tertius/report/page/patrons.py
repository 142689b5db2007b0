"""The section of a brief on rival patrons: five concepts side by side, and what they mean."""

from __future__ import annotations

from typing import Any

from tertius.analysis.patrons.concepts import PATRON_CONCEPTS
from tertius.analysis.patrons.patrons import Patrons
from tertius.report.text.phrases import fixed
from tertius.report.text.worths.patrons import patrons_sentences

Part = dict[str, Any]


def patrons_part(found: Patrons) -> Part:
    """What the template needs of one client."""
    rows = [
        {
            "title": PATRON_CONCEPTS[key].title,
            "cells": [fixed(band.middle) for band in (divided.client, *divided.patrons.values())],
        }
        for key, divided in found.concepts.items()
    ]
    return {
        "client": found.client,
        "actors": [found.client, *found.names],
        "rows": rows,
        "says": patrons_sentences(found),
    }
