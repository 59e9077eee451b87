"""Paper: a page of ours as a PDF with its fonts inside; the same page gives the same bytes, so that a hash holds.

WeasyPrint draws it with Pango, a system library that a machine may lack: then `pdf` refuses with a sentence, and the
page is offered for printing by the browser.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from market.core.errors import Refusal
from market.core.i18n import N_

try:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher
except OSError:  # Pango is not there
    weasyprint = None

SHEET = Path(__file__).parents[2] / "static" / "css" / "paper.css"
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of files inside a PDF: always the same, so that the bytes are."""


class NoPrinter(Refusal):
    """This machine lacks what a PDF needs."""

    status = 503
    sentence = N_(
        "PDF files cannot be made on this server: the library Pango is missing. Print the page from your browser, or "
        "ask the operator to install it."
    )


def available() -> bool:
    """Whether this machine can make PDF files."""
    return weasyprint is not None


def pdf(html: str, attachments: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a page that extends paper.html; `attachments` are files put inside it, by name. Raises NoPrinter.

    Nothing is fetched, from the network or from disk: pictures come as data: addresses.
    """
    if weasyprint is None:
        raise NoPrinter
    fonts = FontConfiguration()
    options: dict[str, Any] = {"stylesheets": [weasyprint.CSS(filename=str(SHEET), font_config=fonts)]}
    if attachments:
        options["attachments"] = [
            weasyprint.Attachment(string=content, name=name, created=NO_DATE, modified=NO_DATE)
            for name, content in sorted(attachments.items())
        ]
    page = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=["data"]), media_type="print")
    made: bytes = page.write_pdf(font_config=fonts, pdf_tags=True, **options)
    return made
