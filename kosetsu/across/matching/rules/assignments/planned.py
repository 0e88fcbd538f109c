"""The panel as a linear program with every pair and a row for every limit: asked only where limits clash."""

from dataclasses import dataclass, field

from kosetsu.across.matching.rules.assignments.board import Board, each
from kosetsu.across.matching.rules.assignments.given import Load
from kosetsu.across.matching.rules.assignments.limits import Kind, Limit
from kosetsu.across.matching.rules.linear import Program


@dataclass
class Planned:
    """Pairs that are away or refused are in it, with a row that can be given up; those in conflict are not."""

    board: Board
    program: Program = field(default_factory=Program)

    def __post_init__(self) -> None:
        board = self.board
        items: list[list[int]] = [[] for _item in board.panel.items]
        readers: list[list[int]] = [[] for _reader in board.panel.readers]
        self.columns = {}
        for item, reader in each(board.loose):
            self.columns[item, reader] = n = self.program.column()
            items[item].append(n)
            readers[reader].append(n)
        self.reader = {n: reader for (_item, reader), n in self.columns.items()}
        self.item = {n: item for (item, _reader), n in self.columns.items()}
        for number, columns in enumerate(items):
            self._item(number, columns)
        self._loads(readers)
        self._pairs()

    def _item(self, number: int, columns: list[int]) -> None:
        item, senior = self.board.panel.items[number], self.board.senior
        self.program.row(columns, most=item.readers)
        self._limit(Limit(Kind.READERS, item.key), columns, item.readers)
        seniors = [n for n in columns if senior[self.reader[n]]]
        self._limit(Limit(Kind.SENIORS, item.key), seniors, item.seniors)
        self._limit(Limit(Kind.JUNIORS, item.key), sorted(set(columns) - set(seniors)), item.juniors)

    def _limit(self, limit: Limit, columns: list[int], least: int) -> None:
        if least:
            self.program.row(columns, least=least, limit=limit)
            self.program.gives[limit] = least

    def _loads(self, readers: list[list[int]]) -> None:
        inside = {span: set(numbers.tolist()) for span, numbers in self.board.spans.items()}
        for number, span, load in self.board.loads():
            items = inside.get(span, set())
            columns = [n for n in readers[number] if self.item[n] in items]
            self._load(number, span, load, columns)

    def _load(self, number: int, span: str, load: Load, columns: list[int]) -> None:
        key = self.board.panel.readers[number].key
        self._limit(Limit(Kind.LEAST, reader=key, span=span), columns, load.least)
        if load.most is not None and load.most < len(columns):
            limit = Limit(Kind.MOST, reader=key, span=span)
            self.program.row(columns, most=load.most, limit=limit)
            self.program.gives[limit] = len(columns) - load.most

    def _pairs(self) -> None:
        board = self.board
        for number, reader in enumerate(board.panel.readers):
            for span in sorted(reader.away & set(board.spans)):
                limit = Limit(Kind.AWAY, reader=reader.key, span=span)
                for item in board.spans[span].tolist():
                    if (item, number) in self.columns:
                        self.program.row([self.columns[item, number]], most=0, limit=limit)
        for pair in sorted(board.panel.refused - board.panel.conflicts):
            self.program.row([self.columns[board.at(pair)]], most=0, limit=Limit(Kind.REFUSED, *pair))
        for pair in sorted(board.panel.locks):
            columns = [self.columns[board.at(pair)]] if pair not in board.panel.conflicts else []
            self.program.row(columns, least=1, limit=Limit(Kind.LOCK, *pair))
