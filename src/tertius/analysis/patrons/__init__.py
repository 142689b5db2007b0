"""Rival patrons: what a client has from several patrons, under five concepts side by side.

tertius.patrons(case, client="dprk")
"""

from tertius.analysis.patrons.concepts import PATRON_CONCEPTS, PatronConcept
from tertius.analysis.patrons.patrons import Divided, Patrons, patrons
from tertius.analysis.patrons.unit import Rate

__all__ = ["PATRON_CONCEPTS", "Divided", "PatronConcept", "Patrons", "Rate", "patrons"]
