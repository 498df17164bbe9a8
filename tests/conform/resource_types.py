#!/usr/bin/env python3
"""Compares our resource types with the schemas that AWS publishes, as the installed cfn-lint has them.

    resource_types.py DUMP [DEVIATIONS]

DUMP: what `orgtrail resource-types` prints.
DEVIATIONS (default: resource_type_deviations.txt beside this file): accepted deviations, one a line,

    <type> <property or attribute> <what> -- <reason>

What is compared: the names of properties, which of them are required, which replace the resource when they change, and
which attributes Fn::GetAtt may ask for. Attributes beyond a schema's are only counted: it knows of no writable ones.
Exit status 1: there are deviations that are not listed. Without cfn-lint nothing is compared, and it says so.
"""
import json
import pathlib
import sys


def schemas():
    """A function from a type's name to its schema; None without cfn-lint, or with one that keeps them elsewhere."""
    try:
        import cfnlint.data.schemas as data
        from cfnlint.data.schemas.providers.us_east_1 import types
    except ImportError:
        return None
    folder = pathlib.Path(data.__file__).parent / "resources"

    def find(name):
        file = folder / f"{types[name]}.json" if name in types else None
        return json.loads(file.read_text()) if file and file.exists() else None
    return find


def top(pointers):
    """The properties themselves among JSON pointers such as /properties/Name/Part."""
    return {pointer.split("/")[2] for pointer in pointers if pointer.count("/") == 2}


def compare(ours, schema):
    """Yields (name, what) wherever our type is not as its schema says."""
    attributes = top(schema.get("readOnlyProperties", []))
    properties = set(schema.get("properties", [])) - attributes
    required = set(schema.get("required", [])) - attributes
    replacing, perhaps = top(schema.get("createOnlyProperties", [])), top(schema.get("conditionalCreateOnlyProperties", []))
    known = {p["name"]: p for p in ours["properties"]}
    for name in sorted(properties - known.keys()):
        yield name, "missing"
    for name in sorted(known.keys() - properties if properties else ()):
        yield name, "unknown"
    for name in sorted(properties & known.keys()):
        if known[name]["required"] != (name in required):
            yield name, "required" if known[name]["required"] else "not required"
        if name not in perhaps and (known[name]["change"] == "replacement") != (name in replacing):
            yield name, known[name]["change"]
    for name in sorted(attributes - set(ours["attributes"])):
        yield name, "no attribute"


def accepted(file):
    lines = (line.partition(" -- ")[0].split(maxsplit=2) for line in file.read_text().splitlines() if line and not line.startswith("#"))
    return {tuple(words) for words in lines}


def main(dump, deviations=pathlib.Path(__file__).with_name("resource_type_deviations.txt")):
    find = schemas()
    if not find:
        print("skipped: cfn-lint, which brings AWS's schemas, is not installed")
        return 0
    allowed, used, wrong, compared = accepted(pathlib.Path(deviations)), set(), 0, 0
    for ours in json.loads(pathlib.Path(dump).read_text()):
        schema = find(ours["type"])
        if not schema:
            print(f"{ours['type']}: no schema")
            continue
        compared += 1
        for name, what in compare(ours, schema):
            deviation = (ours["type"], name, what)
            used.add(deviation)
            if deviation not in allowed:
                wrong += 1
                print(*deviation)
    for deviation in sorted(allowed - used):
        print("no longer:", *deviation)
    print(f"{compared} types compared, {len(used) - wrong} accepted deviations, {wrong} others")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
