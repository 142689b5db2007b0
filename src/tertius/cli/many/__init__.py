"""Commands that take many cases."""
