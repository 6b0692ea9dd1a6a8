"""A form that a reply opened: labelled questions, choices, lengths, by keyboard alone."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from bot.ui.form import Form, Kind, Question
from bot.ui.texts import Say

Answers = Mapping[str, str]


class Choices(Widget, can_focus=True):
    """All answers in one place; the picked one stands in brackets."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
        Binding("backspace,delete", "clear", show=False),
    ]

    def __init__(self, question: Question) -> None:
        """Begin with the answer that was given before, if there was one."""
        super().__init__()
        self._question = question
        given = [choice.value for choice in question.choices]
        self.at = given.index(question.answer) if question.answer in given else None

    @property
    def value(self) -> str:
        """The picked answer; empty for none."""
        return "" if self.at is None else self._question.choices[self.at].value

    def render(self) -> Text:
        """Every answer with its digit."""
        parts = [f"{n} {choice.label}" for n, choice in enumerate(self._question.choices, 1)]
        marked = [f"[{part}]" if n == self.at else f" {part} " for n, part in enumerate(parts)]
        text = Text()
        for number, part in enumerate(marked):
            text.append(part.replace(" ", "\u00a0"), "bold reverse" if number == self.at else "")
            text.append(" ")
        return text

    def action_step(self, by: int) -> None:
        """To the next answer, or the first one."""
        last = len(self._question.choices) - 1
        self.at = 0 if self.at is None else max(0, min(self.at + by, last))
        self.refresh()

    def action_clear(self) -> None:
        """No answer, where none is needed."""
        self.at = self.at if self._question.required else None
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """A digit picks; Enter goes on."""
        if event.key.isdecimal() and 0 < int(event.key) <= len(self._question.choices):
            event.stop()
            self.at = int(event.key) - 1
            self.refresh()
        elif event.key == "enter":
            event.stop()
            self.screen.focus_next()


class Field(Vertical):
    """One question: its label, how it is answered, and how long an answer may be."""

    def __init__(self, question: Question, say: Say) -> None:
        """Ask this."""
        super().__init__()
        self.question, self._say = question, say

    def compose(self) -> ComposeResult:
        """The label above the answer."""
        yield Static(Text(self._label("")), classes="label")
        yield self._widget()

    @property
    def value(self) -> str:
        """The answer as it stands."""
        widget = self.children[-1]
        if isinstance(widget, TextArea):
            return widget.text
        return widget.value if isinstance(widget, Choices | Input) else ""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how much fits."""
        self._count(event.value)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say how much fits."""
        self._count(event.text_area.text)

    def on_input_submitted(self) -> None:
        """Enter goes on to the next question."""
        self.screen.focus_next()

    def _count(self, answer: str) -> None:
        self.query_one(".label", Static).update(Text(self._label(answer)))

    def _label(self, answer: str) -> str:
        optional = "" if self.question.required else f" {self._say('town.form.optional')}"
        label = f"{self.question.label}{optional}"
        if self.question.choices or not answer:
            return label
        most = self.question.longest_chars
        return f"{label} {self._say('town.form.length', now=len(answer), most=most)}"

    def _widget(self) -> Widget:
        question = self.question
        if question.choices:
            return Choices(question)
        if question.kind is Kind.PARAGRAPH:
            return TextArea(question.answer, compact=True, highlight_cursor_line=False)
        longest = question.longest_chars
        return Input(question.answer, max_length=longest, select_on_focus=False, compact=True)


class FormScreen(ModalScreen[Answers | None]):
    """Gives the answers, or None when it was closed. `trouble` says what was unclear before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False, priority=True),
        Binding("ctrl+s", "send", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, form: Form, say: Say, trouble: str = "") -> None:
        """Ask this form."""
        super().__init__()
        self.form, self._say, self._trouble = form, say, trouble

    def compose(self) -> ComposeResult:
        """Title, what was unclear, the questions, and the way out."""
        with Vertical(classes="dialog"):
            yield Static(Text(self.form.title), classes="title")
            if self._trouble:
                yield Static(Text(self._trouble), classes="about")
            with VerticalScroll(can_focus=False):
                yield from (Field(one, self._say) for one in self.form.questions)
            yield Button(Content(f"[ {self._say('town.form.send')} ]"), id="send", compact=True)
            yield Static(Text(self._say("town.form.how")), classes="keys")

    def on_button_pressed(self) -> None:
        """Sent."""
        self.action_send()

    def action_send(self) -> None:
        """Give the answers, unless one is too long for its place."""
        problems = list(self._too_long())
        if problems:
            self.notify_trouble("\n".join(problems))
            return
        given = {one.question.id: one.value for one in self.query(Field)}
        before = {one.id: one.answer for one in self.form.questions}
        self.dismiss({name: value for name, value in given.items() if value or before[name]})

    def notify_trouble(self, text: str) -> None:
        """Say what is unclear, above the questions."""
        shown = self.query(".about")
        if shown:
            shown.first(Static).update(Text(text))
        else:
            self.query_one(".dialog").mount(
                Static(Text(text), classes="about"), after=self.query_one(".title")
            )

    def _too_long(self) -> Iterator[str]:
        for one in self.query(Field):
            question = one.question
            if not question.choices and len(one.value) > question.longest_chars:
                yield self._say(
                    "form.too_long", question=question.label, now=len(one.value),
                    most=question.longest_chars,
                )  # fmt: skip
