"""Stories: tests that read as a chat, run over the whole product."""
