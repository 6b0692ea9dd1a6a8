"""From an answer of sync to events that are handed over in order."""
