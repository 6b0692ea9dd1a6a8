"""A second reader of what texts mean, in this process and offline; an optional extra."""
