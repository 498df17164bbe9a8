#!/usr/bin/env python3
"""Checks every include in src/ against the arrows of the house: a layer may include itself and what it stands on."""
import pathlib
import re
import sys

# Layer -> the layers it may include, all the way down. Rooms are "services/<name>"; of other rooms they may see api*.h alone.
SERVICE = {"base", "shape", "journal", "policy", "wire", "record", "store", "service"}
ARROWS = {
    "base": {"base"},
    "shape": {"base", "shape"},
    "journal": {"base", "journal"},
    "policy": {"base", "policy"},
    "wire": {"base", "shape", "wire"},
    "record": {"base", "shape", "journal", "record"},
    "store": {"base", "shape", "journal", "record", "store"},
    "service": SERVICE,
    "services": SERVICE,
    "gateway": SERVICE | {"gateway"},
    "server": SERVICE | {"gateway", "services", "server"},
}
# Doors of rooms that are not their API. IAM must recognize the session tokens that STS issues: their form is IAM's.
# CloudTrail checks a trail's destinations outside of any caller's rights. Secrets Manager's schedules are EventBridge's expressions.
DOORS = {("services/sts", "services/iam/sessions.h"), ("services/cloudtrail", "services/sns/topic_key.h"), ("services/secretsmanager", "services/events/schedule.h")}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def layer_of(path):
    parts = pathlib.PurePosixPath(path).parts
    return parts[0], "/".join(parts[:2]) if parts[0] == "services" else parts[0]


def fault(source, target):
    """Why this include is not allowed; None when it is."""
    layer, place = layer_of(source)
    into, room = layer_of(target)
    if into not in ARROWS:
        return "is not a path from src/"
    if into == "services" and layer == "services":
        if room == place or (place, target) in DOORS or re.fullmatch(r"api\w*\.h", pathlib.PurePosixPath(target).name):
            return None
        return f"{place} may see nothing of {room} but its api.h"
    return None if into in ARROWS[layer] else f"{layer} does not stand on {into}"


def faults(root):
    for file in sorted(root.rglob("*")):
        if file.suffix not in (".h", ".cc"):
            continue
        source = file.relative_to(root).as_posix()
        if layer_of(source)[0] not in ARROWS:
            yield f"{source}: belongs to no layer"
            continue
        for target in INCLUDE.findall(file.read_text()):
            if why := fault(source, target):
                yield f"{source}: \"{target}\": {why}"


def main():
    root = pathlib.Path(__file__).resolve().parent.parent / "src"
    found = list(faults(root))
    print("\n".join(found) if found else "every include follows the arrows")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
