"""What Discord costs: latency, flood, acknowledgements, CPU by part, memory; over the wire."""
