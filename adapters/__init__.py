"""Everything that touches the outside: platforms, storage, clock, pagers."""
