from django.urls import path

from kosetsu.foundation.governance.pages import access, audit, consents, declarations, drills, queue

public = [
    path("declaration/", declarations.declaration, name="declaration"),
    path("consents/", consents.consents, name="consents"),
    path("consents/<slug:purpose>/give/", consents.give_consent, name="give_consent"),
    path("consents/<uuid:public_id>/withdraw/", consents.withdraw_consent, name="withdraw_consent"),
]
staff = [
    path("declarations/", queue.declarations, name="declarations"),
    path("declarations/<uuid:public_id>/", queue.declaration, name="declaration"),
    path("declarations/<uuid:public_id>/<slug:verb>/", queue.decide, name="decide"),
    path("access/", access.access, name="access"),
    path("audit/", audit.audit, name="audit"),
    path("audit/<int:sequence>/", audit.event, name="audit_event"),
    path("drills/", drills.drills, name="drills"),
]
