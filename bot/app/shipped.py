"""The files that ship with the code, and what is said when one of them is corrupt."""

from collections.abc import Callable
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

T = TypeVar("T")


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
    return _read(folder, name, lambda file: file.read_text("utf-8"))


def shipped_all(*folders: str) -> dict[str, str]:
    """The texts of all files of a folder, by name. Raises ContentError as `shipped` does."""
    folder = data().joinpath(*folders)
    try:
        names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    except OSError:
        names = []
    if not names:
        raise ContentError(folders[-1], 0, "holds no files; install this version again")
    return {name: shipped("/".join(folders), name) for name in names}


def shipped_bytes(folder: str, name: str) -> bytes:
    """What is in a file that ships. Raises ContentError when it is not there."""
    return _read(folder, name, lambda file: file.read_bytes())


def _read(folder: str, name: str, how: Callable[[Traversable], T]) -> T:
    try:
        return how(data() / folder / name)
    except (OSError, UnicodeDecodeError) as broken:
        mend = f"cannot be read ({type(broken).__name__}); install this version again"
        raise ContentError(name, 0, mend) from broken
