"""Addresses of the desk: descriptions and their editor, what the night found, and the matters of programmes."""

from django.urls import URLPattern, path

from kosetsu.services.programmes.pages import drafts, editions, fits, importing, opening
from kosetsu.services.programmes.pages.kinds import KINDS
from kosetsu.services.programmes.pages.matters import urls_of


def matters(*, desk: bool) -> list[URLPattern]:
    """Dispatches, checked plans, awards with their reports; the same words on both sides."""
    new = [path(f"{kind.plural}/new/", opening.pages(f"new_{kind.model.page}", desk), name=f"new_{kind.model.page}")
           for kind in KINDS]  # fmt: skip
    typed = [
        path("innovations/<uuid:public_id>/change_innovation/", opening.pages("change_innovation", desk),
             name="change_innovation"),
        path("reports/<uuid:public_id>/", opening.pages("submit_report", desk), name="submit_report"),
    ]  # fmt: skip
    return [*new, *typed, *(one for kind in KINDS for one in urls_of(kind, desk=desk))]


staff = [
    path("", editions.descriptions, name="descriptions"),
    path("editions/<uuid:public_id>/", editions.edition, name="edition"),
    path("editions/<uuid:public_id>/start_draft/", editions.start_draft, name="start_draft"),
    path("editions/<uuid:public_id>/withdraw_edition/", editions.withdraw_edition, name="withdraw_edition"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/new/", drafts.new_draft, name="new_draft"),
    path("drafts/import/", importing.import_records, name="import_records"),
    path("drafts/<uuid:public_id>/", drafts.draft, name="draft"),
    path("drafts/<uuid:public_id>/preview/", drafts.preview, name="preview"),
    path("drafts/<uuid:public_id>/publish_draft/", drafts.publish_draft, name="publish_draft"),
    path("drafts/<uuid:public_id>/discard_draft/", drafts.discard_draft, name="discard_draft"),
    path("fits/", fits.fits, name="fits"),
    path("fits/<str:code>/", fits.fits_of, name="fits_of"),
    path("fits/<str:code>/contacts/", fits.contacts, name="contacts"),
    path("reports/", opening.overdue_reports, name="overdue_reports"),
    *matters(desk=True),
]
