"""Cards in the moderators' rooms: a post that waits for a person, one that was reported."""

from dataclasses import dataclass, replace

from bot.model.finding import Severity
from bot.model.people import Direct, Member, Role, Room
from bot.model.venting import Mode, Post, Stage, Vent
from bot.ports.delivery import Priority, Rung
from bot.ui.reply import Button, Reply, Tone, quoted
from bot.ui.texts import Say
from cogs.vent.desk import Desk
from cogs.vent.faces import wishes

HELD: tuple[str, ...] = ("approve", "decline", "write", "mute", "ban")
SHOWN: tuple[str, ...] = ("write", "remove", "mute", "ban")
OVER: tuple[str, ...] = ("write", "mute", "ban")
"""The buttons of a card by its stage."""


@dataclass(frozen=True, slots=True)
class Cards:
    """Posts and refreshes cards. None of them says, or could say, who wrote anything."""

    desk: Desk

    async def post(self, vent: Vent, post: Post) -> None:
        """Show a card in every moderators' room, and call those on duty if they are awake."""
        await self.desk.vents.put_post(replace(post, carded=True))
        face = card(vent, post, self.desk.say)
        for room in self.desk.around.moderators():
            calls = await self._called(room, post.level)
            await self.desk.outbox.owe(
                f"vent-card:{post.id}:{room.platform}:{vent.reports}",
                (Rung(room, replace(face, calls=calls)), *self._owners(face)),
                due=self.desk.clock.now(), priority=Priority.ALERT, slot=slot(post, room),
            )  # fmt: skip

    async def refresh(self, vent: Vent, post: Post) -> None:
        """Edit the card where it stands."""
        if post.carded:
            await self._edit(post, card(vent, post, self.desk.say))

    async def _edit(self, post: Post, face: Reply) -> None:
        for room in self.desk.around.moderators():
            await self.desk.outbox.owe(
                f"vent-card-edit:{post.id}:{room.platform}", (Rung(room, face),),
                due=self.desk.clock.now(), priority=Priority.UPDATE, slot=slot(post, room),
                edits=True,
            )  # fmt: skip

    async def _called(self, room: Room, level: Severity) -> tuple[Member | Role, ...]:
        """Those on duty, or every moderator; in sleeping hours nobody is woken for it."""
        if not self.desk.around.awake(level):
            return ()
        on_duty = [one for one in await self.desk.rota.on_duty() if one.platform is room.platform]
        return tuple(on_duty) or (Role.MODERATOR,)

    def _owners(self, what: Reply) -> tuple[Rung, ...]:
        """Where a room takes nothing, the owners hear it; a card that reaches nobody is lost."""
        return tuple(Rung(Direct(owner), what) for owner in self.desk.around.owners)

    async def remind(self, held: int) -> None:
        """Posts still wait for a person: those on duty hear it again, if they are awake."""
        if not self.desk.around.awake(Severity.ACTIVE):
            return
        text = self.desk.say.many("vent.card.waiting_still", held)
        now = self.desk.clock.now()
        for room in self.desk.around.moderators():
            calls = await self._called(room, Severity.ACTIVE)
            what = Reply(text, private=False, calls=calls)
            await self.desk.outbox.owe(
                f"vent-held:{now.isoformat()}:{room.platform}",
                (Rung(room, what), *self._owners(what)), due=now, priority=Priority.ALERT,
            )  # fmt: skip

    async def tell(self, step: str, what: Reply, *, calls_for: Severity | None = None) -> None:
        """Say something in every moderators' room; for a level, to those on duty if awake."""
        for room in self.desk.around.moderators():
            if calls_for is not None:
                what = replace(what, calls=await self._called(room, calls_for))
            await self.desk.outbox.owe(
                f"{step}:{room.platform}", (Rung(room, what), *self._owners(what)),
                due=self.desk.clock.now(), priority=Priority.ALERT,
            )  # fmt: skip


def card(vent: Vent, post: Post, say: Say) -> Reply:
    """One post as moderators see it; its words are hidden until asked for."""
    lines = [say(f"vent.card.{post.stage}", name=vent.name), wishes(vent, say)]
    if post.because:
        why = ", ".join(say(f"vent.because.{one}") for one in post.because)
        lines.append(say("vent.card.because", why=why, level=int(post.level)))
    if vent.reports:
        lines.append(say.many("vent.card.reports", vent.reports))
    if vent.closed:
        lines.append(say("vent.card.closed"))
    elif vent.mode is Mode.GHOST and vent.route is None:
        lines.append(say("vent.card.ghost"))
    if vent.muted:
        lines.append(say("vent.card.muted"))
    return Reply(
        "\n".join(lines), buttons(vent, post, say), private=False,
        tone=Tone.ALERT if post.stage is Stage.HELD else Tone.PLAIN,
        hidden=quoted(post.text) if post.text else "",
        reveal=Button("vent.words", say("card.button.show"), post.id) if post.text else None,
    )  # fmt: skip


def buttons(vent: Vent, post: Post, say: Say) -> tuple[Button, ...]:
    """What moderators can do; each by the post's name, which says nothing of its author.

    Of what its author took out nothing is left; of a closed thread nobody can be written to.
    """
    if not post.text:
        return ()
    over = post.stage in {Stage.DECLINED, Stage.REMOVED, Stage.FAILED}
    names = OVER if over else HELD if post.stage is Stage.HELD else SHOWN
    known = vent.route is not None or vent.mode is Mode.REACHABLE  # nobody knows who a ghost is
    shown = [one for one in names if known or one != "ban"]
    if vent.closed:
        shown = [one for one in shown if one not in {"write", "mute"}]
    return tuple(Button(f"vent.{one}", say(f"vent.button.{one}"), post.id) for one in shown)


def slot(post: Post, room: Room) -> str:
    """Where a post's card stands in a room."""
    return f"vent-card:{post.id}:{room.platform}"
