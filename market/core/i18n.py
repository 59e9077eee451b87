"""Two languages, complete: English message ids in the code, Chinese in one catalogue per feature.

Chinese is the default when the browser names neither. Catalogues are compiled when they are newer than their
binary form, so that a change of a `.po` file needs no separate step.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, has_request_context, request, session
from flask_babel import Babel, force_locale, get_locale, gettext

LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = "zh"
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"

babel = Babel()


def N_(message: str) -> str:
    """Mark a message for extraction and give it back unchanged; it is translated where it is shown."""
    return message


def translate(message: str, /, **values: object) -> str:
    """The message in the current language with its values put in; English when no application is active."""
    try:
        return str(gettext(message, **values))
    except (RuntimeError, KeyError):
        return message % values if values else message


def current_language() -> str:
    """The language of the page, mail or job being made: "zh" or "en"."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Everything inside speaks the given language, whatever the request says."""
    with force_locale(language if language in LANGUAGES else DEFAULT_LANGUAGE):
        yield


def choose_language() -> str:
    """The reader's language: what the address asks, else what was chosen before, else the browser's, else Chinese."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    for wanted in (request.args.get("lang"), session.get("language")):
        if wanted in LANGUAGES:
            return str(wanted)
    for tag in request.accept_languages.values():
        language = tag.lower().split("-")[0]
        if language in LANGUAGES:
            return language
    return DEFAULT_LANGUAGE


def compile_catalogues(folder: Path = CATALOGUES) -> list[str]:
    """Compile every catalogue that is newer than its binary form; returns the domain names found."""
    domains = set()
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        domains.add(source.stem)
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3], domain=source.stem)
        temporary = target.with_suffix(f".mo.{os.getpid()}")
        with temporary.open("wb") as stream:
            write_mo(stream, catalogue)
        temporary.replace(target)
    return sorted(domains)


def init_app(app: Flask) -> None:
    """Give the application its languages."""
    domains = compile_catalogues() or ["messages"]
    babel.init_app(
        app,
        default_locale=DEFAULT_LANGUAGE,
        default_timezone="Asia/Shanghai",
        default_domain=";".join(domains),
        default_translation_directories=";".join([str(CATALOGUES)] * len(domains)),
        locale_selector=choose_language,
    )
