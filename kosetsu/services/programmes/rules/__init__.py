"""What a programme asks, gives and when: pure; no database, no clock.

``language`` is how a programme is described · ``book`` puts the descriptions of a day into atoms and formulas ·
``circuits`` puts formulas into one normal form, ``compiling`` into Python · ``deciding`` answers for one company,
``columns`` for all of them · ``reasons`` says why not and what would change it · ``paying`` what a course comes to,
``amounts`` how much a programme gives · ``asking`` what to ask next · ``windows`` when · ``steps`` what comes before ·
``planning`` in which order: of a ``situation`` the ``options`` there are, each ``fitting`` into days, ``choosing``
among their ``parcels`` by ``solving`` · ``linting`` says what is wrong with a description · ``innovation`` checks a
plan for management innovation · ``recorded`` what the record answers.
"""
