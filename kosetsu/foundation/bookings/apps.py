from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "kosetsu.foundation.bookings"
    label = "bookings"
    verbose_name = "予約"
