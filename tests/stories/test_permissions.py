"""Who may do what, as data: a command or a button without a row here fails the build."""

import pytest

from adapters.memory.places import room_named
from bot.dispatch.table import COMMAND
from bot.model.events import EventId, Pressed
from bot.model.people import Platform, Role
from tests.stories.chat import Chat

MEMBER, MODERATOR, CUSTODIAN = Role.MEMBER, Role.MODERATOR, Role.CUSTODIAN
LISTENER, ADMIN = Role.LISTENER, Role.ADMIN
MATRIX: dict[str, Role] = {
    "command:help": MEMBER, "command:checkin": MEMBER, "command:mood": MEMBER,
    "command:checkin-edit": MEMBER, "command:checkin-remove": MEMBER, "command:remind": MEMBER,
    "command:help-me-now": MEMBER, "command:worried": MEMBER, "command:quiet": MEMBER,
    "command:helpline": MEMBER, "command:resources": MEMBER, "command:country": MEMBER,
    "command:duty": MODERATOR, "command:ack": MODERATOR, "command:backup": MODERATOR,
    "command:handover": MODERATOR, "command:show": MODERATOR, "command:still": MODERATOR,
    "command:open": MODERATOR, "command:false-alarm": MODERATOR, "command:resolve": MODERATOR,
    "command:incidents": MODERATOR,
    "crisis.talk": MEMBER, "crisis.safe": MEMBER, "crisis.shared": MEMBER, "crisis.answer": MEMBER,
    "crisis.no_offers": MEMBER, "resources.lines": MEMBER, "resources.where": MEMBER,
    "resources.forget_country": MEMBER, "resources.page": MEMBER, "resources.keep": MEMBER,
    "resources.dm": MEMBER, "resources.share": MEMBER, "resources.mistake": MEMBER,
    "resources.looked": MODERATOR, "command:share-helplines": MEMBER,
    "command:wrong-helpline": MEMBER, "command:mistakes": MODERATOR, "command:looked": MODERATOR,
    "guides.menu": MEMBER, "guides.theme": MEMBER, "guides.open": MEMBER,
    "command:vent": MEMBER, "command:ghost": MEMBER, "command:my-vents": MEMBER,
    "command:replies": MEMBER, "command:vents": MODERATOR, "command:thread": MODERATOR,
    "command:lockdown": MODERATOR, "command:bans": MODERATOR, "command:unban": MODERATOR,
    "command:write": MODERATOR,
    "command:unseal": CUSTODIAN, "command:unseal-approve": CUSTODIAN,
    "command:unseal-open": CUSTODIAN, "command:audit": CUSTODIAN,
    "vent.offer": LISTENER, "listen.accept": MEMBER, "listen.refuse": MEMBER,
    "listen.speak": MEMBER, "listen.end": MEMBER, "listen.report": MEMBER,
    "listen.transcript": MODERATOR, "listen.ban": MODERATOR,
    "vent.preview": MEMBER, "vent.options": MEMBER, "vent.throw": MEMBER, "vent.post": MEMBER,
    "vent.only": MEMBER,
    "vent.ghost": MEMBER, "vent.ghost_post": MEMBER, "vent.ghost_address": MEMBER,
    "vent.reply": MEMBER, "command:reply-anonymously": MEMBER,
    "vent.send": MEMBER, "vent.answer": MEMBER, "vent.edit": MEMBER, "vent.tell": MEMBER,
    "vent.withdraw": MEMBER, "vent.close": MEMBER, "vent.earlier": MEMBER, "vent.show": MEMBER,
    "vent.report": MEMBER, "vent.mine": MEMBER,
    "vent.worried": MEMBER, "vent.approve": MODERATOR, "vent.decline": MODERATOR,
    "vent.remove": MODERATOR, "vent.mute": MODERATOR, "vent.ban": MODERATOR,
    "vent.unmute": MODERATOR,
    "vent.write": MODERATOR, "vent.words": MODERATOR, "vent.stays": MODERATOR,
    "checkin.start": MEMBER, "checkin.edit": MEMBER, "checkin.remove": MEMBER,
    "checkin.nothing": MEMBER, "checkin.zone": MEMBER, "checkin.at": MEMBER,
    "checkin.snooze": MEMBER, "checkin.pause": MEMBER, "checkin.resume": MEMBER,
    "command:link": MEMBER, "link.yes": MEMBER, "link.no": MEMBER, "link.undo": MEMBER,
    "command:privacy": MEMBER, "command:consent": MEMBER, "consent.yes": MEMBER,
    "consent.no": MEMBER, "privacy.export": MEMBER, "privacy.erase": MEMBER,
    "privacy.erase_now": MEMBER, "privacy.keep": MEMBER,
    "crisis.take": MODERATOR, "crisis.still": MODERATOR, "crisis.backup": MODERATOR,
    "crisis.hand_over": MODERATOR, "crisis.false_alarm": MODERATOR, "crisis.resolve": MODERATOR,
    "crisis.show": MODERATOR, "crisis.open": MODERATOR, "crisis.on_duty": MODERATOR,
    "crisis.fine": MODERATOR, "crisis.rest": MODERATOR, "crisis.debrief": MODERATOR,
    "command:setup": ADMIN, "command:setup-rooms": ADMIN, "command:setup-roles": ADMIN,
    "command:setup-people": ADMIN, "command:setup-calls": ADMIN, "command:doctor": ADMIN,
    "command:drill": ADMIN, "crisis.drill": ADMIN, "crisis.stop_drill": ADMIN,
    "setup.panel": ADMIN, "setup.rooms": ADMIN, "setup.roles": ADMIN, "setup.people": ADMIN,
    "setup.calls": ADMIN, "command:setup-link": ADMIN,
    "setup.link": ADMIN, "setup.unlink": ADMIN, "setup.unlink_now": ADMIN,
    "setup.doctor": ADMIN, "setup.notice": ADMIN,
}  # fmt: skip


async def test_every_command_and_button_has_a_row_and_every_row_exists(chat: Chat) -> None:
    declared = {name: action.role for name, action in chat.app.wired.table.actions.items()}
    assert declared == MATRIX


@pytest.mark.parametrize("role", [None, *Role])
async def test_what_is_for_moderators_is_refused_to_everybody_else(
    chat: Chat, role: Role | None
) -> None:
    refused = chat.app.wired.engine
    for name, wanted in MATRIX.items():
        if wanted is MEMBER or name.startswith(COMMAND):
            continue
        reply = await refused.receive(_pressed(chat, name, frozenset({role} if role else ())))
        allowed = role is wanted
        assert reply is not None
        assert ("This is for other people" in reply.text) is not allowed, name


async def test_roles_from_the_settings_count_on_both_platforms(chat: Chat) -> None:
    owner = chat.town.town.people["ada"].on(Platform.DISCORD)
    assert f"discord:{owner.id}" in chat.app.settings.owners
    reply = await chat.app.receive(_pressed(chat, "crisis.take", frozenset(), who="ada"))
    assert reply is not None
    assert "This is for other people" not in reply.text


async def test_staff_hear_who_could_do_it_and_members_where_there_is_a_person(chat: Chat) -> None:
    says = {
        "command:audit": "custodians", "setup.panel": "admins", "vent.offer": "listeners",
    }  # fmt: skip
    for name, who in says.items():
        staff = await chat.app.wired.engine.receive(
            _pressed(chat, name, frozenset({Role.MODERATOR}))
        )
        member = await chat.app.wired.engine.receive(_pressed(chat, name, frozenset()))
        assert staff is not None
        assert member is not None
        assert who in staff.text
        assert "/help-me-now" not in staff.text
        assert "help-me-now" in member.text


def _pressed(chat: Chat, action: str, roles: frozenset[Role], who: str = "ben") -> Pressed:
    person = chat.town.town.people[who]
    return Pressed(
        id=EventId(f"discord:i{chat.town.town.tick()}"), at=chat.town.clock.now(),
        who=person.on(Platform.DISCORD), room=room_named("#general", Platform.DISCORD),
        roles=roles, action=action, about="1", answers={},
    )  # fmt: skip
