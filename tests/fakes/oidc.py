"""The test suite's identity provider: the demo's own, in a thread on a free port of this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kosetsu.foundation.accounts.demo_provider import Provider, ProviderServer


@contextmanager
def running(provider: Provider) -> Iterator[str]:
    """Serve ``provider``; gives its address."""
    server = ProviderServer(("127.0.0.1", 0), provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
