"""What a measurement ran on."""

from __future__ import annotations

import os
import platform
import resource
import sys
from contextlib import suppress
from importlib import metadata
from pathlib import Path

PACKAGES = (
    *("thresher", "trafilatura", "resiliparse", "lxml", "selectolax", "warcio", "py3langid", "google-re2", "numpy"),
    *("readability-lxml", "justext", "pycld2", "langdetect", "lingua-language-detector"),
)

_KIB = 1024


def machine_facts() -> dict[str, str]:
    """Processor, cores, memory, system, Python and the packages that do the work."""
    versions = ", ".join(f"{name} {version}" for name in PACKAGES if (version := _version(name)))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{memory / 2**30:.1f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": versions,
    }


def _version(package: str) -> str | None:
    """The version of a package; None where it is not installed, as peers are not outside the lab."""
    with suppress(metadata.PackageNotFoundError):
        return metadata.version(package)
    return None


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def peak_memory() -> int:
    """The largest resident memory of this process so far, in bytes."""
    # Linux hands ru_maxrss down from the parent over fork and exec; VmHWM is this program's own.
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * _KIB
    unit = 1 if sys.platform == "darwin" else _KIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
