"""The verdict on the relay: what was vented, against every screen and every row at the end."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from adapters.memory.ledger import Ledger, Shown
from adapters.memory.places import BOT, Person
from adapters.sql.house import House
from bot.model.finding import Severity
from bot.model.people import Platform, ThreadId
from bot.model.venting import Kind, Post, Stage
from tests.chaos.tally import Verdict
from tests.chaos.vented import Ruled, Thread, Vented, Words, about, marks_in
from tests.chaos.verdict import cases_in

ROOM, CARDS = "#vent", "#moderators"
Where = tuple[str, Platform]


@dataclass(slots=True)
class Rooms:
    """What of the vents stood in the rooms, ever and at the end, by the marks in it."""

    posts: Counter[Where] = field(default_factory=Counter[Where])
    """How many messages of each room began with, or were edited to, these words."""
    ids: Counter[Where] = field(default_factory=Counter[Where])
    standing: Counter[Where] = field(default_factory=Counter[Where])
    first: dict[str, int] = field(default_factory=dict[str, int])
    """The entry in which words stood first."""
    at_once: Counter[Where] = field(default_factory=Counter[Where])
    """How many openings of a thread stood in a room at one time, at most.

    One whose showing the bot had not heard of when its words were changed is taken out, and
    another comes once a person has read the new ones.
    """
    _stand: defaultdict[Where, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, ledger: Ledger, answers: frozenset[str]) -> "Rooms":
        """Read every screen. `answers` are the marks of what is no opening."""
        rooms = cls()
        firsts: defaultdict[Where, set[int]] = defaultdict(set)
        for one in ledger.entries:
            if one.room == ROOM and one.sender == BOT:
                rooms._add(one, ledger, firsts)
                rooms._openings(one, ledger, answers)
        rooms.posts.update({where: len(found) for where, found in firsts.items()})
        return rooms

    def _add(self, one: Shown, ledger: Ledger, firsts: defaultdict[Where, set[int]]) -> None:
        begun, marks = ledger.first(one), marks_in(one.text)
        for mark in marks:
            firsts[mark, one.platform].add(begun.n)
            self.first.setdefault(mark, one.n)
            self.standing[mark, one.platform] += ledger.newest(one) is one
        if one is begun and (id_ := about(one, "vent.report")):
            self.ids[id_, one.platform] += 1

    def _openings(self, one: Shown, ledger: Ledger, answers: frozenset[str]) -> None:
        begun, marks = ledger.first(one).n, marks_in(one.text)
        for ids in self._stand.values():
            ids.discard(begun)
        for mark in marks if not marks & answers else ():
            where = mark, one.platform
            self._stand[where].add(begun)
            self.at_once[where] = max(self.at_once[where], len(self._stand[where]))


@dataclass(frozen=True, slots=True)
class Rulings:
    """Which words a moderator let pass, since when; what was confirmed to them.

    `stopped` are words that wait for a person at the end, or that one refused.
    """

    passed: dict[str, int]
    confirmed: frozenset[str]
    declined: frozenset[str]
    stopped: frozenset[str]

    @classmethod
    def of(cls, done: Vented, ledger: Ledger, held: Iterable[Post]) -> "Rulings":
        """By the words on the cards: on Discord they stand there, hidden until asked for."""
        cards = _on_cards(ledger)
        passed: dict[str, int] = {}
        for ruled in done.rulings:
            if ruled.approve:
                for mark in cards[ruled.post]:
                    passed[mark] = min(ruled.n, passed.get(mark, ruled.n))
        refused = (mark for one in done.rulings if not one.approve for mark in cards[one.post])
        return cls(
            passed,
            frozenset(mark for one in _sure(done, approve=True) for mark in cards[one.post]),
            frozenset(one.post for one in _sure(done, approve=False)),
            frozenset(mark for post in held for mark in marks_in(post.text)).union(refused),
        )


def _on_cards(ledger: Ledger) -> defaultdict[str, set[str]]:
    cards: defaultdict[str, set[str]] = defaultdict(set)
    for one in ledger.entries:
        if one.room == CARDS and one.sender == BOT and (id_ := about(one, "vent.approve")):
            cards[id_] |= {mark for mark in marks_in(one.text) if mark.startswith("words")}
    return cards


def _sure(done: Vented, *, approve: bool) -> Iterator[Ruled]:
    return (one for one in done.rulings if one.confirmed and one.approve is approve)


async def judge_relay(verdict: Verdict, done: Vented, ledger: Ledger, house: House) -> None:
    """Compare everything that was vented."""
    answers = frozenset(one.mark for _, one in done.words() if one.kind is Kind.ANSWER)
    held = await house.vents.in_stage(Stage.HELD)
    rooms, rulings = Rooms.of(ledger, answers), Rulings.of(done, ledger, held)
    for thread in done.threads.values():
        for platform in Platform:
            _thread(verdict, thread, rooms, platform)
        for words in thread.words:
            _words(verdict, thread, words, rooms, rulings)
        if thread.left:
            await _gone(verdict, thread, rooms, house)
    for where, number in rooms.ids.items():
        verdict.at_most(f"post {where[0]} on {where[1]}", number, 1)
        if where[0] in rulings.declined:
            verdict.never(f"declined post {where[0]} on {where[1]}", number)
    await _replies(verdict, done, ledger, house)
    await _alarms(verdict, done, house)
    _count(verdict, done, rooms, rulings)


def _thread(verdict: Verdict, thread: Thread, rooms: Rooms, platform: Platform) -> None:
    """One opening stands in each room, in whatever words; the newest that were promised."""
    verdict.at_most(f"{thread.mark} on {platform}", rooms.at_once[thread.mark, platform], 1)
    edits = [one for one in thread.words if one.kind is Kind.EDIT and one.pressed]
    if edits and edits[-1].soon and thread.words[0].soon and not thread.leaving:
        stands = rooms.standing[edits[-1].mark, platform]
        verdict.at_least(f"new words {edits[-1].mark} on {platform}", stands, 1)


def _words(verdict: Verdict, thread: Thread, words: Words, rooms: Rooms, rulings: Rulings) -> None:
    """Shown once in each room if it was promised, never if it was not pressed or not let pass."""
    owed = not thread.leaving and _owed(thread, words, rulings)
    for platform in Platform:
        name, found = f"{words.kind} {words.mark} on {platform}", rooms.posts[words.mark, platform]
        verdict.at_most(name, found, 1)
        if not words.pressed:
            verdict.never(f"draft {name}", found)
        if owed and words.kind is Kind.ANSWER:
            verdict.at_least(name, found, 1)
        if owed and words.kind is Kind.OPENING:
            verdict.at_least(name, rooms.posts[thread.mark, platform], 1)
    shown = rooms.first.get(words.mark)
    passed = rulings.passed.get(words.mark)
    if words.waits and shown is not None and (passed is None or passed > shown):
        verdict.never(f"unread {words.mark}", 1)


def _owed(thread: Thread, words: Words, rulings: Rulings) -> bool:
    """Whether words that were promised are owed to the rooms, whatever their author did later.

    New words that a person must read take the place of an opening that no room shows yet, and
    what was said behind it waits with them: nothing is owed while that waits, or was refused.
    """
    later = thread.words[thread.words.index(words) + 1 :]
    edits = [one for one in later if one.kind is Kind.EDIT and one.pressed]
    marks = {words.mark, *(one.mark for one in edits)}
    stopped = any(one.waits for one in edits) and not marks.isdisjoint(rulings.stopped)
    return (words.soon or words.mark in rulings.confirmed) and not stopped


async def _gone(verdict: Verdict, thread: Thread, rooms: Rooms, house: House) -> None:
    """Taken out: nowhere in the rooms, no rows, and no key that opens an old copy of them."""
    for platform in Platform:
        stands = rooms.standing[thread.mark, platform]
        verdict.never(f"{thread.mark}, taken out, on {platform}", stands)
    id_ = ThreadId(house.vault.passed(thread.id) or thread.id)
    verdict.never(f"posts of {thread.mark}, taken out", len(await house.vents.posts_of(id_)))
    verdict.never(f"row of {thread.mark}, taken out", int(await house.vents.get(id_) is not None))
    verdict.never(f"key of {thread.mark}, taken out", len(house.ring.names(f"thread:{id_}")))


async def _replies(verdict: Verdict, done: Vented, ledger: Ledger, house: House) -> None:
    """Each reply reaches the author of a living thread once: by DM, or behind the receipt."""
    told = Counter[tuple[str, str]]()
    for one in ledger.entries:
        if one.sender == BOT and one.key and one.edits is None and len(one.screen) == 1:
            told.update((mark, one.screen[0]) for mark in marks_in(one.text))
    for mark, of in done.replies.items():
        thread = done.threads[of]
        found = told[mark, thread.author]
        if thread.ghost:
            lines = await _lines(thread, house)
            verdict.at_most(f"{mark} for a ghost", lines[mark], 1)
            found = max(found, lines[mark])
        verdict.at_most(mark, told[mark, thread.author], 1)
        known = not thread.ghost or thread.id
        verdict.at_least(mark, found, int(bool(known) and not thread.leaving))


async def _lines(thread: Thread, house: House) -> Counter[str]:
    id_ = house.vault.passed(thread.id)
    lines = await house.vents.lines(id_) if id_ else ()
    return Counter(mark for line in lines for mark in marks_in(line.text))


def leaks(verdict: Verdict, done: Vented, ledger: Ledger, people: dict[str, Person]) -> None:
    """No author's name or id stands in anything of the bot that somebody else can see."""
    authors = {thread.author: people[thread.author] for thread in done.threads.values()}
    for one in ledger.entries:
        if one.sender == BOT:
            shown = "\n".join((one.text, one.key, *(f"{b.label} {b.about}" for b in one.buttons)))
            for name, author in authors.items():
                told = (name, *(account.id for account in author.accounts.values()))
                if set(one.screen) - {name} and any(what in shown for what in told):
                    verdict.never(f"{name} in entry {one.n}", 1)


async def _alarms(verdict: Verdict, done: Vented, house: House) -> None:
    """Every alarming vent stands in exactly one incident; by a command, if it was heard at all."""
    texts = [text for case in await cases_in(house) for text in case.texts if text.message is None]
    found = Counter(mark for text in texts for mark in marks_in(text.words))
    for _, words in done.words():
        if words.level >= Severity.PASSIVE:
            verdict.at_least(f"vent {words.mark}", found[words.mark], int(words.sure))
            verdict.at_most(f"vent {words.mark}", found[words.mark], 1)


def _count(verdict: Verdict, done: Vented, rooms: Rooms, rulings: Rulings) -> None:
    words = [one for _, one in done.words()]
    openings = [one for one in words if one.kind is Kind.OPENING]
    verdict.counted |= {
        "vents written": len(openings),
        "of these alarming": sum(one.level >= Severity.PASSIVE for one in openings),
        "vents confirmed": sum(one.soon or one.held for one in openings),
        "ghosts": sum(one.ghost for one in done.threads.values()),
        "answers confirmed": _confirmed(words, Kind.ANSWER),
        "edits confirmed": _confirmed(words, Kind.EDIT),
        "approved, confirmed": len(rulings.confirmed),
        "declined, confirmed": len(rulings.declined),
        "posts shown": sum(rooms.ids.values()), "replies": len(done.replies),
        "taken out, confirmed": sum(one.left for one in done.threads.values()),
    }  # fmt: skip


def _confirmed(words: Sequence[Words], kind: Kind) -> int:
    return sum(one.kind is kind and (one.soon or one.held) for one in words)
