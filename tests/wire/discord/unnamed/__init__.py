"""Every byte that other people's clients are sent, searched for whoever wrote without a name."""
