"""What is tried out on a case and not in it yet: what-ifs, their sliders, and the variants in which they are kept."""
