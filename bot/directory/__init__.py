"""The directory of help: pure lookup over rows of services; no I/O."""
