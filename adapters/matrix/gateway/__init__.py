"""The connection: logging in, asking, and one sync after another."""
