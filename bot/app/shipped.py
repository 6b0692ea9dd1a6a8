"""The files that ship with the code, and what is said when one of them is corrupt."""

from importlib.resources import files
from importlib.resources.abc import Traversable


class ContentError(Exception):
    """A file of content is corrupt: which, where, and what mends it."""

    def __init__(self, file: str, line: int, mend: str) -> None:
        """`line` counts from 1; 0 means the whole file."""
        super().__init__(f"{file}:{line}: {mend}")


def data() -> Traversable:
    """The folder of content that ships."""
    return files("data")


def shipped(folder: str, name: str) -> str:
    """The text of a file that ships. Raises ContentError when it is not there or not UTF-8."""
    try:
        return (data() / folder / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as broken:
        mend = f"cannot be read ({type(broken).__name__}); install this version again"
        raise ContentError(name, 0, mend) from broken
