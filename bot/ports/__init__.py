"""What the core needs from the outside, as small protocols over plain values."""
