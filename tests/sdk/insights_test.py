"""CloudTrail Insights: selectors on trails, the events they lead to, and the figures behind them, over weeks of the clock."""
import datetime
import gzip
import json
import re
import unittest

import botocore

import house
import trails

# Older SDKs know Insights on management events only, and not their figures.
knows_data_events = unittest.skipIf(tuple(map(int, botocore.__version__.split(".")[:2])) < (1, 40), "this SDK is older than Insights on data events")
BOTH = [{"InsightType": "ApiCallRateInsight"}, {"InsightType": "ApiErrorRateInsight"}]
NAME = "DeleteUser"


def to_the_minute(server):
    """Waits, by the clock's own means, for a minute to begin: what follows is in one minute."""
    now = datetime.datetime.fromisoformat(server.control("clock").replace("Z", "+00:00"))
    server.advance(f"{60 - now.second}s")


def burst(server, profile, calls, error=False):
    to_the_minute(server)
    iam = server.client(profile, "iam")
    for i in range(calls):
        if error:
            assert house.error_code(iam.delete_user, UserName="nobody-at-all") == "NoSuchEntity"
        else:
            iam.create_user(UserName=f"burst-{i}-{server.control('clock')[:19].replace(':', '')}")
    server.advance("62s")


def insights(server, profile, **arguments):
    ct = server.client(profile, "cloudtrail")
    events = [e for page in ct.get_paginator("lookup_events").paginate(EventCategory="insight", **arguments) for e in page["Events"]]
    return [dict(json.loads(e["CloudTrailEvent"]), found=e) for e in events]


class Selectors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.organization = house.Organization(cls.server).set_up_trail()
        cls.ct = cls.server.client("management", "cloudtrail")

    def tearDown(self):
        self.ct.put_insight_selectors(TrailName=self.organization.TRAIL, InsightSelectors=[])
        self.ct.put_event_selectors(TrailName=self.organization.TRAIL, EventSelectors=[{"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": []}])

    def put(self, selectors, trail=None, client=None):
        return house.error_code((client or self.ct).put_insight_selectors, TrailName=trail or self.organization.TRAIL, InsightSelectors=selectors)

    @knows_data_events
    def test_they_are_kept_and_answered(self):
        name = self.organization.TRAIL
        with self.assertRaises(self.ct.exceptions.InsightNotEnabledException) as refused:
            self.ct.get_insight_selectors(TrailName=name)
        self.assertEqual(refused.exception.response["Error"]["Message"], f"Trail {self.organization.trail} does not have Insights enabled. "
                         "Edit the trail settings to enable Insights, and then try the operation again.")
        self.assertFalse(self.ct.get_trail(Name=name)["Trail"]["HasInsightSelectors"])
        answer = self.ct.put_insight_selectors(TrailName=name, InsightSelectors=BOTH)
        whole = [dict(s, EventCategories=["Management"]) for s in BOTH]
        self.assertEqual((answer["TrailARN"], answer["InsightSelectors"]), (self.organization.trail, whole))
        self.assertTrue(self.ct.describe_trails()["trailList"][0]["HasInsightSelectors"])
        for profile in ("management", "payments"):
            read = self.server.client(profile, "cloudtrail").get_insight_selectors(TrailName=self.organization.trail)
            self.assertEqual((read["TrailARN"], read["InsightSelectors"]), (self.organization.trail, whole))
        self.ct.put_insight_selectors(TrailName=name, InsightSelectors=[])
        self.assertEqual(house.error_code(self.ct.get_insight_selectors, TrailName=name), "InsightNotEnabledException")
        self.assertFalse(self.ct.get_trail(Name=name)["Trail"]["HasInsightSelectors"])

    @knows_data_events
    def test_the_trail_must_log_what_is_analysed(self):
        name = self.organization.TRAIL
        read_only = [{"ReadWriteType": "ReadOnly", "IncludeManagementEvents": True, "DataResources": []}]
        self.ct.put_event_selectors(TrailName=name, EventSelectors=read_only)
        self.assertEqual(self.put(BOTH[:1]), "InvalidInsightSelectorsException")
        self.assertIsNone(self.put(BOTH[1:]))
        data_only = [{"ReadWriteType": "All", "IncludeManagementEvents": False, "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]}]
        self.assertEqual(self.put([{"InsightType": "ApiCallRateInsight", "EventCategories": ["Data"]}]), "InvalidInsightSelectorsException")
        self.ct.put_event_selectors(TrailName=name, EventSelectors=data_only)
        self.assertEqual(self.put(BOTH[1:]), "InvalidInsightSelectorsException")
        self.assertIsNone(self.put([{"InsightType": "ApiCallRateInsight", "EventCategories": ["Data"]}]))

    @knows_data_events
    def test_refusals(self):
        self.assertEqual(self.put([{"EventCategories": ["Management"]}]), "InvalidInsightSelectorsException")
        self.assertEqual(self.put(BOTH + BOTH), "InvalidInsightSelectorsException")
        self.assertEqual(self.put([{"InsightType": "Other"}]), "ValidationException")
        self.assertEqual(self.put(BOTH, trail="no-such-trail"), "TrailNotFoundException")
        self.assertEqual(self.put(BOTH, trail="a"), "InvalidTrailNameException")
        self.assertEqual(self.put(BOTH, trail=self.organization.trail, client=self.server.client("management", "cloudtrail", "eu-west-1")), "InvalidHomeRegionException")
        self.assertEqual(self.put(BOTH, trail=self.organization.trail, client=self.server.client("payments", "cloudtrail")), "NotOrganizationMasterAccountException")
        store = "arn:aws:cloudtrail:us-east-1:111111111111:eventdatastore/EXAMPLE-f852-4e8f-8bd1-bcf6cEXAMPLE"
        both = dict(TrailName=self.organization.TRAIL, EventDataStore=store)
        self.assertEqual(house.error_code(self.ct.put_insight_selectors, InsightSelectors=BOTH, **both), "InvalidParameterCombinationException")
        self.assertEqual(house.error_code(self.ct.get_insight_selectors, **both), "InvalidParameterCombinationException")
        self.assertEqual(house.error_code(self.ct.get_insight_selectors), "InvalidParameterCombinationException")
        self.assertEqual(house.error_code(self.ct.put_insight_selectors, InsightSelectors=BOTH, EventDataStore=store), "UnsupportedOperationException")
        s3 = self.server.client("log-archive", "s3")
        policy = s3.get_bucket_policy(Bucket=self.organization.BUCKET)["Policy"]
        s3.delete_bucket_policy(Bucket=self.organization.BUCKET)
        self.assertEqual(self.put(BOTH), "InsufficientS3BucketPolicyException")
        s3.put_bucket_policy(Bucket=self.organization.BUCKET, Policy=policy)


class Weeks(unittest.TestCase):
    """One organization trail with Insights, and what its members' calls lead to."""

    def setUp(self):
        self.server = house.Server().start()
        self.addCleanup(self.server.stop)
        self.organization = house.Organization(self.server).set_up_trail()
        self.server.client("management", "cloudtrail").put_insight_selectors(TrailName=self.organization.TRAIL, InsightSelectors=BOTH)

    def test_a_burst_is_a_pair_of_events(self):
        server, account = self.server, self.organization.accounts["payments"]
        queue = self.listen("payments")
        server.advance("8d")
        to_the_minute(server)
        minute = server.control("clock")[:17] + "00Z"
        iam = server.client("payments", "iam", config={"user_agent": "intruder/1.0"})
        for _ in range(30):
            self.assertEqual(house.error_code(iam.delete_user, UserName="nobody-at-all"), "NoSuchEntity")
        server.advance("70s")
        found = insights(server, "payments")
        self.assertEqual({(r["insightDetails"]["insightType"], r["insightDetails"]["state"]) for r in found},
                         {("ApiCallRateInsight", "Start"), ("ApiErrorRateInsight", "Start")})
        server.advance("10m")
        found = {(r["insightDetails"]["insightType"], r["insightDetails"]["state"]): r for r in insights(server, "payments")}
        self.assertEqual(len(found), 4)
        for kind in ("ApiCallRateInsight", "ApiErrorRateInsight"):
            start, end = found[kind, "Start"], found[kind, "End"]
            self.check(start, minute, account, kind)
            self.assertEqual(start["sharedEventID"], end["sharedEventID"])
            self.assertNotEqual(start["eventID"], end["eventID"])
            self.assertEqual(end["insightDetails"]["insightContext"]["statistics"]["insightDuration"], 1)
            self.assertGreater(end["eventTime"], start["eventTime"])
        self.assertEqual(found["ApiErrorRateInsight", "Start"]["insightDetails"]["errorCode"], "NoSuchEntityException")
        self.assertEqual(insights(server, "shop"), [])
        self.assertEqual(insights(server, "management"), [])
        self.told(queue, found)
        self.delivered(account, found)
        self.lookups(found)

    def listen(self, profile):
        """A queue that EventBridge sends the account's Insights events to."""
        sqs, events = self.server.client(profile, "sqs"), self.server.client(profile, "events")
        queue = sqs.create_queue(QueueName="insights")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}]})})
        events.put_rule(Name="insights", EventPattern=json.dumps({"source": ["aws.cloudtrail"], "detail-type": ["AWS Insight via CloudTrail"]}))
        events.put_targets(Rule="insights", Targets=[{"Id": "queue", "Arn": arn}])
        return sqs, queue

    def told(self, queue, found):
        sqs, url = queue
        told = []
        def messages():
            told.extend(json.loads(m["Body"]) for m in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []))
            return len(told) >= len(found)
        self.assertTrue(house.wait_for(messages))
        self.assertEqual(sorted(e["detail"]["eventID"] for e in told), sorted(r["eventID"] for r in found.values()))
        self.assertEqual({(e["source"], e["detail-type"], e["region"]) for e in told}, {("aws.cloudtrail", "AWS Insight via CloudTrail", "us-east-1")})

    def check(self, record, minute, account, kind):
        self.assertEqual([k for k in record if k != "found"], ["eventVersion", "eventTime", "awsRegion", "eventID", "eventType", "recipientAccountId", "sharedEventID",
                                                               "insightDetails", "eventCategory"])
        self.assertEqual((record["eventTime"], record["awsRegion"], record["eventType"], record["recipientAccountId"], record["eventCategory"]),
                         (minute, "us-east-1", "AwsCloudTrailInsight", account, "Insight"))
        details = record["insightDetails"]
        self.assertEqual((details["eventSource"], details["eventName"], details["insightType"]), ("iam.amazonaws.com", NAME, kind))
        statistics = details["insightContext"]["statistics"]
        self.assertEqual((statistics["baseline"]["average"], statistics["insight"]["average"], statistics["insightDuration"], statistics["baselineDuration"]), (0, 30, 1, 10080))
        attributions = {a["attribute"]: a for a in details["insightContext"]["attributions"]}
        expected = ["userIdentityArn", "userAgent"] + (["errorCode"] if kind == "ApiCallRateInsight" else [])
        self.assertEqual(list(attributions), expected)
        self.assertRegex(attributions["userIdentityArn"]["insight"][0]["value"], rf"^arn:aws:sts::{account}:assumed-role/[^/]+$")
        self.assertEqual([(v["value"].split()[0], v["average"]) for v in attributions["userAgent"]["insight"]], [("intruder/1.0", 30)])
        self.assertEqual(attributions["userAgent"]["baseline"], [])
        if kind == "ApiCallRateInsight":
            self.assertEqual(attributions["errorCode"]["insight"], [{"value": "NoSuchEntityException", "average": 30}])

    def delivered(self, account, found):
        """Files of their own, which the digest lists like any other."""
        server = self.server
        server.advance("65m")
        keys = self.organization.keys("payments", "CloudTrail-Insight")
        self.assertTrue(keys)
        name = re.compile(rf"AWSLogs/{self.organization.id}/{account}/CloudTrail-Insight/us-east-1/\d{{4}}/\d\d/\d\d/"
                          rf"{account}_CloudTrail-Insight_us-east-1_\d{{8}}T\d{{4}}Z_[A-Za-z0-9]{{16}}\.json\.gz")
        records, s3 = [], server.client("log-archive", "s3")
        for key in keys:
            self.assertRegex(key, name)
            records += json.loads(gzip.decompress(s3.get_object(Bucket=self.organization.BUCKET, Key=key)["Body"].read()))["Records"]
        self.assertEqual(sorted(r["eventID"] for r in records), sorted(r["eventID"] for r in found.values()))
        self.assertFalse([r for r in self.organization.records("payments") if r["eventType"] == "AwsCloudTrailInsight"])
        listed = []
        for key in self.organization.keys("payments", "CloudTrail-Digest"):
            if "/us-east-1/" in key:
                listed += json.loads(gzip.decompress(s3.get_object(Bucket=self.organization.BUCKET, Key=key)["Body"].read()))["logFiles"]
        self.assertLessEqual(set(keys), {f["s3Object"] for f in listed})

    def lookups(self, found):
        start = found["ApiCallRateInsight", "Start"]
        event = start["found"]
        self.assertEqual((event["EventName"], event["EventSource"], event["EventId"]), (NAME, "iam.amazonaws.com", start["eventID"]))
        self.assertNotIn("ReadOnly", event)
        ct = self.server.client("payments", "cloudtrail")
        by = lambda key, value: len(ct.lookup_events(EventCategory="insight", LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}])["Events"])
        self.assertEqual([by("EventId", start["eventID"]), by("EventName", NAME), by("EventSource", "iam.amazonaws.com"), by("EventName", "Other")], [1, 4, 4, 0])
        for key in ("ReadOnly", "Username", "ResourceType", "ResourceName", "AccessKeyId"):
            refused = house.error_code(ct.lookup_events, EventCategory="insight", LookupAttributes=[{"AttributeKey": key, "AttributeValue": "x"}])
            self.assertEqual(refused, "InvalidLookupAttributesException")
        self.assertEqual(house.error_code(ct.lookup_events, EventCategory="other"), "InvalidEventCategoryException")
        page = ct.lookup_events(EventCategory="insight", MaxResults=3)
        self.assertEqual(len(page["Events"]), 3)
        rest = ct.lookup_events(EventCategory="insight", MaxResults=3, NextToken=page["NextToken"])
        self.assertEqual(len(rest["Events"]), 1)
        self.assertEqual(house.error_code(ct.lookup_events, NextToken=page["NextToken"]), "InvalidNextTokenException")
        ordinary = ct.lookup_events(LookupAttributes=[{"AttributeKey": "EventId", "AttributeValue": start["eventID"]}])["Events"]
        self.assertEqual(ordinary, [])
        everything = [json.loads(e["CloudTrailEvent"]) for p in ct.get_paginator("lookup_events").paginate() for e in p["Events"]]
        self.assertFalse([e for e in everything if e["eventCategory"] == "Insight"])

    def test_normal_traffic_and_jumps_of_the_clock_are_no_signal(self):
        server = self.server
        server.advance("2d")
        for _ in range(3):
            burst(server, "shop", 6)
            server.advance("15d")
        burst(server, "shop", 6)
        server.advance("1h")
        self.assertEqual(insights(server, "shop"), [])

    def test_nothing_is_found_on_the_first_day_nor_without_insights(self):
        server, ct = self.server, self.server.client("management", "cloudtrail")
        burst(server, "shop", 20, error=True)
        server.advance("1h")
        self.assertEqual(insights(server, "shop"), [])
        ct.put_insight_selectors(TrailName=self.organization.TRAIL, InsightSelectors=[])
        server.advance("8d")
        burst(server, "payments", 20, error=True)
        server.advance("1h")
        self.assertEqual(insights(server, "payments"), [])
        ct.put_insight_selectors(TrailName=self.organization.TRAIL, InsightSelectors=BOTH[:1])
        server.advance("8d")
        ct.stop_logging(Name=self.organization.TRAIL)
        burst(server, "payments", 20, error=True)
        server.advance("1h")
        self.assertEqual(insights(server, "payments"), [])

    @knows_data_events
    def test_metric_data(self):
        server = self.server
        server.advance("2d")
        burst(server, "shop", 4, error=True)
        server.advance("2h")
        burst(server, "shop", 3, error=True)
        server.advance("10m")
        ct = server.client("shop", "cloudtrail")
        call = dict(EventSource="iam.amazonaws.com", EventName=NAME, InsightType="ApiCallRateInsight")
        error = dict(call, InsightType="ApiErrorRateInsight", ErrorCode="NoSuchEntityException")
        for question in (call, error):
            for period in (60, 300, 3600):
                answer = ct.list_insights_metric_data(Period=period, **question)
                self.assertEqual((answer["EventName"], answer["Values"], len(answer["Timestamps"])), (NAME, [4, 3], 2))
                self.assertTrue(all(t.timestamp() % period == 0 for t in answer["Timestamps"]))
        self.assertEqual(ct.list_insights_metric_data(**dict(error, ErrorCode="AccessDenied"))["Values"], [])
        end = datetime.datetime.fromisoformat(server.control("clock").replace("Z", "+00:00"))
        filled = ct.list_insights_metric_data(DataType="FillWithZeros", Period=60, StartTime=end - datetime.timedelta(hours=4), EndTime=end, **call)
        self.assertEqual((len(filled["Values"]), sum(filled["Values"])), (240, 7))
        first = ct.list_insights_metric_data(DataType="FillWithZeros", Period=60, StartTime=end - datetime.timedelta(hours=4), EndTime=end, MaxResults=200, **call)
        rest = ct.list_insights_metric_data(DataType="FillWithZeros", Period=60, StartTime=end - datetime.timedelta(hours=4), EndTime=end, MaxResults=200,
                                            NextToken=first["NextToken"], **call)
        self.assertEqual(first["Values"] + rest["Values"], filled["Values"])
        self.assertNotIn("NextToken", rest)
        refused = lambda **q: house.error_code(ct.list_insights_metric_data, **q)
        self.assertEqual(refused(**dict(call, InsightType="ApiErrorRateInsight")), "InvalidParameterException")
        self.assertEqual(refused(**dict(call, ErrorCode="AccessDenied")), "InvalidParameterException")
        self.assertEqual(refused(Period=120, **call), "InvalidParameterException")
        self.assertEqual(refused(StartTime=end, EndTime=end - datetime.timedelta(hours=1), **call), "InvalidParameterException")
        self.assertEqual(refused(NextToken="nonsense", **call), "InvalidParameterException")
        server.advance("16d")
        self.assertEqual(ct.list_insights_metric_data(Period=60, **call)["Values"], [])
        self.assertEqual(ct.list_insights_metric_data(Period=300, **call)["Values"], [4, 3])
        server.advance("50d")
        self.assertEqual(ct.list_insights_metric_data(Period=300, **call)["Values"], [])
        self.assertEqual(ct.list_insights_metric_data(**call)["Values"], [4, 3])
        server.advance("30d")
        self.assertEqual(ct.list_insights_metric_data(**call)["Values"], [])


class Owed(unittest.TestCase):
    """Insights events that no file holds yet, while the server or the archive is away."""

    def setUp(self):
        self.server = house.Server().start()
        self.addCleanup(self.server.stop)
        self.s3, ct = self.server.client("payments", "s3"), self.server.client("payments", "cloudtrail")
        self.bucket = trails.make_bucket(self.s3)
        ct.create_trail(Name="own", S3BucketName=self.bucket)
        ct.start_logging(Name="own")
        ct.put_insight_selectors(TrailName="own", InsightSelectors=[{"InsightType": "ApiErrorRateInsight"}])
        self.server.advance("8d")
        self.s3 = self.server.client("payments", "s3")
        self.s3.delete_bucket_policy(Bucket=self.bucket)
        burst(self.server, "payments", 15, error=True)
        self.assertEqual([r["insightDetails"]["state"] for r in insights(self.server, "payments")], ["Start"])

    def let_in(self):
        self.s3 = self.server.client("payments", "s3")
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=trails.bucket_policy(self.bucket))

    def delivered(self):
        s3, out = self.server.client("payments", "s3"), []
        for key in trails.keys(s3, self.bucket):
            if "/CloudTrail-Insight/" in key and not key.endswith("/"):
                out += [r["eventID"] for r in json.loads(gzip.decompress(s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()))["Records"]]
        return out

    def test_what_is_owed_outlives_event_history(self):
        owed = [r["eventID"] for r in insights(self.server, "payments")]
        self.let_in()
        self.assertEqual(self.delivered(), [])
        self.server.advance("100d")
        self.assertEqual(insights(self.server, "payments"), [])
        self.assertIn(owed[0], self.delivered())

    def test_what_was_refused_for_thirty_days_is_given_up(self):
        for _ in range(3):
            self.server.advance("16d")                          # refused first at the end of the first
        burst(self.server, "payments", 15, error=True)
        self.let_in()
        self.server.advance("10m")
        late = {r["eventID"] for r in insights(self.server, "payments", StartTime=self.days_ago(20))}
        self.assertEqual((len(late), set(self.delivered())), (2, late))

    def days_ago(self, days):
        return datetime.datetime.fromisoformat(self.server.control("clock").replace("Z", "+00:00")) - datetime.timedelta(days=days)


class DataEvents(unittest.TestCase):
    @knows_data_events
    def test_insights_on_data_events_are_read_by_trail(self):
        with house.Server() as server:
            organization = house.Organization(server).set_up_trail()
            ct, s3 = server.client("management", "cloudtrail"), server.client("shop", "s3")
            s3.create_bucket(Bucket="shop-goods")
            ct.put_event_selectors(TrailName=organization.TRAIL, EventSelectors=[
                {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::shop-goods/"]}]}])
            ct.put_insight_selectors(TrailName=organization.TRAIL, InsightSelectors=[{"InsightType": "ApiCallRateInsight", "EventCategories": ["Data"]}])
            server.advance("8d")
            to_the_minute(server)
            for i in range(25):
                s3.put_object(Bucket="shop-goods", Key=str(i), Body=b"x")
            server.advance("10m")
            shop = server.client("shop", "cloudtrail")
            events = shop.list_insights_data(InsightSource=organization.trail, DataType="InsightsEvents")["Events"]
            records = [json.loads(e["CloudTrailEvent"]) for e in events]
            self.assertEqual([r["insightDetails"]["state"] for r in records], ["End", "Start"])
            self.assertEqual({(r["insightSource"], r["insightDetails"]["eventName"]) for r in records}, {(organization.trail, "PutObject")})
            by = lambda **d: len(shop.list_insights_data(InsightSource=organization.trail, DataType="InsightsEvents", Dimensions=d)["Events"])
            self.assertEqual([by(EventName="PutObject"), by(EventSource="s3.amazonaws.com"), by(EventId=records[0]["eventID"]), by(EventName="GetObject")], [2, 2, 1, 0])
            self.assertEqual(insights(server, "shop"), [])
            values = shop.list_insights_metric_data(TrailName=organization.trail, EventSource="s3.amazonaws.com", EventName="PutObject", InsightType="ApiCallRateInsight")
            self.assertEqual((values["TrailARN"], sum(values["Values"])), (organization.trail, 25))
            self.assertEqual(house.error_code(shop.list_insights_data, InsightSource="organization-trail", DataType="InsightsEvents"), "InvalidParameterException")
            server.advance("5m")
            self.assertTrue(organization.keys("shop", "CloudTrail-Insight"))


class Restart(unittest.TestCase):
    def test_what_is_known_survives_the_server(self):
        with house.temporary_home() as home, house.Server(home) as server:
            organization = house.Organization(server).set_up_trail()
            server.client("management", "cloudtrail").put_insight_selectors(TrailName=organization.TRAIL, InsightSelectors=BOTH[:1])
            server.advance("8d")
            burst(server, "payments", 15, error=True)
            self.assertEqual([r["insightDetails"]["state"] for r in insights(server, "payments")], ["Start"])
            server.kill()
            server.start()
            server.advance("20m")
            found = insights(server, "payments")
            self.assertEqual([r["insightDetails"]["state"] for r in found], ["End", "Start"])
            self.assertEqual(len({r["sharedEventID"] for r in found}), 1)


if __name__ == "__main__":
    unittest.main()
