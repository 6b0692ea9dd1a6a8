"""What an operator can mend about the second reader."""


class HeadUnreadable(Exception):  # noqa: N818 - a state of the installation, said as such
    """The file of what the second reader learned is corrupt."""


class SecondNotInstalled(Exception):  # noqa: N818 - a state of the installation, said as such
    """The second reader is switched on, but its extra is not installed."""


class VectorBroken(Exception):  # noqa: N818 - what the watch says of it is "could not check"
    """The model gave no sound vector for a text."""
