"""Payloads of every kind with something wrong in them, and what must be heard of them."""
