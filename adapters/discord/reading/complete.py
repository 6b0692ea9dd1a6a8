"""Nothing is left out: what somebody wrote into an interaction is in what it was read as."""

from adapters.discord.payload import Payload
from adapters.discord.reading.hidden import NO_WORDS, texts_within
from bot.model.events import Invoked, Pressed, texts_of

OUR_OWN = NO_WORDS | {"name"}
"""Names of commands and options."""


def must_be_whole(event: Invoked | Pressed, raw: Payload) -> None:
    """Raise ValueError where an interaction holds a text that the event does not."""
    read, but = "\n".join(texts_of(event)), OUR_OWN
    if isinstance(event, Invoked) and event.target is not None:
        but |= {"resolved"}  # a message that was heard when it was posted
    if isinstance(event, Pressed) and event.answers is None:
        but |= {"values"}  # what is chosen in a message is a choice of ours
    if any(text not in read for text in texts_within(raw.get("data"), but)):
        message = "an interaction holds more than what was read"
        raise ValueError(message)
