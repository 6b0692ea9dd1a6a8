"""Hours in words: by one's own clock, or that of the service; and never more than is confirmed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.app.content import Content
from bot.directory.hours import opens
from bot.directory.trust import Listing
from cogs.resources.hours import hours_text
from cogs.resources.lines import full_text

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
TEST = Listing(
    "gb-x", "X", "GB", ("en",), ("general",), "1", None, None, None, None, None, None,
    "Mo-Fr 08:00-20:00", "Europe/London", None, "two-sources", None, "2026-01",
)  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "now", "zone", "said"),
    [
        ("24/7", MONDAY, None, "Day and night"),
        ("Mo-Fr 08:00-20:00", MONDAY, None, "Open now, until 20:00 there (London time)"),
        ("Mo-Fr 08:00-20:00", MONDAY, "Europe/Berlin", "Open now, until 21:00 your time"),
        ("Mo-Fr 10:00-20:00", MONDAY, None, "Closed now, opens 10:00 there (London time)"),
        ("Tu 10:00-20:00", MONDAY, "Europe/Berlin", "Closed now, opens Tue 11:00 your time"),
        ("Mo-Su 08:00-24:00", MONDAY, None, "Open now, until 00:00 there (London time)"),
        ("Mo-Su 08:00-24:00", MONDAY, "Asia/Tokyo", "Open now, until Tue 09:00 your time"),
        (
            "Jan 19-30 10:00-20:00",
            MONDAY,
            None,
            "Closed now, opens Mon 19 Jan 10:00 there (London time)",
        ),
        (None, MONDAY, None, "Hours not confirmed"),
        ('"by appointment"', MONDAY, None, "Hours not confirmed"),
        ("Mo-Fr 08:00-20:00 unknown", MONDAY, None, "Hours not confirmed"),
        ("Mo-Fr 08:00-20:00; PH off", MONDAY, None, "Hours not confirmed"),
        ("sunrise-sunset", MONDAY, None, "Hours not confirmed"),
        ("Mo-Su 08:00+", MONDAY, None, "Hours not confirmed"),
        ("Mo-Fr 08:00-20:00", None, None, "Not at all hours: </helpline> says when"),
        ("24/7", None, None, "Day and night"),
        (None, None, None, "Hours not confirmed"),
    ],
)
def test_hours_are_said(
    content: Content, hours: str | None, now: datetime | None, zone: str | None, said: str
) -> None:
    one = replace(TEST, hours=hours)
    say = content.texts.into("en")
    assert hours_text(one, say, now, ZoneInfo(zone) if zone else None) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Jetzt geschlossen, öffnet Di. 11:00 deiner Zeit"),
        ("es", "Cerrado ahora, abre mar 11:00, hora tuya"),
    ],
)
def test_days_are_said_in_the_language_of_who_asks(
    content: Content, language: str, said: str
) -> None:
    one, say = replace(TEST, hours="Tu 10:00-20:00"), content.texts.into(language)
    assert hours_text(one, say, MONDAY, ZoneInfo("Europe/Berlin")) == said


DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


def spans(hours: str) -> Iterator[tuple[int, int]]:
    """Minutes of the week in which somebody answers, read by nothing but this."""
    for rule in hours.split("; "):
        days, times = rule.split(" ")
        for part in days.split(","):
            first, _, last = part.partition("-")
            for day in range(DAYS.index(first), DAYS.index(last or first) + 1):
                for h, m, until_h, until_m in SPAN.findall(times):
                    begin, end = int(h) * 60 + int(m), int(until_h) * 60 + int(until_m)
                    yield day * 1440 + begin, day * 1440 + end + (1440 if end <= begin else 0)


def answers(hours: str, there: datetime) -> bool:
    at = there.weekday() * 1440 + there.hour * 60 + there.minute
    return any(b <= at < e or b <= at + 7 * 1440 < e for b, e in spans(hours))


def test_open_now_is_true_at_every_hour_of_a_year_for_every_service(content: Content) -> None:
    told = {(s.hours, s.tz) for s in content.directory.listings() if s.hours and s.tz}
    said = {one for one in told if one[0] != "24/7"}
    assert len(said) > 20
    for hours, zone in sorted(said):
        one, now = replace(TEST, hours=hours, tz=zone), datetime(2026, 3, 1, 0, 20, tzinfo=UTC)
        while now < datetime(2026, 12, 1, tzinfo=UTC):
            found, there = opens(one, now), now.astimezone(ZoneInfo(zone))
            assert (found.state == "open") is answers(hours, there), (hours, there)
            assert found.until is not None
            then = found.until.astimezone(UTC).astimezone(ZoneInfo(zone))
            assert answers(hours, then) is (found.state != "open"), (hours, there, then)
            now += timedelta(hours=5, minutes=30)


def test_a_clock_that_jumps_is_the_wall_s_clock(content: Content) -> None:
    """On the night of 29 March the hour after one o'clock is missing in London."""
    night = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    one = replace(TEST, hours="Mo-Su 22:00-06:00")
    said = hours_text(one, content.texts.into("en"), night, None)
    assert said == "Open now, until Sun 06:00 there (London time)"
    later = hours_text(one, content.texts.into("en"), night + timedelta(hours=2), None)
    assert later == "Open now, until 06:00 there (London time)"


def test_a_directory_has_no_hours(content: Content) -> None:
    world = next(one for one in content.directory.listings() if one.id == "zz-befrienders")
    text = full_text(world, content.texts.into("en"), MONDAY)
    assert "Hours not confirmed" not in text
    assert text.endswith("Seen in two sources, last 2026-08.")


def test_of_every_service_each_way_stands_alone_and_nothing_from_memory(content: Content) -> None:
    say = content.texts.into("en")
    for one in content.directory.listings():
        lines = full_text(one, say, MONDAY).splitlines()
        if one.phone:
            label = " (listed by one source)" if "phone" in one.one_source_ways else ""
            assert f"call {one.phone}{label}" in lines
        if one.listed_by:
            assert f"Listed by {one.listed_by}, " in lines[-1]
        elif one.one_source_ways and not one.agreed:
            assert "Two sources know this service" in lines[-1]
        else:
            assert "Seen in two sources" in lines[-1]
