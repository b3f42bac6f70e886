"""What the supervisors' door shows: whose editions are at work, which files came for them, which units are missing."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from indices.models import Edition, Index, IndexAssignment, Standing, Upload
from indices.permissions import is_admin
from indices.queries.rolls import eligible, entered_scores, holding
from units.models import Unit
from units.queries import matching

State = Edition.State
AT_WORK = (State.DRAFT, State.SUBMITTED)
# Files that somebody has to do something with before their scores count.
WAITING = (
    Upload.State.RECEIVED,
    Upload.State.READING,
    Upload.State.FAULTY,
    Upload.State.READ,
    Upload.State.CHECKED,
)
RECENT = 20  # files on the first page
PUBLISHED_SHOWN = 12  # published editions offered for correction on the first page


def supervised_indices(by):
    """Indices that `by` may bring spreadsheets for, in their order."""
    if is_admin(by):
        return Index.objects.all()
    assigned = IndexAssignment.objects.filter(user=by, role=IndexAssignment.Role.SUPERVISOR)
    return Index.objects.filter(Exists(assigned.filter(Q(index=OuterRef("pk")) | Q(index=None))))


@dataclass
class Progress:
    """How far a draft is.

    Args:
        in_all: units that are to send: those on the roll, or everyone eligible where nobody was chosen yet.
        sent: unit id → id of the newest file that speaks of it; `None` where its figures came otherwise.
        holding: ids of units with anything stored.
        incomplete: how many of those to be ranked have no total yet.
        has_roll: was anybody chosen?
    """

    in_all: int = 0
    sent: dict = field(default_factory=dict)
    holding: set = field(default_factory=set)
    incomplete: int = 0
    has_roll: bool = False

    @property
    def missing(self):
        return self.in_all - len(self.sent)

    @property
    def is_whole(self):
        """Has everybody sent, is it stored, and does everybody who is to be ranked have a total?"""
        return bool(self.holding) and self.missing <= 0 and not self.incomplete


def progress_of_editions(editions):
    """edition id → `Progress`, in three queries, and one more for each edition without a roll."""
    found = {edition.pk: Progress() for edition in editions}
    rolled = defaultdict(set)
    standings = Standing.objects.filter(edition__in=found).annotate(has_figures=_is(holding()))
    columns = ("edition_id", "unit_id", "to_be_ranked", "total", "has_figures")
    for edition, unit, to_be_ranked, total, has_figures in standings.values_list(*columns):
        rolled[edition].add(unit)
        found[edition].incomplete += to_be_ranked and total is None
        if has_figures:
            found[edition].holding.add(unit)
            found[edition].sent[unit] = None
    files = Upload.objects.living().filter(edition__in=found, standing=None).order_by("at", "pk")
    for edition, upload, units in files.values_list("edition_id", "pk", "found__unit_ids"):
        found[edition].sent.update(dict.fromkeys(units or (), upload))
    for edition in editions:
        progress, roll = found[edition.pk], rolled[edition.pk]
        progress.has_roll = bool(roll)
        progress.in_all = len(roll) or eligible(edition).count()
        if roll:
            progress.sent = {unit: upload for unit, upload in progress.sent.items() if unit in roll}
    return found


def editions_at_work(indices):
    """Drafts of some indices, in the order of the indices, newest first; each with `waiting`: files that wait."""
    waiting = Upload.objects.filter(edition=OuterRef("pk"), state__in=WAITING, standing=None).order_by()
    number = waiting.values("edition").annotate(number=Count("pk")).values("number")
    return list(
        Edition.objects.filter(index__in=indices, state__in=AT_WORK)
        .select_related("index__within", "criteria_set")
        .annotate(waiting=Coalesce(Subquery(number), 0))
        .order_by("index__position", "index__slug", "-ends_on", "-starts_on", "-revision")
    )


def published_lately(indices):
    """The editions of some indices that were published last, to be corrected from."""
    found = Edition.objects.published().filter(index__in=indices).select_related("index__within")
    return list(found.order_by("-ends_on", "index__position", "index__slug")[:PUBLISHED_SHOWN])


def files_waiting(indices):
    """Files that wait for somebody, oldest first: whoever came first is served first."""
    return list(Upload.objects.listed().filter(edition__index__in=indices, state__in=WAITING).order_by("at", "pk"))


def files_lately(indices):
    """The files that came last, of those that wait for nobody any more."""
    return list(Upload.objects.listed().filter(edition__index__in=indices).exclude(state__in=WAITING)[:RECENT])


# One edition


def files_of(edition):
    """Files of scores that came for an edition, newest first; those of annexes stand with their units."""
    return Upload.objects.listed().filter(edition=edition, standing=None)


def replaceable(upload, number):
    """The file of a number that another one may take the place of: of the same edition or annex, and still waiting."""
    same = {"edition": upload.edition_id, "standing": upload.standing_id, "criteria_set": upload.criteria_set_id}
    return Upload.objects.filter(pk=number, state__in=WAITING, **same).select_related("standing__unit").first()


def size_of(edition):
    """How many scores are entered in an edition, and how many criteria points are entered at, in two queries."""
    scores = entered_scores().filter(standing__edition=edition).count()
    return scores, edition.criteria_set.criteria.filter(children=None).count()


class Sent:
    """Which units of an edition are shown: all of them, those that sent nothing, or those that sent something."""

    ALL, MISSING, SENT = "", "missing", "sent"
    VALUES = (ALL, MISSING, SENT)


def senders(edition, progress, *, sent=Sent.ALL, words=""):
    """Standings of an edition in the order of the alphabet, each with `entered` (criteria with a score)."""
    own = entered_scores().filter(standing=OuterRef("pk")).order_by()
    number = own.values("standing").annotate(number=Count("pk")).values("number")
    found = edition.standings.filter(matching_unit(words))
    if sent == Sent.MISSING:
        found = found.exclude(unit__in=list(progress.sent))
    elif sent == Sent.SENT:
        found = found.filter(unit__in=list(progress.sent))
    return (
        found.annotate(entered=Coalesce(Subquery(number), 0))
        .select_related("unit__parent")
        .order_by("unit__sort_key", "pk")
    )


def _is(condition):
    """A condition on standings as a column, true or false and never null."""
    return Exists(Standing.objects.filter(pk=OuterRef("pk")).filter(condition))


def matching_unit(words):
    """`units.queries.matching`, of the unit of a standing."""
    return Q(unit__in=Unit.objects.filter(matching(words)).values("pk")) if words else Q()
