"""Log lines: readable in development, one JSON object a line in production, each with its request number."""

import json
import logging
import sys
from datetime import UTC, datetime

from market.config import Settings
from market.core.context import request_id

STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "request"}


class RequestNumber(logging.Filter):
    """Adds the request number to every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass."""
        record.request = request_id() or "-"
        return True


class JsonLine(logging.Formatter):
    """One escaped JSON object a line: no user text can forge a second line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON: time (UTC), level, logger, request, message, extras, trace."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request", "-"),
            "message": record.getMessage(),
        }
        line |= {key: str(value) for key, value in vars(record).items() if key not in STANDARD}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True)


class PlainLine(logging.Formatter):
    """Short lines for people; control characters of messages are escaped."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line without any trace."""
        record.message = (
            record.message.encode("unicode_escape").decode("ascii")
            if not record.message.isprintable()
            else record.message
        )
        return super().formatMessage(record)


def set_up(settings: Settings) -> None:
    """Send this process's log lines to standard error in the configured form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(RequestNumber())
    if settings.log_format == "json" or settings.production:
        handler.setFormatter(JsonLine())
    else:
        handler.setFormatter(PlainLine("%(asctime)s %(levelname)s %(name)s [%(request)s] %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
