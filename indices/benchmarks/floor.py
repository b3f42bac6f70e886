"""What no upload can be quicker than: every cell by the fastest reader there is, and the rows by a bare insert."""

import io
import time
from decimal import Decimal

from django.db import DEFAULT_DB_ALIAS, transaction

from indices.actions.rows import delete_scores
from indices.models import Score
from reformtrack.bulk import insert_rows


def read_by_fastest(data):
    """Seconds in which the fastest reader has every cell as a plain value; it is never used on a file from outside."""
    from python_calamine import CalamineWorkbook

    started = time.perf_counter()
    CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return time.perf_counter() - started


def insert_barely(edition):
    """Seconds of writing as many rows as storing writes by the shortest way of the database; they are deleted again.

    COPY on PostgreSQL, one prepared statement on SQLite; of rows that are there already, without the models. To the end
    of its transaction, for not before that does PostgreSQL look whether what the rows refer to is there.
    """
    fields = [field for field in Score._meta.concrete_fields if not field.primary_key]
    names = [field.column for field in fields]
    connection = transaction.get_connection(DEFAULT_DB_ALIAS)
    half = Score(entered_points=Decimal("0.5"), points=Decimal("0.5"), max_points=Decimal(1))
    same = [field.get_db_prep_save(getattr(half, field.attname), connection) for field in fields]
    at = names.index("standing_id"), names.index("criterion_id")
    criteria = list(edition.criteria_set.criteria.values_list("pk", flat=True))
    rows = []
    for standing in edition.standings.values_list("pk", flat=True):
        for criterion in criteria:
            row = same.copy()
            row[at[0]], row[at[1]] = standing, criterion
            rows.append(row)
    started = time.perf_counter()
    with transaction.atomic():
        insert_rows(Score, names, rows, using=DEFAULT_DB_ALIAS)
    taken = time.perf_counter() - started
    delete_scores(Score.objects.filter(standing__in=edition.standings.all()))
    return taken
