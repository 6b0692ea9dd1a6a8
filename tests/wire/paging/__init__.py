"""Pagers and watchdogs."""
