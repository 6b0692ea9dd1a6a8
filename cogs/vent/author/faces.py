"""What the author of a vent is shown: the preview, the two modes, the confirmation."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.people import Platform, Room
from bot.model.venting import Draft, Kind, Mode, Post, Stage, Vent
from bot.relay.identity import Tells
from bot.relay.receipt import Receipt
from bot.ui.reply import Button, Reply, Tone, channel, quoted
from bot.ui.texts import Say
from cogs.vent.rooms.public import wishes

EVERYWHERE = "all"
"""What a button carries that keeps a vent to no platform."""
POSTS = {Kind.OPENING: "vent.post", Kind.EDIT: "vent.send", Kind.ANSWER: "vent.send"}


@dataclass(frozen=True, slots=True)
class Files:
    """What becomes of files: whether some are being drawn now, and whether they are taken here."""

    waits: bool
    taken: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What a preview says beside the draft: whether a person reads it first, and of files.

    `platforms` are those that have rooms for vents, `rooms` where this one would appear.
    """

    held: bool
    files: Files
    rooms: tuple[Room, ...]
    platforms: tuple[Platform, ...]


def preview(draft: Draft, tells: Sequence[Tells], say: Say, facts: Facts) -> Reply:
    """What would be seen, what it may tell, who can see it; nothing is posted yet."""
    lines = [_first(draft, say), "", quoted(draft.text), ""]
    if draft.kind is Kind.OPENING and draft.answers is None:
        lines.append(wishes(draft, say))
    if tells:
        kinds = ", ".join(say(f"vent.tells.{one}") for one in tells)
        lines.append(say("vent.preview.tells", kinds=kinds))
    lines += _pictures(draft, facts.files, say)
    if facts.held:
        lines.append(say("vent.preview.held"))
    where = ", ".join(channel(room) for room in facts.rooms)
    if draft.kind is not Kind.OPENING:
        lines.append(say("vent.preview.where", where=where))
    else:
        lines += [say("vent.preview.who", where=where), *_kept_to(draft, facts, say)]
        lines.append(say(f"vent.preview.mode.{_mode(draft)}"))
    may = _waiting(draft, say) if facts.files.waits else buttons(draft, say, facts.platforms)
    return Reply("\n".join(lines), may, hangs=draft.pictures)


def _kept_to(draft: Draft, facts: Facts, say: Say) -> list[str]:
    """That rooms are on several platforms, or that one was chosen and what that means."""
    if draft.answers is not None or len(facts.platforms) < 2:
        return []
    names = [one.title() for one in facts.platforms]
    if draft.only is None:
        return [say("vent.preview.both", first=names[0], second=names[-1])]
    other = next(one for one in facts.platforms if one is not draft.only)
    return [say("vent.preview.only", here=draft.only.title(), there=other.title())]


def _pictures(draft: Draft, files: Files, say: Say) -> list[str]:
    """What hangs on a draft, and what was attached and does not."""
    if files.waits:
        return [say("vent.pictures.wait")]
    lines = [say.many("vent.pictures.hang", len(draft.pictures))] if draft.pictures else []
    if draft.left_out and files.taken:
        lines.append(say.many("vent.pictures.left_out", draft.left_out))
    elif draft.left_out:
        lines.append(say("vent.pictures.off"))
    return lines


def _waiting(draft: Draft, say: Say) -> tuple[Button, ...]:
    look = Button("vent.preview", say("vent.button.preview"), draft.id)
    return (look, Button("vent.throw", say("vent.button.throw"), draft.id))


def _first(draft: Draft, say: Say) -> str:
    if draft.answers is not None:
        return say("vent.preview.reply", to=draft.answers.name)
    return say(f"vent.preview.{draft.kind}")


def buttons(
    draft: Draft, say: Say, platforms: Sequence[Platform] = ()
) -> tuple[Button, ...]:  # fmt: skip
    """What can be done with a draft; each button carries its id and no other name."""
    throw = Button("vent.throw", say("vent.button.throw"), draft.id)
    if draft.kind is not Kind.OPENING:
        return (Button("vent.send", say("vent.button.send"), draft.id), throw)
    ghost = Button("vent.ghost", say("vent.button.ghost"), draft.id)
    post = () if draft.from_ghost else (Button("vent.post", say("vent.button.post"), draft.id),)
    options = Button("vent.options", say("vent.button.options"), draft.id)
    may = () if draft.answers else (options, *_where(draft, say, platforms))
    return (*post, ghost, *may, throw)


def _where(draft: Draft, say: Say, platforms: Sequence[Platform]) -> tuple[Button, ...]:
    """The other choices than the one that stands; none where there is but one platform."""
    if len(platforms) < 2:
        return ()
    labels = {one.value: say("vent.button.only", platform=one.title()) for one in platforms}
    labels[EVERYWHERE] = say("vent.button.everywhere")
    labels.pop(draft.only or EVERYWHERE, None)
    return tuple(Button("vent.only", said, f"{draft.id}:{one}") for one, said in labels.items())


def ghost(draft: Draft, say: Say, *, urgent: bool) -> Reply:
    """What a ghost gives up, said before it is chosen; in danger an address is offered."""
    lines = [say("vent.ghost.what"), say("vent.ghost.cursor")]
    kept = Button("vent.ghost_address", say("vent.button.ghost_address"), draft.id)
    if urgent:
        lines.append(say("vent.ghost.urgent"))
    choices = (
        *((kept,) if urgent else ()),
        Button("vent.ghost_post", say("vent.button.ghost_post"), draft.id),
        Button("vent.preview", say("vent.button.back"), draft.id),
    )
    return Reply("\n\n".join(lines), choices, tone=Tone.CARE if urgent else Tone.PLAIN)


def confirmed(vent: Vent, post: Post, carried: str, say: Say) -> Reply:
    """What becomes of a reachable post, and how to change one's mind."""
    held = post.stage is Stage.HELD
    text = say("vent.held" if held else "vent.soon", name=vent.name)
    lines = [text, say("vent.reachable.replies"), say("vent.reachable.later")]
    buttons = author_buttons(carried, say)
    if held:  # a person reads it first because of what it says: there is help meanwhile
        buttons = (*buttons, Button("resources.lines", say("answer.button.helplines")))
    return Reply("\n".join(lines), buttons, tone=Tone.DONE)


def receipt(vent: Vent, words: Receipt, say: Say) -> Reply:
    """A ghost's receipt. It is shown this once, and nobody can show it again."""
    key = "vent.receipt.address" if vent.route is not None else "vent.receipt.ghost"
    lines = [say("vent.held", name=vent.name), say(key), words.words, say("vent.receipt.keep")]
    return Reply("\n\n".join(lines), tone=Tone.DONE)


def author_buttons(carried: str, say: Say) -> tuple[Button, ...]:
    """What the author of a thread can do with it."""
    names = ("edit", "answer", "tell", "withdraw", "close")
    return tuple(Button(f"vent.{one}", say(f"vent.button.{one}"), carried) for one in names)


FATES = (
    Stage.POSTED, Stage.WAITING, Stage.HELD, Stage.REMOVED, Stage.FAILED, Stage.DECLINED,
)  # fmt: skip
"""Of two openings the one that is, or will be, in the rooms counts; a declined one the least."""


def became(vent: Vent, posts: Sequence[Post], say: Say) -> str:
    """What became of its opening, for its author."""
    stages = {one.stage for one in posts if one.kind is Kind.OPENING}
    said = [say(f"vent.became.{one}") for one in FATES if one in stages][:1]
    return " ".join([*said, *([say("vent.became.muted")] if vent.muted else [])])


def _mode(draft: Draft) -> Mode:
    return Mode.GHOST if draft.from_ghost else Mode.REACHABLE
