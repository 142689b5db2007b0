"""KTAB's spatial model of politics: `spatial` plays its turns, `Options` are what its toolkit lets a user choose."""
