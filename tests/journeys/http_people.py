"""People who use the market through its pages alone: they follow links, fill in forms and press buttons by their names."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict

from market.accounts.models import Organisation
from market.core.db import db
from tests.factories import accounts

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass
class Node:
    """An element of a page."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator["Node"]:
        """The elements inside with one of these names, in order."""
        for child in self.children:
            if isinstance(child, Node):
                if child.tag in tags:
                    yield child
                yield from child.all(*tags)

    @property
    def text(self) -> str:
        """What is written inside, with single blanks."""
        parts = [child if isinstance(child, str) else f" {child.text} " for child in self.children]
        return " ".join("".join(parts).split())

    def get(self, name: str) -> str:
        """An attribute; empty when it is not there."""
        return self.attributes.get(name, "")

    def has(self, style: str) -> bool:
        """Whether the element carries a class."""
        return style in self.get("class").split()


class Reader(HTMLParser):
    """Makes a tree of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Node("page")
        self.open = [self.root]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content."""
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it whatever was left open inside."""
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        """Text."""
        self.open[-1].children.append(data)


def ticked(box: Node) -> bool:
    """Whether a browser would send this check box or radio button without being touched."""
    return "checked" in box.attributes


def contents(form: Node) -> MultiDict[str, Any]:
    """What a browser would send of an untouched form, without its buttons."""
    found: MultiDict[str, Any] = MultiDict()
    for box in form.all("input", "select", "textarea"):
        name, kind = box.get("name"), box.get("type")
        if not name or kind in ("file", "submit", "button") or "disabled" in box.attributes:
            continue
        if box.tag == "select":
            options = list(box.all("option"))
            chosen = [option for option in options if "selected" in option.attributes]
            if not chosen and "multiple" not in box.attributes:
                chosen = options[:1]
            found.setlist(name, [*found.getlist(name), *(option.get("value") for option in chosen)])
        elif box.tag == "textarea":
            found.add(name, "".join(child for child in box.children if isinstance(child, str)))
        elif kind not in ("checkbox", "radio") or ticked(box):
            found.add(name, box.get("value") or ("on" if kind == "checkbox" else ""))
    return found


def offered(form: Node, name: str) -> set[str] | None:
    """The values one can choose for a field; None where one may write; an error where there is no such field."""
    boxes = [box for box in form.all("input", "select", "textarea") if box.get("name") == name]
    assert boxes, f"the form has no field {name}"
    if boxes[0].tag == "select":
        return {option.get("value") for option in boxes[0].all("option")}
    if boxes[0].get("type") in ("radio", "checkbox"):
        return {box.get("value") for box in boxes}
    return None


def buttons(form: Node) -> list[Node]:
    """What sends a form."""
    return [button for button in form.all("button") if button.get("type") in ("", "submit")]


class Visitor:
    """Somebody with a browser of his own."""

    numbers = iter(range(1, 250))

    def __init__(self, app: Flask, language: str = "en") -> None:
        self.client = app.test_client()
        self.surroundings = {"REMOTE_ADDR": f"10.1.{next(self.numbers)}.7", "HTTP_ACCEPT_LANGUAGE": language}
        self.place = "/"
        self.page = Node("page")

    def open(self, path: str, status: int = 200, **request: Any) -> None:
        """Send one request, follow where it leads, and read the page that comes."""
        answer = self.client.open(path, follow_redirects=True, environ_overrides=self.surroundings, **request)
        assert answer.status_code == status, f"{path} gave {answer.status_code}: {Reader(answer.text).root.text[:600]}"
        self.place, self.page = answer.request.path, Reader(answer.text).root

    def visit(self, path: str, status: int = 200) -> None:
        """Type an address."""
        self.open(path, status)

    @property
    def main(self) -> Node:
        """The page without its frame."""
        return next(self.page.all("main"))

    @property
    def text(self) -> str:
        """What stands on the page."""
        return self.main.text

    @property
    def number(self) -> int:
        """The last number in the page's address."""
        return [int(part) for part in self.place.split("/") if part.isdecimal()][-1]

    def links(self, part: str) -> list[str]:
        """The addresses of the links whose text or address holds this, outside the page's frame."""
        return [a.get("href") for a in self.main.all("a") if part in a.text or part in a.get("href")]

    def follow(self, part: str) -> None:
        """Follow the first link whose text or address holds this."""
        found = self.links(part)
        assert found, f"{self.place} has no link {part}: {self.text[:600]}"
        self.open(found[0])

    def download(self, part: str) -> bytes:
        """Take the file behind a link."""
        answer = self.client.get(self.links(part)[0], environ_overrides=self.surroundings)
        assert answer.status_code == 200
        return bytes(answer.data)

    def row(self, part: str) -> str:
        """The text of the first line of a table that holds this."""
        return next((row.text for row in self.main.all("tr") if part in row.text), "")

    def cells(self, part: str) -> list[str]:
        """The cells of the first line of a table that holds this."""
        line = next(row for row in self.main.all("tr") if part in row.text)
        return [cell.text for cell in line.all("th", "td")]

    def labelled(self, part: str) -> str:
        """The value of the box whose label holds this text."""
        label = next(label for label in self.main.all("label") if part in label.text)
        return next(box.get("value") for box in self.main.all("input") if box.get("id") == label.get("for"))

    def send(self, press: str = "", status: int = 200, **values: Any) -> None:
        """Fill in the form that has these fields and press its button: the one so named, else the form's first.

        `a__b` is the field `a-b`; True ticks a box, a list chooses several, a path is a file to send.
        """
        values = {name.replace("__", "-"): value for name, value in values.items()}
        form, button = self._form(press, set(values))
        sent = contents(form)
        for name, value in values.items():
            self._enter(form, sent, name, value)
        if button.get("name"):
            sent.add(button.get("name"), button.get("value"))
        path = form.get("action") or self.place
        if form.get("method").lower() != "post":
            self.open(path, status, query_string=sent)
        else:
            self.open(path, status, method="POST", data=sent)
        if status == 200:
            complaint = next((node.text for node in self.main.all("div") if node.has("mk-summary")), "")
            assert not complaint, f"{path}: {complaint}"

    def press(self, button: str, status: int = 200) -> None:
        """Press the first button with this text."""
        self.send(button, status)

    def _form(self, press: str, names: set[str]) -> tuple[Node, Node]:
        for form in self.main.all("form"):
            known = {box.get("name") for box in form.all("input", "select", "textarea")}
            fitting = [button for button in buttons(form) if press in button.text]
            if names <= known and fitting and (press or names or fitting[0].has("btn-primary")):
                return form, fitting[0]
        raise AssertionError(f"{self.place} has no form with {press} {names}: {self.text[:600]}")

    @staticmethod
    def _enter(form: Node, sent: MultiDict[str, Any], name: str, value: Any) -> None:
        choices = offered(form, name)
        if isinstance(value, Path):
            sent.setlist(name, [(io.BytesIO(value.read_bytes()), value.name)])
            return
        given = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        if value is True:
            given = [next(iter(choices or {"y"})) or "on"]
        elif choices is not None:
            assert set(given) <= choices, f"{name} offers {choices}"
        sent.setlist(name, given)

    def sign_in(self, email: str, password: str = accounts.PASSWORD) -> None:
        """Sign in."""
        self.visit("/sign-in")
        self.send(email=email, password=password)


def member_of(app: Flask, organisation_id: int, role: str = "owner") -> Visitor:
    """Somebody who works for an organisation, signed in through the page."""
    found = Visitor(app)
    found.sign_in(accounts.user(db.session.get_one(Organisation, organisation_id), role).email)
    return found


def somebody(app: Flask, kind: str, name: str = "", role: str = "owner") -> Visitor:
    """Somebody of a new vetted organisation, signed in through the page."""
    named = {"name": name, "name_en": ""} if name else {}
    return member_of(app, accounts.organisation(kind, **named).id, role)
