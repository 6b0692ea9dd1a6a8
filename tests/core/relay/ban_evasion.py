"""Whatever people do: nothing of a banned person is published, nor what was not approved.

What came in before the ban, and was approved, may be (decision 0058).
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from adapters.memory.ledger import Shown
from adapters.memory.places import BOT
from bot.model.people import Member, Platform, ThreadId
from bot.model.venting import Mode, PostId, Side, Stage
from tests.core.relay.choices import (
    BACK,
    BY_AUTHORS,
    BY_MODERATORS,
    DANGER,
    ENTRIES,
    GO_ON,
    HARMLESS,
    KINDS,
    LISTENING,
    NAMES,
    OFTEN,
    PLATFORMS,
    WORDS,
    WRITERS,
    Answers,
)
from tests.core.relay.townsfolk import Townsfolk

MARK = re.compile(r"n\d+n")
CODE = re.compile(r"link ([0-9A-Z]{4}-[0-9A-Z]{4})")
STAFF = ("mo", "kit", "ada")


@dataclass(frozen=True, slots=True)
class Entered:
    """A text that became a post: in which thread, and whether a person had to read it first."""

    thread: ThreadId
    mode: Mode
    held: bool


class BanEvasion(Townsfolk):
    """People with two accounts vent, answer, listen and are banned; they link both."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.wrote: dict[str, tuple[Member, str]] = {}
        self.entered: dict[str, Entered] = {}
        self.posts: set[PostId] = set()
        self.openers: dict[ThreadId, Member] = {}
        """Whose the threads are: with a ghost's receipt, others answer in them."""
        self.banned: dict[int, frozenset[Member]] = {}
        """On which accounts each ban holds for good."""
        self.linked: set[str] = set()
        self.listeners: dict[str, Member] = {}
        self.muted: set[ThreadId] = set()
        self.read: set[str] = set()
        self.approved: set[str] = set()
        self.published: set[str] = set()
        self.nobodys: set[str] = set()
        """Approved when nothing led to whoever wrote it, as with a ghost's."""
        self.receipts: list[str] = []
        self.lockdown = False

    # what people do --------------------------------------------------------------------------

    def text(self, who: Member, words: str) -> str:
        """Something that this account writes, and that can be told from all else."""
        self.count += 1
        self.wrote[f"n{self.count}n"] = (who, words)
        return f"{words} n{self.count}n"

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:  # noqa: C901, PLR0912 - a table
        """One rule for all: Hypothesis leaves some rules out of a run; here none may be."""
        match data.draw(st.sampled_from(KINDS)):
            case "vents":
                self.vents(
                    data.draw(NAMES),
                    data.draw(PLATFORMS),
                    data.draw(WORDS),
                    data.draw(ENTRIES),
                    data.draw(GO_ON),
                )
            case "presses":
                action = data.draw(st.sampled_from((*BY_AUTHORS, *OFTEN)))
                self.pressed(data.draw(NAMES), action, data.draw(BACK), data.draw(WORDS))
            case "listens":
                self.listens(
                    data.draw(st.sampled_from(LISTENING)), data.draw(BACK), data.draw(WORDS)
                )
            case "reports":
                self.pressed(data.draw(NAMES), "vent.report", data.draw(BACK), HARMLESS)
            case "receipt":
                self.opens_a_receipt(data.draw(NAMES), data.draw(BACK), data.draw(WORDS))
            case "own":
                self.looks_for_own_threads(data.draw(NAMES), data.draw(PLATFORMS))
            case "moderates":
                self.moderates(data.draw(st.sampled_from(BY_MODERATORS)), data.draw(BACK))
            case "links":
                self.links(data.draw(NAMES))
            case "unbans":
                self.unbans(data.draw(BACK))
            case "lockdown":
                self.switches_the_lockdown()
            case "days":
                self.jumps(timedelta(days=data.draw(st.sampled_from((2, 4, 31)))))
            case "again":
                self.starts_again(data.draw(st.sampled_from((None, False, True))))
            case _:
                self.waits(timedelta(seconds=data.draw(st.sampled_from((5, 30, 150, 200)))))

    def vents(self, name: str, on: Platform, words: str, how: str, then: tuple[str, ...]) -> None:
        who = self.town.town.people[name].on(on)
        if on is Platform.MATRIX:
            how = how.replace("/", "!").replace('text="{}"', "{}")
        line = how.format(self.text(who, words))
        self.says(f"{name} @bot/{on}: {line}")
        for action in (*(("vent.preview",) if words == DANGER else ()), *then):
            self.pressed(name, action, 0, words)

    def listens(self, action: str, back: int, words: str) -> None:
        """Lia is the listener; whoever wrote says yes."""
        for name in ("lia",) if action == "vent.offer" else WRITERS:
            self.pressed(name, action, back, words)

    def opens_a_receipt(self, name: str, n: int, words: str) -> None:
        """Whoever has it may answer with it."""
        if self.receipts:
            receipt = self.receipts[-1 - n % len(self.receipts)]
            self.says(f'{name} @bot: /replies words="{receipt}"')
            self.pressed(name, "vent.answer", 0, words)

    def looks_for_own_threads(self, name: str, on: Platform) -> None:
        self.says(f"{name} @bot/{on}: {'/' if on is Platform.DISCORD else '!'}my-vents")

    def links(self, name: str) -> None:
        """Both accounts of one person, confirmed on both sides; or undone."""
        self.says(f"{name} @bot: /link")
        if name in self.linked:
            self.pressed(name, "link.undo", 0, HARMLESS)
            self.linked.discard(name)
        else:
            said = (one.text for one in self.town.town.ledger.entries if name in one.screen)
            codes = [found[1] for text in said if (found := CODE.search(text))]
            self.says(f"{name} @bot/matrix: !link {codes[-1]}")
            for _ in Platform:
                self.pressed(name, "link.yes", 0, HARMLESS)
            self.linked.add(name)
        links = map(self.house.links.of, self.town.town.people[name].accounts.values())
        assert all(bool(one) is (name in self.linked) for one in links)

    # what moderators do ----------------------------------------------------------------------

    def moderates(self, action: str, back: int) -> None:
        found = [(one, button) for one, button in self.buttons("mo", action)
                 if one.platform is Platform.DISCORD]  # fmt: skip
        if not found:
            return
        shown, button = found[-1 - back % len(found)]
        talk, _, side = button.about.partition(":")
        pair = self.host.run(lambda: self.house.pairs.get(talk))
        before = {one.number for one in self.host.run(self.house.bans.all)}
        post = self.host.run(lambda: self.house.vents.post(PostId(button.about)))
        vent = self.host.run(lambda: self.house.vents.get(post.thread)) if post else None
        self.look_at_the_cards()
        self.presses("mo", shown, button, Answers(lambda: "no harm meant"))
        new = {one.number for one in self.host.run(self.house.bans.all)} - before
        if post is not None and vent is not None:
            ghost = vent.mode is Mode.GHOST
            if action == "vent.mute" or (action == "vent.ban" and (new or ghost)):
                self.muted.add(vent.id)
            elif action == "vent.unmute":
                self.muted.discard(vent.id)
            if action == "vent.approve" and post.stage is Stage.HELD:
                self.approved |= self.read & set(MARK.findall(post.text))
                self.nobodys |= set(MARK.findall(post.text)) if vent.route is None else set()
            if new:
                assert not ghost, "a ghost was banned"
                self.banned[new.pop()] = self.both(self.openers[vent.id])
        elif pair is not None and side == Side.AUTHOR:
            self.muted.add(pair.thread)
            self.banned |= dict.fromkeys(new, self.both(self.openers[pair.thread]))
        elif new:
            self.banned[new.pop()] = self.both(self.listeners[talk])

    def unbans(self, n: int) -> None:
        if self.banned:
            number = sorted(self.banned)[n % len(self.banned)]
            self.says(f"mo #moderators: /unban {number}")
            del self.banned[number]

    def switches_the_lockdown(self) -> None:
        self.lockdown = not self.lockdown
        self.says(f"mo #moderators: /lockdown {'on' if self.lockdown else 'off'}")

    # what happens ----------------------------------------------------------------------------

    def starts_again(self, master: bool | None) -> None:  # noqa: FBT001 - None: with the same keys
        if master is None:
            self.restarts()
        else:
            self.rotates(master=master)

    def pressed(self, name: str, action: str, back: int, words: str) -> None:
        found = self.buttons(name, action)
        if not found:
            return
        shown, button = found[-1 - back % len(found)]
        who = self.town.town.people[name].on(shown.platform)
        pairs = {one.id for one in self.host.run(self.house.pairs.all)}
        self.presses(name, shown, button, Answers(lambda: self.text(who, words)))
        for pair in self.host.run(self.house.pairs.all):
            if pair.id not in pairs:
                self.listeners[pair.id] = who

    def is_banned(self, who: Member) -> bool:
        return any(self.both(who) & accounts for accounts in self.banned.values())

    def both(self, who: Member) -> frozenset[Member]:
        """The accounts of this person as far as they are linked now."""
        name = self.name_of(who)
        linked = self.town.town.people[name].accounts.values() if name in self.linked else ()
        return frozenset((who, *linked))

    def look_at_the_cards(self) -> None:
        """What moderators have been shown."""
        for one in self.town.town.ledger.entries:
            if "mo" in one.screen and one.sender == BOT and one.room != "#vent":
                self.read |= set(MARK.findall(one.text))

    # what must hold --------------------------------------------------------------------------

    @invariant()
    def nothing_forbidden_came_in_or_out(self) -> None:
        self.host.run(self.entries)
        for one in self.fresh():
            self.no_author_is_shown(one)
            if one.sender == BOT:
                self.receipts += re.findall(r"with /replies:\s+([a-z ]+[a-z])", one.text)
                for mark in MARK.findall(one.text):
                    self.may_be_shown(one, mark)

    async def entries(self) -> None:
        """Every new post: its author was not banned when it came in."""
        for stage in (Stage.HELD, Stage.WAITING, Stage.POSTED):
            for post in await self.house.vents.in_stage(stage):
                vent = await self.house.vents.get(post.thread)
                if post.id in self.posts or vent is None:
                    continue
                self.posts.add(post.id)
                (mark,) = MARK.findall(post.text)
                author, words = self.wrote[mark]
                self.openers.setdefault(vent.id, author)
                if mark not in self.entered:
                    assert not self.is_banned(author), "a banned person got in"
                    held = words != HARMLESS or self.lockdown or vent.mode is Mode.GHOST
                    self.entered[mark] = Entered(vent.id, vent.mode, held)

    def may_be_shown(self, one: Shown, mark: str) -> None:
        author, _ = self.wrote[mark]
        others = set(one.screen) - {self.name_of(author), *STAFF}
        if not others or (mark in self.published and one.room == "#vent"):
            return
        known = self.entered.get(mark)
        ghost = known is not None and known.mode is Mode.GHOST
        ghost |= mark in self.nobodys or (one.room == "#vent" and mark in self.approved)
        assert ghost or not self.is_banned(author), "a banned person was published"
        if one.room == "#vent":
            assert known is not None
            assert known.thread not in self.muted, "a muted thread went on"
            assert not known.held or mark in self.approved, "nobody approved these words"
            self.published.add(mark)

    def name_of(self, account: Member) -> str:
        people = self.town.town.people.values()
        return next(one.name for one in people if account in one.accounts.values())

    def no_author_is_shown(self, one: Shown) -> None:
        for name in WRITERS:
            if one.screen == (name,):
                continue  # whoever links their accounts is told which one it is
            for id_ in (id_.lstrip("@") for id_ in self.ids(name)):
                assert id_ not in one.text
                assert not any(id_ in f"{b.about}{b.label}{b.action}" for b in one.buttons)
        if one.sender == BOT and one.room == "#moderators":
            assert not re.search(rf"\b(?:{'|'.join(WRITERS)})\b", one.text)
