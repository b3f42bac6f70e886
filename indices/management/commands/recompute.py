"""`manage.py recompute`: computes drafts anew from what is entered in them; a published edition is never touched."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from indices.actions import EditionFrozenError, recompute_edition
from indices.faults import DataFaultsError
from indices.models import Edition


class Command(BaseCommand):
    help = "Compute drafts anew: all of them, those of one index, or one edition. A published edition is refused."

    def add_arguments(self, parser):
        parser.add_argument("--index", metavar="SLUG", help="only editions of this index")
        parser.add_argument("--edition", metavar="LABEL", help="only this edition of the index, e.g. 2024 or 2026-q3")

    def handle(self, *, index, edition, verbosity, **options):
        if edition and not index:
            raise CommandError("--edition needs --index: many indices have an edition of that label")
        with translation.override(settings.LANGUAGE_CODE):
            chosen = self.editions(index, edition)
            try:
                with transaction.atomic():
                    for draft in chosen:
                        recompute_edition(edition=draft)
            except (EditionFrozenError, DataFaultsError) as error:
                raise CommandError(str(error)) from error
            if verbosity:
                self.stdout.write(f"{len(chosen)} draft(s) computed anew")

    def editions(self, index, label):
        """The drafts that are meant; the newest revision where an edition is named, whatever its state."""
        found = Edition.objects.select_related("index").newest_first()
        if index:
            found = found.filter(index__slug=index)
        if not label:
            return list(found.exclude(pk__in=Edition.objects.frozen()))
        named = found.filter(label=label).first()
        if named is None:
            raise CommandError(f"there is no edition {label} of an index {index}")
        return [named]
