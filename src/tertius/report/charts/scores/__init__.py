"""How good forecasts were, as pictures."""
