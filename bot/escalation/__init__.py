"""Incidents and the ladder: who is called, when, and until a person acts. Pure rules, no I/O."""
