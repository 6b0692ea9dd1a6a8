"""Discord, through discord.py: events are read from raw payloads, replies drawn as raw bodies."""
