"""The kinds of things that may identify somebody."""

from enum import StrEnum


class Tells(StrEnum):
    """A kind of thing that may identify somebody."""

    NAME = "name"
    HANDLE = "handle"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    PLACE = "place"
