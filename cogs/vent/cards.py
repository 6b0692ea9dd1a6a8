"""Cards in the moderators' rooms: a post that waits for a person, one that was reported."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.community import by_platform
from bot.model.finding import Severity
from bot.model.people import Direct, Member, Role, Room
from bot.model.venting import Ban, Mode, Post, Stage, Vent
from bot.ports.delivery import Priority, Rung
from bot.relay.course import silenced
from bot.ui.reply import Button, Reply, Tone, quoted
from bot.ui.texts import Say
from cogs.vent.desk import Desk
from cogs.vent.rooms.public import wishes

HELD: tuple[str, ...] = ("approve", "decline", "write", "mute", "ban")
SHOWN: tuple[str, ...] = ("write", "remove", "mute", "ban")
OVER: tuple[str, ...] = ("write", "mute", "ban")
"""The buttons of a card by its stage."""
OUT_TRIED = timedelta(days=30)
"""How long a room that does not let words go is asked again, each day."""


@dataclass(frozen=True, slots=True)
class Cards:
    """Posts and refreshes cards. None of them says, or could say, who wrote anything."""

    desk: Desk

    async def post(self, vent: Vent, post: Post, due: datetime | None = None) -> None:
        """Show a card to the moderators of every platform, and call those on duty if awake.

        Each has a slot of its own, so that none is forgotten when the words have to go.
        """
        await self.refresh(vent, post)  # no card that stands says less than the new one
        await self.desk.vents.put_post(replace(post, carded=post.carded + 1))
        face = await self.face(vent, post, self.desk.say)
        for rooms in by_platform(self.desk.around.moderators()):
            room = rooms[0]
            calls = await self._called(room, post.level)
            await self.desk.outbox.owe(
                slot(post, room, post.carded),
                (*_rungs(rooms, replace(face, calls=calls)), *self._owners(face)),
                due=due or self.desk.clock.now(), priority=Priority.ALERT,
                slot=slot(post, room, post.carded),
            )  # fmt: skip

    async def refresh(self, vent: Vent, post: Post) -> None:
        """Edit its cards where they stand."""
        await self._edit(post, await self.face(vent, post, self.desk.say))

    async def all_anew(self, vent: Vent) -> None:
        """Edit the cards of all posts of a thread."""
        for post in await self.desk.vents.posts_of(vent.id):
            await self.refresh(vent, post)

    async def face(self, vent: Vent, post: Post, say: Say) -> Reply:
        """A card as it is now."""
        return card(vent, post, say, await self.desk.banned_on(vent.id))

    async def wordless(self, vent: Vent, key: str = "", due: datetime | None = None) -> None:
        """No card shows words of this thread any more, nor will one that is still owed.

        `key` says why, on the cards of what still stands in the rooms. Nor is there anybody to ban.
        """
        for post in await self.desk.vents.posts_of(vent.id):
            nobodys, silent = replace(vent, route=None), silenced(post)
            face = await self.face(nobodys, silent, self.desk.say)
            if key and post.stage is Stage.POSTED:
                face = replace(face, text=f"{face.text}\n{self.desk.say(key)}")
            for room, number in self._standing(post):
                await self.desk.outbox.reword(slot(post, room, number), face)
            await self._edit(post, face, due, words_go=True)

    async def _edit(
        self, post: Post, face: Reply, due: datetime | None = None, *, words_go: bool = False
    ) -> None:
        due = due or self.desk.clock.now()
        tried = due + OUT_TRIED if words_go or not post.text else None
        for room, number in self._standing(post):
            where = slot(post, room, number)
            await self.desk.outbox.owe(
                f"edit:{where}", (Rung(room, face),), due=due,
                priority=Priority.UPDATE, slot=where, edits=True, again_until=tried,
            )  # fmt: skip

    def _standing(self, post: Post) -> list[tuple[Room, int]]:
        """Every card of a post: on which platform, by its first room, and which of them."""
        rooms = [of_one[0] for of_one in by_platform(self.desk.around.moderators())]
        return [(room, number) for number in range(post.carded) for room in rooms]

    async def _called(self, room: Room, level: Severity) -> tuple[Member | Role, ...]:
        """Those on duty, or every moderator; in sleeping hours nobody is woken for it."""
        if not self.desk.around.awake(level):
            return ()
        on_duty = [one for one in await self.desk.rota.on_duty() if one.platform is room.platform]
        return tuple(on_duty) or (Role.MODERATOR,)

    def _owners(self, what: Reply) -> tuple[Rung, ...]:
        """Where a room takes nothing, the owners hear it; a card that reaches nobody is lost."""
        return tuple(Rung(Direct(owner), what) for owner in self.desk.around.owners)

    async def remind(self, held: int, reported: int) -> None:
        """Posts still wait for a person: those on duty hear it again, if they are awake."""
        if not self.desk.around.awake(Severity.ACTIVE):
            return
        counted = {"vent.card.waiting_still": held, "vent.card.reported_still": reported}
        text = "\n".join(self.desk.say.many(key, n) for key, n in counted.items() if n)
        now = self.desk.clock.now()
        for rooms in by_platform(self.desk.around.moderators()):
            calls = await self._called(rooms[0], Severity.ACTIVE)
            what = Reply(text, private=False, calls=calls)
            await self.desk.outbox.owe(
                f"vent-held:{now.isoformat()}:{rooms[0].platform}",
                (*_rungs(rooms, what), *self._owners(what)), due=now, priority=Priority.ALERT,
            )  # fmt: skip

    async def tell(self, step: str, what: Reply, *, calls_for: Severity | None = None) -> None:
        """Say it to the moderators of every platform; for a level, to those on duty if awake."""
        for rooms in by_platform(self.desk.around.moderators()):
            if calls_for is not None:
                what = replace(what, calls=await self._called(rooms[0], calls_for))
            await self.desk.outbox.owe(
                f"{step}:{rooms[0].platform}", (*_rungs(rooms, what), *self._owners(what)),
                due=self.desk.clock.now(), priority=Priority.ALERT,
            )  # fmt: skip


def _rungs(rooms: tuple[Room, ...], what: Reply) -> tuple[Rung, ...]:
    """Where a room is closed, the platform's next one takes it."""
    return tuple(Rung(room, what) for room in rooms)


def card(vent: Vent, post: Post, say: Say, ban: Ban | None = None) -> Reply:
    """One post as moderators see it; its words are hidden until asked for."""
    anew = post.stage is Stage.WAITING and not post.approved
    lines = [say(f"vent.card.{'anew' if anew else post.stage}", name=vent.name)]
    answers = vent.answers
    lines.append(say("vent.card.answers", to=answers.name) if answers else wishes(vent, say))
    if vent.only is not None:
        lines.append(say("vent.card.only", platform=vent.only.title()))
    if post.because:
        why = ", ".join(say(f"vent.because.{one}") for one in post.because)
        lines.append(say("vent.card.because", why=why, level=int(post.level)))
    if post.pictures:
        lines.append(say.many("vent.card.pictures", len(post.pictures)))
    if post.reports:
        lines.append(say.many("vent.card.reports", post.reports))
    elif post.reported:
        lines.append(say("vent.card.reported_before"))
    if vent.closed:
        lines.append(say("vent.card.closed_lately" if vent.route else "vent.card.closed"))
    elif vent.mode is Mode.GHOST and vent.route is None:
        lines.append(say("vent.card.ghost"))
    if vent.muted:
        lines.append(say("vent.card.muted"))
    if ban is not None:
        lines.append(say("vent.card.banned", number=ban.number))
    may = buttons(vent, post, say)
    return Reply(
        "\n".join(lines), tuple(one for one in may if ban is None or one.action != "vent.ban"),
        private=False,
        tone=Tone.ALERT if post.stage is Stage.HELD else Tone.PLAIN,
        hidden=quoted(post.text) if post.text else "",
        reveal=Button("vent.words", say("card.button.show"), post.id) if post.text else None,
        hangs=post.pictures,
    )  # fmt: skip


def buttons(vent: Vent, post: Post, say: Say) -> tuple[Button, ...]:
    """What moderators can do; each by the post's name, which says nothing of its author.

    Of what its author took out nothing is left but, for a day, a ban; of a closed thread nobody can
    be written to.
    """
    if not post.text:
        ban = Button("vent.ban", say("vent.button.ban"), post.id)
        lately = vent.closed and vent.route is not None
        return (ban,) if lately and vent.mode is Mode.REACHABLE else ()
    over = post.stage in {Stage.DECLINED, Stage.REMOVED, Stage.FAILED}
    names = OVER if over else HELD if post.stage is Stage.HELD else SHOWN
    shown = [one for one in names if vent.mode is Mode.REACHABLE or one != "ban"]
    if post.reported:
        shown.insert(0, "stays")
    if vent.closed:
        shown = [one for one in shown if one not in {"write", "mute"}]
    if vent.muted:
        shown = ["unmute" if one == "mute" else one for one in shown]
    return tuple(Button(f"vent.{one}", say(f"vent.button.{one}"), post.id) for one in shown)


def slot(post: Post, room: Room, number: int) -> str:
    """Where a card of a post stands in a room; the first one as before there were numbers."""
    first = f"vent-card:{post.id}:{room.platform}"
    return f"{first}:{number}" if number else first
