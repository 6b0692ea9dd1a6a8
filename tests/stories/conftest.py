"""A fresh town with a running bot for every story."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from bot.model.people import Platform
from tests.simcord.rehearsal import SimRehearsal
from tests.stories.chat import Chat, texts
from tests.wire.discord.rehearsal import WireRehearsal
from tests.wire.matrix.conftest import shared
from tests.wire.matrix.rehearsal import MatrixRehearsal
from tests.wire.matrix.residence import Residence

WORLDS: dict[str, type[Rehearsal]] = {
    "memory": Rehearsal, "wire": WireRehearsal, "simcord": SimRehearsal,
    "matrix": MatrixRehearsal, "matrix-plain": MatrixRehearsal,
}  # fmt: skip
EACH_TIME = ("memory", "wire", "simcord")
"""Beside these a file that has `AND_ON_MATRIX` is told on a real homeserver each time."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Some files are acted out in every world each time, the others in the one that is asked for.

    In a file that has `IN_EVERY_WORLD`, that is; what another world cannot tell is in `APART`.
    """
    if "world" in metafunc.fixturenames:
        asked = str(metafunc.config.getoption("--world"))
        told = vars(sys.modules[metafunc.function.__module__])
        every = "IN_EVERY_WORLD" in told and asked == "memory"
        more = ["matrix"] if "AND_ON_MATRIX" in told else []
        names = [*EACH_TIME, *more] if every else [asked]
        given = [pytest.param(one, marks=apart(one, metafunc.function.__name__)) for one in names]
        metafunc.parametrize("world", given, indirect=True, ids=names)


def apart(world: str, story: str) -> pytest.MarkDecorator:
    """Whether this story is not told in this world."""
    why = APART[world].get(story)
    return pytest.mark.skipif(why is not None, reason=str(why))


NO_LANGUAGE = "a message on Discord does not tell its writer's language, only the text does"
NOBODY_CAN = "no client of Discord lets anybody do that"
ON_DISCORD = {
    "test_what_was_seen_is_forgotten_also_when_the_bot_starts_anew_each_day":
        "of commands alone Discord's history tells nothing: what was seen is kept for a month then",
    "test_the_whole_way_of_somebody_in_danger": NO_LANGUAGE,
    "test_a_rise_to_level_four_is_answered_so_too": NO_LANGUAGE,
    "test_with_closed_dms_the_answer_comes_another_way": NO_LANGUAGE,
    "test_a_draft_that_waits_for_a_person": NO_LANGUAGE,
    "test_what_nobody_answered_is_said_so_too": NO_LANGUAGE,
    "test_a_long_note_never_keeps_help_me_now_from_calling": NOBODY_CAN,
    "test_a_form_says_which_answer_it_could_not_read_and_keeps_the_others": NOBODY_CAN,
    "test_an_unknown_command_gets_a_kind_sentence": NOBODY_CAN,
}  # fmt: skip
ON_MATRIX = {
    "test_what_may_stand_in_a_room_unknown_to_us_is_taken_out_when_its_new_words_wait":
        "there the town alone loses answers; what becomes of the homeserver's is in tests/wire",
    "test_what_was_written_before_a_late_question_came_is_no_answer_to_it":
        "the homeserver's clock is ahead of a story's, so that when it was written is not known",
    "test_a_platform_of_which_nothing_is_heard_keeps_it_for_a_month_and_no_longer":
        "what was said last is read again there at a start, so that something is heard of it",
}  # fmt: skip
APART: dict[str, dict[str, str]] = {
    "memory": {},
    "wire": ON_DISCORD,
    "simcord": ON_DISCORD | {
        "test_a_picture_alone_needs_a_few_words":
            "simcord keeps no message without words that gets its files a moment later",
    },
    "matrix": ON_MATRIX,
    "matrix-plain": ON_MATRIX,
}  # fmt: skip
"""Stories that are not told in a world, and why."""


class Homes(dict[str, type[Rehearsal]]):
    """Made when they are asked for."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self._folders = folders

    def __missing__(self, name: str) -> type[Rehearsal]:
        lives = Residence(shared(self._folders, limits=False), encrypted=name == "matrix")

        class AtHome(MatrixRehearsal):
            home = lives

        self[name] = AtHome
        return AtHome


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> "Homes":
    """The worlds on a real homeserver that were asked for; their people live on in a run."""
    return Homes(tmp_path_factory)


@pytest.fixture
def world(request: pytest.FixtureRequest) -> type[Rehearsal]:
    """Where the story happens."""
    found = WORLDS[request.param]
    if found is MatrixRehearsal:
        homes: Homes = request.getfixturevalue("homes")
        found = homes[request.param]

    usual = Platform(request.config.getoption("--usual"))
    return cast("type[Rehearsal]", type("There", (found,), {"usual": usual}))


@pytest.fixture
async def chat(tmp_path: Path, content: Content, world: type[Rehearsal]) -> AsyncIterator[Chat]:
    """A town, a bot in it, and real files."""
    async with world(tmp_path / "porchlight.db", content=content).running() as town:
        yield Chat(town)


@pytest.fixture
async def duty(chat: Chat) -> Chat:
    """The same with mo on duty, so that no alert about the rota stands beside."""
    await chat("mo #moderators: /duty on")
    return chat


@pytest.fixture
async def showing(duty: Chat) -> Chat:
    """A community that lets anonymous posts have pictures."""
    said = texts(await duty("ada @bot: /setup-people pictures=yes"), "ada")
    assert "Anonymous posts may come with pictures now" in said
    return duty


@pytest.fixture
async def agreed(duty: Chat) -> Chat:
    """The same after ana, ben and lia said yes to keeping things."""
    await duty.agree("ana", "ben", "lia")
    return duty


@pytest.fixture
async def fresh(tmp_path: Path, content: Content, world: type[Rehearsal]) -> AsyncIterator[Chat]:
    """A town in which nobody has set the bot up."""
    town = world(tmp_path / "porchlight.db", content=content, fresh=True)
    async with town.running():
        yield Chat(town)
