"""Nothing is lost: copies of everything with what they hold, signed; restored for practice; moved to another engine.

``holdings`` says what a database holds; ``databases`` copies one out and in; ``archives`` are backups on disk;
``restoring`` fills an empty place; ``drills`` does so beside the running program and looks whether it lives; ``moving``
goes from SQLite to PostgreSQL.
"""
