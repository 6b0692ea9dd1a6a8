"""The guild itself: how it is set up, who is in it, what the bot may do there."""
