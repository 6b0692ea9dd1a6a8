"""What `/link` asks."""

from dataclasses import dataclass, field
from typing import Annotated

from bot.ui.form import Ask


@dataclass(frozen=True, slots=True)
class Code:
    """Nothing, to be given a code; or the code that the other account was given."""

    code: Annotated[str | None, Ask("link.code_asked", 20)] = field(default=None, repr=False)
