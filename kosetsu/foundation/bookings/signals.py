"""What this app announces, after commit. A signal tells; it never decides.

``booking_changed`` (booking, verb, by, at): a verb was carried out ("request", "move", "start", "stop", "cancel" …).
Metering, invoices and utilisation of upper floors listen here.

``time_freed`` (resources, at): time of these resources (row numbers) was given back.

``resource_closed`` (closure, bookings, by, at): a closure was entered over these bookings; whoever runs the resource
moves or cancels them.
"""

from django.dispatch import Signal

booking_changed = Signal()
time_freed = Signal()
resource_closed = Signal()
