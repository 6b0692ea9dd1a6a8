"""What is wrong with the data of the directory, said so that a person can mend it."""

from dataclasses import dataclass


@dataclass(eq=False)  # not frozen: "with" writes the traceback into it
class DirectoryError(Exception):
    """A row or table that cannot be used.

    `file` is the name as the caller gave it, `line` counts from 1, `mend` says what to
    change. It quotes the data, never anything that a person asked for.
    """

    file: str
    line: int
    mend: str

    def __str__(self) -> str:
        """One line in the form that editors jump to."""
        return f"{self.file}:{self.line}: {self.mend}"
