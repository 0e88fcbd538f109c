"""The timetable of a business-meeting day.

``given`` is what it is made from, ``dropping`` the same once some are gone · ``arranging`` is where to begin ·
``planned`` puts it as a linear program, ``grid`` is a timetable being made, ``placing`` finds the slots, ``settling``
spares waits, ``seating`` gives tables · ``refusing`` says why a wish did not come true · ``limits`` what may clash.
"""
