"""Settings by concern; every environment variable the program reads is named in one of these files."""

from kosetsu.config.settings.apps import *  # noqa: F403
from kosetsu.config.settings.base import *  # noqa: F403
from kosetsu.config.settings.components import *  # noqa: F403
from kosetsu.config.settings.identity import *  # noqa: F403
from kosetsu.config.settings.payments import *  # noqa: F403
from kosetsu.config.settings.security import *  # noqa: F403
