"""The relay's rules: what becomes of an anonymous text. Nothing here can receive an author."""
