"""What every app's ``api/endpoints.py`` is made of: doors with scopes, pages with cursors, problems (RFC 9457)."""
