"""Answers to questions that are asked of a case, on the terminal."""
