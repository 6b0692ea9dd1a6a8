"""A community's own files, of which nothing bad may keep the bot from starting."""

from pathlib import Path

from bot.app.shipped import ContentError
from bot.settings import Settings

UNUSABLE = (OSError, UnicodeDecodeError, RecursionError)
"""What a file of a community can be that no row of it is readable."""


def unusable(own: Path, broken: Exception) -> str:
    """The row for a community's file of which nothing can be used."""
    cause = type(broken).__name__
    return str(ContentError(own.name, 0, f"cannot be read ({cause}); none of it is served"))


def overlay(path: Path | None) -> str | None:
    """A community's own file, where the settings name one that exists."""
    return path.read_text("utf-8") if path is not None and path.exists() else None


def overlays_of(settings: Settings) -> tuple[Path | None, Path | None, Path | None]:
    """Where a community's own lexicon, directory and guides are, as content is loaded from them."""
    return settings.lexicon_overlay, settings.directory_overlay, settings.guides_overlay
