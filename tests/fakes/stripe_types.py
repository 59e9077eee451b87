"""Reads a request body of Stripe's API and holds it against the parameter types that the library itself ships.

The types are made from the description of exactly the API version that the library speaks. They leave lists of words
open for words of tomorrow; here they are closed, so that a word that does not exist is noticed.
"""

import importlib
import re
import types
import typing
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import stripe
import typing_extensions

OPTIONS = frozenset(stripe.RequestOptions.__annotations__)
"""Of the call, not of its body."""


class WrongParameter(Exception):
    """A parameter that is unknown, missing or of another kind, in the words of Stripe's answer."""

    def __init__(self, param: str, code: str, message: str) -> None:
        self.param, self.code = param, code
        super().__init__(message)


def decode(body: str) -> dict[str, Any]:
    """`a[b][0][c]=1` as nested dictionaries and lists."""
    root: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        *path, last = re.findall(r"[^\[\]]+", name)
        here = root
        for part in path:
            here = here.setdefault(part, {})
        here[last] = value
    return _lists(root)  # type: ignore[no-any-return]


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _lists(inner) for key, inner in value.items()}


@cache
def _fields(kind: type) -> dict[str, tuple[Any, bool]]:
    """Name, type and necessity of the fields of one group of parameters."""
    module = importlib.import_module(kind.__module__)
    said = {name: hint for name, hint in kind.__annotations__.items() if name not in OPTIONS}
    holder = types.SimpleNamespace(__annotations__=said)
    hints = typing_extensions.get_type_hints(holder, globalns=vars(module), include_extras=True)
    found = {}
    for name, hint in hints.items():
        optional = typing_extensions.get_origin(hint) is typing_extensions.NotRequired
        found[name] = (typing_extensions.get_args(hint)[0] if optional else hint, not optional)
    return found


def check(module: str, name: str, body: str) -> dict[str, Any]:
    """The parameters of a body as values of their types; raises WrongParameter."""
    kind = getattr(importlib.import_module(f"stripe.params.{module}"), name)
    return _group(kind, decode(body), "")


def _group(kind: type, value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise WrongParameter(path, "parameter_invalid", f"{path}: not a group of parameters")
    fields = _fields(kind)
    for key in value:
        if key not in fields:
            raise WrongParameter(_at(path, key), "parameter_unknown", f"Received unknown parameter: {_at(path, key)}")
    for key, (_hint, needed) in fields.items():
        if needed and key not in value:
            raise WrongParameter(_at(path, key), "parameter_missing", f"Missing required param: {_at(path, key)}.")
    return {key: _read(fields[key][0], inner, _at(path, key)) for key, inner in value.items()}


def _at(path: str, key: object) -> str:
    return f"{path}[{key}]" if path else str(key)


def _read(hint: Any, value: Any, path: str) -> Any:
    """One value as its type."""
    origin, inside = typing_extensions.get_origin(hint), typing_extensions.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _one_of(inside, value, path)
    if origin is typing_extensions.Literal:
        return _expect(value in inside, value, path)
    if origin is list:
        _expect(isinstance(value, list), value, path)
        return [_read(inside[0], one, _at(path, place)) for place, one in enumerate(value)]
    if origin is dict:
        _expect(isinstance(value, dict), value, path)
        return {key: _read(inside[1], one, _at(path, key)) for key, one in value.items()}
    if typing_extensions.is_typeddict(hint):
        return _group(hint, value, path)
    return _plain(hint, value, path)


def _one_of(kinds: tuple[Any, ...], value: Any, path: str) -> Any:
    """The first type that fits; where words are listed, a free text beside them does not count."""
    words = any(typing_extensions.get_origin(kind) is typing_extensions.Literal for kind in kinds)
    worst: WrongParameter | None = None
    for kind in kinds:
        if (words and kind is str) or kind is type(None):
            continue
        try:
            return _read(kind, value, path)
        except WrongParameter as error:
            worst = error
    raise worst or WrongParameter(path, "parameter_invalid", f"Invalid {path}")


def _plain(hint: Any, value: Any, path: str) -> Any:
    _expect(isinstance(value, str), value, path)
    if hint is int:
        _expect(re.fullmatch(r"-?\d+", value) is not None, value, path)
        return int(value)
    if hint is bool:
        _expect(value in ("true", "false"), value, path)
        return value == "true"
    _expect(hint is str, value, path)
    return value


def _expect(holds: bool, value: Any, path: str) -> Any:
    if not holds:
        raise WrongParameter(path, "parameter_invalid", f"Invalid {path}: {value!r}")
    return value
