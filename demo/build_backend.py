"""Builds the demo packages: a PEP 517 build backend in one file, with the standard library only, whose files are the same bytes
each time. It travels inside the source distribution, so that also that one installs without a network.

    python demo/build_backend.py SOURCE OUT    writes wheel and source distribution of the package in SOURCE to OUT
"""
import base64
import gzip
import hashlib
import io
import os
import pathlib
import re
import sys
import tarfile
import zipfile

# The oldest time that a zip file can tell.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
EPOCH = 315532800


def _project(root):
    """The few fields of pyproject.toml that the demo packages use; there is no TOML reader before Python 3.11."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    fields = dict(re.findall(r'^(name|version|description|requires-python) = "([^"]*)"$', text, re.M))
    fields["dependencies"] = re.findall(r'"([^"]+)"', re.search(r"^dependencies = \[(.*)\]$", text, re.M)[1])
    return fields


def _metadata(project):
    lines = ["Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {project['version']}",
             f"Summary: {project['description']}", "License: Apache-2.0", f"Requires-Python: {project['requires-python']}"]
    return "\n".join(lines + [f"Requires-Dist: {name}" for name in project["dependencies"]] + [""])


def _stem(project):
    return f"{project['name'].replace('-', '_')}-{project['version']}"


def _sources(root):
    return sorted(path for path in (root / "src").rglob("*.py"))


def _wheel(root, project):
    stem, folder = _stem(project), root / "src"
    info = f"{stem}.dist-info"
    files = [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in _sources(root)]
    files += [(f"{info}/METADATA", _metadata(project).encode()),
              (f"{info}/WHEEL", b"Wheel-Version: 1.0\nGenerator: commons-demo\nRoot-Is-Purelib: true\nTag: py3-none-any\n")]
    digest = lambda body: base64.urlsafe_b64encode(hashlib.sha256(body).digest()).decode().rstrip("=")
    record = "".join(f"{name},sha256={digest(body)},{len(body)}\n" for name, body in files) + f"{info}/RECORD,,\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as wheel:
        for name, body in [*files, (f"{info}/RECORD", record.encode())]:
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.external_attr = 0o100644 << 16
            wheel.writestr(entry, body)
    return f"{stem}-py3-none-any.whl", out.getvalue()


def _sdist(root, project):
    stem = _stem(project)
    files = [(path.relative_to(root).as_posix(), path.read_bytes()) for path in [root / "pyproject.toml", *_sources(root)]]
    files += [("build_backend.py", pathlib.Path(__file__).read_bytes()), ("PKG-INFO", _metadata(project).encode())]
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, body in sorted(files):
            entry = tarfile.TarInfo(f"{stem}/{name}")
            entry.size, entry.mtime, entry.mode = len(body), EPOCH, 0o644
            archive.addfile(entry, io.BytesIO(body))
    return f"{stem}.tar.gz", gzip.compress(raw.getvalue(), mtime=0)


def _write(build, root, directory):
    name, body = build(root, _project(root))
    pathlib.Path(directory, name).write_bytes(body)
    return name


# The two hooks of PEP 517; a front end calls them in the folder of the package.
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    return _write(_wheel, pathlib.Path(os.getcwd()), wheel_directory)


def build_sdist(sdist_directory, config_settings=None):
    return _write(_sdist, pathlib.Path(os.getcwd()), sdist_directory)


if __name__ == "__main__":
    source, target = sys.argv[1:]
    os.makedirs(target, exist_ok=True)
    for build in (_wheel, _sdist):
        print(os.path.join(target, _write(build, pathlib.Path(source), target)))
