"""What is shown: posts, edits, answers to interactions, each once."""
