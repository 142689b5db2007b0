"""Checks of who sits at a table, when, and what is promised there."""
