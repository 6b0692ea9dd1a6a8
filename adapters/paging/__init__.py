"""Reaching people and watchdogs outside the chat platforms; addresses are secrets here."""
