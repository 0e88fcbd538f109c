"""Addresses of the parties: branches and the own company in public, the register under /desk/."""

from django.urls import path

from kosetsu.foundation.parties.pages import client, people, register
from kosetsu.foundation.parties.pages import public as pages
from kosetsu.foundation.parties.pages import staff as desk

public = [
    path("branches/", pages.branches, name="branches"),
    path("branches/<str:code>/", pages.branch, name="branch"),
    path("partner-bodies/", pages.partner_bodies, name="partner_bodies"),
    path("company/", client.company, name="company"),
    path("company/register/", client.register, name="register_company"),
    path("company/profile/", client.profile, name="company_profile"),
    path("company/workplaces/new/", client.new_workplace, name="new_workplace"),
    path("company/workplaces/<uuid:public_id>/close/", client.close_workplace, name="close_workplace"),
    path("company/colleagues/invite/", client.invite, name="invite"),
    path("company/invitations/<uuid:public_id>/withdraw/", client.withdraw_invitation, name="withdraw_invitation"),
    path("company/colleagues/<int:pk>/end/", client.end_membership, name="end_membership"),
    path("invitations/<str:token>/", client.accept_invitation, name="accept_invitation"),
]

staff = [
    path("organisations/", desk.organisations, name="organisations"),
    path("organisations/new/", register.new, name="new_organisation"),
    path("organisations/<uuid:public_id>/", desk.organisation, name="organisation"),
    path("organisations/<uuid:public_id>/profile/", register.profile, name="profile"),
    path("organisations/<uuid:public_id>/rename/", register.rename, name="rename"),
    path("organisations/<uuid:public_id>/incorporate/", register.incorporate, name="incorporate"),
    path("organisations/<uuid:public_id>/verify/", register.verify, name="verify"),
    path("organisations/<uuid:public_id>/verify-by-evidence/", register.verify_by_evidence, name="verify_by_evidence"),
    path("organisations/<uuid:public_id>/price-class/", register.price_class, name="price_class"),
    path("organisations/<uuid:public_id>/workplaces/new/", register.new_workplace, name="new_workplace"),
    path("organisations/<uuid:public_id>/people/new/", people.add_membership, name="add_membership"),
    path("organisations/<uuid:public_id>/people/invite/", people.invite, name="invite"),
    path(
        "organisations/<uuid:public_id>/invitations/<uuid:invitation_id>/withdraw/",
        people.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("organisations/<uuid:public_id>/people/<int:pk>/end/", people.end_membership, name="end_membership"),
    path("workplaces/", desk.workplaces, name="workplaces"),
    path("posts/", desk.posts, name="posts"),
    path("posts/new/", people.give_post, name="give_post"),
    path("posts/<int:pk>/end/", people.end_post, name="end_post"),
    path("branches/", desk.branches, name="branches"),
]
