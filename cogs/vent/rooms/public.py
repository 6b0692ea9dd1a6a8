"""What the rooms see of a thread: its posts, and what is left when one is taken out."""

from bot.model.venting import Draft, Kind, Mode, Post, Vent, Warns
from bot.ui.reply import Button, Reply, quoted
from bot.ui.texts import Say


def face(vent: Vent, post: Post, say: Say) -> Reply:
    """A post as the rooms see it. With a warning its words are hidden until asked for."""
    lines = [*_head(vent, post, say)]
    words = quoted(post.text)
    warned = vent.warns is not Warns.NONE
    if not warned:
        lines.append(words)
    return Reply(
        "\n".join(lines),
        buttons(vent, post, say),
        private=False,
        hidden=words if warned else None,
        reveal=Button("vent.show", say("vent.button.show"), post.id) if warned else None,
        hangs=post.pictures,
        voice=vent.name,
    )


def _head(vent: Vent, post: Post, say: Say) -> tuple[str, ...]:
    """Who says it; of a thread's first post also what its author would like, or whom it answers."""
    if post.kind is not Kind.OPENING:
        return (say(f"vent.shown.head.{post.kind}", name=vent.name),)
    if vent.answers is not None:
        return (say("vent.shown.head.reply", name=vent.name, to=vent.answers.name),)
    return say("vent.shown.head.opening", name=vent.name), wishes(vent, say)


def buttons(vent: Vent, post: Post, say: Say) -> tuple[Button, ...]:
    """What readers can do. A ghost cannot be listened to: there is no way to ask them.

    Nor can who wants no more replies, or answers somebody else.
    """
    reachable = vent.mode is Mode.REACHABLE and not vent.closed
    asked = reachable and post.kind is Kind.OPENING and vent.answers is None
    offer = (Button("vent.offer", say("vent.button.offer"), post.id),)
    return (
        *(offer if asked else ()),
        Button("vent.worried", say("vent.button.worried"), post.id),
        Button("vent.report", say("vent.button.report"), post.id),
    )


def gone(vent: Vent, key: str, say: Say) -> Reply:
    """What is left of a post that was taken out, where a message cannot be taken away."""
    return Reply(say(key, name=vent.name), private=False, gone=True)


def wishes(vent: Draft | Vent, say: Say) -> str:
    """What its author would like to hear, and what readers are warned of."""
    line = say(f"vent.shown.wants.{vent.wants}")
    if vent.warns is Warns.NONE:
        return line
    return f"{line} {say('vent.shown.warns', about=say(f'vent.shown.warns.{vent.warns}'))}"
