"""Draws on a cluster: the same bytes as on one core, from as many processes and machines as there are."""
