"""What the audit trail writes down of a stored object: its facts before and after, as plain values."""

from django.db import models

from records.models import AuditEvent

ADDED, CHANGED, DELETED = "added", "changed", "deleted"
HIDDEN = "•••"  # stands for a password: neither it nor its digest is written down


def facts_of(instance):
    """What a stored object says, as plain values (JSON): field name → value, sources and their like as a list.

    A related object is its text with its number, `PAPI 2024 (#12)`: the number finds it, the text outlives it.
    """
    facts = {field.name: _fact(instance, field) for field in instance._meta.concrete_fields if not field.primary_key}
    for field in instance._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:
            facts[field.name] = [str(other) for other in getattr(instance, field.name).all()]
    return facts


def _fact(instance, field):
    value = field.value_from_object(instance)
    if field.name == "password":
        return HIDDEN
    if field.is_relation:
        return None if value is None else f"{getattr(instance, field.name)} (#{value})"
    if value is None or isinstance(value, bool | int | str) or isinstance(field, models.JSONField):
        return value
    return field.value_to_string(instance)


def differing(before, after):
    """Both sides of the facts that differ: ({name: old}, {name: new})."""
    changed = [name for name in after if before[name] != after[name]]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


def record_save(instance, before, *, by):
    """Write down that an object was made (`before` is `None`) or changed; nothing where it stayed as it was."""
    after = facts_of(type(instance)._base_manager.get(pk=instance.pk))
    if before is None:
        AuditEvent.objects.record(kind=ADDED, target=instance, by=by, after=after)
        return
    old, new = differing(before, after)
    if new:
        AuditEvent.objects.record(kind=CHANGED, target=instance, by=by, before=old, after=new)


def record_delete(instance, pk, before, *, by, gone=None):
    """Write down that an object was deleted, and how many others went with it.

    Args:
        pk: its number, which the instance has lost.
        gone: model label → number of rows deleted, itself included.
    """
    instance.pk = pk
    others = {label: count for label, count in (gone or {}).items() if label != instance._meta.label}
    note = "; ".join(f"{label}: {count}" for label, count in sorted(others.items()))
    AuditEvent.objects.record(kind=DELETED, target=instance, by=by, before=before, note=note)
