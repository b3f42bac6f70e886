"""Reads of the pages on method and sources: criteria sets, examples from the record, what each source supports."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from indices.domain.crosswalk import Tie
from indices.domain.links import coverage
from indices.models import Conflict, CriteriaSet, Criterion, CriterionLink, Edition, Score, Standing, TotalMethod
from indices.queries.criterion_held import newest_holding
from indices.queries.crosswalks import entry_of
from indices.queries.outlines import in_tree_order
from indices.queries.ranking import edition_before
from indices.queries.sample import of_side
from indices.queries.site import RESULT_KNOWN, by_index, is_partial, known_units, names_of_standings, published_editions
from records.models import Source
from units.models import Succession


@dataclass
class Examples:
    """What the page on method shows of the record; `None` or empty where the record has no such case."""

    known: dict  # edition id -> units with a result
    names: dict  # (unit id, day) -> UnitName
    leader: Standing | None = None  # of the newest complete edition whose total is a sum
    fields: tuple = ()  # its Scores at the top of the tree
    tied: tuple = ()  # Standings with equal printed totals that the issuer put in different places
    partial: Edition | None = None
    incomplete: Standing | None = None
    break_from: Edition | None = None
    break_to: Edition | None = None
    break_kinds: Counter | None = None  # kind of link -> how many criteria
    computed_ranks: Edition | None = None  # newest edition of an index whose issuer publishes no ranks
    successions: tuple = ()  # of one successor


def worked_examples():
    """Find an example of each rule in the published record; a fixed number of queries."""
    editions = published_editions()
    known = known_units(editions)
    # Everybody knows the indices of the country: an example is of a province's own only where there is no other.
    newest_first = sorted(
        editions, key=lambda edition: (edition.index.within_id is None, edition.ends_on), reverse=True
    )
    whole = [edition for edition in newest_first if known.get(edition.pk) and not is_partial(edition, known)]
    found = Examples(known=known, names={})
    found.partial = next(
        (edition for edition in newest_first if edition.stated_units and is_partial(edition, known)), None
    )
    found.computed_ranks = next((edition for edition in whole if not edition.index.publishes_ranks), None)
    found.leader, found.fields = _leader_of(
        [edition for edition in whole if edition.index.total_method == TotalMethod.SUM]
    )
    found.tied = _largest_tie(editions)
    incomplete = Standing.objects.filter(
        edition__in=editions, status=Standing.Status.INCOMPLETE, total=None, shown_rank=None
    ).exclude(missing=[])
    newest_incomplete = incomplete.select_related("edition__index", "unit").order_by("-edition__ends_on", "pk")[:50]
    found.incomplete = min(newest_incomplete, key=lambda standing: len(standing.missing), default=None)
    found.break_from, found.break_to, found.break_kinds = _newest_break(editions)
    found.successions = _succession_with_results()
    named = [standing for standing in (found.leader, found.incomplete, *found.tied) if standing]
    found.names = names_of_standings(named)
    return found


def _leader_of(editions):
    if not editions:
        return None, ()
    leader = (
        Standing.objects.filter(edition=editions[0], shown_rank=1, points__isnull=False)
        .select_related("edition__index", "unit")
        .order_by("unit__sort_key", "pk")
        .first()
    )
    scores = Score.objects.filter(standing=leader, criterion__parent__isnull=True, points__isnull=False)
    return leader, tuple(scores.select_related("criterion").order_by("criterion__position")) if leader else ()


def _largest_tie(editions):
    """The most units that share a computed rank while the issuer gives them different ones; the newest of such."""
    differing = (
        Standing.objects.filter(edition__in=editions, rank__isnull=False, stated_rank__isnull=False)
        .exclude(rank=F("stated_rank"))
        .values("edition", "block", "rank")
        .annotate(count=Count("pk"))
        .order_by("-count", "-edition__ends_on", "rank")
        .first()
    )
    if differing is None:
        return ()
    return tuple(
        Standing.objects.filter(
            edition=differing["edition"], block=differing["block"], rank=differing["rank"], stated_rank__isnull=False
        )
        .select_related("edition__index", "unit")
        .order_by("stated_rank", "pk")
    )


def _newest_break(editions):
    """An edition scored by another criteria set than the one before it, with what the links say of that.

    The newest of which more is said than that all goes on; else the newest of which anything is said.
    """
    breaks = []
    for sisters in by_index(editions):
        for edition in sisters:
            before = edition_before(edition, sisters)
            if before and before.criteria_set_id != edition.criteria_set_id:
                breaks.append((before, edition))
    if not breaks:
        return None, None, None
    kinds = defaultdict(Counter)
    counted = CriterionLink.objects.values_list("from_set", "to_set", "kind").annotate(Count("pk")).order_by()
    for from_set, to_set, kind, count in counted:
        kinds[from_set, to_set][kind] = count
    sets = [(before.criteria_set_id, edition.criteria_set_id) for before, edition in breaks]
    newest = max(range(len(breaks)), key=lambda place: (min(len(kinds[sets[place]]), 2), breaks[place][1].ends_on))
    return *breaks[newest], kinds[sets[newest]]


def _succession_with_results():
    """Every succession of one unit: the newest that was made of units with results."""
    last = (
        Succession.objects.filter(
            predecessor__standings__in=Standing.objects.filter(RESULT_KNOWN),
            successor__valid_from=F("effective_on"),
            successor__is_sample=False,
            whole=True,
        )
        .order_by("-effective_on", "successor__sort_key", "pk")
        .first()
    )
    if last is None:
        return ()
    return tuple(
        Succession.objects.filter(successor=last.successor_id, effective_on=last.effective_on)
        .select_related("predecessor", "successor")
        .order_by("predecessor__sort_key", "pk")
    )


@dataclass
class SetOnPage:
    """One criteria set of an index with what its page shows."""

    criteria_set: CriteriaSet
    criteria: list  # in the order of the tree
    editions: list  # published, newest first
    links: list  # CriterionLinks from the set before, in the order of the new set
    held: dict = field(default_factory=dict)  # criterion id -> the newest Edition that holds what units got there
    covered: tuple = ()  # `Covered` of the set before and of this one, where they are linked


def sets_of(index):
    """[SetOnPage] of an index, newest first; drafts are not shown."""
    sets = list(
        CriteriaSet.objects.filter(index=index)
        .exclude(state=CriteriaSet.State.DRAFT)
        .select_related("index", "decision", "copied_from")
        .prefetch_related("sources")
        .order_by(F("year_from").desc(nulls_last=True), "slug")
    )
    criteria, editions, links = defaultdict(list), defaultdict(list), defaultdict(list)
    for criterion in Criterion.objects.filter(criteria_set__in=sets).order_by("position", "pk"):
        criteria[criterion.criteria_set_id].append(criterion)
    for edition in Edition.objects.published().filter(criteria_set__in=sets).select_related("index").newest_first():
        editions[edition.criteria_set_id].append(edition)
    found = CriterionLink.objects.filter(to_set__in=sets, from_set__in=sets).select_related("old", "new", "from_set")
    for link in found.order_by(F("new__position").asc(nulls_last=True), "old__position", "pk"):
        links[link.to_set_id].append(link)
    held = newest_holding([criterion for found in criteria.values() for criterion in found])
    return [
        SetOnPage(one, criteria[one.pk], editions[one.pk], links[one.pk], held, _covered(links[one.pk], criteria))
        for one in sets
    ]


def _covered(links, criteria):
    """How many points the links to a set follow; nothing where there are none. `criteria`: set id -> its criteria."""
    if not links:
        return ()
    sides = [
        [entry_of(criterion, depth) for criterion, depth in in_tree_order(criteria[pk])]
        for pk in (links[0].from_set_id, links[0].to_set_id)
    ]
    return coverage(*sides, [Tie(link.old_id, link.new_id, link.kind) for link in links])


# Of what a source supports, these are named one by one; whatever else refers to sources is counted.
NAMED = ("published_editions", "editions", "standings", "criteria_sets")
# Counted relations that are part of an edition -> the way to it: what is in a draft is not told.
EDITION_OF = {
    "bands": "edition",
    "statistics": "edition",
    "parts": "standing__edition",
    "scores": "standing__edition",
    "contribution_links": "standing__edition",
}


@dataclass
class SourceUse:
    """What a source supports."""

    source: Source
    is_main: bool  # is it the one that some edition was published from?
    editions: list  # published editions that cite it as a whole
    standings: list  # [(Edition, count)] single results that cite it, of published editions
    criteria_sets: list
    counts: dict  # name of a relation -> (the model at its other end, how many), where there are any


def source_uses(*, is_sample=False):
    """[SourceUse] of every source, by code; the number of queries does not depend on how many there are.

    Args:
        is_sample: those that something of the sample refers to, with what they support there; else all the others,
            and those that something real refers to as well.
    """
    sources = list(Source.objects.filter(of_side(Source, is_sample=is_sample)).order_by("code"))
    editions = {edition.pk: edition for edition in published_editions(is_sample=is_sample)}
    of_source = defaultdict(set)
    for edition in editions.values():
        of_source[edition.source_id].add(edition.pk)
    main = set(of_source)
    for source, edition in _pairs("editions"):
        if edition in editions:
            of_source[source].add(edition)
    singles = defaultdict(list)
    rows = Source.objects.filter(standings__edition__in=list(editions)).values_list("pk", "standings__edition")
    for source, edition, count in rows.annotate(count=Count("standings")).order_by():
        singles[source].append((editions[edition], count))
    sets = defaultdict(list)
    shown_sets = CriteriaSet.objects.filter(index__is_sample=is_sample).exclude(state=CriteriaSet.State.DRAFT)
    shown_sets = {criteria_set.pk: criteria_set for criteria_set in shown_sets.select_related("index")}
    for source, criteria_set in _pairs("criteria_sets"):
        if criteria_set in shown_sets:
            sets[source].append(shown_sets[criteria_set])
    counts = defaultdict(dict)
    for relation in Source._meta.related_objects:
        name = relation.name
        if name in NAMED:
            continue
        public = (
            Q(**{f"{EDITION_OF[name]}__in": list(editions)})
            if name in EDITION_OF
            else of_side(relation.related_model, is_sample=is_sample)
        )
        rows = relation.related_model.objects.filter(public, **{f"{relation.field.name}__isnull": False})
        rows = rows.values_list(relation.field.name).annotate(count=Count("pk", distinct=True)).order_by()
        for source, count in rows:
            counts[source][name] = (relation.related_model, count)
    return [
        SourceUse(
            source=source,
            is_main=source.pk in main,
            editions=[edition for pk, edition in editions.items() if pk in of_source[source.pk]],
            standings=sorted(singles[source.pk], key=lambda pair: list(editions).index(pair[0].pk)),
            criteria_sets=sorted(sets[source.pk], key=lambda one: (one.index.position, one.slug)),
            counts=counts[source.pk],
        )
        for source in sources
    ]


def _pairs(relation):
    """(source id, id of what it supports) of one relation."""
    return Source.objects.filter(**{f"{relation}__isnull": False}).values_list("pk", relation).order_by(relation)


def conflicts(*, is_sample=False):
    """Every conflict, or those of the sample."""
    return Conflict.objects.filter(of_side(Conflict, is_sample=is_sample))


def all_conflicts(*, is_sample=False):
    """`conflicts`, with the published editions they may be about.

    Returns:
        ([Conflict] in the order of the indices, newest edition first; those of no index last,
        (index id, label) -> Edition).
    """
    found = (
        conflicts(is_sample=is_sample)
        .select_related("index", "unit")
        .prefetch_related("kept_sources", "other_sources")
        .order_by(F("index__position").asc(nulls_last=True), "index__slug", "-edition_label", "slug")
    )
    editions = Edition.objects.published().select_related("index")
    return list(found), {(edition.index_id, edition.label): edition for edition in editions}
