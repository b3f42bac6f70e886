"""What the supervisors' door shows: whose editions are at work, which files came for them, which units are missing."""

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


def _counted(condition, group, rows):
    """How many of `rows` there are for each row of the outer query, as a column."""
    found = rows.filter(**{group: OuterRef("pk")}).filter(condition).order_by().values(group)
    return Coalesce(Subquery(found.annotate(number=Count("pk")).values("number")), 0)


def editions_at_work(indices):
    """Drafts of some indices, newest first, each with `on_roll`, `holding` (units with anything entered) and `waiting`
    (files that wait for somebody); one query."""
    return list(
        Edition.objects.filter(index__in=indices, state__in=AT_WORK)
        .select_related("index__within", "criteria_set")
        .annotate(
            on_roll=_counted(Q(), "edition", Standing.objects),
            holding=_counted(holding(), "edition", Standing.objects),
            waiting=_counted(Q(state__in=WAITING, standing=None), "edition", Upload.objects),
        )
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
    """The files that came last, whatever became of them."""
    return list(Upload.objects.listed().filter(edition__index__in=indices)[:RECENT])


# One edition


def files_of(edition):
    """Files of scores that came for an edition, newest first; those of annexes stand with their units."""
    return Upload.objects.listed().filter(edition=edition, standing=None)


@dataclass(frozen=True)
class Counts:
    """How far an edition is.

    Args:
        in_all: units that are to send: those on the roll, or everyone eligible where nobody was chosen yet.
        holding: of them, those with anything entered.
        has_roll: was anybody chosen?
        scores: how many scores are entered.
        leaves: criteria that points are entered at.
    """

    in_all: int
    holding: int
    has_roll: bool
    scores: int
    leaves: int

    @property
    def missing(self):
        return self.in_all - self.holding


def counts_of(edition):
    """How far an edition is, in four queries."""
    rolled = edition.standings.aggregate(all=Count("pk"), holding=Count("pk", filter=holding()))
    has_roll = rolled["all"] > 0
    return Counts(
        in_all=rolled["all"] if has_roll else eligible(edition).count(),
        holding=rolled["holding"],
        has_roll=has_roll,
        scores=entered_scores().filter(standing__edition=edition).count(),
        leaves=edition.criteria_set.criteria.filter(children=None).count(),
    )


class Sent:
    """Which units of an edition are shown: all of them, those that lack everything, or those that have something."""

    ALL, MISSING, HOLDING = "", "missing", "sent"
    VALUES = (ALL, MISSING, HOLDING)


def senders(edition, *, sent=Sent.ALL, words=""):
    """Standings of an edition in the order of the alphabet, each with `has_figures`, `entered` (criteria with a score)
    and `from_upload` (id of a file that some of it came from)."""
    own = entered_scores().filter(standing=OuterRef("pk"))
    number = own.order_by().values("standing").annotate(number=Count("pk")).values("number")
    from_file = own.filter(upload__isnull=False).order_by("-upload").values("upload")[:1]
    found = edition.standings.filter(matching_unit(words)).annotate(has_figures=_is(holding()))
    if sent == Sent.MISSING:
        found = found.filter(has_figures=False)
    elif sent == Sent.HOLDING:
        found = found.filter(has_figures=True)
    return (
        found.annotate(entered=Coalesce(Subquery(number), 0), from_upload=Subquery(from_file))
        .select_related("unit__parent")
        .order_by("unit__sort_key", "pk")
    )


def _is(condition):
    """A condition on standings as a column, true or false and never null."""
    return Exists(Standing.objects.filter(pk=OuterRef("pk")).filter(condition))


def matching_unit(words):
    """`units.queries.matching`, of the unit of a standing."""
    return Q(unit__in=Unit.objects.filter(matching(words)).values("pk")) if words else Q()


def file_names(uploads):
    """id -> name of some files."""
    return dict(Upload.objects.filter(pk__in=set(uploads)).values_list("pk", "file_name"))
