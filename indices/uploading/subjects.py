"""What an upload is read against: its edition as it stands, or the annex of one unit."""

from indices.actions.rows import entered_rows
from indices.domain.figures import PLACES
from indices.importing.merging import copied
from indices.importing.subject import Subject, items_of, matcher_for
from indices.models import Edition, Score


def subject_of(upload):
    """Read anew from the database: nobody's older copy counts."""
    edition = Edition.objects.select_related("index__within", "criteria_set").get(pk=upload.edition_id)
    return _annex_of(upload, edition) if upload.is_of_annex else Subject.of(edition)


def _annex_of(upload, edition):
    """The unit's own tree, as an edition of one unit that follows the annex's set, its total stated as published."""
    edition = copied(edition)
    edition.criteria_set = upload.criteria_set
    standing = edition.standings.select_related("unit", "block").get(pk=upload.standing_id)
    if standing.stated_points is None and standing.points is not None:
        standing.stated_points, standing.stated_points_places = standing.points, PLACES
    scores = Score.objects.filter(annex__standing=standing, annex__criteria_set=upload.criteria_set_id)
    return Subject(
        edition=edition,
        items=items_of(upload.criteria_set),
        matcher=matcher_for(edition),
        roll={standing.unit_id: standing},
        scores={standing.unit_id: dict(entered_rows(scores.order_by("criterion__position"), "criterion__code"))},
        of_unit=standing.unit,
    )
