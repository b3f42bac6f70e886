"""Points and percents: exact decimals, kept as whole billionths."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Avg, StdDev, Variance
from django.db.models.expressions import Col, Combinable, register_combinable_fields
from django.utils.translation import gettext_lazy as _

from indices.domain.figures import PLACES, billionths, from_billionths

LARGEST = 2**63 - 1  # billionths that a BIGINT holds
AVERAGES = (Avg, StdDev, Variance)
_ONE = Decimal(1)


def trimmed(value):
    """The same number without trailing zeros and without an exponent: 88.520000000 → 88.52, 80 stays 80."""
    short = value.normalize()
    whole = short.to_integral_value()
    return whole.quantize(_ONE) if short == whole else short


def stored(value):
    """Decimal → the whole billionths that are stored.

    Raises:
        ValueError: more than nine places, not a number, or too large to be kept.
    """
    count = billionths(value)
    if abs(count) > LARGEST:
        raise ValueError(f"{value} is too large")
    return count


class PointsFormField(forms.DecimalField):
    """Reads `88,52` and `88.52`; shows what is stored without trailing zeros, in the reader's notation."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_digits": 18, "decimal_places": PLACES, "localize": True, **kwargs})

    def prepare_value(self, value):
        return trimmed(value) if isinstance(value, Decimal) and value.is_finite() else value

    def has_changed(self, initial, data):
        """`88,520` for a stored 88.52 is no change."""
        try:
            return self.to_python(data) != (None if initial in self.empty_values else Decimal(str(initial)))
        except ValidationError:
            return True


class PointsField(models.Field):
    """An exact figure (points, percent, value) of up to nine decimal places, or null for "not known".

    Kept as whole billionths in a BIGINT, so that order, sums and differences in SQL are exact on every database.
    Anything else in SQL (a quotient, an average, a product) is refused: it belongs to `indices.domain`.
    """

    description = _("Số thập phân chính xác, tối đa chín chữ số sau dấu phẩy")
    default_error_messages = {
        "invalid": _("“%(value)s” không phải là số."),
        "places": _("“%(value)s” có quá chín chữ số sau dấu phẩy hoặc quá lớn."),
    }

    def get_internal_type(self):
        return "BigIntegerField"

    def to_python(self, value):
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, (float, bool)):
            raise TypeError(f"points must be exact, not {type(value).__name__}")
        try:
            return Decimal(value)
        except (InvalidOperation, ValueError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value}) from error

    def clean(self, value, model_instance):
        value = super().clean(value, model_instance)
        if value is not None:
            try:
                stored(value)
            except ValueError as error:
                raise ValidationError(self.error_messages["places"], code="places", params={"value": value}) from error
        return value

    def get_prep_value(self, value):
        value = self.to_python(super().get_prep_value(value))
        return None if value is None else stored(value)

    def from_db_value(self, value, expression, connection):
        if value is None:
            return None
        # Asked of the expression, for an average that happens to be whole; columns, which are many, are let by.
        averaged = not isinstance(expression, Col) and any(isinstance(part, AVERAGES) for part in expression.flatten())
        if averaged or isinstance(value, float) or value != int(value):
            raise TypeError("a quotient or average of points was asked of the database: compute it in the domain")
        return trimmed(from_billionths(int(value)))

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return "" if value is None else format(trimmed(value), "f")

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PointsFormField, **kwargs})


for connector in (Combinable.ADD, Combinable.SUB):
    register_combinable_fields(PointsField, connector, PointsField, PointsField)
