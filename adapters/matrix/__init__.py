"""Matrix: raw events, end-to-end encryption by matrix-nio, and a sync loop of our own."""
