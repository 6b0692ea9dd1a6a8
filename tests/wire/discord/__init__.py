"""A server on loopback that speaks Discord's own protocol, over the town."""
