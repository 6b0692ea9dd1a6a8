"""The community's space: its rooms, who has which power in it, and what it says of itself."""
