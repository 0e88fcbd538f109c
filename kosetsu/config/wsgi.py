"""The web process. It does not begin with a set-up that would lose data or show secrets."""

import io
import os

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from kosetsu.config.settling import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kosetsu.config.settings")
os.environ.setdefault("KOSETSU_ENGINE_APART", "1")
application = get_wsgi_application()
call_command("check", databases=["default"], stdout=io.StringIO())
settle()
