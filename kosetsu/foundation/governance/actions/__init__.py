"""The verbs of this room."""

from kosetsu.foundation.governance.actions.chain import verify_chain
from kosetsu.foundation.governance.actions.consents import give_consent, withdraw_consent
from kosetsu.foundation.governance.actions.declarations import clear, declare, hold, refuse

__all__ = ["clear", "declare", "give_consent", "hold", "refuse", "verify_chain", "withdraw_consent"]
