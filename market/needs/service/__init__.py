"""The deeds on needs: writing and handing in, the operator's review, ending, and the import of lists."""

from market.needs.service.imports import import_file
from market.needs.service.posting import attach, close, detach, draft, save, stop_talking, submit, take_back, talk
from market.needs.service.review import expire_due, note, publish, publish_many, resubmit, send_back, unflag

__all__ = [
    "attach",
    "close",
    "detach",
    "draft",
    "expire_due",
    "import_file",
    "note",
    "publish",
    "publish_many",
    "resubmit",
    "save",
    "send_back",
    "stop_talking",
    "submit",
    "take_back",
    "talk",
    "unflag",
]
