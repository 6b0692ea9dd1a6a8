"""Drawing a reply as the content of events of Matrix. Pure."""
