"""`./run weigh`: learn the weight of words from made-up lines and harmless chat."""
