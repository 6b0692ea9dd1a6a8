"""What custodians are asked."""

from dataclasses import dataclass, field
from typing import Annotated

from bot.ui.form import Ask

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class AskSeal:
    """Which thread, and why."""

    name: Annotated[str, Ask("unseal.name", longest_chars=60)]
    reason: Annotated[str, Ask("unseal.reason", longest_chars=LONGEST_REASON)] = field(repr=False)


@dataclass(frozen=True, slots=True)
class AgreeSeal:
    """Which thread; and whether telling its author has to wait, because somebody is in danger."""

    name: Annotated[str, Ask("unseal.name", longest_chars=60)]
    wait: Annotated[bool, Ask("unseal.wait")] = False


@dataclass(frozen=True, slots=True)
class OpenSeal:
    """Which thread."""

    name: Annotated[str, Ask("unseal.name", longest_chars=60)]
