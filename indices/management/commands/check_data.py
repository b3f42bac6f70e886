"""`manage.py check_data`: makes everything that is stored again from what is entered, and compares."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from indices.checking import CHECKS, faults
from indices.checking.links import covered
from indices.models import Edition


def linked():
    """How many points the links between each two sets follow, a line a pair."""
    for old, new, rows, found in covered():
        shares = [f"{one.linked * 100 / one.total:.2f} %" if one.total else "unknown" for one in found]
        confirmed = sum(row.confirmed for row in rows)
        yield (
            f"links {old.slug} → {new.slug}: {confirmed} of {len(rows)} confirmed; "
            f"points linked: old {shares[0]}, new {shares[1]}"
        )


class Command(BaseCommand):
    help = (
        "Check all data: figures stored against figures computed anew, and whether units, criteria, links, editions "
        "and guards agree. One line a fault; exit 0 if there is none, 1 otherwise."
    )

    def handle(self, *, verbosity, **options):
        started = time.monotonic()
        with translation.override(settings.LANGUAGE_CODE):
            found = list(faults())
        for fault in found:
            self.stdout.write(fault)
        if found:
            raise CommandError(f"{len(found)} fault(s) found")
        if verbosity:
            for line in linked():
                self.stdout.write(line)
            self.stdout.write(
                f"{Edition.objects.count()} editions and {len(CHECKS)} rules checked, no fault "
                f"({time.monotonic() - started:.1f} s)"
            )
