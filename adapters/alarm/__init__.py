"""The time of this machine, and the bell that APScheduler rings."""
