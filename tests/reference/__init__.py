"""An independent, slow and plain settlement of a network of talks, to hold the compiled one against."""
