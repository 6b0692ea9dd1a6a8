"""Matrix by its own protocol: a real Synapse on this machine, and people who use it."""
