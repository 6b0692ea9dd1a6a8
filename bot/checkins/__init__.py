"""Check-ins without I/O: what an entry is, what a history says, when a reminder is due."""
