"""People named in the settings, and the roles that gives them."""

from collections.abc import Mapping

from bot.model.people import Member, Platform, Role
from bot.ports.links import Links
from bot.settings import Settings


def member_named(name: str) -> Member:
    """`discord:1234` as a member."""
    platform, _, id_ = name.partition(":")
    return Member(Platform(platform), id_)


def owners_of(settings: Settings) -> tuple[Member, ...]:
    """Who is called last, and told what only an owner can mend."""
    return tuple(member_named(name) for name in settings.owners)


def admins_of(settings: Settings) -> tuple[Member, ...]:
    """Who may set the bot up, by the settings."""
    return tuple(dict.fromkeys(member_named(one) for one in (*settings.owners, *settings.admins)))


def roles_of(settings: Settings) -> Mapping[Member, frozenset[Role]]:
    """Owners are admins and moderate; custodians and admins are what their name says."""
    found: dict[Member, set[Role]] = {}
    for names, roles in (
        (settings.owners, {Role.ADMIN, Role.MODERATOR}),
        (settings.admins, {Role.ADMIN}),
        (tuple(one for all_ in settings.custodians for one in all_.split("&")), {Role.CUSTODIAN}),
    ):
        for name in names:
            found.setdefault(member_named(name), set()).update(roles)
    return {member: frozenset(roles) for member, roles in found.items()}


def first_accounts(settings: Settings) -> Mapping[Member, Member]:
    """For each account of a custodian the first one: with two accounts one is still one person."""
    persons = [[member_named(one) for one in names.split("&")] for names in settings.custodians]
    return {account: person[0] for person in persons for account in person}


def persons_of(links: Links, first: Mapping[Member, Member], who: Member) -> frozenset[Member]:
    """The first accounts of all custodians who are this person, by the settings and by links."""
    found: set[Member] = set()
    ahead = [first.get(who, who)]
    while ahead:
        person = ahead.pop()
        if person in found:
            continue
        found.add(person)
        accounts = {person, *(account for account, its in first.items() if its == person)}
        others = (links.of(account) for account in accounts)
        ahead += [first.get(other, other) for other in others if other is not None]
    return frozenset(found)
