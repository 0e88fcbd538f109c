"""How Kosetsu's two databases keep writers apart: a gate before each SQLite transaction, named locks on PostgreSQL."""
