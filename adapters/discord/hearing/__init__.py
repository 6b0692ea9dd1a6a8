"""Hearing: what is told, what was missed, and in which order it is handled."""
