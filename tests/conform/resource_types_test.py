"""Tests of the comparison of resource types. Run: python3 -m unittest discover tests/conform -p '*_test.py'"""
import unittest

import resource_types

SCHEMA = {"properties": {"Name": {}, "Kind": {}, "Tags": {}, "Arn": {}, "Region": {}}, "required": ["Name"], "readOnlyProperties": ["/properties/Arn", "/properties/Tags/Id"],
          "createOnlyProperties": ["/properties/Name", "/properties/Tags/Key"], "conditionalCreateOnlyProperties": ["/properties/Region"]}


def ours(*properties, attributes=("Arn",)):
    return {"type": "AWS::Test::It", "attributes": list(attributes),
            "properties": [{"name": n, "required": r, "change": c} for n, r, c in properties]}


WHOLE = (("Name", True, "replacement"), ("Kind", False, "in place"), ("Tags", False, "in place"), ("Region", False, "replacement"))


class Comparison(unittest.TestCase):
    def found(self, *properties, **more):
        return set(resource_types.compare(ours(*properties, **more), SCHEMA))

    def test_a_type_as_its_schema_has_it(self):
        self.assertEqual(self.found(*WHOLE), set())
        self.assertEqual(self.found(*WHOLE[:3], ("Region", False, "in place")), set())

    def test_what_differs(self):
        self.assertEqual(self.found(*WHOLE[1:]), {("Name", "missing")})
        self.assertEqual(self.found(*WHOLE, ("Colour", False, "in place")), {("Colour", "unknown")})
        self.assertEqual(self.found(("Name", False, "in place"), *WHOLE[1:]), {("Name", "not required"), ("Name", "in place")})
        self.assertEqual(self.found(WHOLE[0], ("Kind", True, "replacement"), *WHOLE[2:]), {("Kind", "required"), ("Kind", "replacement")})
        self.assertEqual(self.found(*WHOLE, attributes=()), {("Arn", "no attribute")})

    def test_a_schema_without_properties_takes_any(self):
        self.assertEqual(set(resource_types.compare(ours(("Any", False, "in place")), {})), set())


if __name__ == "__main__":
    unittest.main()
