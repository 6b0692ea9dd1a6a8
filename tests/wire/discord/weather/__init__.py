"""Bad days: random faults on the wire against a real process, and whether anybody was lost."""
