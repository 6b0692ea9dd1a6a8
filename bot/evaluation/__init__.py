"""How well the detector does: labelled lines in, shares with intervals out. Pure."""
