"""Rooms over time: how we come into them, who is in there, and where they go on."""
