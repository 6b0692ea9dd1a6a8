"""The words that every room of the house shares; imports nothing of the project."""
