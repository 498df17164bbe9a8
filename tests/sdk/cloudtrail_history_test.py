"""LookupEvents: attributes, pages, refusals, and the throttle that a configuration may ask for."""
import datetime
import json
import pathlib
import tempfile
import unittest

import house
import trails
from house import error_code
from trails import refusal


def by(key, value):
    return [{"AttributeKey": key, "AttributeValue": value}]


class HistoryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.ct, cls.iam = cls.server.client("shop", "cloudtrail"), cls.server.client("shop", "iam")

    def look(self, key, value):
        return house.wait_for(lambda: self.ct.lookup_events(LookupAttributes=by(key, value))["Events"])

    def test_every_attribute_finds_the_event(self):
        request = self.iam.create_user(UserName="found")["ResponseMetadata"]["RequestId"]
        event = next(e for e in self.look("EventName", "CreateUser") if request in e["CloudTrailEvent"])
        record = json.loads(event["CloudTrailEvent"])
        self.assertEqual(event["ReadOnly"], "false")
        for key, value in (("EventId", record["eventID"]), ("EventSource", "iam.amazonaws.com"), ("Username", event["Username"]), ("ReadOnly", "false"),
                           ("AccessKeyId", record["userIdentity"]["accessKeyId"]), ("ResourceName", "found"), ("ResourceType", "AWS::IAM::User")):
            with self.subTest(key):
                self.assertIn(event["EventId"], [e["EventId"] for e in self.look(key, value)])

    def test_pages_hold_every_event_once_while_others_are_written(self):
        mine = {self.iam.list_groups()["ResponseMetadata"]["RequestId"] for _ in range(12)}
        house.wait_for(lambda: len(self.ct.lookup_events(LookupAttributes=by("EventName", "ListGroups"))["Events"]) >= 12)
        found, token = [], {}
        while True:
            page = self.ct.lookup_events(LookupAttributes=by("EventName", "ListGroups"), MaxResults=5, **token)
            found += [json.loads(e["CloudTrailEvent"])["requestID"] for e in page["Events"]]
            self.iam.list_groups()
            if "NextToken" not in page:
                break
            token = {"NextToken": page["NextToken"]}
        self.assertEqual(len(found), len(set(found)))
        self.assertTrue(mine <= set(found))

    def test_every_paginator(self):
        bucket = trails.make_bucket(self.server.client("shop", "s3"))
        arns = [self.ct.create_trail(Name=f"paged-{i}", S3BucketName=bucket, TagsList=[{"Key": "n", "Value": str(i)}])["TrailARN"] for i in range(3)]
        self.ct.start_logging(Name="paged-0")
        pages = {"list_trails": ("Trails", {}, {}), "list_tags": ("ResourceTagList", {"ResourceIdList": arns}, {}), "list_public_keys": ("PublicKeyList", {}, {}),
                 "list_imports": ("Imports", {}, {"PageSize": 1}), "lookup_events": ("Events", {"LookupAttributes": by("EventName", "CreateTrail")}, {"PageSize": 1}),
                 "list_insights_data": ("Events", {"InsightSource": arns[0], "DataType": "InsightsEvents"}, {"PageSize": 1})}
        found = {}
        for name, (member, arguments, paging) in pages.items():
            if hasattr(self.ct, name) and self.ct.can_paginate(name):
                found[name] = [row for page in self.ct.get_paginator(name).paginate(PaginationConfig=paging, **arguments) for row in page[member]]
        self.assertEqual({t["TrailARN"] for t in found["list_trails"]}, set(arns))
        self.assertEqual([t["TagsList"][0]["Value"] for t in found["list_tags"]], ["0", "1", "2"])
        self.assertEqual(len({e["EventId"] for e in found["lookup_events"]}), 3)
        self.assertEqual((found.get("list_imports", []), found.get("list_insights_data", [])), ([], []))
        self.assertEqual(self.ct.waiter_names, [])
        for arn in arns:
            self.ct.delete_trail(Name=arn)

    def test_refusals(self):
        look = self.ct.lookup_events
        for bad in (by("Nothing", "x"), by("EventName", "x" * 2001), by("EventName", "a") + by("EventName", "b")):
            self.assertEqual(error_code(look, LookupAttributes=bad), "InvalidLookupAttributesException")
        self.assertEqual(error_code(look, LookupAttributes=by("Username", "x"), EventCategory="insight"), "InvalidLookupAttributesException")
        now = datetime.datetime.now(datetime.timezone.utc)
        self.assertEqual(error_code(look, StartTime=now, EndTime=now - datetime.timedelta(hours=1)), "InvalidTimeRangeException")
        self.assertEqual(error_code(look, EventCategory="data"), "InvalidEventCategoryException")
        self.assertEqual(error_code(look, NextToken="nonsense"), "InvalidNextTokenException")
        self.iam.list_roles()
        self.iam.list_roles()
        house.wait_for(lambda: len(look(LookupAttributes=by("EventName", "ListRoles"))["Events"]) > 1)
        token = look(LookupAttributes=by("EventName", "ListRoles"), MaxResults=1)["NextToken"]
        self.assertEqual(error_code(look, LookupAttributes=by("EventName", "ListUsers"), NextToken=token), "InvalidNextTokenException")
        self.assertEqual(error_code(self.server.client("audit", "cloudtrail").lookup_events, LookupAttributes=by("EventName", "ListRoles"), NextToken=token), "InvalidNextTokenException")

    def test_only_the_accounts_own_and_its_region(self):
        made = self.server.client("shop", "kms", "eu-west-1").create_key()["ResponseMetadata"]["RequestId"]
        ids = lambda ct: [json.loads(e["CloudTrailEvent"])["requestID"] for e in ct.lookup_events(LookupAttributes=by("EventName", "CreateKey"))["Events"]]
        self.assertTrue(house.wait_for(lambda: made in ids(self.server.client("shop", "cloudtrail", "eu-west-1"))))
        self.assertNotIn(made, ids(self.ct))
        self.assertNotIn(made, ids(self.server.client("management", "cloudtrail", "eu-west-1")))


class ThrottleTest(unittest.TestCase):
    def test_the_configured_rate(self):
        with tempfile.TemporaryDirectory() as folder:
            config = pathlib.Path(folder, "config.yaml")
            config.write_text("lookups_per_second: 2\n" + house.LANDING_ZONE.read_text())
            with house.Server(config=config) as server:
                ct, west = server.client("shop", "cloudtrail"), server.client("shop", "cloudtrail", "eu-west-1")
                answers = [refusal(ct.lookup_events) for _ in range(40)]
                self.assertIn(("ThrottlingException", "Rate exceeded"), answers)
                self.assertIsNone(answers[0])
                self.assertIsNone(refusal(west.lookup_events))
                server.advance("1s")
                self.assertIsNone(refusal(ct.lookup_events))


if __name__ == "__main__":
    unittest.main()
