"""What can stop a start, in words that say what to do."""

import sqlite3
from typing import cast

from adapters.paging.errors import AddressInvalid, PagingNotInstalled
from adapters.sql.connect import Damaged
from adapters.sql.house import InUse
from adapters.sql.keyring import KeysMissing, KeysWrong
from adapters.sql.migrate import Changed, Newer
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
    sqlite3.Error: "trouble.database",
    PermissionError: "trouble.permission",
}


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
