"""What it would take: goal seek and sweeps."""
