"""Answers to questions that are asked of a case, in sentences."""
