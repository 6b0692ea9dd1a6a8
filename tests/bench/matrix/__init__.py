"""What Matrix costs: alerts at default limits, after an outage and under load; our own part."""
