"""Chaos on Matrix: people talk in encrypted rooms while the bot is killed again and again."""
