"""The whole path of a crisis: heard, answered, shown to moderators, climbed, taken, resolved."""
