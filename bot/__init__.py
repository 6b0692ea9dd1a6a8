"""Porchlight: the platform-neutral core (words, rules, engine)."""
