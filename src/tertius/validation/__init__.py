"""Studies: rules and the pool held against decisions that somebody else recorded."""

from tertius.validation.deu_study import DeuStudy, Scored, validate_deu

__all__ = ["DeuStudy", "Scored", "validate_deu"]
