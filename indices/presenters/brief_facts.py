"""What a unit's brief is made of, taken from its scorecard: the same figures and the same sentences."""

from indices.presenters.brief import BriefFacts, Neighbour
from indices.presenters.scorecard_why import why_section
from indices.presenters.scorecard_words import place_sentence
from indices.presenters.targets import target_item
from indices.presenters.words import edition_name, short_date
from units.queries import shown_name


def facts_of(card, why, neighbours, names, figures, *, address):
    """`BriefFacts` of a scorecard.

    Args:
        card: `queries.units.Scorecard`.
        why: `queries.why.Why`.
        neighbours: of `queries.neighbours.neighbours_of`.
        names: of the unit and its neighbours, in force when the edition ended.
        figures: `presenters.words.Figures` of the index.
        address: of the scorecard, in full.
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
        # Two files of one source read alike on paper.
        sources=tuple(dict.fromkeys(_source(source) for source in card.sources)),
        address=address,
        is_sample=standing.unit.is_sample or edition.index.is_sample,
    )


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
