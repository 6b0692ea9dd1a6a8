"""The last resort: somebody hears of it, and whoever is in danger is answered with the truth."""

import pytest

from adapters.memory.ledger import Shown
from adapters.paging.nobody import NoPager
from adapters.sql.tables.people import SqlDrafts
from bot.model.people import Direct, Platform, Target, Unchecked
from bot.ports.delivery import Closed, DeliveryKey, Outcome
from bot.ports.store import StoreUnavailable
from bot.ui.reply import Reply
from cogs.crisis.hear import Hearing
from cogs.crisis.offer import Offers
from cogs.resources.cards import CrisisCards
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY, said, since

BARE = "could not handle a message at level"
EMERGENCY = "Danger to life"
HELPLINES = "findahelpline", "Befrienders"


async def _broken(*_: object, **__: object) -> None:
    raise RuntimeError


async def _shut(*_: object, **__: object) -> None:
    raise StoreUnavailable


def _forbid_moderators_rooms(chat: Chat) -> None:
    for name in Platform:
        chat.town.town.faults.forbidden.add(chat.town.acts.room("mo", "#moderators", name))


def _private(shown: list[Shown], who: str) -> str:
    return texts([one for one in shown if one.screen == (who,)])


def _answered(text: str) -> bool:
    """The emergency sentence and a helpline are in it, in plain words."""
    return EMERGENCY in text and any(line in text for line in HELPLINES)


async def _set_aside(chat: Chat, monkeypatch: pytest.MonkeyPatch, *lines: str) -> list[Shown]:
    """What is seen when an event with these lines cannot be handled at all."""
    before = len(chat.town.town.ledger.entries)
    with monkeypatch.context() as now:
        now.setattr(SqlDrafts, "load", _broken)
        await chat(*lines)
    return since(chat, before)


async def test_what_is_set_aside_climbs_until_a_person_acts(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await _set_aside(duty, monkeypatch, f"ana @bot: {CRY}", "* wait 30m")
    assert "level 4 of 4" in texts(shown, "mo")
    assert "level 4 of 4" in texts(shown, "ada")  # the owners' rung
    assert "http" not in texts(shown, "mo")
    (incident,) = await duty.app.house.incidents.open_ones()
    assert isinstance(incident.subject, Unchecked)


async def test_who_is_in_danger_gets_helplines_when_their_text_is_set_aside(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _private(await _set_aside(duty, monkeypatch, f"ana @bot: {CRY}"), "ana")
    assert _answered(shown)
    assert "I have called the people who look after this community" in shown
    assert "cannot see who you are" in shown


async def test_the_emergency_sentence_needs_no_directory(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unread(*_: object) -> object:
        raise RuntimeError

    monkeypatch.setattr(CrisisCards, "text", unread)
    assert EMERGENCY in _private(await _set_aside(duty, monkeypatch, f"ana @bot: {CRY}"), "ana")


async def test_who_asked_for_a_person_is_named_when_that_is_set_aside(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.dispatch.engine.Engine._handle", _broken)
    before = len(duty.town.town.ledger.entries)
    await duty("lia @bot: /help-me-now", "* wait 1m")
    assert "Who: @lia" in texts(since(duty, before), "mo")


async def test_a_bare_alert_falls_to_the_owners_where_the_rooms_are_shut(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    _forbid_moderators_rooms(duty)
    monkeypatch.setattr(Hearing, "__call__", _broken)
    before = len(duty.town.town.ledger.entries)
    await duty(f"ana #general: {CRY}", "* wait 1m")
    assert BARE in texts(since(duty, before), "ada")


async def test_a_listener_that_fails_costs_nobody_in_danger_their_answer(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hearing, "__call__", _broken)
    before = len(duty.town.town.ledger.entries)
    await duty(f"ana #general: {CRY}", "* wait 1m")
    assert _answered(_private(since(duty, before), "ana"))
    assert BARE in texts(since(duty, before), "mo")


async def test_an_offer_that_fails_is_no_alert(duty: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Offers, "make", _broken)
    before = len(duty.town.town.ledger.entries)
    await duty("ana #general: i hate myself so much", "* wait 1m")
    assert BARE not in texts(since(duty, before), "mo")


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What pagers outside were told."""
    found: list[str] = []

    async def page(_: NoPager, title: str, text: str) -> bool:
        found.append(f"{title} {text}")
        return True

    monkeypatch.setattr(NoPager, "configured", property(lambda _: True))
    monkeypatch.setattr(NoPager, "page", page)
    return found


async def test_a_second_person_who_is_set_aside_calls_people_anew(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One incident holds all that could not be handled: who took it knew of the first alone."""
    await duty("kit #moderators: /duty on")
    await _set_aside(duty, monkeypatch, "ana @bot: i will kill myself tonight")
    await duty("mo #moderators: [I've got this]")
    shown = await _set_aside(duty, monkeypatch, "ben @bot: i will kill myself tonight")
    assert _private(shown, "kit")
    again = await _set_aside(duty, monkeypatch, "lia @bot: i will kill myself tonight")
    assert not _private(again, "kit")  # the ladder climbs already


async def test_a_bare_alert_that_no_room_confirms_reaches_pagers_all_the_same(
    duty: Chat, monkeypatch: pytest.MonkeyPatch, pages: list[str]
) -> None:
    monkeypatch.setattr(Hearing, "__call__", _broken)
    duty.town.town.faults.lost_requests = 100
    await duty(f"ana #general: {CRY}", "* wait 1m")
    assert pages
    assert "ana" not in "".join(pages)


async def _past_both_stores(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> list[Shown]:
    before = len(chat.town.town.ledger.entries)
    with monkeypatch.context() as now:
        for house in (chat.app.house, chat.app.standby):
            now.setattr(house.store, "once", _shut)
        await chat(f"ana #general: {CRY}")
    return since(chat, before)


async def test_past_both_stores_the_owners_hear_what_no_room_takes(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    _forbid_moderators_rooms(duty)
    shown = await _past_both_stores(duty, monkeypatch)
    assert BARE in texts(shown, "ada")
    assert _answered(_private(shown, "ana"))


async def test_past_both_stores_pagers_ring_where_no_owner_can_be_written_to(
    duty: Chat, monkeypatch: pytest.MonkeyPatch, pages: list[str]
) -> None:
    _no_owner(duty, monkeypatch)
    shown = await _past_both_stores(duty, monkeypatch)
    assert any("a moderator is needed" in one for one in pages)
    assert "ana" not in "".join(pages)
    assert "I have called" in _private(shown, "ana")


async def test_nobody_is_said_to_be_called_where_nobody_was(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    _no_owner(duty, monkeypatch)
    shown = _private(await _past_both_stores(duty, monkeypatch), "ana")
    assert "I have called" not in shown
    assert "I have told" not in shown
    assert "I could reach nobody here" in shown
    assert _answered(shown)


def _no_owner(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """No room takes anything, and no owner takes DMs."""
    _forbid_moderators_rooms(chat)
    for platform in chat.town.platforms.values():
        post = platform.post

        async def closed(to: Target, what: Reply, key: DeliveryKey, post: object = post) -> Outcome:
            if isinstance(to, Direct):
                return Closed("dms-off")
            return await post(to, what, key)  # type: ignore[operator, no-any-return] # as it was

        monkeypatch.setattr(platform, "post", closed)


async def test_what_no_store_took_climbs_once_one_takes_it(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _past_both_stores(duty, monkeypatch)
    await duty("* wait 1m")
    (incident,) = await duty.app.house.incidents.open_ones()
    assert incident.subject == said(duty, "ana", "").who


async def test_in_the_night_nobody_is_said_to_be_called_who_sleeps(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty('ada @bot: /setup-calls sleep="23:00-07:00 Europe/London"', "* wait 15h")
    await duty("* wait 30m")
    shown = await _set_aside(duty, monkeypatch, "ana @bot: i want to kill myself", "* wait 1h")
    assert "sleep until 07:00 London time" in _private(shown, "ana")
    assert "I have called" not in texts(shown, "ana")
    assert "@mo" not in texts(shown, "mo")
    assert "@mo" in texts(await duty("* wait 7h"), "mo")


async def test_in_the_night_a_cry_at_level_four_is_said_to_call_people_and_does(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty('ada @bot: /setup-calls sleep="23:00-07:00 Europe/London"', "* wait 15h")
    await duty("* wait 30m")
    shown = await _set_aside(duty, monkeypatch, f"ana @bot: {CRY}", "* wait 1m")
    assert "I have called" in _private(shown, "ana")
    assert "@mo" in texts(shown, "mo")


async def test_in_the_night_a_bare_alert_is_said_to_call_people_and_does(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty('ada @bot: /setup-calls sleep="23:00-07:00 Europe/London"', "* wait 15h")
    await duty("* wait 30m")
    monkeypatch.setattr(Hearing, "__call__", _broken)
    before = len(duty.town.town.ledger.entries)
    await duty("ana #general: i want to kill myself", "* wait 1m")
    assert "I have called" in _private(since(duty, before), "ana")
    assert BARE in texts(since(duty, before), "mo")


async def test_before_it_is_armed_nobody_is_promised_what_is_set_aside(
    fresh: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _private(await _set_aside(fresh, monkeypatch, f"ana @bot: {CRY}"), "ana")
    assert "cannot promise that a person answers" in shown
    assert "called" not in shown
    assert _answered(shown)
