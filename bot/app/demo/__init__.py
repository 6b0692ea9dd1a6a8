"""The demo for people: the rehearsal town as a terminal interface, and the same in a browser.

Textual is imported only in here, and this package only when the interface is opened.
"""
