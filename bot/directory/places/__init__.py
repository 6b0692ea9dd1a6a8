"""Which country a query names."""
