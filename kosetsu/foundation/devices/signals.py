"""What this app announces, after commit. A signal tells; it never decides.

``outage_changed`` (outage, verb, by, at): an outage was entered, changed, ended or called off; whoever books the device
looks at what lies across it.
"""

from django.dispatch import Signal

outage_changed = Signal()
