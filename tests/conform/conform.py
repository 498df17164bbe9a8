#!/usr/bin/env python3
"""Compares our shapes with the service models of the installed botocore.

    conform.py DUMP [DEVIATIONS]

DUMP: a JSON array, or one object a line, of what wire::describe writes.
DEVIATIONS (default: deviations.txt beside this file): accepted deviations, one a line,

    <service>.<Operation>.<input|output>[.<Member>...] <what> -- <reason>
    older <pattern as above>

where `*` stands for any text and `#` begins a comment line; list and map elements are written `[]`. Our shapes follow
the models of botocore 1.43: an `older` line names what older models do not have or say otherwise, and counts against
those only.
What is compared: names, types, required members, limits and enumerations of requests, places, list and attribute
forms, and time formats of results. Optional members and words of results that we do not have are only counted.
Exit status 1: there are deviations that are not listed.
"""
import fnmatch
import json
import pathlib
import sys

import botocore
import botocore.exceptions
import botocore.loaders
import botocore.model

KINDS = {"boolean": "boolean", "integer": "integer", "long": "integer", "float": "real", "double": "real",
         "string": "text", "character": "text", "blob": "blob", "timestamp": "time", "list": "list", "map": "map",
         "structure": "structure"}
PLACES = {"header": "header", "headers": "header_map", "querystring": "query", "uri": "path", "statusCode": "status"}
BODY_TIMES = {"json": "unixtimestamp", "rest-json": "unixtimestamp", "query": "iso8601", "rest-xml": "iso8601"}
ISO_HEADERS = {"x-amz-object-lock-retain-until-date"}
FOLLOWED = (1, 43)                                             # the botocore whose models our shapes follow


class Comparison:
    """One operation's request or result against the model's. Collects (path, what, detail) and counts the unknown."""

    def __init__(self, protocol, is_input):
        self.is_xml = protocol in ("query", "rest-xml")
        self.protocol = protocol
        self.is_input = is_input
        self.found = []
        self.unknown = 0

    def differ(self, path, what, ours, theirs):
        self.found.append((path, what, f"ours {ours}, model {theirs}"))

    def check(self, path, what, ours, theirs):
        if ours != theirs:
            self.differ(path, what, ours, theirs)

    def shape(self, path, ours, model, flat=False, element_name=None, key_names=("key", "value")):
        if ours["kind"] != KINDS[model.type_name]:
            return self.differ(path, "type", ours["kind"], model.type_name)
        if self.is_input:
            self.limits(path, ours, model)
        if model.type_name == "string":
            self.words(path, ours, model)
        elif model.type_name == "structure":
            self.structure(path, ours, model)
        elif model.type_name == "list":
            if self.is_xml and not flat:
                self.check(path, "element", element_name or "member", model.member.serialization.get("name", "member"))
            self.shape(path + "[]", ours["element"], model.member)
        elif model.type_name == "map":
            if self.is_xml:
                self.check(path, "key", key_names[0], model.key.serialization.get("name", "key"))
                self.check(path, "value", key_names[1], model.value.serialization.get("name", "value"))
            self.shape(path + "[]", ours["element"], model.value)

    def limits(self, path, ours, model):
        length = model.type_name in ("string", "blob", "list", "map")
        for limit in ("min", "max"):
            mine, theirs = ours.get(limit), model.metadata.get(limit)
            if limit == "min" and length:
                mine, theirs = mine or None, theirs or None
            self.check(path, limit, mine, theirs)

    def words(self, path, ours, model):
        mine, theirs = set(ours.get("words", ())), set(model.enum)
        if self.is_input and bool(mine) != bool(theirs):
            return self.differ(path, "enum", sorted(mine) or None, sorted(theirs) or None)
        if not theirs:
            return
        if mine - theirs:
            self.differ(path, "enum-extra", sorted(mine - theirs), "without")
        if mine and theirs - mine:
            if self.is_input:
                self.differ(path, "enum-lacks", "without", sorted(theirs - mine))
            else:
                self.unknown += len(theirs - mine)

    def structure(self, path, ours, model):
        theirs = {name.casefold(): name for name in model.members}
        payload = model.serialization.get("payload")
        for member in ours["members"]:
            name = theirs.pop(member["name"].casefold(), None)
            here = f"{path}.{name or member['name']}"
            if name is None:
                self.differ(here, "name", member["name"], "without")
                continue
            required = name in model.required_members
            if self.is_input:
                self.check(here, "required", member["required"], required)
            elif required and not member["required"]:
                self.differ(here, "required", False, True)
            self.member(here, member, name, model.members[name], name == payload)
        for name in theirs.values():
            if self.is_input and name in model.required_members:
                self.differ(f"{path}.{name}", "lacks-required", "without", name)
            else:
                self.unknown += 1

    def member(self, path, ours, name, model, is_payload):
        place = model.serialization
        where = PLACES.get(place.get("location"), "payload" if is_payload else "body")
        self.check(path, "location", ours["where"], where)
        raw = where == "payload" and model.type_name in ("string", "blob")
        if not raw and not (where == "payload" and not self.is_xml):
            self.check(path, "wire", *self.wire_names(ours, name, model))
        flat, attribute = ours.get("flat", False), ours.get("attribute", False)
        if self.is_xml:
            self.check(path, "flattened", flat, bool(place.get("flattened")))
            self.check(path, "attribute", attribute, bool(place.get("xmlAttribute")))
        if model.type_name == "timestamp" and not self.is_input:
            ours_format = BODY_TIMES[self.protocol]
            if where == "header":
                ours_format = "iso8601" if ours["wire"] in ISO_HEADERS else "rfc822"
            default = "rfc822" if where == "header" else BODY_TIMES[self.protocol]
            self.check(path, "timestampFormat", ours_format, place.get("timestampFormat", default))
        in_header = where in ("header", "query")
        self.shape(path, ours["shape"], model, flat or in_header, ours.get("element_name"), (ours.get("key", "key"), ours.get("value", "value")))

    def wire_names(self, ours, name, model):
        """Ours and theirs. Query calls a flat list by the name of its elements, if they have one."""
        theirs = model.serialization.get("name", name)
        if self.protocol != "query":
            return ours["wire"], theirs
        if model.type_name == "list" and model.serialization.get("flattened"):
            theirs = model.member.serialization.get("name", theirs)
        return ours.get("form", ours["wire"]), theirs


def compare(operation, services):
    """Deviations of one described operation, as (key, detail), and how much of the model we do not have."""
    base = f"{operation['service']}.{operation['operation']}"
    service = services(operation["service"])
    if service is None or operation["operation"] not in service.operation_names:
        return [(f"{base} unknown-operation", "not in the model")], 0
    model = service.operation_model(operation["operation"])
    protocol = service.metadata["protocol"]
    found, unknown = [], 0
    for side, theirs in (("input", model.input_shape), ("output", model.output_shape)):
        comparison = Comparison(protocol, side == "input")
        if theirs is not None:
            comparison.shape(side, operation[side], theirs)
        else:
            for member in operation[side]["members"]:
                comparison.differ(f"{side}.{member['name']}", "name", member["name"], "without")
        found += [(f"{base}.{path} {what}", detail) for path, what, detail in comparison.found]
        unknown += comparison.unknown
    return found, unknown


def model_source():
    loader, known = botocore.loaders.Loader(), {}

    def service(name):
        if name not in known:
            try:
                known[name] = botocore.model.ServiceModel(loader.load_service_model(name, "service-2"), name)
            except botocore.exceptions.UnknownServiceError:
                known[name] = None
        return known[name]
    return service


def read_dump(path):
    text = pathlib.Path(path).read_text()
    if text.lstrip().startswith("["):
        return json.loads(text)
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def read_accepted(path, older):
    """Patterns of accepted deviations. Every one has its reason, or is about models older than those we follow."""
    accepted = []
    for number, line in enumerate(pathlib.Path(path).read_text().splitlines(), 1):
        words, separator, reason = line.partition(" -- ")
        words = words.split()
        if not words or line.startswith("#"):
            continue
        if words[0] == "older":
            accepted += [" ".join(words[1:])] if older else []
        elif not separator or not reason.strip():
            sys.exit(f"{path}:{number}: a deviation needs its reason after ' -- '")
        else:
            accepted.append(" ".join(words))
    return accepted


def older_models():
    return tuple(int(part) for part in botocore.__version__.split(".")[:2]) < FOLLOWED


def matches(key, pattern):
    return fnmatch.fnmatchcase(key, pattern.replace("[", "[[]"))


def coverage(operations, services):
    """Of each service: how many of the model's operations there are."""
    for name in sorted({o["service"] for o in operations}):
        model = services(name)
        ours = {o["operation"] for o in operations if o["service"] == name}
        theirs = set(model.operation_names) if model else set()
        print(f"{name}: {len(ours & theirs)} of {len(theirs)} operations")


def main(arguments):
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    listed = arguments[1] if len(arguments) == 2 else pathlib.Path(__file__).with_name("deviations.txt")
    accepted, used, services = read_accepted(listed, older_models()), set(), model_source()
    operations = read_dump(arguments[0])
    if not operations:
        sys.exit("the dump describes no operation")
    unlisted = allowed = unknown = 0
    for operation in operations:
        found, more = compare(operation, services)
        unknown += more
        for key, detail in found:
            by = [pattern for pattern in accepted if matches(key, pattern)]
            used.update(by)
            allowed += bool(by)
            unlisted += not by
            if not by:
                print(f"DEVIATION {key}: {detail}")
    coverage(operations, services)
    for pattern in accepted:
        if pattern not in used:
            print(f"unused    {pattern}")
    print(f"botocore {botocore.__version__}, {len(operations)} operations: {unlisted} deviations, {allowed} accepted, {unknown} members and words not known")
    return 1 if unlisted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
