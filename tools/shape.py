"""Print how long files and functions are: a habit to look at, never a limit."""

import ast
import statistics
import subprocess
import sys
from pathlib import Path


def sources() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "*.py"], capture_output=True, text=True, check=True).stdout.split()
    return [Path(name) for name in listed if "/migrations/" not in name and Path(name).exists()]


def functions(path: Path) -> list[tuple[int, str]]:
    tree = ast.parse(path.read_text())
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [(node.end_lineno - node.lineno + 1, f"{path}:{node.lineno} {node.name}") for node in found]


def show(title: str, sizes: list[tuple[int, str]]) -> None:
    lengths = sorted(size for size, _name in sizes)
    p90 = lengths[int(len(lengths) * 0.9)]
    print(f"{title}: {len(lengths)}, median {statistics.median(lengths):.0f}, p90 {p90}, longest {lengths[-1]}")
    for size, name in sorted(sizes, reverse=True)[:8]:
        print(f"  {size:5} {name}")


def main() -> int:
    program = [path for path in sources() if "tests" not in path.parts]
    for title, paths in (("program files", program), ("test files", [p for p in sources() if p not in program])):
        show(title, [(len(path.read_text().splitlines()), str(path)) for path in paths])
    show("program functions", [item for path in program for item in functions(path)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
