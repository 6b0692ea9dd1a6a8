"""Choices: what a number typed below a message of ours means. The message itself carries them.

So they survive restarts, as a button's name does elsewhere. They name an action and what it is
about, never a person.
"""

from collections.abc import Sequence

from adapters.matrix.payload import Payload, payload_of, payloads_of, text_of
from bot.ui.reply import Button

KEY = "org.porchlight.choices"


def told(choices: Sequence[Button]) -> list[dict[str, str]]:
    """As they stand in a message, in order: the first is number one."""
    return [{"action": one.action, "label": one.label, "about": one.about} for one in choices]


def choices_in(content: Payload) -> tuple[Button, ...]:
    """What can be chosen below a message of ours; of an edited one, below what it says now."""
    newer = payload_of(content.get("m.new_content"))
    raw = payloads_of((newer or content).get(KEY))
    return tuple(
        Button(text_of(one.get("action")), text_of(one.get("label")), text_of(one.get("about")))
        for one in raw
    )
