"""Cleaning: whatever comes in becomes text that can be stored and sent."""

from dataclasses import replace

from bot.model.events import AnyEvent, Invoked, Joined, Left, Pressed, Said, Target


def cleaned(event: AnyEvent) -> AnyEvent:
    """Texts that can be stored and sent: lone surrogates become the replacement character."""
    event = replace(
        event, who=replace(event.who, name=whole(event.who.name)),
        room=replace(event.room, name=whole(event.room.name)),
    )  # fmt: skip
    match event:
        case Said():
            parts = tuple(whole(part) for part in event.parts)
            return replace(event, text=whole(event.text), parts=parts)
        case Invoked():
            answers = {key: whole(text) for key, text in event.answers.items()}
            return replace(
                event, name=whole(event.name), typed=whole(event.typed), answers=answers,
                target=cleaned_target(event.target),
            )  # fmt: skip
        case Pressed():
            given = event.answers
            kept = None if given is None else {key: whole(text) for key, text in given.items()}
            return replace(event, about=whole(event.about), answers=kept)
        case Joined() | Left():
            return event


def cleaned_target(target: Target | None) -> Target | None:
    """The message a command was used on, in valid Unicode."""
    if target is None:
        return None
    author = replace(target.author, name=whole(target.author.name))
    return replace(target, author=author, text=whole(target.text))


def whole(text: str) -> str:
    """The text in valid Unicode."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
