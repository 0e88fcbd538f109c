"""What this app announces, after commit. A signal tells; it never decides.

``offerings_proposed`` (consultation, proposals, by, at): offerings were proposed to the client. A later service
(tests, instruments, courses …) is led from the consultation by ``across/handover``, which listens here.

``consultation_closed`` (consultation, by, at): a consultation ended, with its outcome.
"""

from django.dispatch import Signal

offerings_proposed = Signal()
consultation_closed = Signal()
