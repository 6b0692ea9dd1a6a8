"""The thief without keys: database, its log, backups, logs, names and ids of everybody."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from random import Random
from statistics import fmean

from tests.thief.figures import auc, rho, spread
from tests.thief.forms import bare, forms_of
from tests.thief.pages import Commit, Row, Value
from tests.thief.town import Loot, Truth

TAG_BYTES = 16
TOKEN = re.compile(rb"[\w@.:+/=-]{3,}")
MARK = re.compile(rb"w[0-9a-f]{10,15}")
"""How the town marks its texts."""
NEAR = (0, 1, 3)
COMMON = 0.2
"""A value that stands beside more than a fifth of all threads tells nothing."""
PARTS = 10
OTHERS_TO_ONE = 4
Score = Callable[[str, str], float]


@dataclass(slots=True)
class Trace:
    """What the log shows of one thread."""

    commits: list[int] = field(default_factory=list[int])
    lengths: list[int] = field(default_factory=list[int])
    near: dict[int, frozenset[Value]] = field(default_factory=dict[int, frozenset[Value]])


@dataclass(frozen=True, slots=True)
class Linked:
    """How well one score joins two threads of one author; `about` is 1.96 standard errors."""

    name: str
    auc: float
    about: float


def names_found(loot: Loot, commits: Sequence[Commit]) -> set[str]:
    """Members of whom any usual form stands anywhere.

    Every form as a word of a file or as a value of a row; ids and names in the bare bytes of
    every file and every version of a page.
    """
    raw = _raw(loot)
    there = set(TOKEN.findall(raw)) | set(_cells(commits)) | set(bare(raw))
    return {
        name for name, who in loot.people.items() if any(form in there for form in forms_of(who))
    }


def texts_found(loot: Loot) -> int:
    """How many of the texts can be read anywhere; each ends with a mark that is nowhere else."""
    there = set(MARK.findall(_raw(loot)))
    return sum(set(MARK.findall(text.encode())) <= there for text in loot.texts)


def _raw(loot: Loot) -> bytes:
    """Every file, and every version of every page."""
    files = b"\n".join(file.read_bytes() for file in loot.files())
    return files + b"\n".join(frame.content for frame in loot.tap.frames)


def _cells(commits: Sequence[Commit]) -> Iterator[bytes]:
    for commit in commits:
        for _, row in commit.came:
            for value in row:
                if isinstance(value, str):
                    yield value.encode()
                elif isinstance(value, bytes) and len(value) <= 64:
                    yield value


def traces(commits: Sequence[Commit], truths: Sequence[Truth]) -> dict[str, Trace]:
    """Where each thread shows in the log, how long its rows are, and what stands near it."""
    found = {one.thread: Trace() for one in truths}
    of_post: dict[str, str] = {}
    for n, commit in enumerate(commits):
        for table, row in commit.came | commit.went:
            thread = _thread_of(table, row, of_post)
            if thread in found:
                trace = found[thread]
                trace.commits.append(n)
                trace.lengths.append(max(len(v) for v in row if isinstance(v, bytes)))
    tags = [frozenset(_tags(commit)) for commit in commits]
    for trace in found.values():
        at = sorted(set(trace.commits))
        for width in NEAR:
            window = {m for n in at for m in range(n - width, n + width + 1)}
            trace.near[width] = frozenset().union(*(tags[m] for m in window if 0 <= m < len(tags)))
    return found


def _thread_of(table: str, row: Row, of_post: dict[str, str]) -> str:
    match table:
        case "vents":
            return str(row[0])
        case "vent_pictures":
            return str(row[2])
        case "vent_posts" | "vent_lines":
            of_post[str(row[0])] = str(row[1])
            return str(row[1])
        case _:
            return ""


def _tags(commit: Commit) -> Iterator[Value]:
    """Everything in a commit that could name something: short blobs, long words."""
    for _, row in commit.came | commit.went:
        for value in row:
            tag = isinstance(value, bytes) and len(value) == TAG_BYTES
            if tag or (isinstance(value, str) and len(value) >= TAG_BYTES):
                yield value


def scores(found: dict[str, Trace], truths: Sequence[Truth]) -> dict[str, Score]:
    """Every way to say that two threads have one author."""
    by = {one.thread: one for one in truths}
    first = {name: min(trace.commits, default=0) for name, trace in found.items()}
    last = {name: max(trace.commits, default=0) for name, trace in found.items()}
    size = {name: max(trace.lengths, default=0) for name, trace in found.items()}
    result: dict[str, Score] = {
        "order of making": lambda a, b: -abs(first[a] - first[b]),
        "order of the last change": lambda a, b: -abs(last[a] - last[b]),
        "number of changes": lambda a, b: -abs(len(found[a].commits) - len(found[b].commits)),
        "length of rows": lambda a, b: -abs(size[a] - size[b]),
        "hour of the day": lambda a, b: -_clock(by[a].sent, by[b].sent),
        "length of texts": lambda a, b: -abs(len(by[a].words) - len(by[b].words)),
        "seconds of the minute": lambda a, b: -abs(by[a].sent.second - by[b].sent.second),
    }
    for width in NEAR:
        result[f"values in both, {width} commits around"] = _shared(found, width)
    return result


def _shared(found: dict[str, Trace], width: int) -> Score:
    often = Counter(tag for trace in found.values() for tag in trace.near[width])
    most = COMMON * len(found)

    def score(a: str, b: str) -> float:
        both = found[a].near[width] & found[b].near[width]
        return sum(1 / often[tag] for tag in both if often[tag] <= most)

    return score


def _clock(one: datetime, other: datetime) -> float:
    apart = abs((one.hour * 60 + one.minute) - (other.hour * 60 + other.minute))
    return min(apart, 1_440 - apart)


def pairs(truths: Sequence[Truth], seed: int = 1) -> list[tuple[str, str, bool, int]]:
    """All pairs of one author, some times as many of two, and the part that each falls into."""
    chance = Random(seed)  # noqa: S311 - a sample
    by: defaultdict[str, list[str]] = defaultdict(list)
    for one in truths:
        by[one.author].append(one.thread)
    part = {author: n % PARTS for n, author in enumerate(sorted(by))}
    found = [
        (a, b, True, part[author])
        for author, threads in by.items()
        for a, b in combinations(threads, 2)
    ]
    for _ in range(OTHERS_TO_ONE * len(found)):
        one, other = chance.sample(truths, 2)
        if one.author != other.author:
            found.append((one.thread, other.thread, False, part[one.author]))
    return found


def linked(truths: Sequence[Truth], found: dict[str, Trace]) -> list[Linked]:
    """Each score over all pairs, and in the end the best one as it does on unseen authors."""
    all_pairs = pairs(truths)
    result: list[Linked] = []
    values: dict[str, list[float]] = {}
    for name, score in scores(found, truths).items():
        values[name] = [score(a, b) for a, b, _, _ in all_pairs]
        by_part = [_auc(values[name], all_pairs, {n}) for n in range(PARTS)]
        result.append(Linked(name, _auc(values[name], all_pairs), spread(by_part)))
    kept = [_unseen(values, all_pairs, n) for n in range(PARTS)]
    return [*result, Linked("the best of them, on authors not seen before", fmean(kept),
                            spread(kept))]  # fmt: skip


def _unseen(
    values: dict[str, list[float]], all_pairs: list[tuple[str, str, bool, int]], part: int
) -> float:
    """Choose score and sign on nine parts of the authors, use it on the tenth."""
    rest = set(range(PARTS)) - {part}
    best = max(values, key=lambda name: abs(_auc(values[name], all_pairs, rest) - 0.5))
    sign = 1 if _auc(values[best], all_pairs, rest) >= 0.5 else -1
    return _auc([sign * one for one in values[best]], all_pairs, {part})


def _auc(
    values: Sequence[float],
    all_pairs: list[tuple[str, str, bool, int]],
    parts: set[int] | None = None,
) -> float:
    chosen = [
        (value, same)
        for value, (_, _, same, part) in zip(values, all_pairs, strict=True)
        if parts is None or part in parts
    ]
    yes = [value for value, same in chosen if same]
    return auc(yes, [value for value, same in chosen if not same])


def orders(truths: Sequence[Truth], rows: dict[str, Sequence[str]]) -> dict[str, float]:
    """The order of sending against the order of rows, for each table that names threads."""
    sent = {one.thread: one.sent.timestamp() for one in truths}
    result: dict[str, float] = {}
    for name, threads in rows.items():
        kept = list(dict.fromkeys(one for one in threads if one in sent))
        result[f"{name}, {len(kept)} rows"] = rho(range(len(kept)), [sent[one] for one in kept])
    return result
