"""The desk's first page; every app's own pages stand beside it under /desk/."""

from django.urls import path

from kosetsu.entrances.desk.pages import home

staff = [path("", home.home, name="home")]
