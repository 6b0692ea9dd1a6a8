"""The house rules, held over the whole tree; and each rule shown to catch what it is for."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pytest

from tests.house import rules
from tests.house.rules import HOUSE, Source, sources

Rule = Callable[[Source], Iterator[str]]

CODE = ("bot", "adapters", "cogs")
TRACKED = (*CODE, "data", "docs", "tests", ".ci")
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-synapse.lock")

BROAD_PLACES = {
    "adapters/discord/gateway/client.py": "one event that cannot be read must end no connection",
    "adapters/discord/gateway/connection.py": "whatever ends a connection, there is a next one",
    "bot/crew.py": "one task that fails must not end the others",
    "adapters/matrix/gateway/connection.py": "whatever ends a connection, there is a next one",
    "adapters/matrix/hearing/handing.py": "an event that breaks the engine is handed over again",
    "adapters/sql/writer.py": "what fails in a unit is handed to the one who waits for it",
    "bot/app/owners.py": "who cannot be told must not undo what they are told of",
    "bot/app/commands/scan.py": "one text that cannot be explained keeps no other from it",
    "bot/crisis/detector.py": "what was found in one message is not lost by the next",
    "bot/app/surveys.py": "no event is set aside because a platform cannot be surveyed",
    "bot/app/ticker.py": "one job that fails must never stop the ladder",
    "bot/app/trouble.py": "what is known becomes a sentence, the rest is raised again",
    "cogs/crisis/apart.py": "one incident, or one place, must not cost the others their call",
    "bot/dispatch/afterwards.py": "a file that breaks something keeps no reply from who wrote",
    "bot/dispatch/aside.py": "a bare alert is left where nothing else works",
    "bot/dispatch/bare.py": "one room must not keep an alert from the next",
    "bot/dispatch/durable.py": "one event must not keep all others from being written",
    "bot/dispatch/engine.py": "whatever breaks in a feature, the moderators are told",
    "bot/outbox/books.py": "a feature that fails on a hint keeps no outcome from being written",
    "bot/outbox/worker.py": "one delivery must never stop all others",
    "bot/watch/watch.py": "a detector that fails is itself an alert",
}
"""The files that may catch everything, and why."""

PHRASES = "words and phrases that are looked for in a text; nobody is shown them"
FAULTS = "what is wrong with a row and what mends it, the text of a DirectoryError"
SPOKEN_IN_CODE: dict[str, str] = {
    "bot/directory/records/agreement.py": FAULTS,
    "bot/directory/records/checks.py": FAULTS,
    "bot/directory/records/expressions.py": FAULTS,
    "bot/directory/records/overlay.py": FAULTS,
    "bot/directory/records/schema.py": FAULTS,
    "bot/directory/records/table.py": "headings of a table of the documentation",
    "bot/evaluation/report.py": "headings of a report for who writes rules",
    "bot/evaluation/speed.py": "as above",
    "bot/directory/trust.py": "a fixed part of the JSON that `porchlight helpline` prints",
    "bot/relay/identity/addresses.py": PHRASES,
    "bot/relay/identity/digits.py": PHRASES,
    "bot/relay/identity/handles.py": PHRASES,
    "bot/relay/identity/places.py": PHRASES,
    "bot/relay/identity/spoken.py": PHRASES,
    "bot/relay/identity/wording.py": PHRASES,
}
"""The files that may hold sentences, and why; everything else is said by the catalogue."""

IN_A_CONTAINER = {"docs/deploy/compose.yaml": "its folders are those inside a container"}
"""The files that may name such a path, and why."""


@dataclass(frozen=True)
class Case:
    """A line that breaks a rule, or one like it that does not."""

    rule: Rule
    text: str

    def __str__(self) -> str:
        return f"{self.rule.__name__}: {self.text[:40]!r}"


CAUGHT = (
    Case(rules.too_long, "x = 1\n" * 301),
    Case(rules.broad_catches, "try: pass\nexcept: pass"),
    Case(rules.broad_catches, "try: pass\nexcept Exception: pass"),
    Case(rules.broad_catches, "try: pass\nexcept (ValueError, builtins.BaseException): pass"),
    Case(rules.broad_catches, "try: pass\nexcept* Exception: pass"),
    Case(rules.broad_catches, "with contextlib.suppress(Exception): pass"),
    Case(rules.bare_tasks, "asyncio.create_task(run())"),
    Case(rules.bare_tasks, "create_task(run())"),
    Case(rules.bare_tasks, "asyncio.get_running_loop().create_task(run())"),
    Case(rules.bare_tasks, "self.loop.create_task(run())"),
    Case(rules.bare_tasks, "asyncio.ensure_future(run())"),
    Case(rules.mocks, "import unittest.mock"),
    Case(rules.mocks, "from unittest import mock"),
    Case(rules.mocks, "from unittest.mock import AsyncMock"),
    Case(rules.sentences, "say('You are not in trouble.')"),
    Case(rules.sentences, "say(f'{name}, we are here')"),
    Case(rules.sentences, "Command(description='Say how you are')"),
    Case(rules.sentences, "def f():\n    text = 'we are here'\n    return text"),
    Case(rules.machine_paths, "open('/" + "tmp/x')"),
    Case(rules.machine_paths, "cd /" + "root"),
)

LET_THROUGH = (
    Case(rules.too_long, "x = 1\n" * 300),
    Case(rules.too_long, f"# {rules.REASON} it is a table\n" + "x = 1\n" * 300),
    Case(rules.broad_catches, "try: pass\nexcept (OSError, ValueError): pass"),
    Case(rules.broad_catches, "with suppress(OSError): pass"),
    Case(rules.broad_catches, "try: pass\nexcept BaseException:\n    undo()\n    raise"),
    Case(rules.bare_tasks, "group.create_task(run())"),
    Case(rules.mocks, "import unittest"),
    Case(rules.sentences, "'''A docstring says what it is for.'''"),
    Case(rules.sentences, "raise ValueError('no such rung in it')"),
    Case(rules.sentences, "def f():\n    why = f'{x} is not there'\n    raise ValueError(why)"),
    Case(rules.sentences, "broken = ContentError(f'{x} is not there')"),
    Case(rules.sentences, "log.warning('the database is locked')"),
    Case(rules.sentences, "parser.add_argument('--jsonl', help='one object a line')"),
    Case(rules.sentences, "say('crisis.answer.level-3')"),
    Case(rules.machine_paths, "https://example.org/wo" + "rk"),
)


@pytest.mark.parametrize("case", CAUGHT, ids=str)
def test_a_rule_catches(case: Case) -> None:
    assert list(case.rule(Source("x.py", case.text)))


@pytest.mark.parametrize("case", LET_THROUGH, ids=str)
def test_a_rule_lets_through(case: Case) -> None:
    assert not list(case.rule(Source("x.py", case.text)))


def test_no_file_is_too_long_without_a_reason() -> None:
    hold(rules.too_long, sources(*CODE, "data", "tests"))


def test_everything_is_caught_only_where_the_design_says_so() -> None:
    hold(rules.broad_catches, sources(*CODE), but=BROAD_PLACES)


@pytest.mark.parametrize("path", [*BROAD_PLACES, *SPOKEN_IN_CODE])
def test_an_excepted_file_still_needs_its_exception(path: str) -> None:
    place = Source(path, (HOUSE / path).read_text("utf-8"))
    rule = rules.broad_catches if path in BROAD_PLACES else rules.sentences
    assert list(rule(place))


def test_every_task_has_a_group() -> None:
    hold(rules.bare_tasks, sources(*CODE))


def test_nothing_is_mocked() -> None:
    hold(rules.mocks, sources("tests"))


def test_what_members_read_stands_in_the_catalogue() -> None:
    hold(rules.sentences, sources("bot", "cogs"), but=SPOKEN_IN_CODE)


def test_no_file_names_a_path_of_one_machine() -> None:
    hold(rules.machine_paths, tracked(), but=IN_A_CONTAINER)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_hashes_and_names_no_index(name: str) -> None:
    lock = (HOUSE / name).read_text("utf-8")
    pinned = re.findall(r"^[\w.\[\]-]+==.*\\\n    --hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^\w", lock, re.MULTILINE)) > 0
    assert not re.findall(r"\w+://|--(?:\w+-)*index|--find-links", lock)


def test_run_alone_lists_its_tasks() -> None:
    said = subprocess.run([sys.executable, HOUSE / "run"], capture_output=True, check=True)
    listed = re.findall(r"^\./run (\w+) +\S", said.stdout.decode(), re.MULTILINE)
    assert {"demo", "test", "check", "bench", "chaos", "sizes", "lock"} <= set(listed)


def hold(rule: Rule, among: Iterable[Source], *, but: Iterable[str] = ()) -> None:
    """Fail with everything that breaks a rule, the excepted files left out."""
    broken = [found for source in among if source.path not in but for found in rule(source)]
    assert not broken, "\n" + "\n".join(broken)


def tracked() -> Iterator[Source]:
    """Every file that could be committed, also those that are no Python."""
    rooms = (file for room in TRACKED for file in (HOUSE / room).rglob("*"))
    for file in (*HOUSE.iterdir(), *rooms):
        left_behind = file.suffix == ".pyc" or file.name.startswith((".env.", ".coverage"))
        ours = file.name == ".env.example" or not (left_behind or file.name == ".env")
        if file.is_file() and ours:
            yield Source(file.relative_to(HOUSE).as_posix(), file.read_text("utf-8", "ignore"))
