"""The case as a picture that can be clicked."""
