"""What a unit's brief is made of, taken from its scorecard: the same figures and the same sentences."""

from django.utils.translation import gettext as _

from indices.domain.route import Reach
from indices.presenters.brief import BriefFacts, Neighbour
from indices.presenters.route_page import passed_name
from indices.presenters.scorecard_why import why_section
from indices.presenters.scorecard_words import place_sentence
from indices.presenters.targets import target_item
from indices.presenters.words import edition_name, short_date
from indices.queries.route import routes_of, target_of
from units.queries import shown_name


def facts_of(card, why, neighbours, names, figures, *, address, way=None):
    """`BriefFacts` of a scorecard.

    Args:
        card: `queries.units.Scorecard`.
        why: `queries.why.Why`.
        neighbours: of `queries.neighbours.neighbours_of`.
        names: of the unit and its neighbours, in force when the edition ended.
        figures: `presenters.words.Figures` of the index.
        address: of the scorecard, in full.
        way: `queries.route.RouteFacts`, for what is to be mended first.
    """
    standing, edition = card.standing, card.year.edition
    name = shown_name(standing.unit, names)
    account = why_section(why, figures)
    above, below = (_neighbour(other, standing, names) for other in neighbours)
    return BriefFacts(
        unit=name,
        title=edition_name(edition),
        place=place_sentence(card.year, name, figures),
        ledger=why.ledger,
        moves=(account["sentences"],) if account else (),
        targets=tuple(target_item(target, standing, figures, str(target.year)) for target in card.targets),
        above=above,
        below=below,
        total=card.year.total,
        mean=card.year.mean,
        routes=_routes(way),
        passed=passed_name(way, target_of(way)) if way else "",
        due=_due(way),
        # Two files of one source read alike on paper.
        sources=tuple(dict.fromkeys(_source(source) for source in card.sources)),
        address=address,
        is_sample=standing.unit.is_sample or edition.index.is_sample,
    )


def _routes(way):
    """The way to the plan's target, or one place up; none where nothing can be said that a chairman could act on."""
    if way is None:
        return ()
    first, *others = routes_of(way, target_of(way))
    if first.obstacle is not None:
        return (first,) if way.planned else ()
    has_more = first.reach is not Reach.REACHED or way.planned
    return (first, *others) if has_more and first.most.gain else ()


def _due(way):
    """By when, where a plan for a year to come says so."""
    if way is None or way.planned is None or way.planned.year <= way.edition.year:
        return ""
    words = {"year": way.planned.year, "plan": way.planned.decision}
    if way.planned.decision is None:
        return _("trong năm %(year)s, theo mục tiêu đã ghi") % words
    return _("trong năm %(year)s, theo văn bản %(plan)s") % words


def _neighbour(other, standing, names):
    return None if other is None else Neighbour(shown_name(other.unit, names), other.shown_rank, _gap(other, standing))


def _gap(other, standing):
    """How far away it is; `None` where a total is not known, or where the totals do not tell the order."""
    if other.total is None or standing.total is None:
        return None
    gap = other.total - standing.total
    rises = other.shown_rank < standing.shown_rank
    # Ranks go by percents: where units have maxima of their own, who stands above may have fewer points.
    return abs(gap) if gap == 0 or (gap > 0) is rises else None


def _source(source):
    """Title, publisher and day, as the page of sources has them."""
    told = [source.title, source.publisher, short_date(source.published_on) if source.published_on else ""]
    return ", ".join(text for text in told if text)
