"""Durable memory in SQLite: one writer with group commit, sealed fields, numbered migrations."""
