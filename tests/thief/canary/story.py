"""What happens in the town of the canary: a few scenes in which every role does everything."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from adapters.memory.places import BOT, room_named
from adapters.memory.script import step_of
from adapters.memory.uploads import Upload, sample
from bot.model.people import Platform, Room
from bot.model.venting import Line, Mode, Voice
from cogs.vent.author.inbox import LINES_SHOWN
from tests.thief.canary.cast import ALARMING, AUTHOR, MEANS, MXID, QUIET, SNOWFLAKE, Pen
from tests.thief.canary.hands import Hands
from tests.thief.canary.watched import Watched

OTHERS = ("ben", "lia", "ana")
MODERATORS = ("mo", "kit")
EVERYBODY = (AUTHOR, *OTHERS, *MODERATORS, "ada")
LATER = ("privacy.erase_now", "setup.unlink_now")
"""What nobody does before the end."""
CODE = re.compile(r"link ([0-9A-Z]{4}-[0-9A-Z]{4})")
SOON = timedelta(minutes=3)
"""Longer than a post waits before it appears."""
GHOST = ("vent.ghost", "vent.ghost_post")
WAYS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("", QUIET[0], ("vent.options", "vent.post")),
    ("", QUIET[1], GHOST),
    ("", ALARMING, ("vent.preview", "vent.post")),
    ("", ALARMING, ("vent.preview", "vent.ghost", "vent.ghost_address")),
    ("", MEANS, ("vent.post",)),
    ("vent", QUIET[2], ("vent.options", "vent.options", "vent.only", "vent.post")),
    ("ghost", ALARMING, ("vent.preview", *GHOST)),
    ("ghost", QUIET[0], GHOST),
    ("vent", QUIET[1], ("vent.post",)),
    ("vent", QUIET[0], ("vent.post",)),
    ("vent", QUIET[1], ()),
)
"""How the author writes: in words or by a command, what, and what they choose then."""


@dataclass(slots=True)
class Story:
    """Scenes; each begins where the one before ended. `most` bounds how often one thing is done."""

    town: Watched
    hands: Hands
    pen: Pen
    most: int

    async def lives(self) -> None:
        """From the first word to the last."""
        await self._opens()
        await self._links(AUTHOR)
        await self._links("ben")
        for platform in Platform:
            await self._round(platform)
        await self._seals()
        await self._mishaps()
        await self._burst()
        await self._ends()

    async def _round(self, platform: Platform) -> None:
        await self._freed()
        await self._vents(platform)
        await self._to_and_fro(platform)
        await self._commands(platform)
        await self._presses(last=False)
        await self._presses(last=True)
        await self._freed()

    async def _opens(self) -> None:
        """Somebody is on duty, people said yes, and there is talk in the rooms."""
        await self._lines("mo #moderators: /duty on", "ada @bot: /setup")
        await self._lines("ada @bot: /setup-people pictures=yes")
        for name in (AUTHOR, *OTHERS):
            await self._lines(f"{name} @bot: /consent yes", f"{name} @bot/matrix: !consent yes")
            await self._lines(
                f"{name} @bot: /checkin 2", f"{name} @bot: /remind 9:30",
                f"{name} @bot: /remind 9:30 usa", f"{name} @bot/matrix: !remind 10:15 berlin",
            )  # fmt: skip
        await self._lines(
            "ben #general: good morning", "lia #general: hello ben",
            "ana #general: i feel so hopeless, nothing will ever get better",
        )  # fmt: skip

    async def _links(self, name: str) -> None:
        """Both accounts are linked: the author's stay so for a whole round."""
        await self._lines(f"{name} @bot: /link")
        shown = [one.text for one in self.town.town.ledger.entries if name in one.screen]
        code = next(found[1] for text in reversed(shown) if (found := CODE.search(text)))
        await self._lines(f"{name} @bot/matrix: !link {code}")
        for side in ("@bot/matrix", "@bot"):
            await self._lines(f"{name} {side}: [Yes, both are mine]")
        assert all(
            map(self.hands.app.house.links.of, self.town.town.people[name].accounts.values())
        )

    async def _vents(self, platform: Platform) -> None:
        """The author writes in every way, and chooses."""
        dm, mark = self._dm(AUTHOR, platform), "!" if platform is Platform.MATRIX else "/"
        for command, shape, chosen in WAYS:
            text = self.pen.writes(shape)
            await self.hands.acts(AUTHOR, dm, f'{mark}{command} text="{text}"' if command else text)
            await self.hands.follows(AUTHOR, *chosen)
        await self._shows(dm)
        await self.town.wait(SOON)

    async def _shows(self, dm: Room) -> None:
        """The author sends a picture along, of which everything but the picture is a canary."""
        inside = f"{AUTHOR} {SNOWFLAKE} {MXID} {self.pen.something()}"
        photo = Upload(f"{AUTHOR}-{MXID}.png", sample(inside), description=self.pen.something())
        says = partial(self.town.acts.says, AUTHOR, dm, self.pen.writes(QUIET[0]), files=(photo,))
        await self.town.does(says)
        await self.hands.follows(AUTHOR, "vent.post")

    async def _to_and_fro(self, platform: Platform) -> None:
        """Moderators decide, members answer, a listener offers, and the author answers them."""
        await self.hands.follows("mo", "vent.decline")  # before all that could be is approved
        await self._press(*MODERATORS)
        await self.town.wait(SOON)
        for name in OTHERS:
            await self._replies(name)
        await self._much_is_said()
        await self._listens()
        await self._press("lia", "ben", AUTHOR, "lia", AUTHOR, *MODERATORS, AUTHOR)
        await self.hands.follows("mo", "crisis.take", "vent.mute", "vent.unmute")
        await self.town.wait(timedelta(minutes=50))
        if platform is Platform.MATRIX:
            await self.hands.follows("lia", "listen.report")
            await self.hands.follows("mo", "listen.transcript", "listen.ban", "vent.ban")

    async def _much_is_said(self) -> None:
        """To each ghost more is said than one screen shows."""
        house = self.hands.app.house
        said = Line(Voice.ROOM, "i am here, tell me more", self.town.clock.now().date())
        for vent, _ in await house.vents.alive():
            if vent.mode is Mode.GHOST:
                for n in range(LINES_SHOWN + 1):
                    says = partial(house.vents.add_line, vent.id, said)
                    await house.store.unit(f"said {vent.id} {n}", says)

    async def _listens(self) -> None:
        """A listener offers twice; the author says no, and then yes."""
        for answer in ("listen.refuse", "listen.accept"):
            await self.hands.follows("lia", "vent.offer")
            await self.town.wait(SOON)
            await self.hands.follows(AUTHOR, answer)
        for name in ("lia", AUTHOR):
            await self.hands.follows(name, "listen.speak")

    async def _commands(self, platform: Platform) -> None:
        """Everybody calls everything that they may, and one moderator also what they may not."""
        for name in (AUTHOR, "ben", "lia", *MODERATORS, "ada"):
            may = name != "kit" or platform is Platform.MATRIX
            await self.hands.calls_everything(name, self._dm(name, platform), may=may)
        await self.hands.calls_everything("mo", room_named("#moderators", platform))
        sign = "/" if platform is Platform.DISCORD else "!"
        await self._lines(f"{AUTHOR} @bot/{platform}: {sign}helpline grief in georgia")
        await self.hands.follows(AUTHOR, "resources.page", "resources.keep")
        await self._lines(f"{AUTHOR} @bot/{platform}: {sign}resources")
        await self.hands.follows(AUTHOR, "guides.theme", "guides.open", "guides.menu")
        if platform is Platform.DISCORD:
            await self.hands.calls_everything(AUTHOR, room_named("#general", platform))
        else:
            await self._lines(f"{AUTHOR} #general/matrix: !vent {self.pen.something()}")

    async def _presses(self, *, last: bool) -> None:
        """Who decides about others comes first, the author last."""
        for name in reversed(EVERYBODY):
            await self.hands.presses_everything(name, self.most, last=last)

    async def _press(self, *names: str) -> None:
        for name in names:
            await self.hands.presses_everything(name, self.most)

    async def _seals(self) -> None:
        """The custodians break a seal: the one way to a name."""
        name = await self._sealed()
        await self._lines(
            f'mo @bot: /unseal-open name="{name}"',
            f'mo @bot: /unseal name="{name}" reason="a threat to others"',
            f'mo @bot: /unseal-approve name="{name}"', f'mo @bot: /unseal-open name="{name}"',
            f'kit @bot/matrix: !unseal-open name="{name}"',
            f'kit @bot: /unseal-approve name="{name}"', f'kit @bot: /unseal-open name="{name}"',
            f'mo #moderators/matrix: !unseal-open name="{name}"',
            f'mo @bot: /unseal-open name="{name}"', f'mo @bot: /unseal-open name="{name}"',
            "mo @bot: /audit", "kit @bot/matrix: !audit", "* wait 1h",
        )  # fmt: skip

    async def _sealed(self) -> str:
        """A new post of the author, which has a seal; others may have one in the room, too."""
        before = await self._with_seals()
        await self._lines(f"{AUTHOR} @bot: {self.pen.something()}")
        await self.hands.follows(AUTHOR, "vent.post")
        await self.town.wait(SOON)
        (name,) = await self._with_seals() - before
        return name

    async def _with_seals(self) -> set[str]:
        alive = await self.hands.app.house.vents.alive()
        return {vent.name for vent, proof in alive if vent.route and proof}

    async def _mishaps(self) -> None:
        """DMs are closed, networks away, features break with every canary, the bot starts anew."""
        me, write = f"{AUTHOR} @bot", self.pen.writes
        await self._lines(
            f"* dms {AUTHOR} closed", "ben #vent: reply: are you there?", "* wait 2h",
            f"* dms {AUTHOR} open", "* outage discord 5m", "* outage matrix 5m",
            f"{me}/matrix: {write(ALARMING)}", f"{me}: {write(ALARMING)}", "* wait 6m",
        )  # fmt: skip
        ids = (one.id for one in self.town.watched.author.accounts.values())
        broken = " ".join((AUTHOR, *ids, self.pen.something()))
        for action in ("vent.preview", "command:mood", "command:vent", "command:checkin"):
            self.town.reached.breaks[action] = RuntimeError(broken)
        await self._lines(
            f"{me}: /mood", f"{me}: /vent text={self.pen.something()}", f"{me}: /checkin 2",
            f"{me}/matrix: {self.pen.something()}", "* restart",
            f"* leaves {AUTHOR}", f"* joins {AUTHOR}", "* wait 3m",
            "kit #moderators: /duty off", "kit #moderators/matrix: !duty off",
            "ada #moderators: /duty off", "ada #moderators/matrix: !duty off",
            "mo #moderators/matrix: !duty off", "mo #moderators: /duty off",
            "mo #moderators: [I'm on duty now]",
        )  # fmt: skip

    async def _burst(self) -> None:
        """Many are in danger at once, and one of them can hardly be reached."""
        self.town.town.faults.no_threads = True
        sad = "i am going to kill myself tonight"
        await self._lines("* dms ana closed", f"ana #general: {sad}", "* wait 3m")
        for _ in range(4):
            await self._lines(f"{AUTHOR} @bot: {self.pen.writes(ALARMING)}")
            await self._lines(f"{AUTHOR} @bot/matrix: {self.pen.writes(ALARMING)}")
        await self._lines("* wait 3m", "* dms ana open")
        await self._press(*MODERATORS, "ana", AUTHOR)
        await self._jump(timedelta(days=1))

    async def _ends(self) -> None:
        """Everybody erases what is kept; the rest is forgotten in time."""
        for name in (AUTHOR, *OTHERS):
            await self._lines(f"{name} @bot: /privacy", f"{name} @bot/matrix: !privacy")
        for action in LATER:
            self.hands.frees(action)
        for name in (*EVERYBODY, *EVERYBODY):  # what appeared for somebody by the last of others
            await self.hands.presses_everything(name, 1, last=True)
        await self._lines("ada @bot/matrix: !setup")  # the platforms were parted meanwhile
        await self.hands.follows("ada", "setup.link")
        await self._jump(timedelta(days=32))

    async def _jump(self, by: timedelta) -> None:
        """A long time passes at once, as if the machine had slept."""
        self.town.clock.advance(by)
        await self.town.settle()
        await self.town.wait(SOON)

    async def _freed(self) -> None:
        """Whoever is banned is not any more, nothing is locked down, somebody is on duty."""
        for ban in await self.hands.app.house.bans.all():
            await self._lines(f"mo #moderators: /unban {ban.number}")
        await self._lines("mo #moderators: /lockdown off", "mo #moderators: /duty on")

    async def _lines(self, *lines: str) -> None:
        """Lines as in a script."""
        for line in lines:
            step = step_of(line)
            assert step is not None
            await self.town.take(step)

    async def _replies(self, name: str) -> None:
        """Answer the newest post in each vent room."""
        shown = self.town.town.ledger.now_shown()
        for platform in Platform:
            room = room_named("#vent", platform)
            if any(one.where == room and one.sender == BOT for one in shown):
                says = partial(self.town.acts.replies, name, room, "i am here, tell me more")
                await self.town.does(says)

    def _dm(self, name: str, platform: Platform) -> Room:
        return self.town.town.dm(name, platform).room
