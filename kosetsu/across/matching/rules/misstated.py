"""What is asked for must be there."""


class Misstated(ValueError):
    """Somebody or something is named that is not there, or twice; ``field`` says where, ``what`` it is."""

    def __init__(self, field: str, what: object) -> None:
        super().__init__(f"{field}: {what}")
        self.field, self.what = field, what
