"""A report as a document of sections and tables in one language: page, PDF, docx and xlsx show the same.

Nothing in it depends on the reader but the language and whether every owner may be named: the same version gives the
same document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from market.accounts.rules.organisations import KINDS
from market.core import clock
from market.core.i18n import N_, current_language, in_language, translate
from market.intents.rules.states import STAGE_NAMES
from market.outcomes.rules.definitions import DEFINITIONS
from market.outcomes.rules.facts import HOME_CURRENCY, Shown
from market.outcomes.rules.figures import VERDICTS, Values, amounts, reckon
from market.outcomes.rules.funnel import STEPS, WITHIN, Bar, bars
from market.outcomes.rules.report import APART, Report
from market.outcomes.rules.survey import USUAL, Kind, Result
from market.outcomes.rules.versions import OCCASION_NAMES, changed_figures, progressed
from market.outcomes.service import intents
from market.outcomes.service.cells import Cell, figure, joined, moment, named, text, unit, value
from market.roadshows.rules.states import KIND_NAMES as ROADSHOW_KINDS
from market.roadshows.rules.states import PART_NAMES

UNNAMED = N_("A firm")
IN_PITCHES = (
    "intents",
    "talks",
    "signed",
    "contracted",
    "signed_outside",
    "contracted_outside",
    "recorded",
    "received",
)
IN_PAST = ("pitches", "firms", "people", "viewers", "intents", "signed", "contracted", "signed_outside", "received")


@dataclass(frozen=True)
class Table:
    """A table: heads, each with whether its column holds numbers, and rows of values."""

    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Section:
    """A part of the document; `name` is its sheet, `bars` its chart."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    bars: tuple[tuple[str, Bar], ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole report in one language."""

    language: str
    title: str
    subtitle: str
    reference: str
    page_mark: str
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        """One section; None when this report has none of that kind."""
        return next((it for it in self.sections if it.key == key), None)


def document(report: Report, language: str, first: Report | None = None, everybody_named: bool = False) -> Document:
    """The document of a report; `first` is the version it is compared with."""
    with in_language(language):
        head = report.head
        made = (
            _about(report),
            _remark(report),
            _since(report, first),
            _headlines(report),
            _funnel(report),
            _targets(report),
            _figures(report),
            _pitches(report, everybody_named),
            _intents(report),
            _bodies(report),
            _survey(report),
            _past(report),
            _press(report),
        )
        occasion = translate(OCCASION_NAMES[report.occasion])
        version = f"{head.reference} v{report.number}"
        state = translate(N_("Issued %(at)s"), at=moment(report.as_of)) if report.issued else translate(N_("Draft"))
        return Document(
            current_language(),
            translate(N_("Report: %(title)s"), title=head.name(current_language())),
            f"{occasion} · {state}",
            version,
            f"{version} · SHA-256 {report.hash}" if report.issued else f"{version} · {translate(N_('Draft'))}",
            tuple(it for it in made if it is not None),
        )


def _heads(*heads: str | tuple[str, bool]) -> tuple[tuple[str, bool], ...]:
    pairs = [(it, False) if isinstance(it, str) else it for it in heads]
    return tuple((translate(head), number) for head, number in pairs)


def _unit_head(key: str) -> tuple[str, bool]:
    known = DEFINITIONS[key]
    return f"{translate(known.name)} ({translate(known.unit)})", True


def _about(report: Report) -> Section:
    head = report.head
    starts, ends = datetime.fromisoformat(head.starts_at), datetime.fromisoformat(head.ends_at)
    rows: list[tuple[Cell, ...]] = [
        (translate(N_("Time")), f"{moment(starts)} – {moment(ends)}"),
        (translate(N_("Venue")), named(head.place, head.place_en) or translate(N_("Over the internet"))),
        (translate(N_("Kind")), translate(ROADSHOW_KINDS[head.kind])),
        (translate(N_("Industry chain")), head.chain),
        (translate(N_("Series")), named(head.series, head.series_en)),
        *((translate(PART_NAMES[part]), named(name, name_en)) for part, name, name_en in head.bodies),
        (translate(N_("Run by")), head.operator),
        (translate(N_("As of")), moment(report.as_of)),
        (translate(N_("Issued by")), report.issuer),
        ("SHA-256", report.hash),
    ]
    kept = tuple(row for row in rows if row[1])
    return Section("about", translate(N_("The roadshow")), table=Table(_heads(N_("What"), N_("Value")), kept))


def _remark(report: Report) -> Section | None:
    return _said("remark", N_("Remark of the operator"), report.words.remark(current_language()))


def _press(report: Report) -> Section | None:
    words, photos = report.words.for_press(current_language()), report.words.photos_url
    lines = [*words.splitlines(), translate(N_("Pictures: %(link)s"), link=photos) if photos else ""]
    return _said("press", N_("For the press"), "\n".join(lines))


def _said(key: str, title: str, words: str) -> Section | None:
    lines = tuple(it.strip() for it in words.splitlines() if it.strip())
    return Section(key, translate(title), lines) if lines else None


def _since(report: Report, first: Report | None) -> Section | None:
    """What is not as it was in the first version: figures and intents."""
    if first is None:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            translate(DEFINITIONS[it.key].name),
            text(figure(it.key, first.figures)),
            text(figure(it.key, report.figures)),
        )
        for it in changed_figures(first.figures, report.figures)
    ]
    rows += [
        (
            f"{it.intent.reference} · {named(it.intent.body, it.intent.body_en)}",
            translate(STAGE_NAMES[it.before]) if it.before else translate(N_("Not yet declared")),
            intents.became(it.intent),
        )
        for it in progressed(first.facts, report.facts)
    ]
    line = translate(N_("Compared with version %(number)s of %(at)s."), number=first.number, at=moment(first.as_of))
    nothing = () if rows else (translate(N_("Nothing has changed.")),)
    heads = _heads(N_("Figure or intent"), N_("Then"), N_("Now"))
    title = translate(N_("What has changed since the first report"))
    return Section("since", title, (line, *nothing), Table(heads, tuple(rows)) if rows else None)


def _headlines(report: Report) -> Section:
    keys: tuple[str, ...] = ("sessions", "pitches", "firms", "people", "viewers", "intents")
    keys += ("signed", "contracted", "signed_outside", "contracted_outside", "received")
    return _figure_table("headlines", N_("Key figures"), report, keys, False)


def _figures(report: Report) -> Section:
    return _figure_table("figures", N_("All figures with their definitions"), report, tuple(DEFINITIONS), True)


def _figure_table(key: str, title: str, report: Report, keys: Sequence[str], full: bool) -> Section:
    heads = _heads(N_("Figure"), (N_("Value"), True), N_("Unit"))
    heads += _heads(N_("What is counted"), N_("Source")) if full else ()
    rows = []
    for it in keys:
        if it not in report.figures:
            continue
        known = DEFINITIONS[it]
        row: list[Cell] = [translate(known.name), figure(it, report.figures), unit(it, report.figures)]
        rows.append(tuple(row + ([translate(known.meaning), translate(known.source)] if full else [])))
    as_of = translate(N_("As of %(at)s; amounts in yuan unless a currency is named."), at=moment(report.as_of))
    mixed = translate(N_("In this earlier version the contracts signed include those signed outside."))
    lines = (as_of,) if report.format >= APART else (as_of, mixed)
    return Section(key, translate(title), lines, Table(heads, tuple(rows)))


def _funnel(report: Report) -> Section:
    steps = report.steps
    rows = tuple(
        (
            translate(STEPS[it.key]),
            it.count,
            None if it.share is None else f"{it.share}%",
            translate(STEPS[WITHIN[it.key]]) if it.share is not None else "",
        )
        for it in steps
    )
    heads = _heads(N_("Step"), (N_("How many"), True), (N_("In percent"), True), N_("Of those in step"))
    line = translate(
        N_(
            "Distinct organisations that came so far, without those that pitched or ran the roadshow; "
            "signed here or, as reported, outside."
        )
    )
    drawn = tuple((translate(STEPS[it.key]), it) for it in bars(steps))
    return Section("funnel", translate(N_("From invitation to money")), (line,), Table(heads, rows), drawn)


def _targets(report: Report) -> Section:
    rows = tuple(
        (
            translate(DEFINITIONS[it.key].name),
            value(it.key, it.value),
            value(it.key, it.target) if it.target else None,
            None if it.percent is None else f"{it.percent}%",
            translate(VERDICTS[it.verdict][1]),
        )
        for it in report.against
    )
    heads = _heads(N_("Figure"), (N_("Reached"), True), (N_("Target"), True), (N_("In percent"), True), N_("Judgement"))
    return Section(
        "targets", translate(N_("Against the targets of the plan")), _beside_targets(report), Table(heads, rows)
    )


def _beside_targets(report: Report) -> tuple[str, ...]:
    """What the targets are held against, and what is left out of it."""
    figures, lines = report.figures, [translate(N_("Held against what is recorded here, amounts in yuan only."))]
    others = [it for it in amounts("contracted", figures) if it.currency != HOME_CURRENCY]
    if others:
        lines.append(translate(N_("Not compared, in other currencies: %(amounts)s."), amounts=text(joined(others))))
    if outside := figures.get("signed_outside"):
        told = " + ".join(it.format(current_language()) for it in amounts("contracted_outside", figures))
        words = N_("Not compared, signed outside, as reported: contracts %(count)s, fixed amounts %(amounts)s.")
        lines.append(translate(words, count=outside, amounts=told))
    return tuple(lines)


def owner_name(it: Shown, everybody_named: bool) -> str:
    """Whose pitch it is; a firm that does not want to be named is named to the operator only."""
    return named(it.owner, it.owner_en) if it.named or everybody_named else translate(UNNAMED)


def _pitches(report: Report, everybody_named: bool) -> Section:
    rows = []
    for it in report.facts.pitches:
        own = reckon(report.facts.of_pitch(it.id))
        counts = tuple(figure(key, own) for key in IN_PITCHES)
        subject = translate(N_("Patent") if it.subject == "patent" else N_("Need"))
        rows.append((it.reference, named(it.title, it.title_en), owner_name(it, everybody_named), subject, *counts))
    heads = _heads(N_("Pitch"), N_("Title"), N_("Pitched by"), N_("Patent or need"))
    table = Table(heads + tuple(_unit_head(key) for key in IN_PITCHES), tuple(rows))
    return Section("pitches", translate(N_("What came of each pitch")), table=table)


def _intents(report: Report) -> Section:
    rows = tuple(intents.row_of(report, it) for it in report.facts.standing)
    return Section("intents", translate(N_("What became of each intent")), table=Table(_heads(*intents.HEADS), rows))


def _bodies(report: Report) -> Section:
    yes = translate(N_("Yes"))
    rows = tuple(
        (
            named(it.name, it.name_en),
            translate(KINDS[it.kind]),
            yes if it.invited else "",
            it.registered,
            it.present,
        )
        for it in report.facts.bodies
    )
    heads = _heads(
        N_("Organisation"), N_("Kind"), N_("Invited"), (N_("People registered"), True), (N_("People taking part"), True)
    )
    return Section("bodies", translate(N_("Organisations invited or registered")), table=Table(heads, rows))


def question_text(result: Result) -> str:
    """What was asked, in the document's language."""
    own = result.question.own_words(current_language())
    return own or translate(USUAL[result.question.key][1])


ANSWERS: Mapping[str, str] = {"yes": N_("Yes"), "no": N_("No")}


def _survey(report: Report) -> Section | None:
    measured = report.facts.measured
    if measured.asked is None:
        return None
    line = translate(
        N_("%(answers)s answers from %(asked)s people who were there."), answers=measured.answers, asked=measured.asked
    )
    if not report.survey:
        few = translate(N_("Fewer than three answers: no results are shown, so that nobody can be guessed."))
        return Section("survey", translate(N_("What the guests say")), (line, few))
    rows = [
        (question_text(it), answer_name(report, it, key), count)
        for it in report.survey
        if it.question.kind != Kind.TEXT
        for key, count in it.counts.items()
    ]
    table = Table(_heads(N_("Question"), N_("Answer"), (N_("Answers"), True)), tuple(rows))
    return Section("survey", translate(N_("What the guests say")), (line,), table)


def answer_name(report: Report, result: Result, key: str) -> str:
    """An answer as text: the pitch's title, yes or no, the step of the scale."""
    if result.question.kind != Kind.PITCHES:
        return translate(ANSWERS[key]) if key in ANSWERS else key
    pitch = report.pitch(int(key))
    return named(pitch.title, pitch.title_en) if pitch else key


def _past(report: Report) -> Section | None:
    if not report.past:
        return None
    head = report.head
    day = clock.local_date(datetime.fromisoformat(head.starts_at)).isoformat()
    rows = [(named(head.title, head.title_en), day, *_in_past(report.figures))]
    rows += [(named(it.title, it.title_en), it.held_on, *_in_past(it.figures)) for it in report.past]
    heads = _heads(N_("Roadshow"), N_("Held on")) + tuple(_unit_head(key) for key in IN_PAST)
    line = translate(N_("Figures of earlier roadshows as they stood when this report was made."))
    return Section("past", translate(N_("Beside earlier roadshows of the series")), (line,), Table(heads, tuple(rows)))


def _in_past(figures: Values) -> tuple[Cell, ...]:
    return tuple(figure(key, figures) for key in IN_PAST)
