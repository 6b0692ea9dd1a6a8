"""Breaking a seal: two custodians, a reason, a trail that cannot be edited, and the author told."""
