"""What is wrong with a guide, said so that a person can mend it."""

from dataclasses import dataclass


@dataclass(eq=False)  # not frozen: "with" writes the traceback into it
class GuideError(Exception):
    """A guide that cannot be used.

    `file` is the name as the caller gave it, `line` counts from 1, `mend` says what to change.
    """

    file: str
    line: int
    mend: str

    def __str__(self) -> str:
        """One line in the form that editors jump to."""
        return f"{self.file}:{self.line}: {self.mend}"
