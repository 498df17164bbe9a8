"""Tests of the comparison itself, against the installed models. Run: python3 -m unittest discover tests/conform -p '*_test.py'"""
import copy
import json
import pathlib
import tempfile
import unittest

import conform

TEXT = {"kind": "text"}


def member(name, shape, required=False, **more):
    return {"name": name, "wire": name[0].upper() + name[1:], "required": required, "where": "body", "shape": shape, **more}


def structure(*members):
    return {"kind": "structure", "members": list(members)}


TAG = structure(member("key", {"kind": "text", "min": 1, "max": 128}, True), member("value", {"kind": "text", "min": 1, "max": 256}))
ADD_TAGS = {"service": "cloudtrail", "operation": "AddTags",
            "input": structure(member("resourceId", TEXT, True),
                               member("tagsList", {"kind": "list", "max": 200, "element": TAG}, True)),
            "output": structure()}


def found(operation):
    return dict(conform.compare(operation, SERVICES)[0])


SERVICES = conform.model_source()


class Compare(unittest.TestCase):
    def test_equal(self):
        self.assertEqual(found(ADD_TAGS), {})

    def test_every_kind_of_deviation(self):
        cases = {
            "input.ResourceId required": lambda m: m[0].update(required=False),
            "input.ResourceId max": lambda m: m[0]["shape"].update(max=12),
            "input.ResourceId min": lambda m: m[0]["shape"].update(min=3),
            "input.ResourceId wire": lambda m: m[0].update(wire="resourceId"),
            "input.ResourceId location": lambda m: m[0].update(where="header"),
            "input.ResourceId type": lambda m: m[0].update(shape={"kind": "integer"}),
            "input.ResourceId enum": lambda m: m[0]["shape"].update(words=["a"]),
            "input.ResourceId lacks-required": lambda m: m.pop(0),
            "input.other name": lambda m: m.append(member("other", TEXT)),
            "input.TagsList[].Key max": lambda m: m[1]["shape"]["element"]["members"][0]["shape"].pop("max"),
        }
        for key, change in cases.items():
            changed = copy.deepcopy(ADD_TAGS)
            change(changed["input"]["members"])
            self.assertEqual(list(found(changed)), [f"cloudtrail.AddTags.{key}"])

    def test_xml_forms(self):
        tags = {"kind": "list", "element": structure(member("key", {"kind": "text", "min": 1}, True), member("value", TEXT, True))}
        put = {"service": "s3", "operation": "PutBucketTagging", "output": structure(), "input": structure(
            member("bucket", TEXT, True, where="path"),
            member("tagging", structure(member("tagSet", tags, True, element_name="Tag")), True, where="payload"))}
        self.assertEqual(found(put), {})
        tagging = put["input"]["members"][1]["shape"]["members"][0]
        tagging.pop("element_name")
        tagging["flat"] = True
        self.assertEqual(list(found(put)), ["s3.PutBucketTagging.input.Tagging.TagSet flattened"])
        tagging.pop("flat")
        self.assertEqual(list(found(put)), ["s3.PutBucketTagging.input.Tagging.TagSet element"])

    def test_unknown_operation(self):
        self.assertEqual(list(found({"service": "s3", "operation": "Nothing"})), ["s3.Nothing unknown-operation"])
        self.assertEqual(list(found({"service": "no-such", "operation": "X"})), ["no-such.X unknown-operation"])

    def test_exit_status(self):
        changed = copy.deepcopy(ADD_TAGS)
        changed["input"]["members"][1]["shape"]["element"]["members"][0]["shape"]["max"] = 5
        with tempfile.TemporaryDirectory() as directory:
            dump, listed = pathlib.Path(directory, "dump"), pathlib.Path(directory, "deviations")
            dump.write_text(json.dumps(changed))
            listed.write_text("# none\n")
            self.assertEqual(conform.main([str(dump), str(listed)]), 1)
            listed.write_text("*.TagsList[].Key max -- ours is stricter\n")
            self.assertEqual(conform.main([str(dump), str(listed)]), 0)
            listed.write_text("*.TagsList[].Key max\n")
            self.assertRaises(SystemExit, conform.main, [str(dump), str(listed)])

    def test_what_only_older_models_lack(self):
        with tempfile.TemporaryDirectory() as directory:
            listed = pathlib.Path(directory, "deviations")
            listed.write_text("a.B.input.C name -- a reason\nolder a.*.d name\n")
            self.assertEqual(conform.read_accepted(listed, True), ["a.B.input.C name", "a.*.d name"])
            self.assertEqual(conform.read_accepted(listed, False), ["a.B.input.C name"])


if __name__ == "__main__":
    unittest.main()
