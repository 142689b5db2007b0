"""What every result is: frozen, and able to show itself as plain values, as a table and in a notebook."""
