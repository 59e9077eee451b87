"""The deeds about roadshows: plan and change, send to the bureau, announce, open, close, call off, plan again."""

from market.roadshows.service.moving import (
    announce,
    approve,
    cancel,
    close,
    open_,
    return_,
    situation,
    submit,
    take_back,
)
from market.roadshows.service.planning import begin, change, clone, keep_series

__all__ = [
    "announce",
    "approve",
    "begin",
    "cancel",
    "change",
    "clone",
    "close",
    "keep_series",
    "open_",
    "return_",
    "situation",
    "submit",
    "take_back",
]
