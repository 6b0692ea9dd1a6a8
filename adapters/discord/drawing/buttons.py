"""Buttons in rows of five."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.discord.drawing.names import custom_id
from adapters.discord.payload import Payload
from bot.ui.reply import Button

ROW, BUTTON = 1, 2
GREY = 2
IN_A_ROW, MOST_ROWS = 5, 5
LONGEST_LABEL = 80
"""Sizes of rows and labels. Source: Discord's reference, Components."""


@dataclass(frozen=True, slots=True)
class Remembered(Button):
    """A button that opens a form as it was left; `again` is what it is remembered by."""

    again: str = ""


def rows_of(buttons: Sequence[Button]) -> list[Payload]:
    """The rows of a message's buttons. ValueError for more than fit: none may be left out."""
    if len(buttons) > IN_A_ROW * MOST_ROWS:
        message = "a reply has more buttons than a message can hold"
        raise ValueError(message)
    drawn = [_button(one) for one in buttons]
    starts = range(0, len(drawn), IN_A_ROW)
    return [{"type": ROW, "components": drawn[at : at + IN_A_ROW]} for at in starts]


def _button(button: Button) -> Payload:
    again = button.again if isinstance(button, Remembered) else ""
    return {
        "type": BUTTON, "style": GREY, "label": button.label[:LONGEST_LABEL],
        "custom_id": custom_id(button.action, button.about, again),
    }  # fmt: skip
