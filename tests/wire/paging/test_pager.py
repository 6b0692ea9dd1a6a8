"""Pages as they arrive at a real server, what happens when they do not, and what is logged."""

import json
import sys
from datetime import timedelta

import pytest
from pydantic import SecretStr

from adapters.paging.apprise_pager import ApprisePager
from adapters.paging.errors import AddressInvalid, PagingNotInstalled
from adapters.paging.nobody import NoPager
from tests.wire.paging.loopback import Loopback, deaf_port

TITLE = "Somebody is needed"
TEXT = "Please open the rooms of the moderators <now>."
TOKEN = "tok3n-of-the-pager"  # noqa: S105 - no secret but a word to look for
PASSWORD = "passw0rd-of-the-pager"  # noqa: S105 - as above
SOON = timedelta(milliseconds=300)


def address(port: int) -> SecretStr:
    return SecretStr(f"json://someone:{PASSWORD}@127.0.0.1:{port}/{TOKEN}")


@pytest.fixture(autouse=True)
def everything_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    for name in ("apprise", "urllib3", "urllib3.connectionpool", "requests"):
        caplog.set_level(1, name)


def assert_told_nothing(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither the records nor the terminal hold a word of the address or of the page."""
    for record in caplog.records:
        # A database of another test may still be closing, in a thread of its own.
        assert record.name.startswith(("adapters.", "asyncio", "aiosqlite")), record
    shown = "".join((caplog.text, *capfd.readouterr()))
    for word in (TOKEN, PASSWORD, TITLE, TEXT, "someone", "127.0.0.1"):
        assert word not in shown


async def test_a_page_arrives_with_its_title_and_text(
    loopback: Loopback, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    assert await ApprisePager((address(loopback.port),)).page(TITLE, TEXT)
    (heard,) = loopback.heard
    assert (heard.method, heard.path) == ("POST", f"/{TOKEN}")
    sent = json.loads(heard.body)
    assert (sent["title"], sent["message"]) == (TITLE, TEXT)
    assert_told_nothing(caplog, capfd)


async def test_everybody_is_paged(loopback: Loopback, another: Loopback) -> None:
    pager = ApprisePager((address(loopback.port), address(another.port)))
    assert await pager.page(TITLE, TEXT)
    assert len(loopback.heard) == len(another.heard) == 1


async def test_a_server_that_fails_was_not_reached(
    loopback: Loopback, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    loopback.status = 500
    assert not await ApprisePager((address(loopback.port),)).page(TITLE, TEXT)
    assert len(loopback.heard) == 1
    assert_told_nothing(caplog, capfd)


async def test_a_server_that_is_not_there_was_not_reached(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    assert not await ApprisePager((address(deaf_port()),)).page(TITLE, TEXT)
    assert_told_nothing(caplog, capfd)


async def test_a_server_that_never_answers_was_not_reached(
    loopback: Loopback, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    loopback.answering.clear()
    assert not await ApprisePager((address(loopback.port),), patience=SOON).page(TITLE, TEXT)
    loopback.answering.set()
    assert_told_nothing(caplog, capfd)


async def test_one_who_was_reached_is_enough(loopback: Loopback) -> None:
    pager = ApprisePager((address(deaf_port()), address(loopback.port)))
    assert await pager.page(TITLE, TEXT)


async def test_one_who_is_slow_does_not_hide_one_who_was_reached(
    loopback: Loopback, another: Loopback
) -> None:
    another.answering.clear()
    pager = ApprisePager(
        (address(another.port), address(loopback.port)), patience=timedelta(seconds=2)
    )
    reached = await pager.page(TITLE, TEXT)
    another.answering.set()
    assert reached


async def test_a_pager_marked_optional_still_has_to_be_reached() -> None:
    optional = SecretStr(f"{address(deaf_port()).get_secret_value()}?optional=yes")
    assert not await ApprisePager((optional,)).page(TITLE, TEXT)


async def test_a_page_without_words_reaches_nobody_and_raises_nothing(loopback: Loopback) -> None:
    assert not await ApprisePager((address(loopback.port),)).page("", "")
    assert not loopback.heard


@pytest.mark.parametrize("bad", [f"{TOKEN}://x", TOKEN, "", f"json://:{PASSWORD}:/{TOKEN}"])
def test_a_bad_address_is_named_by_its_position(
    bad: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(AddressInvalid, match="address 2 of 3") as refused:
        ApprisePager((address(1), SecretStr(bad), address(2)))
    assert TOKEN not in str(refused.value)
    assert refused.value.__cause__ is refused.value.__context__ is None
    assert_told_nothing(caplog, capfd)


def test_pagers_without_apprise_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)  # Python's own way to say "not installed"
    with pytest.raises(PagingNotInstalled) as refused:
        ApprisePager((address(1),))
    assert 'pip install "porchlight-bot[paging]"' in str(refused.value)
    assert TOKEN not in str(refused.value)


async def test_without_pagers_nobody_is_paged() -> None:
    pager = NoPager()
    assert not pager.configured
    assert not await pager.page(TITLE, TEXT)


def test_a_pager_with_an_address_is_configured() -> None:
    assert ApprisePager((address(1),)).configured
    assert not ApprisePager(()).configured


async def test_a_failure_is_logged_by_its_type(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    pager = ApprisePager((address(deaf_port()),))
    assert not await pager.page(TITLE, 7)  # type: ignore[arg-type] # what breaks Apprise itself
    assert_told_nothing(caplog, capfd)
