"""Reading: raw events as what people said; pure."""
