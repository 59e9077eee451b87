"""The deeds of the day: the host's steps, the floor's questions, votes and answers, moderation, presence."""

from market.live.service.board import due, ensure, renew
from market.live.service.floor import answer_poll, ask, enter, take_back, unwish, vote, wish
from market.live.service.moderation import (
    answer_in_writing,
    answer_on_stage,
    close_poll,
    drop_poll,
    hide,
    join,
    make_poll,
    open_poll,
    promise,
    show,
)
from market.live.service.presence import Gathering, come, write_down
from market.live.service.steps import (
    close,
    extend,
    go_on,
    halt,
    leave_out,
    open_,
    step_back,
    step_next,
    take_in,
    tell_all,
)
from market.live.service.tickets import Viewer, issue, read

__all__ = [
    "Gathering",
    "Viewer",
    "answer_in_writing",
    "answer_on_stage",
    "answer_poll",
    "ask",
    "close",
    "close_poll",
    "come",
    "drop_poll",
    "due",
    "ensure",
    "enter",
    "extend",
    "go_on",
    "halt",
    "hide",
    "issue",
    "join",
    "leave_out",
    "make_poll",
    "open_",
    "open_poll",
    "promise",
    "read",
    "renew",
    "show",
    "step_back",
    "step_next",
    "take_back",
    "take_in",
    "tell_all",
    "unwish",
    "vote",
    "wish",
    "write_down",
]
