"""Hits as the page shows them: read from the database at that moment, so that nothing withdrawn is ever shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from markupsafe import Markup

from market.accounts.models import Organisation
from market.core.i18n import N_, current_language, translate
from market.listings.models import Listing
from market.listings.queries import fee_of
from market.listings.rules.offer import FEE_KIND_NAMES, Fee, FeeKind
from market.patents.models import Patent
from market.patents.rules.identifiers import TYPE_NAMES, PatentType
from market.patents.rules.status import DETAIL_NAMES
from market.search import queries
from market.search.index.words import words as words_of
from market.search.rules.documents import Kind
from market.search.views.finding import Finding, Found
from market.search.views.marking import marked, snippet


@dataclass(frozen=True)
class Shown:
    """One hit of the page; `tone` is the state class of the status, `matched` the words a near match holds."""

    kind: str
    url: str
    title: Markup
    text: Markup
    meta: list[str | Markup]
    fee: str
    fee_note: str
    tone: str
    status: str
    source: str
    as_of: date | None
    near: bool
    matched: tuple[str, ...]


def shown(found: Finding, start: int, count: int) -> list[Shown]:
    """A page of hits."""
    things = found.things[start : start + count]
    records = load(things)
    words = _words(found)
    return [_shown(thing, records[thing.key], words) for thing in things if thing.key in records]


def load(things: Sequence[Found]) -> dict[str, Listing | Patent]:
    """The records behind the keys, those that may still be seen."""
    numbers = {kind: [_number(t.key) for t in things if t.key.startswith(f"{kind}:")] for kind in Kind}
    records: dict[str, Listing | Patent] = {}
    for number, listing in queries.listings_by_id(numbers[Kind.LISTING]).items():
        records[f"listing:{number}"] = listing
    for number, patent in queries.patents_by_id(numbers[Kind.PATENT]).items():
        records[f"patent:{number}"] = patent
    return records


def _number(key: str) -> int:
    return int(key.partition(":")[2])


def _words(found: Finding) -> list[str]:
    """What is marked: the words of the answer and those of phrases and titles asked for."""
    asked = [word for piece in found.asked.question.wanted for word in words_of(piece.text)[:20]]
    return [*found.words, *(word for word in asked if len(word) > 1 and not found.asked.question.long)]


def _shown(thing: Found, record: Listing | Patent, words: Sequence[str]) -> Shown:
    if isinstance(record, Listing):
        return _of_listing(thing, record, words)
    return _of_patent(thing, record, words)


def _of_listing(thing: Found, listing: Listing, words: Sequence[str]) -> Shown:
    patents = [row.patent for row in listing.patents]
    english = current_language() == "en"
    fee, note = fee_line(fee_of(listing))
    return _put_together(
        thing,
        patents,
        kind="open",
        url=url_for("listings.public", listing_id=listing.id),
        title=(listing.title_en if english else "") or listing.title,
        text=(listing.summary_en if english else "") or listing.summary or _abstract(patents),
        words=words,
        meta=[translate(N_("Open licence")), *_facts(patents), _name(listing.organisation)],
        fee=fee,
        fee_note=note,
    )


def _of_patent(thing: Found, patent: Patent, words: Sequence[str]) -> Shown:
    english = current_language() == "en"
    return _put_together(
        thing,
        [patent],
        kind="patent",
        url=url_for("patents.record", patent_id=patent.id),
        title=(patent.title_en if english else "") or patent.title,
        text=patent.abstract,
        words=words,
        meta=[*_facts([patent]), _owners(patent)],
        fee="",
        fee_note="",
    )


def _put_together(
    thing: Found, patents: Sequence[Patent], *, title: str, text: str, words: Sequence[str], **parts: Any
) -> Shown:
    first = patents[0] if patents else None
    worst = max(patents, key=lambda p: queries.level_of([p]) != "in_force", default=None)
    state = worst.shown_status() if worst else None
    return Shown(
        **parts,
        title=_spoken(title, marked(title, words)),
        text=_spoken(text, snippet(text, words)) if text else Markup(),
        tone=state.light if state else "idle",
        status=translate(DETAIL_NAMES[state.detail]) if state else "",
        source=first.status_source if first else "",
        as_of=first.status_as_of if first else None,
        near=thing.near,
        matched=thing.matched,
    )


def _name(organisation: Organisation) -> str:
    """An organisation's name in the reader's language, as far as it has one."""
    return (organisation.name_en if current_language() == "en" else "") or organisation.name


def _owners(patent: Patent) -> str:
    """The first three owners of a patent; its applicants while no owner is known."""
    known = [_name(owner.organisation) if owner.organisation else owner.name for owner in patent.owners]
    names = known or [str(name) for name in patent.applicants or ()]
    return translate(N_(", ")).join(names[:3])


def _facts(patents: Sequence[Patent]) -> list[str | Markup]:
    """Type, number and class of the first patent, and how many more there are."""
    if not patents:
        return []
    first = patents[0]
    number = Markup('{} <span class="mk-id">{}</span>').format(type_name(first), first.display_number)
    facts: list[str | Markup] = [number]
    if len(patents) > 1:
        facts.append(translate(N_("%(count)s patents in all"), count=len(patents)))
    if first.ipc_main:
        facts.append(Markup('<span class="mk-id">{}</span>').format(first.ipc_main))
    return facts


def type_name(patent: Patent) -> str:
    """Invention, utility model or design in the reader's language."""
    return translate(TYPE_NAMES[PatentType(patent.kind)])


def _spoken(text: str, shown: Markup) -> Markup:
    """A Chinese text on an English page says that it is Chinese, for fonts and screen readers."""
    if current_language() == "zh" or text.isascii() or not any("\u3400" <= c <= "\u9fff" for c in text):
        return shown
    return Markup('<span lang="zh-CN">{}</span>').format(shown)


def _abstract(patents: Sequence[Patent]) -> str:
    return next((patent.abstract for patent in patents if patent.abstract), "")


def fee_line(fee: Fee) -> tuple[str, str]:
    """The price in a few characters and how it is paid."""
    note = translate(FEE_KIND_NAMES[fee.kind]) if fee.kind in FEE_KIND_NAMES else ""
    if fee.kind == FeeKind.FREE:
        return note, ""
    parts = [fee.amount.short(current_language())] if fee.amount else []
    if fee.rate is not None and fee.kind in (FeeKind.ROYALTY, FeeKind.ENTRY_ROYALTY):
        parts.append(f"{(fee.rate * 100).normalize():f}%")
    return " + ".join(parts), note
