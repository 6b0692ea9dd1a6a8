"""Setting a community up: a panel with what is set and missing, steps, a doctor, the notice."""
