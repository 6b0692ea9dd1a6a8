"""The one path of every event: assessed, named, done once in a transaction, answered."""
