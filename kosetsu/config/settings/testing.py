from kosetsu.config.testing import *  # noqa: F403
