"""The clause checks: what a contract may not say (blocked) and what may make a clause void (warned of).

R24: a sub-licence only where the terms allow it (Patent Law, Art. 12; Civil Code, Art. 867). R25: no licence without a
term, for it would be unlimited (Supreme Court's interpretation on technology contracts, Art. 28). R26: clauses that
restrict technical progress or competition (Civil Code, Arts. 850, 864; interpretation, Art. 10) are pointed out, not
judged. The check reads words: it can miss a clause and can be wrong, so its findings quote the passage.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from market.contracts.rules import clause_words as words
from market.core.i18n import N_

LONGEST_PASSAGE = 160


@dataclass(frozen=True)
class Check:
    """One check: found when a sentence has a word of each of `needed` and none of `unless`."""

    tone: str
    rule: str
    sentence: str
    needed: tuple[Sequence[str], ...]
    unless: Sequence[str] = ()


@dataclass(frozen=True)
class Hit:
    """A passage that a check found."""

    check: Check
    passage: str


SUBLICENCE = Check(
    "bad",
    "R24",
    N_("A clause allows sub-licences, but the agreed terms do not. Change the terms first, or take the clause out."),
    (words.SUBLICENCE, words.PERMIT),
    words.NOT_PERMIT,
)
NO_TERM = Check(
    "bad",
    "R25",
    N_("A clause makes the licence unlimited in time. Name a last day instead."),
    (words.NO_TERM, words.OF_LICENCE),
    words.NOT_OF_LICENCE,
)
RESTRICTIONS = (
    Check(
        "warn",
        "R26",
        N_("This may force the licensee to give improvements back for nothing; such a clause can be void."),
        (words.IMPROVEMENT, words.FOR_NOTHING, words.GIVE_BACK),
        words.NOT_GRANT_BACK,
    ),
    Check(
        "warn",
        "R26",
        N_("This may ban competing technique; such a clause can be void."),
        (words.BAN, words.COMPETING),
        words.NOT_BAN,
    ),
    Check(
        "warn",
        "R26",
        N_("This may forbid to challenge the patent; such a clause can be void."),
        (words.BAN, words.CHALLENGE),
        words.NOT_BAN,
    ),
    Check(
        "warn",
        "R26",
        N_("This may tie the licensee to certain goods or sources; such a clause can be void."),
        (words.MUST_BUY, words.MATERIALS),
        words.NOT_BAN,
    ),
    Check(
        "warn",
        "R26",
        N_("This may restrict quantity, price or export without need; such a clause can be void."),
        (words.MARKET,),
        words.NOT_BAN,
    ),
)


def hits(sentences: Sequence[str], licence: bool, sublicense: bool) -> list[Hit]:
    """What the checks find in these sentences, worst first; R24 only when the terms allow no sub-licence."""
    checks = [check for check in (SUBLICENCE, NO_TERM) if licence and not (check is SUBLICENCE and sublicense)]
    return [
        Hit(check, sentence[:LONGEST_PASSAGE])
        for check in (*checks, *RESTRICTIONS)
        for sentence in dict.fromkeys(sentences)
        if _found(check, sentence.lower())
    ]


def _found(check: Check, sentence: str) -> bool:
    if any(word in sentence for word in check.unless):
        return False
    return all(any(word in sentence for word in group) for group in check.needed)
