"""What must last: the device, its keys, the seeds of cross-signing, places in the stream."""
