"""One file for each thing that is kept in rows."""
