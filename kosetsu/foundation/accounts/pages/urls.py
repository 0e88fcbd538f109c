from django.urls import path

from kosetsu.foundation.accounts.pages import demo, filters, people, second_factor

public = [
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path("demo/", demo.demo, name="demo"),
    path("demo/<uuid:public_id>/", demo.demo_sign_in, name="demo_sign_in"),
    path("filters/", filters.save_filter, name="save_filter"),
    path("filters/<uuid:public_id>/delete/", filters.delete_filter, name="delete_filter"),
]
staff = [
    path("", people.people, name="people"),
    path("<uuid:public_id>/", people.person, name="person"),
    path("<uuid:public_id>/<slug:verb>/", people.change, name="change"),
]
