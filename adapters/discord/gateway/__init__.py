"""The connection to the gateway: one life after another, and what we touch inside the library."""
