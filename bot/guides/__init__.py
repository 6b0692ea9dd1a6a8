"""Guides: short texts about finding help and getting through; found by free text. Pure."""
