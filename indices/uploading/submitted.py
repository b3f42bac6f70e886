"""Which units' files came for an edition, and whose are missing."""

from indices.models import Upload
from indices.queries.rolls import eligible
from units.models import Unit


def submitted_units(edition):
    """Who has sent, and who has not: “đã nộp 27/30”.

    A unit has sent when a file that was not rejected, withdrawn or undone speaks of it, whatever is still wrong in it.

    Returns:
        ({unit: its newest such upload}, [unit]), both in the order of the alphabet.
    """
    sent = {}
    uploads = Upload.objects.listed().living().filter(edition=edition, standing=None)
    for upload in uploads.order_by("at", "pk"):
        sent |= dict.fromkeys(upload.found.get("unit_ids", ()), upload)
    rolled = Unit.objects.filter(standings__edition=edition)
    units = rolled if edition.standings.exists() else eligible(edition)
    ordered = list(units.order_by("sort_key", "pk"))
    return (
        {unit: sent[unit.pk] for unit in ordered if unit.pk in sent},
        [unit for unit in ordered if unit.pk not in sent],
    )
