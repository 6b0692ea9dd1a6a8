"""The thief with all keys of the end besides: opens what opens, tries every member on every tag."""

import hmac
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from pydantic import TypeAdapter

from adapters.memory.places import dm_room
from adapters.sql.keyring import KeyRing
from adapters.sql.opening import open_ring
from adapters.sql.reseal import SEALED
from adapters.sql.seal import Sealer, Unreadable, place
from adapters.sql.tables import links
from adapters.sql.tables.private_rooms import KEY, TABLE
from adapters.sql.vault import Vault
from bot.model.venting import Vent
from tests.thief.pages import Commit, Row, Value
from tests.thief.town import Loot

TAGS = ("member", "rota", "draft", "leaving")
OWN_KEY = {"vents": "thread", "vent_posts": "thread", "vent_lines": "thread",
           "vent_drafts": "draft", "vent_pictures": "draft", "pairs": "pair",
           TABLE: KEY.removesuffix(":"), links.TABLE: links.KEY.removesuffix(":")}  # fmt: skip
MEMBERS = {"checkins": 1, "preferences": 1, "reminders": 0}
"""The column of the tag by which these rows find their member's key."""
MEMBER_CHOICES = ("consent", "country", "quiet")
VENTS = TypeAdapter(Vent)
FEW = 3
"""A commit that names more members than this is a batch and points at nobody."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was opened, who stands in it by id, and in which commit it was written or taken."""

    n: int
    table: str
    plain: bytes
    named: frozenset[str]


@dataclass(frozen=True, slots=True)
class Newcomers:
    """How often a lone newcomer was the author of a ghost, of how many such ghosts.

    `among` says among how many newcomers each ghost of a newcomer stood.
    """

    right: int
    alone: int
    among: list[int]


@dataclass(slots=True)
class Keyed:
    """The opened history."""

    seen: list[Seen]
    tagged: dict[int, set[str]]
    """Members whose keyed tags came or went in a commit."""
    ring: KeyRing
    vault: Vault


async def opened(loot: Loot, commits: Sequence[Commit]) -> Keyed:
    """Open every version of every sealed value, and find every member's tags."""
    ring = await open_ring(loot.keys, None, make=False)
    await ring.close()  # the keys stay in memory
    sealer = Sealer(ring)
    ids = {account.id: name for name, who in loot.people.items()
           for account in who.accounts.values()}  # fmt: skip
    tags = dict(_tags_of(loot, ring))
    seen: list[Seen] = []
    tagged: defaultdict[int, set[str]] = defaultdict(set)
    for n, commit in enumerate(commits):
        for table, row in commit.came | commit.went:
            tagged[n] |= {tags[value] for value in row if value in tags}
            plain = _open(sealer, table, row)
            if plain is not None:
                named = frozenset(ids[one] for one in _ids_in(plain) if one in ids)
                tagged[n] |= named
                seen.append(Seen(n, table, plain, named))
    return Keyed(seen, dict(tagged), ring, Vault(sealer))


def _tags_of(loot: Loot, ring: KeyRing) -> Iterator[tuple[Value, str]]:
    """Every tag that our code makes of a member, for every member."""
    for name, who in loot.people.items():
        for platform, one in who.accounts.items():
            pair = (platform, one.id)
            yield from ((ring.tag(purpose, *pair), name) for purpose in TAGS)
            yield ring.tag("subject", "member", *pair), name
            yield ring.tag("target", "Direct", *pair), name
            yield ring.tag("cursor", platform, dm_room(name, platform).id), name
            yield from ((ring.tag("preference", *pair, it), name) for it in MEMBER_CHOICES)
            yield ring.tag("person", *pair), name


def _open(sealer: Sealer, table: str, row: Row) -> bytes | None:
    if table not in SEALED:
        return None
    blobs = [one for one in row if isinstance(one, bytes) and len(one) > 64]
    key = _key(table, row)
    for blob in blobs:
        try:
            first = row[0]
            where = str(first) if not isinstance(first, bytes) else first
            return sealer.open(blob, place(table, where), key)
        except Unreadable:
            continue
    return None


def _key(table: str, row: Row) -> str | None:
    if table in MEMBERS:
        tag = row[MEMBERS[table]]
        return KeyRing.of_tag(tag) if isinstance(tag, bytes) else None
    kind = OWN_KEY.get(table)
    if kind is None:
        return None
    if table == "vent_pictures" and row[2] is not None:  # posted: the thread's from then on
        return f"thread:{row[2]!s}"
    owner = str(row[1] if table in {"vent_posts", "vent_lines", "vent_pictures"} else row[0])
    return f"{kind}:{owner}"


def _ids_in(plain: bytes) -> Iterator[str]:
    text = plain.decode("utf-8", errors="replace")
    yield from text.replace("\\n", '"').split('"')


def ghosts_named(loot: Loot, commits: Sequence[Commit], keyed: Keyed) -> dict[str, set[str]]:
    """For each ghost who is named in a commit of the thread, or in one value with its name."""
    ghosts = {one.thread for one in loot.truths if one.ghost}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for n, commit in enumerate(commits):
        text = {str(value) for _, row in commit.came | commit.went for value in row
                if isinstance(value, str)}  # fmt: skip
        for thread in ghosts & text:
            found[thread] |= keyed.tagged.get(n, set())
    for one in keyed.seen:
        if one.named:
            for thread in ghosts:
                if thread.encode() in one.plain:
                    found[thread] |= one.named
    return {thread: names for thread, names in found.items() if names}


def proofs_that_fit(loot: Loot, commits: Sequence[Commit], keyed: Keyed) -> int:
    """Every member's proof of every ghost thread against every short value there ever was."""
    values = {value for commit in commits for _, row in commit.came | commit.went
              for value in row if isinstance(value, bytes) and len(value) == 16}  # fmt: skip
    root = HMAC(keyed.ring.derive("tag:owner"), SHA256())
    members = [(one.platform, one.id) for who in loot.people.values()
               for one in who.accounts.values()]  # fmt: skip
    ghosts = [one.thread for one in loot.truths if one.ghost]
    assert _tag(root, *members[0]) == keyed.ring.tag("owner", *members[0]), "the thief's own tags"
    return sum(
        not values.isdisjoint(_marks(keyed.ring, one, _tag(root, one, *who)))
        for one in ghosts
        for who in members
    )


def _marks(ring: KeyRing, thread: str, proof: bytes) -> set[bytes]:
    """A proof as it is, and as a row would hold it: under the key of the thread that lives."""
    key = ring.get(f"thread:{thread}")
    return {proof} if key is None else {proof, hmac.new(key, proof, "sha256").digest()[:16]}


def _tag(root: HMAC, *parts: str) -> bytes:
    """KeyRing.tag with the purpose's key derived once: millions are tried."""
    mac = root.copy()
    mac.update(b"".join(len(raw := one.encode()).to_bytes(4, "big") + raw for one in parts))
    return mac.finalize()[:16]


async def routes_opened(loot: Loot, keyed: Keyed) -> dict[str, str]:
    """Threads whose way back opens: of reachable ones those that live, of ghosts none."""
    ids = {account: name for name, who in loot.people.items()
           for account in who.accounts.values()}  # fmt: skip
    found: dict[str, str] = {}
    with closing(sqlite3.connect(loot.database)) as stolen:
        rows = stolen.execute("SELECT id, sealed FROM vents").fetchall()
    for id_, sealed in rows:
        plain = _open(Sealer(keyed.ring), "vents", (id_, sealed))
        route = VENTS.validate_json(plain).route if plain else None
        author = await keyed.vault.open(route) if route else None
        if author is not None:
            found[id_] = ids[author]
    return found


def newcomers(loot: Loot, commits: Sequence[Commit], keyed: Keyed) -> Newcomers:
    """Who wrote for the first time between two lists that open, against the ghosts made then.

    Where that is one person alone, the thief names them as the author of each of these ghosts.
    """
    ghosts = {one.thread: one.author for one in loot.truths if one.ghost}
    lists = {one.n: one.named for one in keyed.seen if one.table == TABLE}
    made: set[str] = set()
    among: list[int] = []
    right = alone = 0
    before: frozenset[str] | None = None
    for n, commit in enumerate(commits):
        made |= {str(row[0]) for table, row in commit.came if table == "vents"} & set(ghosts)
        if n not in lists:
            continue
        if before is not None:
            new = lists[n] - before
            among += [len(new) for one in made if ghosts[one] in new]
            if len(new) == 1:
                alone += len(made)
                right += sum(ghosts[one] in new for one in made)
        before, made = lists[n], set[str]()
    return Newcomers(right, alone, sorted(among))


def nearest(loot: Loot, commits: Sequence[Commit], keyed: Keyed) -> tuple[int, float]:
    """Guess that a ghost is who stands nearest in the log: how often right, and how by chance.

    Chance is the same guess for the ghosts in another order. A ghost whose row came and went in
    one commit stands nowhere in the log.
    """
    made = {str(row[0]): n for n, commit in reversed(list(enumerate(commits)))
            for table, row in commit.came if table == "vents"}  # fmt: skip
    ghosts = [one for one in loot.truths if one.ghost and one.thread in made]
    at = sorted(n for n, names in keyed.tagged.items() if 0 < len(names) <= FEW)
    guesses = [keyed.tagged[min(at, key=lambda n: abs(n - made[one.thread]))] for one in ghosts]
    authors = [one.author for one in ghosts]
    right = sum(author in guess for author, guess in zip(authors, guesses, strict=True))
    shifts = range(1, len(ghosts))
    by_chance = [
        sum(
            author in guess
            for author, guess in zip(authors[n:] + authors[:n], guesses, strict=True)
        )
        for n in shifts
    ]
    return right, sum(by_chance) / len(shifts)
