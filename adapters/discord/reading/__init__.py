"""Payloads of the gateway and of the history, read into events. Pure."""
