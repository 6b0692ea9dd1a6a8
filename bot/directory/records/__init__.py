"""The rows of services: how they are written, what they are held to, and what is told of them."""
