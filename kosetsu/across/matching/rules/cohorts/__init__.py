"""The cohorts of one intake.

``given`` is what they are composed from · ``composing`` is where to begin · ``days`` on which days they may meet ·
``room`` is a composition being made, ``searching`` betters it, ``planned`` puts it as a linear program · ``reasoning``
says why somebody is in a cohort or in none · ``limits`` what may clash.
"""
