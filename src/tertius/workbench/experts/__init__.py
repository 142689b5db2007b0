"""What experts say of the numbers of a case: the sheets that came back, where they differ, and their pool."""
