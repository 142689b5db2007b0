"""The expected utility model: `challenge` plays its rounds, `dyads` and `play` say what lies behind them."""
