"""The dead-man's ping as it arrives, whom it does not follow, and what is logged of it."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from adapters.paging.dead_man import HttpDeadMan
from adapters.paging.errors import AddressInvalid
from adapters.paging.nobody import NoDeadMan
from tests.wire.paging.loopback import Heard, Loopback, deaf_port

TOKEN = "tok3n-of-the-watchdog"  # noqa: S105 - no secret but a word to look for


@pytest.fixture(autouse=True)
def everything_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)


def address(port: int) -> SecretStr:
    return SecretStr(f"http://127.0.0.1:{port}/{TOKEN}?up=1")


async def test_a_ping_arrives(loopback: Loopback, caplog: pytest.LogCaptureFixture) -> None:
    assert await HttpDeadMan(address(loopback.port)).ping()
    assert loopback.heard == [Heard("GET", f"/{TOKEN}?up=1", "")]
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("status", [404, 500])
async def test_a_refused_ping_was_not_heard(
    status: int, loopback: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    loopback.status = status
    assert not await HttpDeadMan(address(loopback.port)).ping()
    assert len(loopback.heard) == 1
    assert "the dead-man ping failed: HTTPError" in caplog.text
    assert TOKEN not in caplog.text


async def test_a_watchdog_that_is_not_there_heard_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert not await HttpDeadMan(address(deaf_port())).ping()
    assert "the dead-man ping failed: URLError" in caplog.text
    assert TOKEN not in caplog.text


async def test_a_watchdog_that_never_answers_heard_nothing(
    loopback: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    loopback.answering.clear()
    assert not await HttpDeadMan(
        address(loopback.port), patience=timedelta(milliseconds=100)
    ).ping()
    loopback.answering.set()
    assert "the dead-man ping" in caplog.text
    assert TOKEN not in caplog.text


async def test_a_redirect_within_the_host_is_followed(
    loopback: Loopback, another: Loopback
) -> None:
    loopback.status, loopback.location = 302, f"http://127.0.0.1:{another.port}/moved"
    assert await HttpDeadMan(address(loopback.port)).ping()
    assert another.heard == [Heard("GET", "/moved", "")]


@pytest.mark.parametrize("elsewhere", ["http://localhost:{port}/", "ftp://127.0.0.1:{port}/"])
async def test_a_redirect_to_elsewhere_is_not_followed(
    elsewhere: str, loopback: Loopback, another: Loopback
) -> None:
    loopback.status, loopback.location = 302, elsewhere.format(port=another.port)
    assert not await HttpDeadMan(address(loopback.port)).ping()
    assert len(loopback.heard) == 1
    assert not another.heard


@pytest.mark.parametrize(
    "bad",
    [
        "",
        TOKEN,
        f"ftp://127.0.0.1/{TOKEN}",
        f"file:///{TOKEN}",
        f"http:///{TOKEN}",
        f"http://[{TOKEN}/",
        f"https://{TOKEN}@127.0.0.1/",
    ],
)
def test_an_address_that_cannot_be_pinged_is_refused_without_its_content(bad: str) -> None:
    with pytest.raises(AddressInvalid) as refused:
        HttpDeadMan(SecretStr(bad))
    assert TOKEN not in str(refused.value)
    assert refused.value.__cause__ is refused.value.__context__ is None


async def test_an_address_that_only_the_network_refuses_is_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert not await HttpDeadMan(SecretStr(f"http://127.0.0.1:1/ {TOKEN}")).ping()
    assert "the dead-man ping failed" in caplog.text
    assert TOKEN not in caplog.text


async def test_without_an_address_nobody_hears_it() -> None:
    assert not await NoDeadMan().ping()
