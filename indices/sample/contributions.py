"""Stores which criteria of the sample's departments rest on what its districts got."""

from indices.importing.published_files import figure
from indices.models import ContributionLink, ContributionWeight, Edition


def store_contributions(files, units, source):
    """Make the links and their weights, once the editions are there.

    Args:
        files: a `SampleFiles`.
        units: slug -> Unit.
        source: of the weights that are stated.
    """
    editions = {
        (edition.index.slug, edition.label): edition
        for edition in Edition.objects.published().filter(index__is_sample=True).select_related("index")
    }
    weights = files.table("contribution_weights.csv", "unit", "label", "code", "member")
    for (unit, label, code), row in files.table("contributions.csv", "unit", "label", "code").items():
        edition, rests_on = (editions[row.required(name), label] for name in ("index", "rests_on"))
        weighting = row.choice("weighting", ContributionLink.Weighting)
        link = ContributionLink.objects.create(
            standing=edition.standings.get(unit=units[unit]),
            criterion=edition.criteria_set.criteria.get(code=code),
            rests_on=rests_on,
            part=rests_on.criteria_set.criteria.get(code=row.required("part")) if row.text("part") else None,
            level=figure(row, "level"),
            weighting=weighting,
            source=source if weighting == ContributionLink.Weighting.STATED else None,
            note=row.required("note"),
            note_en=row.required("note_en"),
        )
        ContributionWeight.objects.bulk_create(
            ContributionWeight(link=link, unit=told.one_of("member", units), weight=figure(told, "weight"))
            for key, told in weights.items()
            if key[:3] == (unit, label, code)
        )
