"""The sample in the database, loaded once and rolled back after the last test of this folder."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Tests of the loaded sample run one after another, in whatever order they came: no other test must meet it."""
    own = [item for item in items if HERE in item.path.parents]
    if own:
        first = items.index(own[0])
        others = [item for item in items if item not in set(own)]
        items[:] = [*others[:first], *own, *others[first:]]


@pytest.fixture(scope="package")
def sample(django_db_setup, django_db_blocker):
    """The sample in the database. A test that writes does so in its own `db`."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_sample", verbosity=0)
        # Checked here once: what is put off in this transaction would be checked anew at the end of every test.
        connection.check_constraints()
        yield
        transaction.set_rollback(True)
