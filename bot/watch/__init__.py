"""The watch: every human text meets the detector before anything else.

Beside the single text it knows what a few minutes of one writer say together, how often one
member wrote of distress within a day, and when friends ask after somebody. All of it is in memory
and nowhere else.
"""
