"""What a merge of units means for drafts, assignments, targets and agencies in charge, which stay as they are."""

from django.utils.translation import gettext as _

from indices.models import Edition, IndexAssignment, Responsibility, Standing, Target
from units.merging import named, remark_on_merge


@remark_on_merge
def drafts_with_predecessors(units, effective_on):
    """Draft editions that go on after the day and have one of the units on their roll."""
    on_roll = (
        Standing.objects.filter(unit__in=units, edition__ends_on__gte=effective_on)
        .exclude(edition__in=Edition.objects.frozen())
        .select_related("edition__index", "unit")
        .order_by("edition_id", "unit__sort_key")
    )
    rolls = {}
    for standing in on_roll:
        rolls.setdefault(standing.edition, []).append(standing.unit)
    for edition, present in rolls.items():
        yield _("%(edition)s chưa công bố còn có %(units)s trong danh sách đơn vị; hãy sửa danh sách ấy.") % {
            "edition": edition,
            "units": named(present),
        }


@remark_on_merge
def people_of_predecessors(units, effective_on):
    """Those who look after one of the units: whom they look after next is for a person to say."""
    assignments = IndexAssignment.objects.filter(unit__in=units).select_related("user").order_by("user__username")
    people = list(dict.fromkeys(row.user.get_full_name() or row.user.get_username() for row in assignments))
    if people:
        yield _("Phân công của %(people)s vẫn ở đơn vị cũ; hãy phân công lại cho đơn vị mới.") % {
            "people": named(people)
        }


@remark_on_merge
def duties_of_predecessors(units, effective_on):
    """Targets of years to come, and criteria that one of the units answers for."""
    targets = Target.objects.filter(unit__in=units, year__gte=effective_on.year).count()
    if targets:
        yield _("%(count)s mục tiêu từ năm %(year)s vẫn ghi cho đơn vị cũ.") % {
            "count": targets,
            "year": effective_on.year,
        }
    duties = Responsibility.objects.filter(lead__in=units).count()
    if duties:
        yield _("Đơn vị cũ vẫn được ghi là cơ quan chủ trì của %(count)s tiêu chí.") % {"count": duties}
