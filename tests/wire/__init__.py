"""Servers on loopback that speak the protocols of others."""
