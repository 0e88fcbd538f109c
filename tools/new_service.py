"""Make the folder of a new service with its first rooms: make new-service NAME=stocks TITLE=在庫."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

FILES = {
    "__init__.py": "",
    "README.md": "# {name}\n\n{title}.\n",
    "apps.py": """from django.apps import AppConfig


class {klass}Config(AppConfig):
    name = "kosetsu.services.{name}"
    label = "{name}"
    verbose_name = "{title}"
""",
    "manifest.py": """from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup

MANIFEST = Manifest(key="{name}", title=_("{title}"), prefix="{name}", menu_group=MenuGroup.SUPPORT)
""",
    "states.py": '"""The states of {name} and the moves between them."""\n',
    "models.py": '"""The records of {name}; each docstring says what one row is."""\n',
    "permissions.py": '"""Who may do what with {name}, and why not."""\n',
    "actions.py": '"""The verbs of {name}, in the order of a record\'s life."""\n',
    "pages/__init__.py": "",
    "pages/urls.py": '"""Addresses of {name}."""\n\npublic: list[object] = []\nstaff: list[object] = []\n',
    "migrations/__init__.py": "",
    "tests/__init__.py": "",
}


def main(name: str, title: str) -> int:
    folder = ROOT / "kosetsu" / "services" / name
    if not re.fullmatch(r"[a-z][a-z_]*", name) or not title or folder.exists():
        print("Usage: make new-service NAME=lower_case_plural TITLE=日本語の名前 (the folder must not exist yet)")
        return 2
    for relative, text in FILES.items():
        path = folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(name=name, title=title, klass=name.title().replace("_", "")))
    print(f"Made {folder.relative_to(ROOT)}. Add one line to kosetsu/config/settings/apps.py:")
    print(f'    "kosetsu.services.{name}",')
    return 0


if __name__ == "__main__":
    sys.exit(main(*([*sys.argv[1:], "", ""])[:2]))
