"""What people read: ``wording`` is the one place where sentences about programmes are made."""
