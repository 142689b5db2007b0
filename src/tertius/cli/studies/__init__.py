"""Commands that hold Tertius against what really happened."""
