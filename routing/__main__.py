"""Build a router for an extract of OpenStreetMap and run it: `make router PBF=file`."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from geo.errors import GeoError
from routing.engines import PORTS, PROFILES, build_graph, check_port, serve
from routing.packages import PACKAGES, routers_dir


def main(arguments: list[str] | None = None) -> int:
    """Build the graph, run the server, and print how to use it, until it is stopped."""
    parser = argparse.ArgumentParser(prog="make router", description=__doc__)
    parser.add_argument("pbf", help="an extract of OpenStreetMap (.osm.pbf)")
    parser.add_argument("--engine", choices=list(PACKAGES), default="osrm")
    parser.add_argument("--mode", choices=list(PROFILES), default="drive")
    parser.add_argument("--port", type=int)
    asked = parser.parse_args(arguments)
    port = PORTS[asked.engine] if asked.port is None else asked.port
    try:
        check_port(port)
        pbf = Path(asked.pbf).expanduser()
        graph = build_graph(asked.engine, asked.mode, [pbf], routers_dir(), _print)
        with serve(asked.engine, graph, routers_dir(), port) as server:
            _print(how_to_use(asked.engine, asked.mode, port))
            server.wait()
            _print("The router stopped by itself.")
            return 4
    except KeyboardInterrupt:
        _print("\nThe router is stopped.")
        return 0
    except GeoError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2


def how_to_use(engine: str, mode: str, port: int) -> str:
    """Return the lines that give the terminal and the app a router.

    Examples
    --------
    >>> print(how_to_use("valhalla", "walk", 8002).splitlines()[-1])
    Ctrl-C stops it.
    """
    address = f"http://127.0.0.1:{port}"
    modes = (
        mode if engine == "osrm" else ",".join([mode, *(one for one in PROFILES if one != mode)])
    )
    return f"""
{engine} is at {address} ({modes}). In the terminal:

  coldspots reach --provider 10007786 --router {engine} --router-url {address} \\
    --mode {mode} --max-minutes 30

In the app:

  COLDSPOTS_ROUTER={engine} COLDSPOTS_ROUTER_URL={address} \\
    COLDSPOTS_ROUTER_MODES={modes} coldspots serve

Ctrl-C stops it."""


def _print(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    # However it is ended, its server ends with it.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.default_int_handler)
    sys.exit(main())
