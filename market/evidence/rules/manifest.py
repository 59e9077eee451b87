"""The manifest of an archive: one line and one object per file with its SHA-256, and the check against it."""

import hashlib
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from market.core.i18n import N_, translate

JSON_NAME, TEXT_NAME = "manifest.json", "manifest.txt"
FORM = "patent-market evidence 1"
CHUNK = 1024 * 1024
LARGEST = 4 * 1024**3
LARGEST_MANIFEST = 16 * 1024 * 1024


@dataclass(frozen=True)
class Line:
    """One file: where, what it is, how long, its hash, and the hash noted when it was taken in ("" when made now)."""

    path: str
    title: str
    size: int
    sha256: str
    recorded: str = ""


def write(reference: str, lines: Sequence[Line], left_out: Sequence[str]) -> tuple[bytes, bytes]:
    """manifest.json and manifest.txt (which `sha256sum -c` reads); the same files give the same bytes."""
    listed = sorted(lines, key=lambda line: line.path)
    text = "".join(f"{line.sha256}  {line.path}\n" for line in listed).encode()
    whole = {
        "form": FORM,
        "deal": reference,
        "left_out": list(left_out),
        "files": [
            {"path": it.path, "title": it.title, "bytes": it.size, "sha256": it.sha256}
            | ({"sha256_recorded": it.recorded} if it.recorded else {})
            for it in listed
        ],
        "manifest_txt_sha256": hashlib.sha256(text).hexdigest(),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode(), text


@dataclass(frozen=True)
class Verdict:
    """What a check has found; `problems` are whole sentences, empty when all is as it was."""

    deal: str
    files: int
    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was changed, added or taken away."""
        return not self.problems


NOT_AN_ARCHIVE = N_("This is not a zip archive that can be read.")
NO_MANIFEST = N_("The archive has no manifest of ours.")
MISSING = N_("Missing: %(path)s")
CHANGED = N_("Changed: %(path)s")
EXTRA = N_("Not in the manifest: %(path)s")
TWICE = N_("Twice in the archive: %(path)s")
NOT_AS_TAKEN_IN = N_("Not the file that was taken in: %(path)s")
TOO_LARGE = N_("Too large to be checked: %(path)s")


def check(stream: IO[bytes]) -> Verdict:
    """Compare an archive with its own manifest; never raises for a broken or hostile one."""
    try:
        with zipfile.ZipFile(stream) as archive:
            return _checked(archive)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, NotImplementedError):
        return Verdict("", 0, (translate(NOT_AN_ARCHIVE),))


def _checked(archive: zipfile.ZipFile) -> Verdict:
    names = archive.namelist()
    manifest = _manifest(archive, names)
    if manifest is None:
        return Verdict("", 0, (translate(NO_MANIFEST),))
    listed: dict[str, Any] = {str(it["path"]): it for it in manifest["files"]}
    problems = [translate(TWICE, path=name) for name in sorted({it for it in names if names.count(it) > 1})]
    problems += [translate(MISSING, path=path) for path in listed if path not in names]
    problems += [
        translate(EXTRA, path=name) for name in names if name not in listed and name not in (JSON_NAME, TEXT_NAME)
    ]
    for path, line in listed.items():
        if path in names:
            problems += _compared(archive, path, line)
    if TEXT_NAME not in names:
        problems.append(translate(MISSING, path=TEXT_NAME))
    elif _digest(archive, TEXT_NAME) != manifest["manifest_txt_sha256"]:
        problems.append(translate(CHANGED, path=TEXT_NAME))
    return Verdict(str(manifest["deal"]), len(listed), tuple(problems))


def _manifest(archive: zipfile.ZipFile, names: Sequence[str]) -> dict[str, Any] | None:
    if JSON_NAME not in names or archive.getinfo(JSON_NAME).file_size > LARGEST_MANIFEST:
        return None
    try:
        found = json.loads(archive.read(JSON_NAME))
        sound = found["form"] == FORM and all(it["path"] and it["sha256"] for it in found["files"])
        return found if sound and found["deal"] and found["manifest_txt_sha256"] else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _compared(archive: zipfile.ZipFile, path: str, line: dict[str, Any]) -> list[str]:
    if archive.getinfo(path).file_size > LARGEST:
        return [translate(TOO_LARGE, path=path)]
    digest = _digest(archive, path)
    if digest != line["sha256"]:
        return [translate(CHANGED, path=path)]
    recorded = line.get("sha256_recorded", digest)
    return [] if recorded == digest else [translate(NOT_AS_TAKEN_IN, path=path)]


def _digest(archive: zipfile.ZipFile, path: str) -> str:
    digest = hashlib.sha256()
    with archive.open(path) as found:
        while chunk := found.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
