"""Studies: rules and the pool held against decisions that somebody else recorded."""
