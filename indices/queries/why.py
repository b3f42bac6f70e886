"""Why a unit stands where it stands: the account of its move and its ledger, with the names that both need."""

from dataclasses import dataclass, field, replace

from indices.domain.attribution_values import Account
from indices.domain.continuing import Before
from indices.domain.figures import billionths
from indices.domain.history import Year
from indices.domain.ledger import ledger_of
from indices.domain.ledger_values import Beside, FullMarks, Ledger
from indices.models import Criterion, CriterionStatistic, Depth, Edition, Responsibility, Score
from indices.queries.history import account_between, links_between, years_of
from units.models import Unit, UnitName
from units.queries import names_on

YEARS_BACK = 5  # for how many years running a loss is followed
MANY = 500  # units whose every leaf is not read for one page: across two criteria sets their fields tell


@dataclass
class Why:
    """What the scorecard says of a move and of points not earned.

    Attributes:
        account: `None` where there is no earlier edition that holds the unit.
        before: that edition.
        units: slug -> Unit, of those the account names; `names` as borne when the edition ended.
        criteria: code -> Criterion of the edition's set.
        year, chain, earlier: what was read: the edition, those before it (the newest first), and the same as editions;
            scores are of the unit alone.
        agencies: code -> who is in charge of it.
    """

    edition: Edition
    ledger: Ledger
    year: Year
    chain: list[Before] = field(default_factory=list)
    earlier: list[Edition] = field(default_factory=list)
    agencies: dict[str, str] = field(default_factory=dict)
    account: Account | None = None
    before: Edition | None = None
    units: dict[str, Unit] = field(default_factory=dict)
    names: dict[int, UnitName] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)


def why_of(standing, edition, years):
    """Read it, in a number of queries that grows neither with units nor with criteria.

    Args:
        years: `YearResult`s of the unit, as the scorecard has them.
    """
    unit = standing.unit
    earlier = [year.edition for year in years if year.standing is not None and _comes_before(year.edition, edition)]
    earlier = sorted(earlier, key=lambda other: other.ends_on, reverse=True)[:YEARS_BACK]
    year, *before = years_of([edition, *earlier], of=[unit.pk])
    later = [edition, *earlier]
    chain = [
        Before(then, links_between(edition.index_id, older.criteria_set_id, newer.criteria_set_id))
        for then, older, newer in zip(before, earlier, later, strict=False)
    ]
    criteria = {criterion.code: criterion for criterion in edition.criteria_set.criteria.all()}
    beside = _beside(standing, edition, criteria)
    why = Why(
        edition=edition,
        ledger=_in_language(ledger_of(year, unit.slug, before=chain, beside=beside), criteria),
        criteria=criteria,
        year=year,
        chain=chain,
        earlier=earlier,
        agencies=dict(beside.agencies),
    )
    if earlier:
        why.before = earlier[0]
        depth = Depth.FIELDS if len(year.units) > MANY and edition.depth == Depth.FULL else None
        why.account = account_between(unit, earlier[0], edition, depth=depth)
        why.units = _named(why.account)
        why.names = names_on([found.pk for found in why.units.values()], edition.ends_on)
    return why


def _comes_before(other, edition):
    return other.period == edition.period and other.ends_on < edition.starts_on


def _in_language(ledger, criteria):
    """The same ledger with criteria by their names in the language of the page."""
    lines = tuple(
        replace(line, leaf=replace(line.leaf, name=criteria[line.leaf.code].shown_name)) for line in ledger.lines
    )
    return replace(ledger, lines=lines)


def _named(account):
    headline = account.headline
    slugs = {crossing.unit for crossing in (*headline.passed_by, *headline.passed, *headline.level)}
    slugs |= {*headline.came, *headline.left}
    if account.places:
        slugs |= {share.unit for share in account.places.by_unit}
    return {unit.slug: unit for unit in Unit.objects.filter(slug__in=slugs)}


def _beside(standing, edition, criteria):
    """Who is in charge, why points were lost, and how many others have full marks."""
    cap = edition.criteria_set.penalty_cap
    return Beside(
        agencies=agencies_in_charge(standing, edition.index, edition.criteria_set_id),
        causes=causes_of(Score.objects.filter(standing=standing)),
        peers=_peers(standing, edition, criteria),
        penalty_cap=None if cap is None else billionths(cap),
    )


def agencies_in_charge(standing, index, criteria_set):
    """Code -> agency of the province that the index is of, or of the unit itself, in a set of criteria (its id)."""
    within = index.within_id or standing.unit_id
    found = {}
    responsibilities = Responsibility.objects.filter(criterion__criteria_set=criteria_set, within=within)
    for responsibility in responsibilities.select_related("criterion", "lead").order_by("lead__sort_key", "pk"):
        name = responsibility.lead.shown_name
        code = responsibility.criterion.code
        found[code] = f"{found[code]}; {name}" if code in found else name
    return found


def causes_of(scores):
    """Code -> why points were lost, where somebody recorded it."""
    causes = dict(Score.Cause.choices)
    told = scores.exclude(cause="").values_list("criterion__code", "cause")
    return {code: str(causes[cause]) for code, cause in told}


def _peers(standing, edition, criteria):
    """Code -> full marks among the others in its block, from what is stored with the edition."""
    code_of = {criterion.pk: code for code, criterion in criteria.items()}
    statistics = CriterionStatistic.objects.filter(
        edition=edition, block=standing.block_id, criterion__isnull=False, at_full_marks__isnull=False
    )
    own = dict(Score.objects.filter(standing=standing, points__isnull=False).values_list("criterion", "points"))
    full = {
        pk
        for pk, maximum in Score.objects.filter(standing=standing).values_list("criterion", "max_points")
        if maximum is not None and own.get(pk) == maximum
    }
    counts = standing.to_be_ranked
    return {
        code_of[found.criterion_id]: FullMarks(
            found.at_full_marks - (counts and found.criterion_id in full),
            found.count - (counts and found.criterion_id in own),
        )
        for found in statistics
        if found.criterion_id in code_of
    }
