"""Exchange of voting positions: `exchange` makes the trades, `exchanges_of` tells them in the names of a case."""
