"""What an operator can mend about paging. None of these texts holds an address."""


class PagingNotInstalled(Exception):  # noqa: N818 - a state of the installation, said as such
    """Pagers are configured, but Apprise is not installed."""


class AddressInvalid(Exception):  # noqa: N818 - a state of the settings, said as such
    """An address cannot be used; it is named by its position or purpose, never by its content."""
