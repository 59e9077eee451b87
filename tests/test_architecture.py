"""The rules of the house, held by machine: architecture sections 2 and 3. Never loosened to make a change pass."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import click
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask

from market import wiring
from market.cli import market
from market.config import VARIABLES
from market.core import migrations
from market.core.db import Base, db
from market.core.events import Event

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "market").rglob("*.py"))
FEATURES = sorted(
    path.name
    for path in (ROOT / "market").iterdir()
    if path.is_dir() and path.name not in {"core", "cli", "translations"}
)
FILE_LINES = 400
FUNCTION_LINES = 40
CONTAINER_ONLY_EVENTS = {
    "DealEvent",
    "TurnEvent",
    "SplitEvent", "EffectEvent", "GuestEvent",
    "Event",
    "InvitationEvent",
    "IntentEvent",
    "InvoiceEvent",
    "LicenceEvent",
    "MeetingEvent",
    "TimetableEvent",
    "ListingEvent",
    "LiveEvent",
    "NeedEvent",
    "PitchEvent", "ReviewEvent", "DrawEvent",
    "ObligationEvent",
    "ProgrammeEvent",
    "OutcomeEvent",
    "RequestEvent",
    "RoadshowEvent",
    "ScheduleEvent",
}


@cache
def tree(path: Path) -> ast.Module:
    """A source file's syntax tree."""
    return ast.parse(path.read_text(), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_point_down() -> None:
    result = run(str(Path(sys.executable).parent / "lint-imports"), "--no-cache")
    assert result.returncode == 0, result.stdout + result.stderr


def test_ruff_is_content() -> None:
    result = run(sys.executable, "-m", "ruff", "check", "--no-cache", ".")
    assert result.returncode == 0, result.stdout


def test_types_are_strict() -> None:
    result = run(sys.executable, "-m", "mypy", "--cache-dir", str(ROOT / ".mypy_cache"))
    assert result.returncode == 0, result.stdout


def test_files_are_short() -> None:
    long = {name(path): lines for path in SOURCES if (lines := len(path.read_text().splitlines())) > FILE_LINES}
    assert not long


def test_functions_are_short() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name} {node.end_lineno - node.lineno + 1}"
        for path in SOURCES
        for node in functions(path)
        if node.end_lineno is not None and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert not long


def test_imports_stand_at_the_top() -> None:
    inside = [
        f"{name(path)}:{inner.lineno}"
        for path in SOURCES
        for node in functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not inside


def test_only_core_commits() -> None:
    calls = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        if "core" not in path.relative_to(ROOT).parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
        if name(path) != "market/cli/health.py"
    ]
    assert not [call for call in calls if "search/index" not in call]


def test_only_edges_open_transactions() -> None:
    wrong = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and node.id == "transaction"
        if path.stem in {"rules", "events", "errors", "models", "queries", "forms"}
    ]
    assert not wrong


def test_modules_and_public_functions_say_what_they_promise() -> None:
    silent = [name(path) for path in SOURCES if not ast.get_docstring(tree(path))]
    for path in SOURCES:
        for node in tree(path).body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                silent.append(f"{name(path)}:{node.lineno} {node.name}")
    assert not silent


def importers(package: str) -> list[str]:
    """Which of our modules import an outside package."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            modules = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            if any(module.split(".")[0] == package for module in modules):
                found.add(name(path))
    return sorted(found)


def test_one_door_to_each_outside_system() -> None:
    assert all(path.startswith("market/payments/gateway") for path in importers("stripe"))
    assert all(path.startswith("market/search/index") for path in importers("whoosh"))
    assert all(path.startswith(("market/notifications/mail", "market/cli/health")) for path in importers("smtplib"))
    assert importers("weasyprint") == ["market/core/printing.py"]


def test_pages_and_forms_are_private() -> None:
    private = re.compile(r"market\.(\w+)\.(views|forms|api|webhooks)\b")
    wrong = []
    for path in SOURCES:
        parts = path.relative_to(ROOT / "market").parts
        for node in ast.walk(tree(path)):
            modules = []
            if isinstance(node, ast.ImportFrom):
                modules = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            for module in modules:
                match = private.match(module)
                if match and parts[0] != match[1] and not name(path).startswith("market/wiring/"):
                    wrong.append(f"{name(path)}: {module}")
    assert not wrong


def all_events() -> set[type[Event]]:
    """Every event class of every feature."""
    for feature in FEATURES:
        if (ROOT / "market" / feature / "events.py").exists():
            import_module(f"market.{feature}.events")
    found: set[type[Event]] = set()
    waiting = [Event]
    while waiting:
        for child in waiting.pop().__subclasses__():
            if child.__module__.startswith("market."):
                found.add(child)
                waiting.append(child)
    return {event for event in found if event.__name__ not in CONTAINER_ONLY_EVENTS}


def test_every_event_is_heard_or_listed_as_unheard() -> None:
    heard = set(wiring.TOGETHER) | set(wiring.AFTERWARDS)
    events = all_events()
    assert not {event.name() for event in events - heard - wiring.UNHEARD}
    assert not {event.name() for event in wiring.UNHEARD & heard}
    assert heard <= events


def test_every_event_has_a_name_for_people() -> None:
    assert not {event.name() for event in all_events() if not event.said}


def test_every_event_is_said() -> None:
    text = "\n".join(path.read_text() for path in SOURCES if path.name != "events.py")
    silent = [event.__name__ for event in all_events() if not re.search(rf"\b{event.__name__}\(", text)]
    assert not silent


def test_every_route_is_marked(app: Flask) -> None:
    open_by_nature = {"static", "bootstrap.static"}
    unmarked = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in open_by_nature and not hasattr(app.view_functions[rule.endpoint], "access")
    ]
    assert not unmarked


def test_every_place_of_the_frame_exists(app: Flask) -> None:
    places = [place for group in wiring.NAVIGATION.values() for place in group] + list(wiring.FOOTER)
    assert not [place.endpoint for place in places if place.endpoint not in app.view_functions]


def test_models_equal_migrations(app: Flask) -> None:
    with db.engines[None].connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_go_both_ways(app: Flask) -> None:
    migrations.downgrade("base")
    assert migrations.current() is None
    migrations.upgrade()
    assert migrations.current() == migrations.newest()


KEYWORDS = {
    "_": None,
    "N_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]


def sentences() -> dict[str, str]:
    """Every sentence marked for translation, and where it stands."""
    found: dict[str, str] = {}
    for folder in ("market", "templates"):
        for file, line, message, _comments, _context in extract_from_dir(ROOT / folder, METHODS, keywords=KEYWORDS):
            found[message[0] if isinstance(message, tuple) else message] = f"{folder}/{file}:{line}"
    return found


def test_both_languages_are_complete() -> None:
    chinese: dict[str, object] = {}
    for catalogue in sorted((ROOT / "market" / "translations" / "zh" / "LC_MESSAGES").glob("*.po")):
        with catalogue.open("rb") as stream:
            for message in read_po(stream, locale="zh"):
                if not message.id:
                    continue
                assert not message.fuzzy, f"{catalogue.name}: {message.id}"
                key = message.id[0] if isinstance(message.id, tuple) else message.id
                if all(message.string if isinstance(message.string, tuple) else [message.string]):
                    chinese[key] = message.string
    missing = {where: text for text, where in sentences().items() if text and text not in chinese}
    assert not missing


def test_translations_keep_their_placeholders() -> None:
    wrong = []
    for catalogue in sorted((ROOT / "market" / "translations" / "zh" / "LC_MESSAGES").glob("*.po")):
        with catalogue.open("rb") as stream:
            for message in read_po(stream, locale="zh"):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                strings = message.string if isinstance(message.string, tuple) else (message.string,)
                wanted = set(re.findall(r"%\((\w+)\)", ids[-1]))
                wrong += [ids[0] for string in strings if string and set(re.findall(r"%\((\w+)\)", string)) != wanted]
    assert not wrong


def test_mail_exists_in_both_languages() -> None:
    names = {path.name for path in (ROOT / "templates" / "mail").rglob("*.txt") if path.suffixes[:-1]}
    stems = {name.rsplit(".", 2)[0] for name in names if name.endswith((".zh.txt", ".en.txt"))}
    assert stems
    assert not [stem for stem in stems if not {f"{stem}.zh.txt", f"{stem}.en.txt"} <= names]


def test_pages_hold_no_inline_style_or_script() -> None:
    wrong = []
    for page in (ROOT / "templates").rglob("*.html"):
        text = page.read_text()
        for tag in re.findall(r"<script\b[^>]*>", text):
            if "src=" not in tag and "application/ld+json" not in tag:
                wrong.append(f"{page.name}: {tag}")
        wrong += [f"{page.name}: {hit}" for hit in re.findall(r"\son\w+=\"|\sstyle=\"|<style\b", text)]
    assert not wrong


def test_pages_speak_through_the_catalogues() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    allowed = {"layout.html", "ui.html"}
    wrong = [
        f"{page.relative_to(ROOT)}:{number}"
        for page in (ROOT / "templates").rglob("*.html")
        if page.name not in allowed
        for number, line in enumerate(page.read_text().splitlines(), 1)
        if chinese.search(line)
    ]
    assert not wrong


@pytest.mark.parametrize("path", [".ci/run", "Makefile"])
def test_the_two_commands_exist(path: str) -> None:
    assert "test" in (ROOT / path).read_text()


def readme_commands() -> list[str]:
    """Every command that the README's blocks show, without its comment."""
    text = (ROOT / "README.md").read_text()
    lines = [
        line.split("#")[0].strip()
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
    ]
    return sorted({line for line in lines if line})


@pytest.mark.parametrize("line", readme_commands())
def test_each_command_of_the_readme_exists_with_its_options(line: str) -> None:
    words = line.split()
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
        return
    assert words[0] == "market"
    command: click.Command = market
    for word in words[1:]:
        if not isinstance(command, click.Group) or word.startswith("-"):
            break
        found = command.get_command(click.Context(command), word)
        assert found is not None, word
        command = found
    options = {option for parameter in command.params for option in parameter.opts}
    assert not [word for word in words if word.startswith("--") and word not in options]
    assert run(sys.executable, "-c", "from market.cli import main; main()", *words[1:2], "--help").returncode == 0


def test_the_readme_names_every_setting() -> None:
    text = (ROOT / "README.md").read_text()
    assert not [variable for variable in VARIABLES.values() if f"`{variable}`" not in text]


def test_a_sentence_has_one_translation() -> None:
    """All catalogues are merged when read: two translations of one sentence would show on the wrong page."""
    found: dict[object, set[object]] = {}
    for catalogue in sorted((ROOT / "market" / "translations" / "zh" / "LC_MESSAGES").glob("*.po")):
        with catalogue.open("rb") as stream:
            for message in read_po(stream, locale="zh"):
                if message.id:
                    key = message.id[0] if isinstance(message.id, tuple) else message.id
                    string = message.string[0] if isinstance(message.string, tuple) else message.string
                    found.setdefault((message.context, key), set()).add(string)
    assert not {key: strings for key, strings in found.items() if len(strings) > 1}
