"""A page as a person has it in front of them: its words, its links, and its forms with what already stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "img", "br", "wbr", "hr", "meta", "link", "source"}
UNSEEN = {"script", "style", "template", "title"}


@dataclass
class Field:
    """What is in a field, and what may be chosen there."""

    kind: str
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)


@dataclass
class Button:
    text: str = ""
    name: str = ""
    value: str = ""
    action: str = ""


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)

    def filled_in(self, button: Button, typed: dict[str, object]) -> dict[str, object]:
        """What the browser sends: the form as it stands, with what a person typed into fields they can see."""
        sent: dict[str, object] = {name: each.values for name, each in self.fields.items() if each.values}
        for name, value in typed.items():
            assert name in self.fields, (name, sorted(self.fields))
            found = self.fields[name]
            assert found.kind != "hidden", f"nobody can type into {name}"
            if found.kind in ("checkbox", "radio", "select"):
                found_values = _chosen(found, value)
                assert set(found_values) <= set(found.options), (name, value, found.options)
                sent[name] = found_values
            else:
                sent[name] = value
        if button.name:
            beside = self.fields[button.name].values if button.name in self.fields else []
            sent[button.name] = [*beside, button.value]
        return sent


def _chosen(found: Field, value: object) -> list[str]:
    if value is True:
        return found.options[:1]
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


@dataclass
class Link:
    href: str
    text: str = ""
    in_main: bool = False


class Page(HTMLParser):
    """One parsed page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.links: list[Link] = []
        self.forms: list[Form] = []
        self._words: list[str] = []
        self._open: list[str] = []
        self._link: Link | None = None
        self._form: Form | None = None
        self._by_id: dict[str, Form] = {}
        self._button: Button | None = None
        self._list: Field | None = None
        self._area: Field | None = None
        self.feed(html)
        self.text = " ".join("".join(self._words).split())

    def link(self, text: str) -> str:
        """Where the link with these words leads; the one that says nothing else, or the first of the main part."""
        found = [link for link in self.links if text in link.text]
        assert found, (text, [link.text for link in self.links])
        return min(found, key=lambda link: (link.text != text, not link.in_main)).href

    def form_of(self, button: str) -> tuple[Form, Button]:
        """The form with this button."""
        found = [(form, each) for form in self.forms for each in form.buttons if button in each.text]
        assert found, (button, [each.text for form in self.forms for each in form.buttons])
        return min(found, key=lambda pair: pair[1].text != button)

    def tells(self, *words: str) -> list[str]:
        """Those of the words that stand anywhere in the page, seen or unseen."""
        return [word for word in words if word in self.html]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if tag == "a" and "href" in given:
            self._link = Link(given["href"], in_main="main" in self._open)
            self.links.append(self._link)
        elif tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
            self._by_id[given.get("id", "")] = self._form
        else:
            form = self._by_id.get(given["form"]) if "form" in given else self._form
            if form is not None:
                self._enter(tag, given, form)
        if tag not in ("a", "span", "strong", "wbr"):
            self._words.append(" ")

    def _enter(self, tag: str, given: dict[str, str], form: Form) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "button" and given.get("type", "submit") == "submit":
            self._button = Button("", name, given.get("value", ""), given.get("formaction", ""))
            form.buttons.append(self._button)
        elif tag == "input" and name and kind in ("checkbox", "radio"):
            found = form.fields.setdefault(name, Field(kind))
            found.options.append(given.get("value", "on"))
            found.values += [given.get("value", "on")] if "checked" in given else []
        elif tag == "input" and name:
            value = given.get("value", "")
            found = form.fields.setdefault(name, Field(kind)) if kind == "hidden" else Field(kind)
            found.values += [value] if value and kind != "file" else []
            form.fields[name] = found
        elif tag == "textarea":
            self._area = form.fields[name] = Field("textarea", [""])
        elif tag == "select":
            self._list = form.fields[name] = Field("select")
        elif tag == "option" and self._list is not None:
            self._list.options.append(given.get("value", ""))
            if "selected" in given or len(self._list.options) == 1:
                self._list.values = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        ends = {"a": "_link", "form": "_form", "button": "_button", "select": "_list", "textarea": "_area"}
        if tag in ends:
            setattr(self, ends[tag], None)

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.values = [self._area.values[0] + data.removeprefix("\n")]
        if UNSEEN & set(self._open):
            return
        self._words.append(data)
        words = data.strip()
        if self._link is not None:
            self._link.text += words
        if self._button is not None:
            self._button.text += words
