"""Nothing is left out: what somebody wrote into an interaction is in what it was read as."""

from adapters.discord.payload import Payload, payload_of
from adapters.discord.reading.hidden import NO_WORDS, texts_within
from bot.model.events import Invoked, Pressed, texts_of

OUR_OWN = NO_WORDS | {"name"}
"""Names of commands and options."""
FORM = "components"
ON_FORMS = NO_WORDS | {"content", "description", "label", "title"}
"""What a form says, should it come back with what was written into it."""


def must_be_whole(event: Invoked | Pressed, raw: Payload) -> None:
    """Raise ValueError where an interaction holds a text that the event does not."""
    read, but = "\n".join(texts_of(event)), OUR_OWN
    if isinstance(event, Invoked) and event.target is not None:
        but |= {"resolved"}  # a message that was heard when it was posted
    if isinstance(event, Pressed) and event.answers is None:
        but |= {"values"}  # what is chosen in a message is a choice of ours
    data = payload_of(raw.get("data"))
    rest = {name: value for name, value in data.items() if name != FORM} or raw.get("data")
    form = texts_within(data.get(FORM), ON_FORMS | but)
    if any(text not in read for text in (*texts_within(rest, but), *form)):
        message = "an interaction holds more than what was read"
        raise ValueError(message)
