"""Why a unit stands where it stands: the account of its move and its ledger, with the names that both need."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import chain, islice, pairwise

from indices.domain.attribution import account_of
from indices.domain.attribution_values import Account
from indices.domain.claims import Claim, Claims, claims_of
from indices.domain.continuing import Before
from indices.domain.figures import billionths
from indices.domain.history import Year
from indices.domain.ledger import ledger_of
from indices.domain.ledger_values import Beside, FullMarks, Ledger
from indices.models import Criterion, CriterionStatistic, Depth, Edition, Responsibility, Score
from indices.queries.history import Crosswalks, trees_of, years_in_fields, years_of
from units.models import Unit, UnitName
from units.queries import names_on

YEARS_BACK = 5  # for how many years running a loss is followed
MANY = 500  # units whose every leaf is not read for one page: across two criteria sets their fields tell
NAMED = 6  # units named in a sentence
SHOWN_UNITS = 40  # units that are told one by one


@dataclass
class Why:
    """What the scorecard says of a move and of points not earned.

    Attributes:
        year: the edition with everybody's totals and the unit's own scores. `earlier`: editions of the same kind before
            it, the newest first; `chain`: the unit alone in them, each with its links to the year after it.
        against: the edition that the move is counted from, in which the unit stands too; `None` where there is none.
        account: `None` without it. `shares`: of the places, by other unit: those that moved it most.
        others: editions that it can be counted from, the newest first.
        units: slug -> Unit, of those that are named; `names` as borne when the edition ended, the unit's own too.
        criteria: code -> Criterion of the edition's set, as far as readers see them.
        agencies: code -> agency in charge of it, where one is recorded.
        lowest: codes of fields in which nobody who is ranked beside it has less, though some have more.
    """

    unit: Unit
    edition: Edition
    ledger: Ledger
    year: Year
    earlier: list[Edition]
    chain: list[Before]
    others: list[Edition]
    claims: Claims
    against: Edition | None = None
    account: Account | None = None
    shares: tuple = ()
    units: dict[str, Unit] = field(default_factory=dict)
    names: dict[int, UnitName] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    agencies: dict[str, str] = field(default_factory=dict)
    lowest: tuple[str, ...] = ()

    @property
    def before(self):
        """The edition right before, whatever the move is counted from; `None` for the first."""
        return self.earlier[0] if self.earlier else None

    @property
    def asked_against(self):
        """What the address says of it; "" for the edition right before, which needs no saying."""
        return self.against.label if self.against != self.before else ""

    @property
    def is_backwards(self):
        """Is the move counted from a later edition?"""
        return self.against is not None and self.against.starts_on > self.edition.ends_on


def why_of(card, *, against=""):
    """Read it, in a number of queries that grows neither with units nor with criteria.

    Args:
        card: `queries.units.Scorecard`.
        against: label of the edition that the move is counted from; the one right before where there is no such.
    """
    standing, edition = card.standing, card.year.edition
    unit = standing.unit
    others = _others(card.years, edition)
    earlier = [other for other in others if other.ends_on < edition.starts_on][:YEARS_BACK]
    chosen = next((other for other in others if other.label == against), earlier[0] if earlier else None)
    walks = Crosswalks(edition.index_id)
    trees = trees_of({one.criteria_set_id for one in (edition, *earlier, *([chosen] if chosen else []))})
    year, from_year = _two_years(unit, edition, chosen, trees)
    then = years_of(earlier, of=[unit.pk], only=[unit.pk], trees=trees) if earlier else []
    chain = [
        Before(past, walks.between(older.criteria_set_id, newer.criteria_set_id))
        for past, (newer, older) in zip(then, pairwise([edition, *earlier]), strict=True)
    ]
    criteria = {line.criterion.code: line.criterion for line in card.lines}
    beside = _beside(card)
    ledger = ledger_of(year, unit.slug, before=chain, beside=beside)
    why = Why(
        unit=unit,
        edition=edition,
        ledger=_in_language(ledger, criteria),
        year=year,
        earlier=earlier,
        chain=chain,
        others=others,
        claims=_claims(year, card.lines),
        against=chosen,
        criteria=criteria,
        agencies=beside.agencies,
        lowest=tuple(line.criterion.code for line in card.lines if _is_lowest(line)),
    )
    if from_year is not None:
        links = walks.between(chosen.criteria_set_id, edition.criteria_set_id)
        why.account = account_of(from_year, year, unit.slug, links=links)
        why.shares = _most_moving(why.account)
    why.units = _named(why)
    why.names = names_on([unit.pk, *(found.pk for found in why.units.values())], edition.ends_on)
    return why


def _is_lowest(line):
    """By what is stored with the edition of all who are ranked; of a table with gaps nothing is."""
    criterion, row, statistic = line.criterion, line.score, line.statistic
    if criterion.parent_id is not None or criterion.kind != Criterion.CriterionKind.ORDINARY:
        return False
    if row is None or statistic is None or row.rank is None or row.rank == 1:
        return False
    own = row.percent if statistic.figure == CriterionStatistic.Figure.PERCENT else row.points
    return own is not None and own <= statistic.lowest


def _others(years, edition):
    """Other editions of the same kind of period that hold the unit, the newest first."""
    return [
        year.edition
        for year in reversed(years)
        if year.standing is not None
        and year.edition.period == edition.period
        and (year.edition.ends_on < edition.starts_on or year.edition.starts_on > edition.ends_on)
    ]


def _two_years(unit, edition, other, trees):
    """The edition and the one to count from with everybody's totals; what another set did to rivals is in their scores.

    Where there are very many rivals their fields tell it.
    """
    if other is None:
        return (*years_of([edition], of=[unit.pk], trees=trees), None)
    if other.criteria_set_id == edition.criteria_set_id:
        return years_of([edition, other], of=[unit.pk], trees=trees)
    if edition.depth != Depth.FULL or edition.standings.count() <= MANY:
        return years_of([edition, other], trees=trees)
    year, from_year = years_in_fields([edition, other])
    (own,) = years_of([edition], of=[unit.pk], only=[unit.pk], trees=trees)
    return year.with_scores(own.criteria, {**year.units, **own.units}), from_year


def _in_language(ledger, criteria):
    """The same ledger with criteria by their names in the language of the page."""
    lines = tuple(
        replace(line, leaf=replace(line.leaf, name=criteria[line.leaf.code].shown_name))
        if line.leaf.code in criteria
        else line
        for line in ledger.lines
    )
    return replace(ledger, lines=lines)


def _most_moving(account):
    """Shares of the places of those that moved the unit most; equals in the order of the table."""
    if account.places is None:
        return ()
    weights, found = {}, defaultdict(list)  # thousands of shares have a handful of different mappings
    for share in account.places.by_unit:
        weight = weights.get(id(share.by_cause))
        if weight is None:
            weight = weights[id(share.by_cause)] = abs(sum(bounds.low for bounds in share.by_cause.values()))
        found[weight].append(share)
    by_weight = chain.from_iterable(found[weight] for weight in sorted(found, reverse=True))
    return tuple(islice(by_weight, SHOWN_UNITS))


def _named(why):
    if why.account is None:
        return {}
    headline = why.account.headline
    slugs = {share.unit for share in why.shares}
    for crossings in (headline.passed_by, headline.passed, headline.level):
        slugs.update(crossing.unit for crossing in crossings[:NAMED])
    return {unit.slug: unit for unit in Unit.objects.filter(slug__in=slugs)}


def _claims(year, lines):
    """What the unit claimed against what it was granted, at its leaves."""
    found = {
        line.criterion.code: Claim(*map(_whole, (row.self_points, row.appraised_points, row.reappraised_points)))
        for line in lines
        if (row := line.score) is not None and row.self_points is not None
    }
    return claims_of(year.leaves, found)


def _whole(points):
    return None if points is None else billionths(points)


def _beside(card):
    """Who is in charge, why points were lost, and how many others have full marks."""
    edition = card.year.edition
    cap = edition.criteria_set.penalty_cap
    causes = dict(Score.Cause.choices)
    return Beside(
        agencies=agencies_in_charge(card.standing, edition.index, edition.criteria_set_id),
        causes={
            line.criterion.code: str(causes[line.score.cause])
            for line in card.lines
            if line.score is not None and line.score.cause
        },
        peers=_peers(card),
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


def _peers(card):
    """Code -> full marks among the others in its block, from what is stored with the edition."""
    counts = card.standing.to_be_ranked
    found = {}
    for line in card.lines:
        statistic, row = line.statistic, line.score
        if statistic is not None and statistic.at_full_marks is not None:
            found[line.criterion.code] = FullMarks(
                statistic.at_full_marks - (counts and row is not None and row.is_full),
                statistic.count - (counts and row is not None and row.points is not None),
            )
    return found
