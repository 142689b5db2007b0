"""How good forecasts were, in sentences."""
