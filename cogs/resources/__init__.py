"""Looking up help: services by free text and country; offline, and nothing is kept of it."""
