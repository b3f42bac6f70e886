"""`manage.py load_sample`: the sample province of `fixtures/sample/`, for trying everything on."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import translation

from indices.faults import DataFaultsError
from indices.sample.files import SampleFiles
from indices.sample.loading import SampleChangedError, load_sample
from records.record_files import RecordError


class Command(BaseCommand):
    help = (
        "Load the sample province: invented units, criteria and figures, marked as such on every page. "
        "Run again it changes nothing; a database that holds an older sample keeps it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--fixtures", type=Path, default=settings.FIXTURES_ROOT / "sample", help="folder of the sample"
        )

    def handle(self, *, fixtures, verbosity, **options):
        started = time.monotonic()
        if not fixtures.is_dir():
            raise CommandError(f"there is no folder {fixtures}")
        with translation.override(settings.LANGUAGE_CODE):
            try:
                made = load_sample(SampleFiles(fixtures))
            except (RecordError, DataFaultsError, SampleChangedError) as error:
                raise CommandError(str(error)) from error
            except IntegrityError as error:
                raise CommandError(f"the database refuses: {error}") from error
        if verbosity:
            told = ", ".join(f"{count} {what}" for what, count in made.items()) or "as before"
            self.stdout.write(f"sample: {told} ({time.monotonic() - started:.1f} s)")
