"""Discord by another hand: simcord's model of it, over the same town."""
