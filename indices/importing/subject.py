"""What a file of scores is read against: the edition, its criteria, its units, what is stored, and the year before."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from indices.actions.rows import EnteredScore, Figures, billionths, entered_in
from indices.importing.score_values import Meaning
from indices.models import CriterionLink, Edition, Score, Standing
from indices.queries.outlines import in_tree_order
from indices.queries.ranking import edition_before, sister_editions
from reformtrack.text import fold
from units.matching import Matcher
from units.models import Unit

SAME = (CriterionLink.LinkKind.KEPT, CriterionLink.LinkKind.RENAMED)  # points of both years say the same


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion of the set, with its place in the tree.

    Args:
        depth: 0 for a field.
        parent: code of what it stands under; empty for a field.
        children: codes right under it.
        total_method: of its own; empty where it is that of the index.
    """

    pk: int
    code: str
    name: str
    short_name: str
    max_points: Decimal | None
    kind: str
    method: str
    depth: int
    parent: str
    children: tuple[str, ...]
    total_method: str = ""

    @property
    def is_leaf(self) -> bool:
        return not self.children


@dataclass
class Subject:
    """All that reading and checking ask of the database, read once in a fixed number of queries.

    Attributes:
        items: code → Item, in the order of the tree.
        roll: unit pk → Standing of the edition; empty where nobody has been chosen yet: then every unit may come.
        scores: unit pk → criterion code → `EnteredScore`, as entered so far.
        before: the published edition right before this one; `None` for the first.
        points_before: unit pk → code of today's set → points then, where the criterion still says the same.
        of_unit: a file about one unit only (an annex): every row is that unit's.
    """

    edition: Edition
    items: dict[str, Item]
    matcher: Matcher
    roll: dict[int, Standing]
    scores: dict[int, dict[str, EnteredScore]]
    before: Edition | None = None
    points_before: dict[int, dict[str, Decimal]] = field(default_factory=dict)
    of_unit: Unit | None = None

    @classmethod
    def of(cls, edition: Edition) -> "Subject":
        """Of a draft edition, for its scores."""
        rows = entered_in(edition)
        before = edition_before(edition, sister_editions(edition))
        return cls(
            edition=edition,
            items=items_of(edition.criteria_set),
            matcher=matcher_for(edition),
            roll={standing.unit_id: standing for standing, _scores in rows},
            scores={standing.unit_id: scores for standing, scores in rows},
            before=before,
            points_before=points_before(edition, before, on_roll=bool(rows)) if before else {},
        )

    @property
    def index(self):
        return self.edition.index

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        return tuple(code for code, item in self.items.items() if item.is_leaf)

    @cached_property
    def codes_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Folded name or short name → codes of the criteria so called; two fields may share a name with their child."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for item in self.items.values():
            for name in (item.name, item.short_name):
                if name:
                    found[fold(name)].setdefault(item.code)
        return {name: tuple(codes) for name, codes in found.items()}

    def stored(self, unit: int, code: str, meaning: Meaning) -> Decimal | None:
        """What is stored so far of one kind of points; `None` where nothing is."""
        score = self.scores.get(unit, {}).get(code)
        return None if score is None else getattr(score, meaning.value)


def matcher_for(edition) -> Matcher:
    """A matcher for the units that the index ranks, as they are when the edition ends."""
    index = edition.index
    return Matcher.read(index.level, day=edition.ends_on, parent=index.within, is_sample=index.is_sample)


def items_of(criteria_set) -> dict[str, Item]:
    """Code → Item of a stored set, in the order of its tree; one query."""
    ordered = in_tree_order(criteria_set.criteria.all())
    code_of = {criterion.pk: criterion.code for criterion, _depth in ordered}
    below: dict[str, list[str]] = defaultdict(list)
    for criterion, _depth in ordered:
        below[code_of.get(criterion.parent_id, "")].append(criterion.code)
    return {
        criterion.code: Item(
            pk=criterion.pk,
            code=criterion.code,
            name=criterion.name,
            short_name=criterion.short_name,
            max_points=criterion.max_points,
            kind=criterion.kind,
            method=criterion.method,
            depth=depth,
            parent=code_of.get(criterion.parent_id, ""),
            children=tuple(below[criterion.code]),
            total_method=criterion.total_method,
        )
        for criterion, depth in ordered
    }


def points_before(edition, before, *, on_roll: bool) -> dict[int, dict[str, Decimal]]:
    """Unit pk → code of the edition's set → points in the edition before, of criteria that still say the same.

    Args:
        on_roll: only of the units that the edition has on its roll.
    """
    codes = dict(edition.criteria_set.criteria.values_list("pk", "code"))
    if before.criteria_set_id != edition.criteria_set_id:
        links = CriterionLink.objects.filter(
            from_set=before.criteria_set_id, to_set=edition.criteria_set_id, kind__in=SAME
        )
        codes = {old: codes[new] for old, new in links.values_list("old", "new")}
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    scores = Score.objects.filter(standing__edition=before, criterion__in=list(codes), points__isnull=False)
    if on_roll:
        scores = scores.filter(standing__unit__in=edition.standings.values("unit"))
    figures = Figures()
    told = scores.annotate(billionths=billionths("points")).values_list("standing__unit", "criterion", "billionths")
    for unit, criterion, points in told.iterator():
        found[unit][codes[criterion]] = figures[points]
    return dict(found)
