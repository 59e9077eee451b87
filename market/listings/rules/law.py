"""The law that pages and findings refer to: one short label and one sentence each, for the tooltip `ui.law`."""

from dataclasses import dataclass

from market.core.i18n import N_


@dataclass(frozen=True)
class Reference:
    """Where a rule stands and what it says, as message ids."""

    label: str
    text: str


LAW: dict[str, Reference] = {
    "PL42": Reference(
        N_("Patent Law Art. 42"),
        N_("An invention is protected for 20 years, a utility model for 10, a design for 15, from the filing date."),
    ),
    "PL50": Reference(
        N_("Patent Law Art. 50"),
        N_(
            "The owner declares in writing to the patent office that anyone may take a licence, and states payment "
            "method and standard; the office announces it. Utility models and designs need an evaluation report."
        ),
    ),
    "PL50W": Reference(
        N_("Patent Law Art. 50(2)"),
        N_("Withdrawal is made in writing and announced; licences given before keep their effect."),
    ),
    "PL51": Reference(
        N_("Patent Law Art. 51"),
        N_(
            "Whoever notifies the owner in writing and pays as announced has the licence. While the open licence runs, "
            "no exclusive or sole licence may be given."
        ),
    ),
    "IR5": Reference(
        N_("Implementing Rules Art. 5"),
        N_("The first day of a period is not counted; an end on a day off moves to the next working day."),
    ),
    "IR15": Reference(
        N_("Implementing Rules Art. 15"),
        N_("A licence contract is recorded with the patent office within three months of taking effect."),
    ),
    "IR85": Reference(
        N_("Implementing Rules Art. 85"),
        N_(
            "A declaration is made after the grant is announced and states patent number, owners, payment method and "
            "standard, and licence term, accurately and without advertising language."
        ),
    ),
    "IR86_1": Reference(
        N_("Implementing Rules Art. 86(1)"),
        N_("No declaration while an exclusive or sole licence runs."),
    ),
    "IR86_2": Reference(
        N_("Implementing Rules Art. 86(2)"),
        N_("No declaration while procedures are suspended by a dispute over ownership or by court preservation."),
    ),
    "IR86_3": Reference(
        N_("Implementing Rules Art. 86(3)"),
        N_("No declaration while the annuity is not paid as prescribed; the period with surcharge counts as unpaid."),
    ),
    "IR86_4": Reference(
        N_("Implementing Rules Art. 86(4)"),
        N_("No declaration on a pledged patent without the pledgee's consent."),
    ),
    "IR88": Reference(
        N_("Implementing Rules Art. 88"),
        N_("No false material and no concealed fact to make a declaration or to obtain the reduction of annuities."),
    ),
    "IR100": Reference(
        N_("Implementing Rules Art. 100"),
        N_("Whoever breaks Art. 88 is warned and may be fined up to 100,000 yuan."),
    ),
    "IR101": Reference(
        N_("Implementing Rules Art. 101"),
        N_("Calling an application or an ended patent a patent is passing off."),
    ),
    "CC444": Reference(
        N_("Civil Code Art. 444"),
        N_(
            "A pledged patent may not be licensed without the pledgee's agreement; the proceeds go to early repayment "
            "or are deposited."
        ),
    ),
    "CC865": Reference(
        N_("Civil Code Art. 865"),
        N_("A patent licence contract is valid only while the patent exists."),
    ),
    "GUIDE": Reference(
        N_("Service guide of the patent office"),
        N_("Declaration and withdrawal need the consent of all owners; the evaluation report must be positive."),
    ),
    "NOTICE24": Reference(
        N_("Notice of the patent office, July 2024"),
        N_(
            "In general a fixed fee is at most 20 million yuan, a running royalty at most 20 per cent of net sales "
            "or 40 per cent of profit."
        ),
    ),
    "SECRET": Reference(
        N_("Patent Law Art. 4"),
        N_("Inventions that concern state security are kept secret and are not offered here."),
    ),
}
