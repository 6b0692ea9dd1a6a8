"""What is kept about a member, and how to take it along, stop it, or erase it."""
