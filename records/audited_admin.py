"""Django admin that writes every change into the audit trail, and shows what is closed as closed, with the reason."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import IntegrityError, models, transaction
from django.forms import CheckboxInput
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.desk import list_title
from records.trail import facts_of, record_delete, record_save

NAMED = 20  # things in the way of deleting that are named; the rest are counted


def _first(things):
    """The first of a long list, and how many more there are."""
    more = len(things) - NAMED
    if more <= 0:
        return things
    return [*things[:NAMED], ngettext("và %(count)s mục khác", "và %(count)s mục khác", more) % {"count": more}]


class WithLabels:
    """What admins and inlines share: related objects by labels that tell namesakes apart, one query for a page."""

    related = ()  # what `select_related` brings along for lists, forms and search alike
    help_texts = {}  # field → what to write there; said in the admin only, so no model changes by it
    labels = {}  # field → its name in the form, where the model's own says too little
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.related)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.help_text = self.help_texts.get(db_field.name, field.help_text)
            field.label = self.labels.get(db_field.name, field.label)
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and self.admin_site.is_registered(db_field.related_model):
            field.label_from_instance = self.admin_site.get_model_admin(db_field.related_model).choice_label
        return field


class AuditedAdmin(WithLabels, admin.ModelAdmin):
    """The base of every model's admin."""

    still_open = ()  # fields that may change even of what is closed
    fixed = ()  # fields chosen when an object is made, and never after
    empty_value_display = "–"
    list_per_page = 50
    show_full_result_count = False

    def choice_label(self, instance):
        """How an object is called where one is chosen among many."""
        return str(instance)

    def closed(self, instance):
        """Why an object cannot be changed any more, as a sentence; empty where it can."""
        return ""

    def kept(self, instance):
        """Why an object cannot be deleted, as a sentence; empty where it can."""
        return self.closed(instance)

    def refusal(self, error):
        """What to tell the admin when the database itself refused."""
        return _("Cơ sở dữ liệu không nhận thay đổi này, nên không có gì được lưu: %(error)s") % {"error": error}

    def action_checkbox(self, obj):
        """The box that chooses a row, named by the row."""
        attributes = {"class": "action-select", "aria-label": _("Chọn %(row)s") % {"row": obj}}
        return CheckboxInput(attributes, lambda value: False).render(ACTION_CHECKBOX_NAME, str(obj.pk))

    # What is closed

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (
            obj is None or bool(self.still_open) or not self.closed(obj)
        )

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or not self.kept(obj))

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        if obj is None:
            return readonly
        if self.closed(obj):
            shown = flatten_fieldsets(self.get_fieldsets(request, obj))
            return [name for name in shown if name in readonly or name not in self.still_open]
        return (*readonly, *self.fixed)

    def get_deleted_objects(self, objs, request):
        """What is closed is listed among what stands in the way of deleting, with its reason."""
        to_delete, counts, wanting, protected = super().get_deleted_objects(objs, request)
        reasons = [f"{capfirst(self.opts.verbose_name)}: {obj}. {self.kept(obj)}" for obj in objs if self.kept(obj)]
        in_the_way = [*reasons, *protected]
        # Django shows what one lacks permission for before what stands in the way: here the reason says more.
        return to_delete, counts, set() if in_the_way else wanting, _first(in_the_way)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["closed"] = self.closed(obj) if obj is not None else ""
        context["kept"] = self.kept(obj) if obj is not None and not context["closed"] else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return self._or_message(request, super().changeform_view, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        return self._or_message(request, super().delete_view, object_id, extra_context)

    def changelist_view(self, request, extra_context=None):
        """The list is headed by what is in it; where one is chosen for another form, by Django's own words."""
        title = {} if IS_POPUP_VAR in request.GET else {"title": list_title(self.opts)}
        return self._or_message(request, super().changelist_view, {**title, **(extra_context or {})})

    def _or_message(self, request, view, *args):
        """The database has the last word; its refusal is a message on the same page, never an error page."""
        try:
            return view(request, *args)
        except IntegrityError as error:
            self.message_user(request, self.refusal(error), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    # What is written down

    def history_view(self, request, object_id, extra_context=None):
        """The audit trail knows more than Django's own log: also what commands and pages did."""
        wanted = {"target_type__exact": self.opts.label_lower, "target_id__exact": object_id}
        return HttpResponseRedirect(f"{reverse('admin:records_auditevent_changelist')}?{urlencode(wanted)}")

    def writes(self, form, change):
        """Is a column of the object itself to be written, and not only what it is linked with (its sources)?"""
        return not change or not {field.name for field in self.opts.concrete_fields}.isdisjoint(form.changed_data)

    def save_model(self, request, obj, form, change):
        form.facts_before = facts_of(self.model._base_manager.get(pk=obj.pk)) if change else None
        # The guards refuse a frozen row even when it is written as it was.
        if self.writes(form, change):
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        record_save(form.instance, form.facts_before, by=request.user)

    def save_formset(self, request, form, formset, change):
        stored = [inline.instance for inline in formset.initial_forms if inline.has_changed()]
        before = {instance.pk: facts_of(type(instance)._base_manager.get(pk=instance.pk)) for instance in stored}
        deleted = [(inline.instance, inline.instance.pk) for inline in formset.deleted_forms if inline.instance.pk]
        super().save_formset(request, form, formset, change)
        for instance in formset.new_objects:
            record_save(instance, None, by=request.user)
        for instance, _names in formset.changed_objects:
            record_save(instance, before[instance.pk], by=request.user)
        for instance, pk in deleted:
            record_delete(instance, pk, before[pk], by=request.user)

    @transaction.atomic
    def delete_model(self, request, obj):
        before, pk = facts_of(obj), obj.pk
        _total, gone = obj.delete()
        record_delete(obj, pk, before, by=request.user, gone=gone)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)


class AuditedInline(WithLabels, admin.TabularInline):
    """Rows under an object: closed when the object is."""

    extra = 0
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 2, "cols": 30})}}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Cells of a table have no label of their own beside them: each says which column it is."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", capfirst(str(field.label)))
        return field

    def _parent_is_open(self, parent):
        return parent is None or not self.admin_site.get_model_admin(self.parent_model).closed(parent)

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and self._parent_is_open(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._parent_is_open(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._parent_is_open(obj)


class ReadOnly:
    """Nobody adds, changes or deletes here: for what the software writes itself."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
