"""One talk with everything else held still: its gains, its zone, and each solution of the bargaining problem."""
