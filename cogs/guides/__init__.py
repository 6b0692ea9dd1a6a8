"""Guides and services for a free text: offline, and nothing is kept of it."""
