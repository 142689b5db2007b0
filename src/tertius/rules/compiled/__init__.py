"""How kernels are compiled, kept on disk, and loaded without what compiled them."""
