"""What people fill in on a page, and the entries of a case that it makes."""
