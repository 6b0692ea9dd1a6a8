"""The bench: what things cost, next to something of the same run. It asserts nothing."""
