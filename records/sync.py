"""Brings stored rows to what a table says, writing only what differs."""

from dataclasses import dataclass


@dataclass
class Tally:
    """How many rows were made, changed, and found as they were."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other):
        return Tally(self.created + other.created, self.changed + other.changed, self.unchanged + other.unchanged)

    @property
    def wrote(self):
        return bool(self.created or self.changed)


def sync(model, wanted, *, key, sources=None):
    """Create or change rows of `model` until they hold `wanted`; rows not named are left alone.

    Args:
        wanted: key value (a tuple where `key` names several fields) -> {field name: value}.
        key: the field, or the tuple of fields, that names a row.
        sources: key value -> list of `Source`, for models that have `sources`.

    Returns:
        (key value -> row, Tally)
    """
    fields = (key,) if isinstance(key, str) else key
    attributes = [model._meta.get_field(name).attname for name in fields]

    def key_of(row):
        values = tuple(getattr(row, name) for name in attributes)
        return values[0] if isinstance(key, str) else values

    stored = {key_of(row): row for row in model.objects.all()}
    tally, fresh = Tally(), []
    for value, cells in wanted.items():
        row = stored.get(value)
        if row is None:
            row = model(**dict(zip(attributes, (value,) if isinstance(key, str) else value, strict=True)), **cells)
            fresh.append(row)
            stored[value] = row
            tally.created += 1
            continue
        changed = [name for name, cell in cells.items() if getattr(row, name) != cell]
        if changed:
            for name in changed:
                setattr(row, name, cells[name])
            row.save(update_fields=changed)
            tally.changed += 1
        else:
            tally.unchanged += 1
    model.objects.bulk_create(fresh)
    if sources is not None:
        sync_sources(model, {stored[value]: listed for value, listed in sources.items()})
    return stored, tally


def sync_sources(model, wanted, *, field="sources"):
    """Make the sources of each row exactly those wanted. `wanted`: row -> list of `Source`; `field`: where they are."""
    through = getattr(model, field).through
    name = model._meta.model_name
    present = set(through.objects.values_list(f"{name}_id", "source_id"))
    needed = {(row.pk, source.pk) for row, listed in wanted.items() for source in listed}
    rows = {row.pk for row in wanted}
    through.objects.bulk_create(
        [through(**{f"{name}_id": row, "source_id": source}) for row, source in sorted(needed - present)]
    )
    for row, source in present - needed:
        if row in rows:
            through.objects.filter(**{f"{name}_id": row, "source_id": source}).delete()
