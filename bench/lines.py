"""What a benchmark says: figures beside a named reference measured in the same run."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One row per figure; ``ratio`` says how it stands to its reference, in the words of ``means``."""

    name: str
    figure: str
    reference: str = ""
    reference_figure: str = ""
    ratio: float | None = None
    means: str = ""
    queries: int | None = None

    def shown(self) -> str:
        parts = [f"{self.name:<44} {self.figure}"]
        if self.queries is not None:
            parts.append(f"{self.queries} queries")
        if self.reference:
            parts.append(f"{self.reference}: {self.reference_figure}")
        if self.ratio is not None:
            parts.append(f"×{self.ratio:.3g} {self.means}".strip())
        return " | ".join(parts)

    def as_markdown(self) -> str:
        queries = "" if self.queries is None else str(self.queries)
        ratio = "" if self.ratio is None else f"×{self.ratio:.3g} {self.means}".strip()
        return f"| {' | '.join([self.name, self.figure, queries, self.reference, self.reference_figure, ratio])} |"

    def packed(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


HEAD = "| what | figure | queries | reference in the same run | its figure | ratio |\n|---|---|---|---|---|---|"
