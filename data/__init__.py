"""Content that a moderator or a translator can edit; no code."""
