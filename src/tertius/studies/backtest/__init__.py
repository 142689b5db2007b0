"""The backtest: meetings of a series whose outcome is known, forecast from cases that were frozen by a written rule."""
