"""Bytes that atheris makes, led by what of the readers they reach: a table, or one line that refuses.

`python -m tests.faults.fuzz CORPUS -max_total_time=600` goes on for ten minutes.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Instrument the readers, then try them until something else than an answer comes of it."""
    import atheris

    with atheris.instrument_imports(include=["geo"]):
        from geo.reach import partnerships
        from geo.siting import demand as siting_files
        from geo.travel import tables as cost_tables
        from geo.uploads import rows as uploads
        from geo.uploads import sites as partners
    from geo.errors import GeoError
    from tests.faults.own_files import GOOD

    readers = (
        uploads.read_rows,
        partners.read_sites,
        partnerships.load_partnership,
        cost_tables.read_costs,
        siting_files.read_demand,
    )

    def one(content: bytes) -> None:
        # The first byte says by which reader the rest is read.
        read = readers[content[0] % len(readers)] if content else readers[0]
        try:
            read(content[1:])
        except GeoError as error:
            if "\n" in str(error):
                raise AssertionError(f"more than a line: {error}") from error

    corpus = Path(sys.argv[1])
    for number in range(len(readers)):
        for kind, (_, content) in GOOD.items():
            (corpus / f"{kind}{number}").write_bytes(bytes([number]) + content)
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
