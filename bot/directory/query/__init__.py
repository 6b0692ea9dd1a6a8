"""How what somebody types is understood: words of every script, phrases, needs."""
