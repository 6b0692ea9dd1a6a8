"""The town in memory: a small community on two pretended platforms, for tests and the demo."""
