"""The deeds on patents: imports, records, legal status, ownership."""

from market.patents.service.imports import (
    ask_to_run,
    cancel,
    correct,
    import_file,
    look_again,
    reasons,
    refusals,
    run_asked,
    run_import,
    start_import,
)

__all__ = [
    "ask_to_run",
    "cancel",
    "correct",
    "import_file",
    "look_again",
    "reasons",
    "refusals",
    "run_asked",
    "run_import",
    "start_import",
]
