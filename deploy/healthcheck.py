"""Exits 0 when this container answers that it is ready; by Python, since a slim image has no curl."""

import os
import ssl
import sys
import urllib.error
import urllib.request

scheme = "https" if os.environ.get("EVENTS_TLS_CERT") else "http"
address = f"{scheme}://127.0.0.1:{os.environ.get('EVENTS_PORT', '8000')}/health/ready"
# The certificate is made out to the public name, not to this one, and nothing is sent that a listener could use.
unchecked = ssl._create_unverified_context()  # noqa: S323

try:
    with urllib.request.urlopen(address, timeout=4, context=unchecked):  # noqa: S310
        pass
except (urllib.error.URLError, OSError) as fault:
    sys.exit(f"not ready: {fault}")
