"""Many rows at once: copies of rows that services have made, with numbers of their own, written in bulk."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Table, func, insert, select, text

from market.core.db import Base, db, transaction

Row = dict[str, Any]


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    return model.metadata.tables[model.__tablename__]


def template(model: type[Base], **having: Any) -> Row:
    """The first row with these values, as a template for copies; without its id."""
    table = table_of(model)
    same = [table.c[name] == value for name, value in having.items()]
    row = dict(db.session.execute(select(table).where(*same).limit(1)).mappings().one())
    row.pop("id")
    return row


class Rows:
    """Rows waiting to be written together; ids are given out here, after those that are there."""

    def __init__(self, *models: type[Base]) -> None:
        self.tables = [table_of(model) for model in models]
        """In the order in which they are written."""
        self.waiting: dict[str, list[Row]] = defaultdict(list)
        self.last: dict[str, int] = {}
        self.written: dict[str, int] = defaultdict(int)
        for table in self.tables:
            self.last[table.name] = int(db.session.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0)
        db.session.remove()

    def number(self, model: type[Base]) -> int:
        """The next free id."""
        self.last[model.__tablename__] += 1
        return self.last[model.__tablename__]

    def add(self, model: type[Base], values: Row, number: int | None = None) -> int:
        """Put a row down; returns its id."""
        number = number or self.number(model)
        self.waiting[model.__tablename__].append({"id": number, **values})
        return number

    def write(self) -> None:
        """Write what waits, in one transaction."""
        with transaction() as session:
            for table in self.tables:
                if rows := self.waiting.pop(table.name, []):
                    session.execute(insert(table), rows)
                    self.written[table.name] += len(rows)
        db.session.remove()

    def finish(self) -> None:
        """Let PostgreSQL give out ids after ours, and let it know the size of its tables."""
        if db.engines[None].dialect.name != "postgresql":
            return
        with transaction() as session:
            for name, last in self.last.items():
                values = {"name": name, "last": last}
                session.execute(text("select setval(pg_get_serial_sequence(:name, 'id'), :last)"), values)
            session.execute(text("analyze"))
