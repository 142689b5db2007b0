"""Statements on options, as option prioritising has them: ``not abandon``, ``accept iff modify``, ``-4 | 2``.

statement  =  either [ ("if" | "iff") either ]        if: the second implies the first
either     =  both { ("or" | "|") both }
both       =  one { ("and" | "&") one }
one        =  ("not" | "-" | "!") one | "(" statement ")" | the id of an option | its number, from 1
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.case.parse.origin import closest

Flags = NDArray[np.bool_]

_TOKEN = re.compile(r"\s*([()&|!-]|[^\s()&|!-][^\s()&|!]*)")
_SIGNS = {"&": "and", "|": "or", "!": "not", "-": "not"}
_WORDS = ("and", "or", "not", "if", "iff")
_DEEPEST = 100


class StatementError(Exception):
    """What is wrong with a statement: what was found, and what to do."""

    def __init__(self, found: str, suggestion: str = "") -> None:
        super().__init__(found, suggestion)
        self.found, self.suggestion = found, suggestion


def truth_of(text: str, options: Mapping[str, int], taken: Flags) -> Flags:
    """(S,) in which states a statement is true.

    Args:
        text: The statement.
        options: Id of each option: its column, from 0.
        taken: (S, O) which options are taken in each state.

    Raises:
        StatementError: It is no statement on these options.
    """
    reader = _Reader(text, options, taken)
    truth = reader.statement(0)
    if reader.token:
        raise StatementError(f"'{reader.token}' stands where the statement '{text}' could have ended", _GRAMMAR)
    return truth


_GRAMMAR = "write options joined by and, or, not, if, iff, with parentheses: 'accept iff modify', 'not abandon'"


class _Reader:
    """Reads a statement from left to right, and evaluates it."""

    def __init__(self, text: str, options: Mapping[str, int], taken: Flags) -> None:
        self.text, self.options, self.taken = text, options, taken
        self.tokens = [_SIGNS.get(token, token) for token in _TOKEN.findall(text)]
        self.place = 0

    @property
    def token(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def _accept(self, *words: str) -> str:
        word = self.token.lower()
        if word not in words:
            return ""
        self.place += 1
        return word

    def statement(self, depth: int) -> Flags:
        left = self._joined(self._both, "or", np.logical_or, depth)
        word = self._accept("if", "iff")
        if not word:
            return left
        right = self._joined(self._both, "or", np.logical_or, depth)
        return np.asarray(left == right) if word == "iff" else np.asarray(left | ~right)

    def _both(self, depth: int) -> Flags:
        return self._joined(self._one, "and", np.logical_and, depth)

    def _joined(self, part: Callable[[int], Flags], word: str, join: Callable[..., Any], depth: int) -> Flags:
        truth = part(depth)
        while self._accept(word):
            truth = join(truth, part(depth))
        return truth

    def _one(self, depth: int) -> Flags:
        if depth > _DEEPEST:
            raise StatementError("the statement is nested too deeply", "write it as several statements")
        if self._accept("not"):
            return np.logical_not(self._one(depth + 1))
        if self._accept("("):
            inner = self.statement(depth + 1)
            if not self._accept(")"):
                raise StatementError(f"a parenthesis of '{self.text}' is not closed", _GRAMMAR)
            return inner
        if not self.token or self.token.lower() in (*_WORDS, ")"):
            found = f"'{self.token}' stands" if self.token else "nothing stands"
            raise StatementError(f"{found} in '{self.text}' where an option is due", _GRAMMAR)
        return self._option()

    def _option(self) -> Flags:
        word = self.token
        self.place += 1
        if word in self.options:
            return self.taken[:, self.options[word]]
        if word.isdecimal() and len(word) < 4 and 1 <= int(word) <= len(self.options):
            return self.taken[:, int(word) - 1]
        known = f"the options are {', '.join(self.options)}" if self.options else "there are no options"
        raise StatementError(f"there is no option '{word}'", closest(word, self.options) or known)
