"""
Record the size and CRC-32 of each file in a data folder, which the kit compares before it reads.

    python data/build/checksums.py [FOLDER]

FOLDER is the kit's own, or the one that KIT_DATA names. Needed after a file was made or changed by
hand; `make data` does it at its end.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kit import _checksums

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _checksums.SHIPPED
    names = _checksums.record(folder)
    sys.stdout.write(f"{folder / _checksums.TABLE}: {', '.join(names)}\n")
