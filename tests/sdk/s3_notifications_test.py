"""What happens in a bucket is told to queues, topics and EventBridge, as boto3 sees it."""
import json
import unittest

import botocore.exceptions

import house
from house import error_code, wait_for


class NotificationTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        organizations = cls.server.client("management", "organizations")
        cls.accounts = {a["Name"]: a["Id"] for a in organizations.list_accounts()["Accounts"]}
        cls.shop = cls.accounts["shop"]
        cls.s3, cls.sqs, cls.sns = (cls.server.client("shop", s) for s in ("s3", "sqs", "sns"))
        cls.numbers = iter(range(10_000))

    def bucket(self):
        name = f"told-{next(self.numbers)}"
        self.s3.create_bucket(Bucket=name)
        return name

    def statement(self, bucket, action, resource):
        return json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": action, "Resource": resource,
             "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:s3:::{bucket}"}, "StringEquals": {"aws:SourceAccount": self.shop}}}]})

    def queue(self, bucket, client=None, **attributes):
        client = client or self.sqs
        url = client.create_queue(QueueName=f"queue-{next(self.numbers)}" + (".fifo" if "FifoQueue" in attributes else ""), Attributes=attributes)["QueueUrl"]
        arn = client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        if bucket:
            client.set_queue_attributes(QueueUrl=url, Attributes={"Policy": self.statement(bucket, "sqs:SendMessage", arn)})
        return url, arn

    def configure(self, bucket, **configuration):
        self.s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=configuration)

    def messages(self, url, count, client=None):
        """That many messages, each as JSON."""
        client, out = client or self.sqs, []

        def collect():
            for m in client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
                out.append(json.loads(m["Body"]))
                client.delete_message(QueueUrl=url, ReceiptHandle=m["ReceiptHandle"])
            return len(out) >= count
        self.assertTrue(wait_for(collect, 10), f"only {len(out)} of {count} messages")
        return out

    def events(self, url, count):
        """The test event first, then that many records."""
        found = self.messages(url, count + 1)
        self.assertEqual([m["Event"] for m in found if "Event" in m], ["s3:TestEvent"])
        records = [r for m in found for r in m.get("Records", [])]
        return sorted(records, key=lambda r: r["s3"]["object"]["sequencer"])


class Queues(NotificationTest):
    def test_the_record_of_a_put(self):
        bucket = self.bucket()
        url, arn = self.queue(bucket)
        self.configure(bucket, QueueConfigurations=[{"Id": "mine", "QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}])
        test = self.messages(url, 1)[0]
        self.assertEqual((test["Service"], test["Event"], test["Bucket"]), ("Amazon S3", "s3:TestEvent", bucket))
        put = self.s3.put_object(Bucket=bucket, Key="a folder/é+.txt", Body=b"three")
        record = self.messages(url, 1)[0]["Records"][0]
        self.assertEqual({k: record[k] for k in ("eventVersion", "eventSource", "awsRegion", "eventName")},
                         {"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1", "eventName": "ObjectCreated:Put"})
        self.assertRegex(record["eventTime"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual(record["requestParameters"], {"sourceIPAddress": "127.0.0.1"})
        self.assertEqual(record["responseElements"], {"x-amz-request-id": put["ResponseMetadata"]["RequestId"], "x-amz-id-2": put["ResponseMetadata"]["HostId"]})
        self.assertTrue(record["userIdentity"]["principalId"].startswith("AWS:"))
        s3 = record["s3"]
        self.assertEqual((s3["s3SchemaVersion"], s3["configurationId"]), ("1.0", "mine"))
        self.assertEqual((s3["bucket"]["name"], s3["bucket"]["arn"]), (bucket, f"arn:aws:s3:::{bucket}"))
        sequencer = s3["object"].pop("sequencer")
        self.assertRegex(sequencer, "^[0-9A-F]{18}$")
        self.assertEqual(s3["object"], {"key": "a+folder/%C3%A9%2B.txt", "size": 5, "eTag": put["ETag"].strip('"')})

    def test_every_way_of_making_and_removing(self):
        bucket = self.bucket()
        url, arn = self.queue(bucket)
        self.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        self.configure(bucket, QueueConfigurations=[{"QueueArn": arn, "Events": ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectTagging:*"]}])
        version = self.s3.put_object(Bucket=bucket, Key="k", Body=b"x")["VersionId"]
        self.s3.copy_object(Bucket=bucket, Key="copy", CopySource=f"{bucket}/k")
        upload = self.s3.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]
        part = self.s3.upload_part(Bucket=bucket, Key="parts", UploadId=upload, PartNumber=1, Body=b"part")
        self.s3.complete_multipart_upload(Bucket=bucket, Key="parts", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
        self.s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
        self.s3.delete_object_tagging(Bucket=bucket, Key="k")
        marker = self.s3.delete_object(Bucket=bucket, Key="k")["VersionId"]
        self.s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "k", "VersionId": version}, {"Key": "copy"}]})
        records = self.events(url, 8)
        self.assertEqual([r["eventName"] for r in records], ["ObjectCreated:Put", "ObjectCreated:Copy", "ObjectCreated:CompleteMultipartUpload", "ObjectTagging:Put",
                                                             "ObjectTagging:Delete", "ObjectRemoved:DeleteMarkerCreated", "ObjectRemoved:Delete",
                                                             "ObjectRemoved:DeleteMarkerCreated"])
        objects = [r["s3"]["object"] for r in records]
        self.assertEqual([o["key"] for o in objects], ["k", "copy", "parts", "k", "k", "k", "k", "copy"])
        self.assertEqual((objects[0]["versionId"], objects[5]["versionId"], objects[6]["versionId"]), (version, marker, version))
        self.assertEqual(records[3]["eventVersion"], "2.3")
        self.assertNotIn("size", objects[6])

    def test_filters(self):
        bucket = self.bucket()
        jpg_url, jpg = self.queue(bucket)
        log_url, log = self.queue(bucket)
        keys = lambda *rules: {"Key": {"FilterRules": [{"Name": n, "Value": v} for n, v in rules]}}
        self.configure(bucket, QueueConfigurations=[
            {"QueueArn": jpg, "Events": ["s3:ObjectCreated:*"], "Filter": keys(("prefix", "in/"), ("suffix", ".jpg"))},
            {"QueueArn": log, "Events": ["s3:ObjectCreated:Put"], "Filter": keys(("prefix", "logs/"))}])
        for key in ("in/a.jpg", "in/a.png", "logs/a.jpg", "other"):
            self.s3.put_object(Bucket=bucket, Key=key, Body=b"")
        self.assertEqual([r["s3"]["object"]["key"] for r in self.events(jpg_url, 1)], ["in/a.jpg"])
        self.assertEqual([r["s3"]["object"]["key"] for r in self.events(log_url, 1)], ["logs/a.jpg"])
        kept = self.s3.get_bucket_notification_configuration(Bucket=bucket)["QueueConfigurations"]
        self.assertEqual(kept[0]["Filter"]["Key"]["FilterRules"], [{"Name": "Prefix", "Value": "in/"}, {"Name": "Suffix", "Value": ".jpg"}])

    def test_refused_attempts_are_not_told(self):
        bucket = self.bucket()
        url, arn = self.queue(bucket)
        self.configure(bucket, QueueConfigurations=[{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}])
        self.assertEqual(error_code(self.server.client("payments", "s3").put_object, Bucket=bucket, Key="k", Body=b""), "AccessDenied")
        self.s3.put_object(Bucket=bucket, Key="last", Body=b"")
        self.assertEqual([r["s3"]["object"]["key"] for r in self.events(url, 1)], ["last"])

    def test_an_empty_configuration_ends_it(self):
        bucket = self.bucket()
        url, arn = self.queue(bucket)
        self.configure(bucket, QueueConfigurations=[{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}])
        self.messages(url, 1)
        self.configure(bucket)
        self.s3.put_object(Bucket=bucket, Key="k", Body=b"")
        kept = self.s3.get_bucket_notification_configuration(Bucket=bucket)
        self.assertNotIn("QueueConfigurations", kept)
        self.configure(bucket, QueueConfigurations=[{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}])
        self.assertEqual([m.get("Event") for m in self.messages(url, 1)], ["s3:TestEvent"])


class Topics(NotificationTest):
    def test_by_topic_to_queue(self):
        bucket = self.bucket()
        topic = self.sns.create_topic(Name="buckets")["TopicArn"]
        self.sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=self.statement(bucket, "sns:Publish", topic))
        url, arn = self.queue(None)
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn, "Condition": {"ArnEquals": {"aws:SourceArn": topic}}}]})})
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        self.configure(bucket, TopicConfigurations=[{"TopicArn": topic, "Events": ["s3:ObjectCreated:*"]}])
        self.s3.put_object(Bucket=bucket, Key="k", Body=b"x")
        envelopes = self.messages(url, 2)
        self.assertEqual({e["Subject"] for e in envelopes}, {"Amazon S3 Notification"})
        records = [r for e in envelopes for r in json.loads(e["Message"]).get("Records", [])]
        self.assertEqual([r["eventName"] for r in records], ["ObjectCreated:Put"])


    def test_of_a_trails_files(self):
        """How log processors read a trail: from bucket to topic to queue."""
        bucket = self.bucket()
        topic = self.sns.create_topic(Name="trails")["TopicArn"]
        self.sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=self.statement(bucket, "sns:Publish", topic))
        url, arn = self.queue(None)
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn, "Condition": {"ArnEquals": {"aws:SourceArn": topic}}}]})})
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
        self.s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": ["s3:GetBucketAcl", "s3:PutObject"],
             "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]}]}))
        self.configure(bucket, TopicConfigurations=[{"TopicArn": topic, "Events": ["s3:ObjectCreated:*"], "Filter": {"Key": {"FilterRules": [{"Name": "suffix", "Value": ".json.gz"}]}}}])
        cloudtrail = self.server.client("shop", "cloudtrail")
        cloudtrail.create_trail(Name="told", S3BucketName=bucket)
        cloudtrail.start_logging(Name="told")
        self.server.advance("10m")
        record = next(r for m in self.messages(url, 2) for r in m.get("Records", []))
        self.assertEqual(record["userIdentity"], {"principalId": "AWS:cloudtrail.amazonaws.com"})
        self.s3.head_object(Bucket=bucket, Key=record["s3"]["object"]["key"])
        cloudtrail.delete_trail(Name="told")


class EventBridge(NotificationTest):
    def test_by_rule_to_queue(self):
        bucket = self.bucket()
        url, arn = self.queue(None)
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}]})})
        events = self.server.client("shop", "events")
        events.put_rule(Name="of-buckets", EventPattern=json.dumps({"source": ["aws.s3"], "detail": {"bucket": {"name": [bucket]}}}))
        events.put_targets(Rule="of-buckets", Targets=[{"Id": "q", "Arn": arn}])
        self.configure(bucket, EventBridgeConfiguration={})
        self.assertIn("EventBridgeConfiguration", self.s3.get_bucket_notification_configuration(Bucket=bucket))
        self.s3.put_object(Bucket=bucket, Key="a b", Body=b"x")
        self.s3.delete_object(Bucket=bucket, Key="a b")
        found = {e["detail-type"]: e for e in self.messages(url, 2)}
        made, gone = found["Object Created"], found["Object Deleted"]
        self.assertEqual((made["source"], made["account"], made["region"], made["resources"]), ("aws.s3", self.shop, "us-east-1", [f"arn:aws:s3:::{bucket}"]))
        self.assertEqual((made["detail"]["object"]["key"], made["detail"]["object"]["size"], made["detail"]["reason"], made["detail"]["requester"]),
                         ("a b", 1, "PutObject", self.shop))
        self.assertEqual((gone["detail"]["reason"], gone["detail"]["deletion-type"]), ("DeleteObject", "Permanently Deleted"))


class Refusals(NotificationTest):
    def refusal(self, bucket, **configuration):
        try:
            self.configure(bucket, **configuration)
        except botocore.exceptions.ClientError as e:
            return e.response["Error"]["Code"], e.response["Error"]["Message"]
        return None

    def test_destinations_must_let_this_bucket_in(self):
        bucket = self.bucket()
        cannot = ("InvalidArgument", "Unable to validate the following destination configurations")
        wanted = lambda arn: {"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]}
        url, arn = self.queue(None)
        self.assertEqual(self.refusal(bucket, **wanted(arn)), cannot)
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": self.statement("another-bucket", "sqs:SendMessage", arn)})
        self.assertEqual(self.refusal(bucket, **wanted(arn)), cannot)
        self.assertEqual(self.refusal(bucket, **wanted(arn + "-none")), cannot)
        topic = self.sns.create_topic(Name="closed")["TopicArn"]
        self.assertEqual(self.refusal(bucket, TopicConfigurations=[{"TopicArn": topic, "Events": ["s3:ObjectCreated:*"]}]), cannot)
        self.assertNotIn("QueueConfigurations", self.s3.get_bucket_notification_configuration(Bucket=bucket))
        self.s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=wanted(arn), SkipDestinationValidation=True)
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": self.statement(bucket, "sqs:SendMessage", arn)})
        self.assertIsNone(self.refusal(bucket, **wanted(arn)))

    def test_other_accounts_queues_may_let_it_in(self):
        bucket, payments = self.bucket(), self.server.client("payments", "sqs")
        url, arn = self.queue(bucket, payments)
        self.configure(bucket, QueueConfigurations=[{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}])
        self.s3.put_object(Bucket=bucket, Key="k", Body=b"")
        self.assertEqual(len(self.messages(url, 2, payments)), 2)

    def test_refused_configurations(self):
        bucket = self.bucket()
        url, arn = self.queue(bucket)
        _, second = self.queue(bucket)
        west, far = self.queue(None, self.server.client("shop", "sqs", "eu-west-1"))
        created, filtered = ["s3:ObjectCreated:*"], lambda **f: {"Key": {"FilterRules": [{"Name": n, "Value": v} for n, v in f.items()]}}
        queue = lambda events=created, arn=arn, **more: {"QueueArn": arn, "Events": events, **more}
        for queues, text in (
                ([queue(), queue(["s3:ObjectCreated:Put"], second)], "Configurations overlap. Configurations on the same bucket cannot share a common event type."),
                ([queue(Filter=filtered(prefix="a")), queue(arn=second, Filter=filtered(prefix="ab"))],
                 "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type."),
                ([queue(["s3:ObjectCreated:Sometimes"])], "The event 's3:ObjectCreated:Sometimes' is not supported for notifications"),
                ([queue(Filter=filtered(infix="a"))], "filter rule name must be either prefix or suffix"),
                ([queue(Id="x"), queue(["s3:ObjectRemoved:*"], Id="x")], "Same ID used for multiple configurations. IDs must be unique"),
                ([queue(arn="no-arn")], "The ARN could not be parsed"),
                ([queue(arn=far)], "The notification destination service region is not valid for the bucket location constraint")):
            self.assertEqual(self.refusal(bucket, QueueConfigurations=queues), ("InvalidArgument", text))
        _, fifo = self.queue(None, FifoQueue="true")
        self.assertEqual(self.refusal(bucket, QueueConfigurations=[queue(arn=fifo)])[1], "Unable to validate the following destination configurations")
        function = f"arn:aws:lambda:us-east-1:{self.shop}:function:f"
        self.assertEqual(self.refusal(bucket, LambdaFunctionConfigurations=[{"LambdaFunctionArn": function, "Events": created}])[1],
                         "Unable to validate the following destination configurations")
