"""Chinese pieces of English pages: each is marked as Chinese, so that it is read, hyphenated and set as Chinese.

Names of bodies, titles of patents, addresses and numbers of announcements stay Chinese on an English page (WCAG 3.1.2).
They stand in hundreds of places; marking the finished page misses none and leaves the templates readable.
"""

import re

from flask import Flask, Response

from market.core.i18n import current_language

TOKEN = re.compile(r"""<!--.*?-->|<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>|[^<]+""", re.DOTALL)
LETTERS = r"\w%+.~/\u201c\u3001-\u3015\uff01-\uff5e-"
WORD = rf"(?<![{LETTERS}])[{LETTERS}]*[\u4e00-\u9fff](?:[^\s<&]*[\w%\u3001-\u3015\uff01-\uff5e\u201d])?"
CHINESE = re.compile(rf"{WORD}(?: (?:[0-9A-Z%.,~/-]{{1,10}} )?{WORD})*")
"""A word with a Chinese letter in it, with Latin letters and figures that touch it or stand between two such words."""
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
PLAIN = frozenset(["script", "style", "title", "textarea", "option", "svg"])
"""Elements that hold no elements of ours: what stands in them is left as it is."""


def init_app(app: Flask) -> None:
    """Mark the Chinese pieces of every English page."""

    @app.after_request
    def mark(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.direct_passthrough and current_language() == "en":
            response.set_data(mark_chinese(response.get_data(as_text=True)))
        return response


def mark_chinese(page: str) -> str:
    """The same page, each run of Chinese text outside of Chinese elements in a span with lang="zh-CN"."""
    left_alone = [False]
    parts: list[str] = []
    for found in TOKEN.finditer(page):
        token = found.group()
        if not token.startswith("<"):
            parts.append(token if left_alone[-1] else CHINESE.sub(r'<span lang="zh-CN">\g<0></span>', token))
            continue
        parts.append(token)
        name = re.match(r"</?([a-z][a-z0-9]*)", token, re.IGNORECASE)
        if name is None or name[1].lower() in VOID or token.endswith("/>"):
            continue
        if token.startswith("</"):
            if len(left_alone) > 1:
                left_alone.pop()
        else:
            left_alone.append(_leaves_alone(name[1].lower(), token, left_alone[-1]))
    return "".join(parts)


def _leaves_alone(name: str, tag: str, before: bool) -> bool:
    if name in PLAIN or 'lang="zh' in tag:
        return True
    return before and 'lang="en' not in tag
