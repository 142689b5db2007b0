"""What a result cannot tell, in sentences: several settlements, next to nothing, middles and forecasts, no change."""
