"""From a draft to a published edition, which nothing changes any more."""

from django.db import transaction
from django.utils import timezone

from indices.actions.readiness import refuse_unless_ready, why_not_publishable
from indices.actions.rows import entered_in
from indices.actions.scoring import Draft, lock, store_standings
from indices.actions.sets import hold_set
from indices.actions.survey_results import store_results
from indices.models import Edition
from indices.permissions import may_supervise, require
from records.models import AuditEvent


@transaction.atomic
def publish_edition(*, edition, by=None, decision=None, source=None, published_on=None):
    """Freeze a draft under the decision that publishes it, or the source it was read from.

    The revision that was published before is superseded. Standings are computed anew first, so that what is frozen is
    what the rules give.

    Raises:
        PermissionDenied: `by` may not publish this index.
        EditionFrozenError: it is published already.
        RefusedError: nothing is entered yet, its bands or blocks do not hold together, or its set is a draft.
        DataFaultsError: sums that do not meet what is stated, each named.
        ValueError: neither decision nor source is given; a person always names the decision.
    """
    require(may_supervise(by, edition.index))
    if decision is None and (source is None or by is not None):
        raise ValueError("an edition is published by a decision, or, from the record, by a source")
    edition = lock(edition)
    edition.criteria_set = hold_set(edition.criteria_set)  # not changed while it becomes what is locked
    drafts = [Draft(standing, scores) for standing, scores in entered_in(edition)]
    refuse_unless_ready(why_not_publishable(edition, drafts), edition=edition)
    store_standings(edition=edition, drafts=drafts, provisional=False)
    store_results(edition)
    freeze(edition=edition, by=by, decision=decision, source=source, published_on=published_on)
    return edition


def freeze(*, edition, by, decision, source, published_on):
    """Mark an edition published and the revision before it superseded; write it down."""
    before = Edition.objects.published().filter(index=edition.index, label=edition.label).first()
    if before is not None:
        before.state = Edition.State.SUPERSEDED
        before.save(update_fields=["state"])
        edition.replaces = before
    edition.decision = decision or edition.decision
    edition.source = source or edition.source
    edition.published_on = published_on or edition.published_on
    edition.published_at, edition.published_by = timezone.now(), by
    edition.state = Edition.State.PUBLISHED
    edition.save()
    AuditEvent.objects.record(
        kind="edition_published",
        target=edition,
        by=by,
        before={"revision": before.revision} if before else None,
        after={
            "revision": edition.revision,
            "decision": decision and decision.number,
            "source": source and source.code,
        },
    )
