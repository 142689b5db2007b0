"""Sentences of the appendices of a brief, a file for a section."""
