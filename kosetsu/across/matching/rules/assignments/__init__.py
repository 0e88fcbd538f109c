"""Who reads what.

``given`` is what items are assigned from · ``board`` the same as tables of numbers · ``columns`` the linear program
over few of the pairs · ``assigning`` is where to begin · ``pricing`` says what another pair would cost, ``reasoning``
why a pair is · ``planned`` is the whole program, for what clashes · ``limits`` what may.
A year in batches: ``batching`` is where to begin · ``coming`` is what it still brings · ``reserving`` holds places.
"""
