"""The door for the web server (gunicorn reformtrack.wsgi)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reformtrack.settings")
application = get_wsgi_application()
# What is loaded by now lives as long as the process: the collector need not walk it at every large page.
gc.freeze()
