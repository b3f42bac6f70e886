"""How the audit trail is narrowed: what was done, to what kind of thing, by whom, between which days."""

import datetime

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.wording import in_order, kind_words, object_words

NOBODY = "0"  # a command run on the server


class _Worded(admin.SimpleListFilter):
    """Values that occur in the trail, in words, in the order of the words."""

    field = ""

    def worded(self, value):
        raise NotImplementedError

    def lookups(self, request, model_admin):
        values = model_admin.model.objects.order_by().values_list(self.field, flat=True).distinct()
        return in_order((value, self.worded(value)) for value in values)

    def queryset(self, request, queryset):
        return queryset.filter(**{self.field: self.value()}) if self.value() else queryset


class KindFilter(_Worded):
    title = gettext_lazy("việc")
    parameter_name = field = "kind"

    def worded(self, value):
        return kind_words(value)


class ObjectFilter(_Worded):
    """The parameter is the one by which an object's history asks for its trail."""

    title = gettext_lazy("loại đối tượng")
    parameter_name = "target_type__exact"
    field = "target_type"

    def worded(self, value):
        return object_words(value)


class PersonFilter(admin.SimpleListFilter):
    title = gettext_lazy("người thực hiện")
    parameter_name = "person"

    def lookups(self, request, model_admin):
        people = get_user_model().objects.filter(audit_events__isnull=False).distinct()
        found = in_order((str(person.pk), person.get_full_name() or person.get_username()) for person in people)
        return [*found, (NOBODY, _("máy chủ"))]

    def queryset(self, request, queryset):
        chosen = self.value()
        if not chosen:
            return queryset
        if chosen == NOBODY:
            return queryset.filter(by=None)
        if not chosen.isdecimal() or len(chosen) > 18:
            raise IncorrectLookupParameters
        return queryset.filter(by=chosen)


class DayFilter(admin.ListFilter):
    """From a day to a day, both included; a small form, for there is no list of days to choose from."""

    title = gettext_lazy("ngày")
    template = "admin/records/day_filter.html"
    FROM, TO = "from", "to"

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        for name in self.expected_parameters():
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1]

    def has_output(self):
        return True

    def expected_parameters(self):
        return [self.FROM, self.TO]

    def day(self, name):
        """The day asked for; `None` where there is none, or none that can be read."""
        try:
            return parse_date(self.used_parameters.get(name, ""))
        except ValueError:  # the 30th of February
            return None

    def choices(self, changelist):
        """What the form shows: the days, and what else the address asks for."""
        apart = {*self.expected_parameters(), PAGE_VAR}
        yield {
            "start": self.day(self.FROM),
            "end": self.day(self.TO),
            "others": [(name, value) for name, value in changelist.params.items() if name not in apart],
            "without": changelist.get_query_string(remove=self.expected_parameters()),
        }

    def queryset(self, request, queryset):
        start, end = self.day(self.FROM), self.day(self.TO)
        if start:
            queryset = queryset.filter(at__gte=_midnight(start))
        if end and end < datetime.date.max:
            queryset = queryset.filter(at__lt=_midnight(end + datetime.timedelta(days=1)))
        return queryset


def _midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
