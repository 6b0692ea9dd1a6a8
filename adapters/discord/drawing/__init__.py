"""Replies and forms as the bodies that Discord takes. Pure."""
