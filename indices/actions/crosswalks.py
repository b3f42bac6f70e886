"""The links between two criteria sets, stored as a whole: what a person laid down on one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from indices.actions.links import BATCH
from indices.domain.links import LinkFault, circles, link_faults
from indices.models import CriteriaSet, CriterionLink
from indices.permissions import is_admin, require
from indices.queries.crosswalks import LINKS_SAVED, LinkRow, StoredLinks, steps_between_sets
from records.models import AuditEvent

__all__ = ["LinkChanges", "LinkFaultsError", "LinkRow", "LinksChangedError", "OtherIndexError", "store_links"]
WRITTEN = ("kind", "confirmed", "note", "note_en")


class LinkFaultsError(Exception):
    """Nothing is stored. `faults`: `LinkFault`, all of them; `circle`: sets that would lead back to themselves."""

    def __init__(self, faults: Sequence[LinkFault], circle=()):
        self.faults, self.circle = tuple(faults), tuple(circle)
        super().__init__(_("Đối chiếu có chỗ mâu thuẫn nên chưa lưu."))


class LinksChangedError(Exception):
    """Somebody else has stored links, or one of the trees, since the page was opened."""

    def __init__(self, stored):
        self.stored = stored
        super().__init__(_("Đối chiếu đã được người khác lưu trong khi bạn sửa."))


class OtherIndexError(Exception):
    """The two sets are of two indices, or one set: nothing of one goes on in the other."""

    def __init__(self):
        super().__init__(_("Chỉ đối chiếu được hai bộ tiêu chí khác nhau của cùng một chỉ số."))


@dataclass(frozen=True)
class LinkChanges:
    """What differs between two sets of links: rows; of changed ones the row before and the row after."""

    added: tuple[LinkRow, ...]
    removed: tuple[LinkRow, ...]
    changed: tuple[tuple[LinkRow, LinkRow], ...]

    def __bool__(self):
        return bool(self.added or self.removed or self.changed)


def changes_between(before, after):
    """What storing `after` would change of `before` (rows); a pair of ends is one link."""
    olds, news = ({row.ends: row for row in rows} for rows in (before, after))
    return LinkChanges(
        added=tuple(row for ends, row in news.items() if ends not in olds),
        removed=tuple(row for ends, row in olds.items() if ends not in news),
        changed=tuple((olds[ends], row) for ends, row in news.items() if ends in olds and olds[ends] != row),
    )


@transaction.atomic
def store_links(*, from_set, to_set, links: Sequence[LinkRow], by, seen=None):
    """Store how every criterion of a set goes on in another of the same index; what is not in `links` is deleted.

    The sets may be in use by published editions: links explain figures and change none (docs/adr/0003).

    Args:
        seen: `StoredLinks.digest` of what the person had before them; `None`: whatever is stored.

    Returns:
        `LinkChanges`; where nothing differs nothing is written.

    Raises:
        PermissionDenied: `by` does not lay down criteria.
        OtherIndexError: the sets are not two of one index.
        LinksChangedError: something else is stored than was seen.
        LinkFaultsError: everything that contradicts; nothing is stored.
    """
    require(is_admin(by))
    old, new = _hold(from_set, to_set)
    stored = StoredLinks(old, new)
    if seen is not None and seen != stored.digest:
        raise LinksChangedError(stored)
    faults = link_faults(*stored.sides, [row.tie for row in links])
    circle = next((one for one in circles(steps_between_sets(old, new)) if {old.slug, new.slug} <= {*one}), ())
    if faults or circle:
        raise LinkFaultsError(faults, circle)
    changes = changes_between(stored.rows, links)
    if changes:
        _write(stored, changes, by)
    return changes


def _hold(from_set, to_set):
    """Both sets, held until the transaction ends, the lower number first so that two admins never wait for each other.

    Raises:
        OtherIndexError: they are not two of one index.
    """
    held = {
        one.pk: one
        for one in CriteriaSet.objects.select_for_update(of=("self",))
        .select_related("index")
        .filter(pk__in=(from_set.pk, to_set.pk))
        .order_by("pk")
    }
    if len(held) < 2 or held[from_set.pk].index_id != held[to_set.pk].index_id:
        raise OtherIndexError
    return held[from_set.pk], held[to_set.pk]


def _write(stored, changes, by):
    """Delete first: what goes may stand in the way of what comes, such as a criterion that goes on once."""
    links = {(link.old_id, link.new_id): link for link in stored.links}
    gone = [links[row.ends].pk for row in changes.removed]
    # A link that changes its kind may do so only when another has: made anew, it never meets what it was.
    remade = [links[after.ends].pk for before, after in changes.changed if before.kind != after.kind]
    CriterionLink.objects.filter(pk__in=[*gone, *remade]).delete()
    kept = []
    for before, after in changes.changed:
        if before.kind == after.kind:
            link = links[after.ends]
            for name in WRITTEN:
                setattr(link, name, getattr(after, name))
            kept.append(link)
    CriterionLink.objects.bulk_update(kept, WRITTEN, batch_size=BATCH)
    fresh = [*changes.added, *(after for before, after in changes.changed if before.kind != after.kind)]
    CriterionLink.objects.bulk_create((_made(stored, row) for row in fresh), batch_size=BATCH)
    before, after = _written_down(stored, changes)
    AuditEvent.objects.record(kind=LINKS_SAVED, target=stored.new, by=by, before=before, after=after)


def _made(stored, row):
    values = {name: getattr(row, name) for name in WRITTEN}
    return CriterionLink(from_set=stored.old, to_set=stored.new, old_id=row.old, new_id=row.new, **values)


def _written_down(stored, changes):
    """Both sides of the change as plain values, by the codes of the criteria."""
    before = {"from_set": stored.old.slug}
    after = dict(before)
    if changes.removed:
        before["removed"] = {stored.name_of(row): _plain(row, WRITTEN) for row in changes.removed}
    if changes.added:
        after["added"] = {stored.name_of(row): _plain(row, WRITTEN) for row in changes.added}
    if changes.changed:
        before["changed"], after["changed"] = {}, {}
        for was, now in changes.changed:
            names = [name for name in WRITTEN if getattr(was, name) != getattr(now, name)]
            before["changed"][stored.name_of(now)] = _plain(was, names, whole=True)
            after["changed"][stored.name_of(now)] = _plain(now, names, whole=True)
    return before, after


def _plain(row, names, *, whole=False):
    values = {name: getattr(row, name) for name in names}
    return {name: value for name, value in values.items() if whole or value not in ("", False)}
