"""What a service tells about who is bound to whom: named in a manifest's ``conflict_ties``.

Each is ``(people, day) -> Iterable[Tie]``: for these people (row numbers), what the service's records say of the bodies
they are bound to on that day. The reviews themselves know memberships and cases.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable

from kosetsu.foundation.reviews.rules.conflicts import Tie

ConflictTies = Callable[[Collection[int], dt.date], Iterable[Tie]]
