"""Rows by the hundred thousand: put into a table by the shortest way that each database has."""

from collections.abc import Iterable, Sequence

from django.db import connections, models


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence], *, using: str) -> None:
    """Insert rows of values as the database keeps them; nobody is told their numbers.

    PostgreSQL takes them by COPY, SQLite by one prepared statement: ten times faster than through the models, which
    build a statement for every two thousand rows and an object for each. Guards and constraints hold all the same.

    Args:
        columns: names of columns, not of fields; the others must be null.
    """
    connection = connections[using]
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({places})", rows)
