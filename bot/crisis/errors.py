"""What is wrong with a lexicon, said so that the person who wrote it can mend it."""

from dataclasses import dataclass


@dataclass(eq=False)  # not frozen: "with" writes the traceback into it
class LexiconError(Exception):
    """A row or table that cannot be used.

    `file` is the name as the caller gave it, `line` counts from 1, `mend` says what to
    change. It quotes keys and rule ids of the lexicon, never a text that anybody sent.
    """

    file: str
    line: int
    mend: str

    def __str__(self) -> str:
        """One line in the form that editors jump to."""
        return f"{self.file}:{self.line}: {self.mend}"
