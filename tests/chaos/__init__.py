"""The chaos run: kill -9 at random moments under load, and every screen counted afterwards."""
