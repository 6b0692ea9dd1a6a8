"""What can stop a start, in words that say what to do."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb
from typing import cast

from adapters.matrix.gateway.errors import Unusable
from adapters.paging.errors import AddressInvalid, PagingNotInstalled
from adapters.semantic.errors import SecondNotInstalled
from adapters.sql.connect import Damaged
from adapters.sql.house import InUse
from adapters.sql.keyfile import KeysMissing, KeysWrong
from adapters.sql.migrate import Changed, Newer
from bot.app.commands.says import tell
from bot.app.platforms import DiscordNotInstalled, MatrixNotInstalled
from bot.app.shipped import ContentError
from bot.ports.store import KeysUnavailable, StoreUnavailable
from bot.ui.texts import Say

KEYS: dict[type[BaseException], str] = {
    InUse: "trouble.in_use",
    Damaged: "trouble.damaged",
    Newer: "trouble.newer",
    Changed: "trouble.changed",
    KeysMissing: "trouble.keys_missing",
    KeysWrong: "trouble.keys_wrong",
    AddressInvalid: "trouble.address",
    PagingNotInstalled: "trouble.paging",
    SecondNotInstalled: "trouble.semantic",
    DiscordNotInstalled: "trouble.discord",
    MatrixNotInstalled: "trouble.matrix",
    Unusable: "trouble.unusable",
    sqlite3.Error: "trouble.database",
    StoreUnavailable: "trouble.database",
    KeysUnavailable: "trouble.database",
    UnicodeDecodeError: "trouble.not_utf8",
    OSError: "trouble.permission",
}


def said(work: Callable[[], int], say: Say) -> int:
    """Do the work of a command; a known trouble becomes a sentence and exit code 3.

    What only another setting mends is 2: to start again and again would try the password as often.
    """
    try:
        return work()
    except ContentError as wrong:
        tell(str(wrong), error=True)
        return 2
    except Exception as trouble:  # noqa: BLE001 - its text may hold what a person wrote
        sentence = sentence_of(trouble, say)
        tell(sentence or say("trouble.unknown", detail=places(trouble)), error=True)
        if isinstance(_alone(trouble), Unusable):
            return 2
        return 3 if sentence else 70


def sentence_of(trouble: BaseException, say: Say) -> str | None:
    """The sentence for a known trouble; None for one that is a fault of ours."""
    alone = _alone(trouble)
    for kind, key in KEYS.items():
        if isinstance(alone, kind):
            return say(key, detail=alone)
    return None


def _alone(trouble: BaseException) -> BaseException:
    """The trouble inside groups of one, as task groups wrap it."""
    while isinstance(trouble, BaseExceptionGroup):
        group = cast("BaseExceptionGroup[BaseException]", trouble)
        if len(group.exceptions) != 1:
            return group
        trouble = group.exceptions[0]
    return trouble


def places(trouble: BaseException) -> str:
    """Type and places of an exception; never its text, which may hold what a person wrote."""
    alone = _alone(trouble)
    steps = [f"{Path(one.filename).name}:{one.lineno}" for one in extract_tb(alone.__traceback__)]
    return f"{type(alone).__name__} at {' '.join(steps[-4:])}"
