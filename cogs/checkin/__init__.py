"""Check-ins: how somebody is, in private; the history; and a reminder for who wants one."""
