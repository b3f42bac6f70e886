"""The published record, loaded once and rolled back after the last golden test."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction


def pytest_collection_modifyitems(items):
    """Golden tests run one after another, in whatever order they came: the record is loaded once for all of them."""
    golden = [item for item in items if item.get_closest_marker("golden")]
    if golden:
        first = items.index(golden[0])
        others = [item for item in items if item not in set(golden)]
        items[:] = [*others[:first], *golden, *others[first:]]


@pytest.fixture(scope="package")
def record(django_db_setup, django_db_blocker):
    """The folder of the record, with everything in it in the database. A test that writes does so in its own `db`."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_published", verbosity=0)
        # Checked here once: what is put off in this transaction would be checked anew at the end of every test.
        connection.check_constraints()
        with connection.cursor() as cursor:
            # What is not committed is not counted by itself: PostgreSQL would plan as if the tables were empty.
            cursor.execute("ANALYZE")
        yield settings.FIXTURES_ROOT
        transaction.set_rollback(True)
