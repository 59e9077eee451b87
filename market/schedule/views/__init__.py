"""Pages: the programme of a roadshow for everybody, its draft, run-sheet and rehearsal for the organiser."""

from market.schedule.views import drafting, editing, programme, rehearsal, releasing, rooms, run_sheet
from market.schedule.views.mount import ELSEWHERE, blueprint
from market.schedule.views.panel import roadshow_desk_panel, roadshow_panel

__all__ = [
    "ELSEWHERE",
    "blueprint",
    "drafting",
    "editing",
    "programme",
    "rehearsal",
    "releasing",
    "roadshow_desk_panel",
    "roadshow_panel",
    "rooms",
    "run_sheet",
]
