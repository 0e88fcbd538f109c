"""The fonts of the browser under test: the same files on every machine, Thai included."""

from importlib.resources import files
from pathlib import Path

PACKAGES = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold", "fontpkg_noto_sans_thai")
CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
<alias><family>sans-serif</family>
<prefer><family>Noto Sans CJK JP</family><family>Noto Sans Thai</family></prefer></alias>
<alias><family>Noto Sans JP</family><prefer><family>Noto Sans CJK JP</family></prefer></alias>
<alias><family>monospace</family><prefer><family>Noto Sans CJK JP</family></prefer></alias>
</fontconfig>
"""


def write_config(folder: Path) -> Path:
    """A fontconfig file that knows the fonts of the test requirements and no other."""
    folders = "\n".join(f"<dir>{files(package)}</dir>" for package in PACKAGES)
    path = folder / "fonts.conf"
    path.write_text(CONFIG.format(folders=folders, cache=folder / "cache"))
    return path
