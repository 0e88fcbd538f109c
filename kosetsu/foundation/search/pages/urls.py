"""Addresses of the search: the desk's, under /desk/search/."""

from django.urls import path

from kosetsu.foundation.search.pages import concepts, finding, questions

staff = [
    path("", finding.find, name="find"),
    path("concepts/", concepts.concepts, name="concepts"),
    path("concepts/new/", concepts.add, name="add_concept"),
    path("concepts/<int:pk>/", concepts.concept, name="concept"),
    path("concepts/<int:pk>/remove/", concepts.remove, name="remove_concept"),
    path("unanswered/", questions.unanswered, name="unanswered"),
    path("unanswered/<int:pk>/", questions.question, name="question"),
]
