"""`manage.py check_data`: makes everything that is stored again from what is entered, and compares."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from indices.checking import CHECKS, faults
from indices.models import Edition


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
            self.stdout.write(
                f"{Edition.objects.count()} editions and {len(CHECKS)} rules checked, no fault "
                f"({time.monotonic() - started:.1f} s)"
            )
