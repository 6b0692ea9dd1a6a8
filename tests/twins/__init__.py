"""Two towns that differ in one thing alone: who wrote which anonymous text.

Everybody does the same in both, at the same moments. Whatever moderators, admins, listeners and
other members see, or are answered when they press everything that they can, must be the same,
too: else somebody could tell from it who wrote, or that two texts have one author.
"""
