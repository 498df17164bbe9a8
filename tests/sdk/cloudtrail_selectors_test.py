"""Event selectors as they are put and read back, and what they let into the archive."""
import unittest

import house
import trails
from house import error_code
from trails import refusal

HOME = house.REGION
DEFAULT = [{"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [], "ExcludeManagementEventSources": []}]
INVALID = "InvalidEventSelectorsException"


def field(name, **operators):
    return {"Field": name, **operators}


OBJECTS = [field("eventCategory", Equals=["Data"]), field("resources.type", Equals=["AWS::S3::Object"])]


class SelectorsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.accounts = {a["Name"]: a["Id"] for a in cls.server.client("management", "organizations").list_accounts()["Accounts"]}
        cls.ct, cls.s3 = cls.server.client("shop", "cloudtrail"), cls.server.client("shop", "s3")
        cls.arn = f"arn:aws:cloudtrail:{HOME}:{cls.accounts['shop']}:trail/selecting"
        cls.data = f"data-of-{cls.accounts['shop']}"
        cls.s3.create_bucket(Bucket=cls.data)

    def setUp(self):
        self.bucket = trails.make_bucket(self.s3)
        self.ct.create_trail(Name="selecting", S3BucketName=self.bucket)
        self.ct.start_logging(Name="selecting")
        self.addCleanup(self.ct.delete_trail, Name="selecting")

    def put(self, basic=None, advanced=None):
        arguments = {"EventSelectors": basic} if basic is not None else {}
        if advanced is not None:
            arguments["AdvancedEventSelectors"] = advanced
        return self.ct.put_event_selectors(TrailName="selecting", **arguments)

    def custom(self):
        return self.ct.get_trail(Name="selecting")["Trail"]["HasCustomEventSelectors"]

    def delivered(self):
        self.server.advance("5m")
        return {r["requestID"] for r in trails.records(self.s3, self.bucket) if "requestID" in r}

    @staticmethod
    def request_id(answer):
        return answer["ResponseMetadata"]["RequestId"]

    def test_put_and_get(self):
        read = lambda: {k: v for k, v in self.ct.get_event_selectors(TrailName="selecting").items() if k != "ResponseMetadata"}
        self.assertEqual(read(), {"TrailARN": self.arn, "EventSelectors": DEFAULT})
        self.assertFalse(self.custom())
        self.put([{"ReadWriteType": "WriteOnly", "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::b/"]}]}])
        self.assertEqual(read()["EventSelectors"], [{**DEFAULT[0], "ReadWriteType": "WriteOnly", "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::b/"]}]}])
        self.assertTrue(self.custom())
        advanced = [{"Name": "objects", "FieldSelectors": OBJECTS}]
        self.assertEqual(self.put(advanced=advanced)["AdvancedEventSelectors"], advanced)
        self.assertEqual(read(), {"TrailARN": self.arn, "AdvancedEventSelectors": advanced})
        self.put([{}])
        self.assertEqual(read(), {"TrailARN": self.arn, "EventSelectors": DEFAULT})
        self.assertFalse(self.custom())

    def test_refusals(self):
        self.assertEqual(error_code(self.put), INVALID)
        self.assertEqual(error_code(self.put, basic=[{}], advanced=[{"FieldSelectors": OBJECTS}]), INVALID)
        self.assertEqual(error_code(self.put, basic=[]), INVALID)
        self.assertEqual(error_code(self.put, basic=[{}] * 6), INVALID)
        self.assertEqual(refusal(self.put, basic=[{"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::bucket"]}]}]),
                         (INVALID, "Value arn:aws:s3:::bucket for DataResources.Values is invalid."))
        self.assertEqual(error_code(self.put, basic=[{"IncludeManagementEvents": False}]), INVALID)
        self.assertEqual(error_code(self.put, basic=[{"ExcludeManagementEventSources": ["s3.amazonaws.com"]}]), INVALID)
        self.assertEqual(error_code(self.put, advanced=[{"FieldSelectors": OBJECTS[:1]}]), INVALID)
        self.assertEqual(error_code(self.put, advanced=[{"FieldSelectors": [*OBJECTS, OBJECTS[0]]}]), INVALID)
        many = [f"arn:aws:s3:::b/{n}" for n in range(499)]
        self.assertEqual(error_code(self.put, advanced=[{"FieldSelectors": [*OBJECTS, field("resources.ARN", Equals=many)]}]), INVALID)
        for call in (self.ct.put_event_selectors, self.ct.get_event_selectors):
            more = {"EventSelectors": [{}]} if call == self.ct.put_event_selectors else {}
            self.assertEqual(error_code(call, TrailName="nothing", **more), "TrailNotFoundException")
            self.assertEqual(error_code(call, TrailName="x", **more), "InvalidTrailNameException")
        self.assertFalse(self.custom())

    def test_management_events(self):
        iam, kms = self.server.client("shop", "iam"), self.server.client("shop", "kms")
        self.put([{"ReadWriteType": "WriteOnly"}])
        read, write = self.request_id(iam.list_users()), self.request_id(iam.create_user(UserName="written"))
        self.put([{"ReadWriteType": "ReadOnly", "ExcludeManagementEventSources": ["kms.amazonaws.com"]}])
        read2, write2, keys = self.request_id(iam.list_users()), self.request_id(iam.delete_user(UserName="written")), self.request_id(kms.list_keys())
        self.put(advanced=[{"FieldSelectors": [field("eventCategory", Equals=["Management"]), field("eventSource", NotEquals=["iam.amazonaws.com"])]}])
        users3, keys3 = self.request_id(iam.list_users()), self.request_id(kms.list_keys())
        self.assertEqual(self.delivered() & {read, write, read2, write2, keys, users3, keys3}, {write, read2, keys3})
        history = {e["EventName"] for e in self.ct.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "ListKeys"}])["Events"]}
        self.assertEqual(history, {"ListKeys"})                    # the history has all of them

    def test_data_events(self):
        put = lambda key: self.request_id(self.s3.put_object(Bucket=self.data, Key=key, Body=b"x"))
        get = lambda key: self.request_id(self.s3.get_object(Bucket=self.data, Key=key))
        unwanted = [put("a/1"), get("a/1")]
        self.put([{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": False, "DataResources": [{"Type": "AWS::S3::Object", "Values": [f"arn:aws:s3:::{self.data}/a/"]}]}])
        wanted = [put("a/2")]
        unwanted += [get("a/2"), put("b/1"), self.request_id(self.server.client("shop", "iam").list_users())]
        self.put(advanced=[{"FieldSelectors": [*OBJECTS, field("resources.ARN", StartsWith=[f"arn:aws:s3:::{self.data}/"], NotEndsWith=[".tmp"]),
                                               field("eventName", Equals=["GetObject", "DeleteObject"])]}])
        put("a/3.tmp")
        wanted += [get("b/1")]
        unwanted += [get("a/3.tmp")]
        gone = self.server.client("shop", "s3")
        try:
            gone.get_object(Bucket=self.data, Key="a/none")
        except gone.exceptions.NoSuchKey as e:
            wanted.append(e.response["ResponseMetadata"]["RequestId"])                 # attempts too
        self.ct.stop_logging(Name="selecting")
        unwanted += [get("b/1")]
        found = self.delivered()
        self.assertEqual(found & set(wanted + unwanted), set(wanted))

    def test_listings_are_selected_by_prefix(self):
        self.put([{"IncludeManagementEvents": False, "DataResources": [{"Type": "AWS::S3::Object", "Values": [f"arn:aws:s3:::{self.data}/pre"]}]}])
        inside = self.request_id(self.s3.list_objects_v2(Bucket=self.data, Prefix="pre/x"))
        outside = self.request_id(self.s3.list_objects_v2(Bucket=self.data, Prefix="p"))
        self.assertEqual(self.delivered() & {inside, outside}, {inside})

    def test_topics_and_queues(self):
        sns, sqs = self.server.client("shop", "sns"), self.server.client("shop", "sqs")
        topic = sns.create_topic(Name="watched")["TopicArn"]
        queue = sqs.create_queue(QueueName="watched")["QueueUrl"]
        self.put(advanced=[{"FieldSelectors": [field("eventCategory", Equals=["Data"]), field("resources.type", Equals=["AWS::SNS::Topic"])]},
                           {"FieldSelectors": [field("eventCategory", Equals=["Data"]), field("resources.type", Equals=["AWS::SQS::Queue"])]}])
        published, sent = self.request_id(sns.publish(TopicArn=topic, Message="m")), self.request_id(sqs.send_message(QueueUrl=queue, MessageBody="m"))
        self.assertTrue({published, sent} <= self.delivered())

    def test_event_configuration(self):
        if not hasattr(self.ct, "get_event_configuration"):
            self.skipTest("this boto3 cannot ask for it")
        self.assertEqual(self.ct.get_event_configuration(TrailName="selecting")["TrailARN"], self.arn)
        put = self.ct.put_event_configuration
        self.assertEqual(put(TrailName="selecting", AggregationConfigurations=[])["TrailARN"], self.arn)
        self.assertEqual(error_code(put, TrailName="selecting", MaxEventSize="Large"), "InvalidParameterCombinationException")
        self.assertEqual(error_code(put, TrailName="selecting", AggregationConfigurations=[{"Templates": ["API_ACTIVITY"], "EventCategory": "Data"}]), "UnsupportedOperationException")
        self.assertEqual(error_code(put, AggregationConfigurations=[]), "InvalidParameterCombinationException")
        self.assertEqual(error_code(put, EventDataStore="EXAMPLE", MaxEventSize="Large"), "EventDataStoreNotFoundException")


if __name__ == "__main__":
    unittest.main()
