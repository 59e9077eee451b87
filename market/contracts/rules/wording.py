"""The sandbox for contract templates (Jinja syntax): a template may name known fields, choose and repeat, nothing else.

Three walls, each enough by itself: the tree is read before anything runs and every node not on the list is refused (no
arithmetic, no calls, no attributes but known fields, loops over known lists only); the environment is Jinja's immutable
sandbox with strict names and without globals, filters and tests; length of template, values and text is limited.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from market.core.i18n import N_

LONGEST_TEMPLATE = 60_000
LONGEST_VALUE = 4_000
LONGEST_TEXT = 300_000
MOST_NODES = 5_000
BLANK = "________"
"""What stands for a value that is not known yet: a line to write on."""
OPEN, CLOSE = "\ue000", "\ue001"
"""Around each value while the text is taken apart, so that a value can never begin a heading, a list or a row."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTY = _names(
    "name uscc address postcode legal_representative agent contact phone email bank account background kind role"
)
FIELDS: Mapping[str, frozenset[str]] = {
    "contract": _names(
        "number place kind kind_name title source listing announced_on announcement_number product use_place"
    ),
    "licensor": PARTY,
    "licensee": PARTY,
    "terms": _names("territory field manner sublicense start end free price notes royalty inspection"),
}
"""Every field that stands for itself, by its group."""
LISTS: Mapping[str, frozenset[str]] = {
    "patents": _names(
        "title number application_number kind applicants patentees filing_date grant_date expiry_date position"
    ),
    "fees": _names("text position"),
}
"""Every list, with the fields of its items; `{% for patent in patents %}` makes `patent.title` known inside."""
PLAIN_NODES = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Not, nodes.And, nodes.Or)
FLATTEN = "_flat"

LENGTH = N_("The text is too long: at most %(count)s characters.")
SYNTAX = N_("Line %(line)s: this cannot be read as a template.")
NOT_ALLOWED = N_("Line %(line)s: only fields, conditions and repetitions over lists may stand in braces.")
UNKNOWN = N_("Line %(line)s: there is no field %(field)s.")
NESTED = N_("Line %(line)s: a repetition inside a repetition is not possible.")
TOO_MUCH = N_("The template has too many parts.")


class WordingRefused(ValueError):
    """A template that may not be used: a sentence to be translated, and its values."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence % values)


def _flat(value: object) -> str:
    """A value as one line of visible text, marked as a value."""
    text = BLANK if value is None or value == "" else str(value)
    kept = "".join(" " if char.isspace() else char for char in text[:LONGEST_VALUE] if _visible(char))
    return f"{OPEN}{kept if kept.strip() else BLANK}{CLOSE}"


def _visible(char: str) -> bool:
    return (char.isprintable() or char.isspace()) and char not in (OPEN, CLOSE)


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, optimized=False
    )
    made.globals.clear()
    made.filters.clear()
    made.tests.clear()
    return made


_SANDBOX = _environment()


def check(template: str) -> None:
    """Raise WordingRefused unless the template keeps to fields, conditions and repetitions over known lists."""
    _parsed(template)


def _parsed(template: str) -> nodes.Template:
    if len(template) > LONGEST_TEMPLATE:
        raise WordingRefused(LENGTH, count=LONGEST_TEMPLATE)
    if OPEN in template or CLOSE in template:
        raise WordingRefused(SYNTAX, line=1)
    try:
        tree = _SANDBOX.parse(template)
    except RecursionError as error:
        raise WordingRefused(TOO_MUCH) from error
    except TemplateError as error:
        raise WordingRefused(SYNTAX, line=getattr(error, "lineno", None) or 1) from error
    if sum(1 for _ in _walk(tree)) > MOST_NODES:
        raise WordingRefused(TOO_MUCH)
    _allowed(tree, {})
    return tree


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    """Every node, without recursion: a deep template must not exhaust the stack."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(found.iter_child_nodes())


def _allowed(node: nodes.Node, loops: Mapping[str, str]) -> None:
    """Check one node and those below it; `loops` maps names of running repetitions to their lists."""
    match node:
        case nodes.For():
            _allowed_loop(node, loops)
        case nodes.Getattr():
            _allowed_field(node, loops)
        case nodes.Name() if node.name not in LISTS or node.ctx != "load":
            raise WordingRefused(UNKNOWN, line=node.lineno, field=node.name[:60])
        case nodes.Name():
            return
        case nodes.Compare():
            _allowed_comparison(node, loops)
        case nodes.Output() if any(isinstance(part, nodes.Name) for part in node.nodes):
            raise WordingRefused(NOT_ALLOWED, line=node.lineno)
        case _ if type(node) in PLAIN_NODES:
            for inner in node.iter_child_nodes():
                _allowed(inner, loops)
        case _:
            raise WordingRefused(NOT_ALLOWED, line=node.lineno)


def _allowed_loop(node: nodes.For, loops: Mapping[str, str]) -> None:
    if loops:
        raise WordingRefused(NESTED, line=node.lineno)
    if not isinstance(node.target, nodes.Name) or not isinstance(node.iter, nodes.Name):
        raise WordingRefused(NOT_ALLOWED, line=node.lineno)
    if node.iter.name not in LISTS:
        raise WordingRefused(UNKNOWN, line=node.lineno, field=node.iter.name[:60])
    taken = {*FIELDS, *LISTS}
    if node.test is not None or node.recursive or node.target.name in taken or node.target.name.startswith("_"):
        raise WordingRefused(NOT_ALLOWED, line=node.lineno)
    for inner in (*node.body, *node.else_):
        _allowed(inner, {node.target.name: node.iter.name})


def _allowed_field(node: nodes.Getattr, loops: Mapping[str, str]) -> None:
    if not isinstance(node.node, nodes.Name):
        raise WordingRefused(NOT_ALLOWED, line=node.lineno)
    group = node.node.name
    known = LISTS[loops[group]] if group in loops else FIELDS.get(group, frozenset())
    if node.attr not in known:
        raise WordingRefused(UNKNOWN, line=node.lineno, field=f"{group}.{node.attr}"[:60])


def _allowed_comparison(node: nodes.Compare, loops: Mapping[str, str]) -> None:
    """A field compared with a text: equal or not."""
    if len(node.ops) != 1 or node.ops[0].op not in ("eq", "ne"):
        raise WordingRefused(NOT_ALLOWED, line=node.lineno)
    other = node.ops[0].expr
    if not (isinstance(other, nodes.Const) and isinstance(other.value, str)):
        raise WordingRefused(NOT_ALLOWED, line=node.lineno)
    _allowed(node.expr, loops)


def render(template: str, values: Mapping[str, Any]) -> str:
    """The text of a template with these values, each value between OPEN and CLOSE; raises WordingRefused."""
    tree = _parsed(template)
    _finalize_outputs(tree)
    try:
        compiled = _SANDBOX.from_string(tree)
        text = "".join(_limited(compiled.generate({**values, FLATTEN: _flat})))
    except (TemplateError, RecursionError) as error:
        raise WordingRefused(SYNTAX, line=getattr(error, "lineno", None) or 1) from error
    return text


def _finalize_outputs(tree: nodes.Template) -> None:
    """Put every value through `_flat`, and the text of the template itself not."""
    for node in _walk(tree):
        if isinstance(node, nodes.Output):
            node.nodes = [part if isinstance(part, nodes.TemplateData) else _flattened(part) for part in node.nodes]
    tree.set_environment(_SANDBOX)


def _flattened(part: nodes.Expr) -> nodes.Expr:
    call = nodes.Call(nodes.Name(FLATTEN, "load"), [part], [], None, None)
    call.set_lineno(part.lineno)
    return call


def _limited(pieces: Iterator[str]) -> Iterator[str]:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > LONGEST_TEXT:
            raise WordingRefused(LENGTH, count=LONGEST_TEXT)
        yield piece
