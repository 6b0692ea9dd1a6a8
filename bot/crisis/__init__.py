"""Crisis detection: pure rules from text to a Finding; no I/O."""
