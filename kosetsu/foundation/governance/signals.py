"""What this room announces after commit; receivers above are three lines that call an action."""

from django.dispatch import Signal

declaration_made = Signal()
"""An export-control declaration was made; ``declaration``. It may wait for a decision (state HELD)."""

declaration_decided = Signal()
"""Export control held, cleared or refused a declaration; ``declaration``."""

consent_withdrawn = Signal()
"""A person withdrew a consent; ``consent``. What was done on its ground must stop."""
