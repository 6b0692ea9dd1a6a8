"""Sending to Matrix: what is owed, and what is said at once."""
