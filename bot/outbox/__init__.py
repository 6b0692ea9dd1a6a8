"""Paying what is owed: keyed, in order of urgency, until it has arrived."""
