"""What others decrypt and what the homeserver keeps in plain, searched for whoever wrote."""
