"""One of several web processes: `python -m events_app.web_process FD`, started by `serve`."""

import sys

import uvloop

from events_app import logs
from events_app.serving import serve_socket

if __name__ == "__main__":
    logs.set_up()
    uvloop.run(serve_socket(int(sys.argv[1])))
