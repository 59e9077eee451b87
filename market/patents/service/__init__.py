"""The deeds on patents: imports, records, legal status, ownership."""

from market.patents.service.claims import claim, decide, link_after_vetting
from market.patents.service.exclusivity import hold_patents, set_exclusive
from market.patents.service.imports import (
    ask_to_run,
    cancel,
    correct,
    for_real,
    import_file,
    look_again,
    reasons,
    refusals,
    run_asked,
    run_import,
    start_import,
)
from market.patents.service.records import Description, describe, enter, state
from market.patents.service.reports import patent_list, refused_rows
from market.patents.service.transfers import hand_over

__all__ = [
    "Description",
    "ask_to_run",
    "cancel",
    "claim",
    "correct",
    "decide",
    "describe",
    "enter",
    "for_real",
    "hand_over",
    "hold_patents",
    "import_file",
    "link_after_vetting",
    "look_again",
    "patent_list",
    "reasons",
    "refusals",
    "refused_rows",
    "run_asked",
    "run_import",
    "set_exclusive",
    "start_import",
    "state",
]
