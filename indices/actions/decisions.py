"""The decision under which somebody publishes: one that is on record, or one written down as it is named."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from indices.actions.publishing import publish_edition
from indices.actions.readiness import RefusedError
from indices.permissions import may_supervise, require
from records.models import AuditEvent, Decision
from reformtrack.text import slugify

LONGEST_SLUG = Decision._meta.get_field("slug").max_length


@dataclass(frozen=True)
class NamedDecision:
    """A decision as it is named by whoever publishes under it."""

    number: str
    issuer: str
    signed_on: date
    signer: str = ""
    title: str = ""


@transaction.atomic
def publish_under(*, edition, decision, published_on=None, by):
    """Publish an edition under a decision; one that is not on record yet is written down in the same transaction.

    Args:
        decision: a `Decision`, or a `NamedDecision`.
        published_on: the day the decision was signed, where `None`.

    Raises:
        PermissionDenied: `by` does not supervise the index.
        RefusedError: a decision of that number is on record with another day; or as in `publish_edition`.
        EditionFrozenError, DataFaultsError: as in `publish_edition`.
    """
    require(may_supervise(by, edition.index))
    if isinstance(decision, NamedDecision):
        decision = _on_record(decision, by)
    return publish_edition(edition=edition, decision=decision, published_on=published_on or decision.signed_on, by=by)


def _on_record(named, by):
    known = Decision.objects.filter(number=named.number, issuer=named.issuer).first()
    if known is None:
        made = Decision.objects.create(
            slug=_free_slug(named.number),
            number=named.number,
            issuer=named.issuer,
            signed_on=named.signed_on,
            signer=named.signer,
            title=named.title,
        )
        after = {"number": made.number, "issuer": made.issuer, "signed_on": made.signed_on.isoformat()}
        AuditEvent.objects.record(kind="decision_recorded", target=made, by=by, after=after)
        return made
    if known.signed_on not in (None, named.signed_on):
        text = _("Đã có %(decision)s của %(issuer)s với ngày ký khác; hãy chọn quyết định ấy trong danh sách.")
        raise RefusedError(text % {"decision": known, "issuer": known.issuer}, field="number")
    return known


def _free_slug(number):
    """From the number, with a counter where another decision has it: two issuers number alike."""
    stem = slugify(number)[: LONGEST_SLUG - 6] or "quyet-dinh"
    taken = set(Decision.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    free, counter = stem, 2
    while free in taken:
        free, counter = f"{stem}-{counter}", counter + 1
    return free
