from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from indices import guards


class IndicesConfig(AppConfig):
    name = "indices"
    verbose_name = _("Chỉ số")

    def ready(self):
        pre_migrate.connect(guards.lift, sender=self, dispatch_uid="indices.guards.lift")
        post_migrate.connect(guards.install, sender=self, dispatch_uid="indices.guards")
