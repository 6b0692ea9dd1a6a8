"""The demo as it is started: on a terminal, in a browser, without Textual, and not at all."""

import asyncio
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

import aiohttp
import pytest

from bot.app.commands.says import words
from bot.app.content import Content
from bot.app.demo import offers
from bot.app.demo.pictures import PICTURES, acted, drawn
from bot.app.demo.tour import stops_in, tour
from bot.app.rehearsal import Rehearsal
from bot.app.shipped import ContentError
from tests.house.rules import HOUSE

PATIENCE_S = 60.0
SHOWS = {
    "tour": "I am a bot, and I am glad you said it.", "card": "Incident 1: level 3 of 4",
    "form": "How are you?", "vent": "Nothing is posted yet.",
}  # fmt: skip
"""What must stand in each picture: keys that no longer lead there draw something else."""
CARET_S = 0.7
"""A caret that blinks has changed by then: half a second."""
F10 = b"\x1b[21~"
ENDS = b"\x1b[?1049l"
"""The screen is as it was before."""
DEMO = (sys.executable, "-m", "bot", "demo")
EXTRA = ("aiohttp", "rich", "textual", "textual_serve")
BARE = f"import sys; sys.modules.update(dict.fromkeys({EXTRA})); from bot.app.commands import main;"
"""A machine that never installed the extra."""


def environment() -> dict[str, str]:
    """What a person has who never set anything of ours."""
    clean = {name: value for name, value in os.environ.items() if "PORCHLIGHT" not in name}
    return {**clean, "PYTHONPATH": str(HOUSE), "TERM": "xterm-256color"}


def test_running_the_bot_does_not_import_textual() -> None:
    code = "import sys, bot.__main__, bot.app.commands.run; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=HOUSE)
    assert b"bot.app.commands.run" in done.stdout
    assert not {name.encode() for name in EXTRA} & set(done.stdout.split())


@pytest.mark.parametrize("way", ["--screen", "--browser"])
def test_without_textual_a_sentence_says_how_to_have_it(way: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"{BARE} sys.exit(main(['demo', '{way}']))"],
        input="ana #general: i want to die\nquit\n", capture_output=True, text=True, check=False,
        cwd=HOUSE, timeout=PATIENCE_S,
    )  # fmt: skip
    assert 'pip install "porchlight-bot[demo]"' in done.stderr
    if way == "--screen":  # the prompt takes its place
        assert done.returncode == 0
        assert "You are not in trouble" in done.stdout
    else:
        assert done.returncode == 2


def test_on_a_terminal_the_interface_opens_and_is_left_by_keys() -> None:
    terminal, end = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    with subprocess.Popen(
        DEMO, cwd=HOUSE, env=environment(), stdin=end, stdout=end, stderr=end
    ) as demo:
        os.close(end)
        reads_until(terminal, b"Take the tour")
        os.write(terminal, b"3")
        reads_until(terminal, b"moderator")
        os.write(terminal, F10)
        reads_until(terminal, b"Leave the town?")
        os.write(terminal, b"2")
        reads_until(terminal, ENDS)
        assert demo.wait(PATIENCE_S) == 0
    os.close(terminal)


def reads_until(terminal: int, words: bytes) -> None:
    """Read what is drawn until these words were."""
    seen, until = b"", time.monotonic() + PATIENCE_S
    while words not in seen:
        assert time.monotonic() < until, seen[-2_000:]
        if select.select([terminal], [], [], 1.0)[0]:
            seen += os.read(terminal, 65_536)


async def test_the_browser_shows_it_to_pages_of_its_own_only() -> None:
    port = free_port()
    with serving(port):
        address = f"http://127.0.0.1:{port}"
        async with aiohttp.ClientSession() as browser:
            async with browser.get(address) as page:
                text = await page.text()
                assert words()("town.title") in text
                assert "googleapis" not in text
                assert "default-src 'self'" in page.headers["Content-Security-Policy"]
            for origin in ("https://evil.example", None):
                with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                    await browser.ws_connect(f"{address}/ws", origin=origin)
                assert refused.value.status == HTTPStatus.FORBIDDEN
            seen = b""
            async with browser.ws_connect(f"{address}/ws", origin=address) as session:
                while b"Take the tour" not in seen:
                    message = await session.receive(timeout=PATIENCE_S)
                    seen += message.data if isinstance(message.data, bytes) else b""
    with socket.socket() as knock:
        assert knock.connect_ex(("127.0.0.1", port)) != 0


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        port: int = any_port.getsockname()[1]
        return port


@contextmanager
def serving(port: int) -> Generator[None]:
    """The command with --browser until left; it says where it listens, and ends on Ctrl+C."""
    with subprocess.Popen(
        [*DEMO, "--browser", "--port", str(port)], cwd=HOUSE, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as server:  # fmt: skip
        try:
            assert server.stdout is not None
            assert f"http://127.0.0.1:{port}" in server.stdout.readline()
            yield
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(PATIENCE_S) == 0


def test_the_browser_goes_with_nothing_but_a_port() -> None:
    done = subprocess.run(
        [*DEMO, "--browser", "--jsonl"], capture_output=True, text=True, check=False, cwd=HOUSE
    )
    assert done.returncode == 2
    assert "--browser opens towns" in done.stderr


async def test_every_command_says_what_it_does(tmp_path: Path, content: Content) -> None:
    say = content.texts.into("en")
    async with Rehearsal(tmp_path / "porchlight.db", content=content).running() as town:
        assert town.app is not None
        for command in town.app.wired.table.commands.values():
            assert offers.about(command, say)


async def test_a_picture_is_the_same_each_time_and_asks_nobody(content: Content) -> None:
    picture = next(one for one in PICTURES if one.name == "card")
    svg = await drawn(picture, content)
    assert svg == await drawn(picture, content)
    assert "level&#160;3&#160;of&#160;4" in svg
    assert "url(http" not in svg
    assert "Fira" not in svg


@pytest.mark.parametrize("keys", [("1", "escape"), ("1", "escape", *"/checkin", "enter")])
async def test_nothing_moves_while_a_picture_is_drawn(
    content: Content, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with acted(Rehearsal(tmp_path / "demo.db", content=content), keys) as app:
        first = app.export_screenshot()
        await asyncio.sleep(CARET_S)
        assert app.export_screenshot() == first


def test_the_readme_shows_pictures_that_exist() -> None:
    readme = (HOUSE / "README.md").read_text("utf-8")
    for picture in PICTURES:
        file = f"docs/pictures/{picture.name}.svg"
        drawn_once = (HOUSE / file).read_text("utf-8").replace("&#160;", " ")
        assert file in readme
        assert drawn_once.startswith("<svg")
        assert SHOWS[picture.name] in drawn_once


def test_every_stop_of_the_tour_has_a_short_text() -> None:
    say = words()
    stops = tour()
    assert len(stops) > 5
    for stop in stops:
        assert len(say(f"tour.{stop.name}")) <= 300, stop.name


@pytest.mark.parametrize(
    "text",
    [
        "no toml",
        "[[stop]]\nname = 'a'",
        "[[stop]]\nname = 'a'\nlook = 'nowhere'",
        "[[stop]]\nname = 'a'\nlook = 'ana @bot'\nacts = ['* fly']",
        "[[stop]]\nname = 'a'\nlook = 'ana @bot'\nact = []",
    ],
)
def test_a_corrupt_tour_stops_the_start_with_its_file(text: str) -> None:
    with pytest.raises(ContentError, match=r"tour\.toml"):
        stops_in(text)
