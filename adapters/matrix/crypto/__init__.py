"""Ours of encryption: matrix-nio as a codec, keys that never run out, cross-signing."""
