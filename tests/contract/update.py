"""Renew the snapshot of the API after a wanted change: python -m tests.contract.update."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kosetsu.config.testing")
    django.setup()
    from tests.contract import document

    document.SNAPSHOT.write_text(document.current())
    print(f"Wrote {document.SNAPSHOT}. Look at the difference: every change is one for our callers.")
