"""What this app announces, after commit. A signal tells; it never decides.

``invoice_settled`` (invoice): nothing of the paper is open any more; a service may go on with what waited for it.
"""

from django.dispatch import Signal

invoice_settled = Signal()
