"""How good forecasts were, as tables of the terminal."""
