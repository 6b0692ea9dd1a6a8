"""The author's side of a thread: from the first draft to its end."""
