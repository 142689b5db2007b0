"""What was measured on recorded talks: a curve, and where the talks of a case lie on it."""
