"""The composition root: puts things together, and the command line. Alone it knows everything."""
