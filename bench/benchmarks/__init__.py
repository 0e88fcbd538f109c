"""One module per benchmark; each has ``run(size)``, which yields :class:`bench.lines.Line` and names its reference."""
