"""Forms that could not open at once, kept with what was filled in: nothing written is lost.

They are in memory for as long as an interaction lives. After a restart the button below asks for
the form anew.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.ui.form import Form

MOST_FORMS = 512
NAME_BYTES = 6


@dataclass(slots=True)
class Forms:
    """What a button `again` opens."""

    _kept: OrderedDict[str, Form] = field(default_factory=OrderedDict[str, Form])

    def keep(self, form: Form) -> str:
        """Keep it; the name by which it is asked for."""
        name = secrets.token_urlsafe(NAME_BYTES)
        self._kept[name] = form
        while len(self._kept) > MOST_FORMS:
            self._kept.popitem(last=False)
        return name

    def take(self, name: str) -> Form | None:
        """The form of this name, if it is still known; it stays, as it may be closed again."""
        return self._kept.get(name) if name else None
