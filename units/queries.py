"""Reads of units: by name, by date, and what became of whom."""

from units.models import UnitName


def names_on(unit_ids, day):
    """What units were called on a day, for those that ever changed their name or kind.

    Returns:
        unit id -> UnitName in force on that day. Units not in it bear their one name.
    """
    names = {}
    for name in UnitName.objects.filter(unit_id__in=unit_ids, valid_from__lte=day).order_by("valid_from"):
        names[name.unit_id] = name
    return names


def shown_name(unit, names):
    """The unit's name among `names` (of `names_on`), else its one name, in the active language."""
    return names.get(unit.pk, unit).shown_name
