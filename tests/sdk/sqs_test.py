"""SQS as boto3 sees it, in whichever of its two protocols the installed one speaks, and as plain HTTP does in both."""
import hashlib
import json
import struct
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

import botocore
import botocore.auth
import botocore.awsrequest
import botocore.credentials
import botocore.exceptions

import house
from house import REGION, error_code

MODERN = tuple(map(int, botocore.__version__.split(".")[:2])) >= (1, 31)      # speaks JSON, and knows message move tasks
modern = unittest.skipUnless(MODERN, "this boto3 cannot ask for it")
NO_QUEUE = "AWS.SimpleQueueService.NonExistentQueue"
BATCH = "AWS.SimpleQueueService."


def attributes_md5(attributes):
    text = b""
    for name in sorted(attributes):
        a = attributes[name]
        binary = a["DataType"].startswith("Binary")
        value = a["BinaryValue"] if binary else a["StringValue"].encode()
        for part in (name.encode(), a["DataType"].encode()):
            text += struct.pack(">I", len(part)) + part
        text += (b"\2" if binary else b"\1") + struct.pack(">I", len(value)) + value
    return hashlib.md5(text).hexdigest()


def bodies(answer):
    return [m["Body"] for m in answer.get("Messages", [])]


class SqsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        organizations = cls.server.client("management", "organizations")
        cls.accounts = {a["Name"]: a["Id"] for a in organizations.list_accounts()["Accounts"]}
        cls.sqs = cls.server.client("shop", "sqs")
        cls.numbers = iter(range(10_000))

    def queue(self, fifo=False, client=None, **attributes):
        name = f"queue-{next(self.numbers)}" + (".fifo" if fifo else "")
        if fifo:
            attributes["FifoQueue"] = "true"
        return (client or self.sqs).create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def arn(self, url):
        return self.attributes(url, "QueueArn")["QueueArn"]

    def attributes(self, url, *names):
        return self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names or ("All",)))["Attributes"]

    def receive(self, url, n=10, **options):
        return self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=n, AttributeNames=["All"], MessageAttributeNames=["All"], **options)

    def counts(self, url):
        a = self.attributes(url, "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed")
        return tuple(int(a["ApproximateNumberOfMessages" + x]) for x in ("", "NotVisible", "Delayed"))

    def refused(self, code, call, text="", **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        self.assertIn(text, caught.exception.response["Error"]["Message"])
        return caught.exception.response


class Queues(SqsTest):
    def test_made_found_listed_and_deleted(self):
        made = self.sqs.create_queue(QueueName="orders", Attributes={"VisibilityTimeout": "45"}, tags={"team": "shop"})["QueueUrl"]
        self.assertTrue(made.endswith(f"/{self.accounts['shop']}/orders"), made)
        self.assertEqual(self.sqs.get_queue_url(QueueName="orders")["QueueUrl"], made)
        self.assertEqual(self.sqs.create_queue(QueueName="orders", Attributes={"VisibilityTimeout": "45"})["QueueUrl"], made)
        self.assertEqual(self.sqs.create_queue(QueueName="orders")["QueueUrl"], made)
        self.refused("QueueAlreadyExists", self.sqs.create_queue, "different value for attribute VisibilityTimeout", QueueName="orders", Attributes={"VisibilityTimeout": "46"})
        self.assertEqual(self.sqs.list_queue_tags(QueueUrl=made)["Tags"], {"team": "shop"})
        self.sqs.delete_queue(QueueUrl=made)
        response = self.refused(NO_QUEUE, self.sqs.get_queue_url, "The specified queue does not exist", QueueName="orders")
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], 400)
        self.refused(BATCH + "QueueDeletedRecently", self.sqs.create_queue, QueueName="orders")
        self.server.advance("61s")
        self.sqs.create_queue(QueueName="orders")
        with self.assertRaises(self.sqs.exceptions.QueueDoesNotExist):
            self.sqs.send_message(QueueUrl=made + "-none", MessageBody="x")
        self.refused("InvalidAddress", self.sqs.send_message, QueueUrl="https://sqs.us-east-1.amazonaws.com/orders", MessageBody="x")

    def test_names(self):
        for name in ("a b", "x" * 81, "a.b", "fifo.fifo", "ä"):
            self.refused("InvalidParameterValue", self.sqs.create_queue, QueueName=name)
        self.refused("InvalidParameterValue", self.sqs.create_queue, "must end with .fifo", QueueName="plain", Attributes={"FifoQueue": "true"})
        self.refused("InvalidAttributeName", self.sqs.create_queue, QueueName="plain", Attributes={"FifoQueue": "false"})
        self.refused("InvalidAttributeName", self.sqs.create_queue, QueueName="plain", Attributes={"ContentBasedDeduplication": "true"})

    def test_pages(self):
        for i in range(5):
            self.sqs.create_queue(QueueName=f"paged-{i}")
        first = self.sqs.list_queues(QueueNamePrefix="paged-", MaxResults=2)
        self.assertEqual([u[-7:] for u in first["QueueUrls"]], ["paged-0", "paged-1"])
        pages = self.sqs.get_paginator("list_queues").paginate(QueueNamePrefix="paged-", PaginationConfig={"PageSize": 2})
        self.assertEqual(sum(len(p["QueueUrls"]) for p in pages), 5)
        self.assertNotIn("QueueUrls", self.sqs.list_queues(QueueNamePrefix="no-such-"))
        self.assertNotIn("NextToken", self.sqs.list_queues(QueueNamePrefix="paged-"))
        self.refused("InvalidParameterValue", self.sqs.list_queues, MaxResults=1001)

    def test_attributes(self):
        url = self.queue()
        a = self.attributes(url)
        self.assertEqual({k: a[k] for k in ("VisibilityTimeout", "MaximumMessageSize", "MessageRetentionPeriod", "DelaySeconds", "ReceiveMessageWaitTimeSeconds", "SqsManagedSseEnabled",
                                            "ApproximateNumberOfMessages")},
                         {"VisibilityTimeout": "30", "MaximumMessageSize": "1048576", "MessageRetentionPeriod": "345600", "DelaySeconds": "0", "ReceiveMessageWaitTimeSeconds": "0",
                          "SqsManagedSseEnabled": "true", "ApproximateNumberOfMessages": "0"})
        self.assertEqual(a["QueueArn"], f"arn:aws:sqs:{REGION}:{self.accounts['shop']}:{url.rsplit('/', 1)[1]}")
        self.assertNotIn("FifoQueue", a)
        self.assertNotIn("Policy", a)
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "0", "DelaySeconds": "900", "KmsMasterKeyId": "alias/aws/sqs"})
        a = self.attributes(url)
        self.assertEqual((a["VisibilityTimeout"], a["DelaySeconds"], a["KmsMasterKeyId"], a["KmsDataKeyReusePeriodSeconds"], a["SqsManagedSseEnabled"]),
                         ("0", "900", "alias/aws/sqs", "300", "false"))
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"SqsManagedSseEnabled": "true"})
        self.assertNotIn("KmsMasterKeyId", self.attributes(url))
        for name, value in (("VisibilityTimeout", "43201"), ("DelaySeconds", "x"), ("MaximumMessageSize", "1048577"), ("MessageRetentionPeriod", "59"), ("ReceiveMessageWaitTimeSeconds", "21"),
                            ("Policy", "{"), ("Policy", '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}'), ("SqsManagedSseEnabled", "yes")):
            self.refused("InvalidAttributeValue", self.sqs.set_queue_attributes, QueueUrl=url, Attributes={name: value})
        for name in ("Colour", "QueueArn", "FifoQueue"):
            self.refused("InvalidAttributeName", self.sqs.set_queue_attributes, f"Unknown Attribute {name}.", QueueUrl=url, Attributes={name: "1"})
        self.refused("InvalidAttributeName", self.sqs.get_queue_attributes, QueueUrl=url, AttributeNames=["Colour"])
        fifo = self.attributes(self.queue(fifo=True))
        self.assertEqual((fifo["FifoQueue"], fifo["ContentBasedDeduplication"], fifo["DeduplicationScope"], fifo["FifoThroughputLimit"]), ("true", "false", "queue", "perQueue"))
        self.refused("InvalidAttributeValue", self.sqs.create_queue, QueueName="high.fifo", Attributes={"FifoQueue": "true", "FifoThroughputLimit": "perMessageGroupId"})

    def test_tags(self):
        url = self.queue()
        self.assertNotIn("Tags", self.sqs.list_queue_tags(QueueUrl=url))
        self.sqs.tag_queue(QueueUrl=url, Tags={"a": "1", "b": "2"})
        self.sqs.untag_queue(QueueUrl=url, TagKeys=["a", "c"])
        self.assertEqual(self.sqs.list_queue_tags(QueueUrl=url)["Tags"], {"b": "2"})
        self.refused("InvalidParameterValue", self.sqs.tag_queue, QueueUrl=url, Tags={"aws:x": "1"})
        self.refused("InvalidParameterValue", self.sqs.tag_queue, QueueUrl=url, Tags={str(i): "" for i in range(50)})

    def test_purge(self):
        url = self.queue()
        for i in range(3):
            self.sqs.send_message(QueueUrl=url, MessageBody=str(i))
        held = self.receive(url, 1)["Messages"][0]["ReceiptHandle"]
        self.sqs.purge_queue(QueueUrl=url)
        self.assertEqual(self.counts(url), (0, 0, 0))
        self.assertEqual(bodies(self.receive(url)), [])
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=held)
        self.refused(BATCH + "PurgeQueueInProgress", self.sqs.purge_queue, "every 60 seconds", QueueUrl=url)
        self.server.advance("61s")
        self.sqs.purge_queue(QueueUrl=url)


class Messages(SqsTest):
    ATTRIBUTES = {"Name": {"DataType": "String", "StringValue": "v äöü"}, "Count": {"DataType": "Number.int", "StringValue": "-4.2e1"},
                  "Picture": {"DataType": "Binary.gif", "BinaryValue": b"\x00\x01\xff"}}

    def test_sent_received_and_deleted(self):
        url = self.queue()
        trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793"}}
        sent = self.sqs.send_message(QueueUrl=url, MessageBody="hello <&> \t\n\r é €", MessageAttributes=self.ATTRIBUTES, MessageSystemAttributes=trace)
        self.assertEqual(sent["MD5OfMessageBody"], hashlib.md5("hello <&> \t\n\r é €".encode()).hexdigest())
        self.assertEqual(sent["MD5OfMessageAttributes"], attributes_md5(self.ATTRIBUTES))
        self.assertEqual(sent["MD5OfMessageSystemAttributes"], attributes_md5(trace))
        self.assertNotIn("SequenceNumber", sent)
        self.assertEqual(self.counts(url), (1, 0, 0))
        m = self.receive(url)["Messages"][0]
        self.assertEqual((m["MessageId"], m["Body"], m["MD5OfBody"]), (sent["MessageId"], "hello <&> \t\n\r é €", sent["MD5OfMessageBody"]))
        self.assertEqual(m["MessageAttributes"], self.ATTRIBUTES)
        self.assertEqual(m["MD5OfMessageAttributes"], sent["MD5OfMessageAttributes"])
        a = m["Attributes"]
        self.assertEqual((a["ApproximateReceiveCount"], a["AWSTraceHeader"]), ("1", trace["AWSTraceHeader"]["StringValue"]))
        self.assertLessEqual(int(a["SentTimestamp"]), int(a["ApproximateFirstReceiveTimestamp"]))
        self.assertTrue(a["SenderId"])
        self.assertEqual(self.counts(url), (0, 1, 0))
        self.assertEqual(bodies(self.receive(url)), [])
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=m["ReceiptHandle"])
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=m["ReceiptHandle"])
        self.assertEqual(self.counts(url), (0, 0, 0))

    def test_attributes_are_chosen_by_name(self):
        url = self.queue(VisibilityTimeout="0")
        self.sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes={n: {"DataType": "String", "StringValue": n} for n in ("a.b", "a.c", "d")})
        asked = lambda *names: self.sqs.receive_message(QueueUrl=url, MessageAttributeNames=list(names))["Messages"][0]
        self.assertEqual(set(asked("a.*")["MessageAttributes"]), {"a.b", "a.c"})
        some = asked("d", "none")
        self.assertEqual(some["MD5OfMessageAttributes"], attributes_md5({"d": {"DataType": "String", "StringValue": "d"}}))
        plain = self.sqs.receive_message(QueueUrl=url)["Messages"][0]
        self.assertFalse({"Attributes", "MessageAttributes", "MD5OfMessageAttributes"} & set(plain))
        only = self.sqs.receive_message(QueueUrl=url, AttributeNames=["SentTimestamp"])["Messages"][0]
        self.assertEqual(set(only["Attributes"]), {"SentTimestamp"})

    def test_refused_messages(self):
        url = self.queue(MaximumMessageSize="1024")
        send = lambda **more: dict({"QueueUrl": url, "MessageBody": "x"}, **more)
        self.refused("InvalidMessageContents", self.sqs.send_message, **send(MessageBody="\uffff"))
        self.refused("MissingParameter", self.sqs.send_message, **send(MessageBody=""))
        self.refused("InvalidParameterValue", self.sqs.send_message, "shorter than 1024 bytes", **send(MessageBody="x" * 1025))
        self.refused("InvalidParameterValue", self.sqs.send_message, "shorter than 1024 bytes", **send(MessageAttributes={"a": {"DataType": "String", "StringValue": "x" * 1020}}))
        self.refused("InvalidParameterValue", self.sqs.send_message, **send(DelaySeconds=901))
        self.refused("InvalidParameterValue", self.sqs.send_message, **send(MessageDeduplicationId="d"))
        for attribute in ({"DataType": "Text", "StringValue": "x"}, {"DataType": "Number", "StringValue": "x"}, {"DataType": "String", "StringValue": ""},
                          {"DataType": "String", "BinaryValue": b"x"}):
            self.refused("InvalidParameterValue", self.sqs.send_message, **send(MessageAttributes={"a": attribute}))
        for name in ("a..b", ".a", "AWS.x", "a b"):
            self.refused("InvalidParameterValue", self.sqs.send_message, **send(MessageAttributes={name: {"DataType": "String", "StringValue": "x"}}))
        eleven = {f"a{i}": {"DataType": "String", "StringValue": "x"} for i in range(11)}
        self.refused("InvalidParameterValue", self.sqs.send_message, **send(MessageAttributes=eleven))
        self.assertEqual(self.counts(url), (0, 0, 0))
        self.sqs.send_message(**send(MessageBody="x" * 1024))

    def test_a_mebibyte(self):
        url = self.queue()
        body = "0123456789abcdef" * 65536
        self.sqs.send_message(QueueUrl=url, MessageBody=body)
        self.assertEqual(bodies(self.receive(url)), [body])
        self.refused("InvalidParameterValue", self.sqs.send_message, QueueUrl=url, MessageBody=body + "x")
        halves = [{"Id": str(i), "MessageBody": body[: 600_000]} for i in range(2)]
        self.refused(BATCH + "BatchRequestTooLong", self.sqs.send_message_batch, QueueUrl=url, Entries=halves)

    def test_visibility(self):
        url = self.queue()
        self.sqs.send_message(QueueUrl=url, MessageBody="x")
        first = self.receive(url)["Messages"][0]["ReceiptHandle"]
        self.server.advance("31s")
        second = self.receive(url, VisibilityTimeout=600)["Messages"][0]
        self.assertEqual(second["Attributes"]["ApproximateReceiveCount"], "2")
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=first)                   # succeeds and deletes nothing, as AWS documents
        self.assertEqual(self.counts(url), (0, 1, 0))
        self.refused(BATCH + "MessageNotInflight", self.sqs.change_message_visibility, QueueUrl=url, ReceiptHandle=first, VisibilityTimeout=1)
        change = lambda seconds: self.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=second["ReceiptHandle"], VisibilityTimeout=seconds)
        self.server.advance("100s")
        self.assertEqual(bodies(self.receive(url)), [])
        change(10)
        self.server.advance("11s")
        third = self.receive(url)["Messages"][0]["ReceiptHandle"]
        self.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=third, VisibilityTimeout=0)
        self.assertEqual(self.counts(url), (1, 0, 0))
        fourth = self.receive(url)["Messages"][0]["ReceiptHandle"]
        for seconds in (-1, 43201):
            self.refused("InvalidParameterValue", self.sqs.change_message_visibility, QueueUrl=url, ReceiptHandle=fourth, VisibilityTimeout=seconds)
        self.server.advance("5s")
        self.refused("InvalidParameterValue", self.sqs.change_message_visibility, "beyond the limit", QueueUrl=url, ReceiptHandle=fourth, VisibilityTimeout=43200)
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=fourth)
        self.refused("InvalidParameterValue", self.sqs.change_message_visibility, QueueUrl=url, ReceiptHandle=fourth, VisibilityTimeout=1)

    def test_receipt_handles_are_checked(self):
        url, other = self.queue(), self.queue()
        self.sqs.send_message(QueueUrl=url, MessageBody="x")
        handle = self.receive(url)["Messages"][0]["ReceiptHandle"]
        for wrong in ("x", handle[:-8] + "AAAAAAA=", "A" * 2000):
            self.refused("ReceiptHandleIsInvalid", self.sqs.delete_message, QueueUrl=url, ReceiptHandle=wrong)
        self.refused("ReceiptHandleIsInvalid", self.sqs.delete_message, QueueUrl=other, ReceiptHandle=handle)
        self.assertEqual(self.counts(url), (0, 1, 0))

    def test_delays(self):
        url = self.queue(DelaySeconds="60")
        self.sqs.send_message(QueueUrl=url, MessageBody="queue's")
        self.sqs.send_message(QueueUrl=url, MessageBody="own", DelaySeconds=10)
        self.sqs.send_message(QueueUrl=url, MessageBody="none", DelaySeconds=0)
        self.assertEqual(self.counts(url), (1, 0, 2))
        self.assertEqual(bodies(self.receive(url)), ["none"])
        self.server.advance("11s")
        self.assertEqual(bodies(self.receive(url)), ["own"])
        self.server.advance("50s")
        self.assertIn("queue's", bodies(self.receive(url)))

    def test_retention(self):
        url = self.queue(MessageRetentionPeriod="60")
        self.sqs.send_message(QueueUrl=url, MessageBody="old")
        self.server.advance("59s")
        self.sqs.send_message(QueueUrl=url, MessageBody="new")
        self.server.advance("2s")
        self.assertTrue(house.wait_for(lambda: self.counts(url) == (1, 0, 0)))
        self.assertEqual(bodies(self.receive(url)), ["new"])
        longer = self.queue()
        self.sqs.send_message(QueueUrl=longer, MessageBody="x")
        self.server.advance("120s")
        self.sqs.set_queue_attributes(QueueUrl=longer, Attributes={"MessageRetentionPeriod": "60"})
        self.assertEqual(self.counts(longer), (0, 0, 0))

    def test_batches(self):
        url = self.queue(MaximumMessageSize="1024")
        answer = self.sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "a", "MessageBody": "1"}, {"Id": "b", "MessageBody": "x" * 1025}, {"Id": "c", "MessageBody": "\ufffe"},
                                                                   {"Id": "d", "MessageBody": "2", "MessageAttributes": Messages.ATTRIBUTES}])
        self.assertEqual([s["Id"] for s in answer["Successful"]], ["a", "d"])
        self.assertEqual(answer["Successful"][1]["MD5OfMessageAttributes"], attributes_md5(Messages.ATTRIBUTES))
        self.assertEqual([(f["Id"], f["Code"], f["SenderFault"]) for f in answer["Failed"]], [("b", "InvalidParameterValue", True), ("c", "InvalidMessageContents", True)])
        handles = [m["ReceiptHandle"] for m in self.receive(url)["Messages"]]
        changed = self.sqs.change_message_visibility_batch(QueueUrl=url, Entries=[{"Id": "a", "ReceiptHandle": handles[0], "VisibilityTimeout": 0},
                                                                                 {"Id": "b", "ReceiptHandle": "none", "VisibilityTimeout": 0}])
        self.assertEqual(([s["Id"] for s in changed["Successful"]], [(f["Id"], f["Code"]) for f in changed["Failed"]]), (["a"], [("b", "ReceiptHandleIsInvalid")]))
        self.assertEqual(self.counts(url), (1, 1, 0))
        deleted = self.sqs.delete_message_batch(QueueUrl=url, Entries=[{"Id": str(i), "ReceiptHandle": h} for i, h in enumerate(handles)])
        self.assertEqual([s["Id"] for s in deleted["Successful"]], ["0", "1"])
        self.assertEqual(self.counts(url), (0, 0, 0))
        entry = lambda i: {"Id": i, "MessageBody": "x"}
        for code, entries in (("EmptyBatchRequest", []), ("TooManyEntriesInBatchRequest", [entry(str(i)) for i in range(11)]), ("BatchEntryIdsNotDistinct", [entry("a"), entry("a")]),
                              ("InvalidBatchEntryId", [entry("a b")])):
            if entries or MODERN:
                self.refused(BATCH + code, self.sqs.send_message_batch, QueueUrl=url, Entries=entries)

    def test_limits_of_receiving(self):
        url = self.queue()
        for options in ({"MaxNumberOfMessages": 0}, {"MaxNumberOfMessages": 11}, {"VisibilityTimeout": 43201}, {"WaitTimeSeconds": 21}, {"WaitTimeSeconds": -1},
                        {"ReceiveRequestAttemptId": "x"}):
            self.refused("InvalidParameterValue", self.sqs.receive_message, QueueUrl=url, **options)
        self.refused("InvalidAttributeName", self.sqs.receive_message, QueueUrl=url, AttributeNames=["Colour"])
        for i in range(25):
            self.sqs.send_message(QueueUrl=url, MessageBody=str(i))
        seen = [b for _ in range(3) for b in bodies(self.receive(url))]
        self.assertEqual(seen, [str(i) for i in range(25)])


class LongPolling(SqsTest):
    def test_waits_until_a_message_comes(self):
        url = self.queue()
        answers = []
        other = self.server.client("shop", "sqs")
        thread = threading.Thread(target=lambda: answers.append(other.receive_message(QueueUrl=url, WaitTimeSeconds=15)))
        thread.start()
        time.sleep(0.5)
        self.assertFalse(answers)
        self.sqs.send_message(QueueUrl=url, MessageBody="at last")
        thread.join(10)
        self.assertEqual(bodies(answers[0]), ["at last"])

    def test_waits_for_its_time_and_no_longer(self):
        url = self.queue(ReceiveMessageWaitTimeSeconds="1")
        begun = time.monotonic()
        self.assertEqual(bodies(self.sqs.receive_message(QueueUrl=url)), [])
        self.assertGreaterEqual(time.monotonic() - begun, 0.9)
        self.assertEqual(bodies(self.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=0)), [])

    def test_what_becomes_visible_is_not_missed(self):
        url = self.queue()
        self.sqs.send_message(QueueUrl=url, MessageBody="later", DelaySeconds=1)
        self.assertEqual(bodies(self.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)), ["later"])
        moved = self.queue()
        self.sqs.send_message(QueueUrl=moved, MessageBody="by the clock", DelaySeconds=600)
        answers = []
        other = self.server.client("shop", "sqs")
        thread = threading.Thread(target=lambda: answers.append(other.receive_message(QueueUrl=moved, WaitTimeSeconds=15)))
        thread.start()
        time.sleep(0.3)
        self.server.advance("601s")
        thread.join(10)
        self.assertEqual(bodies(answers[0]), ["by the clock"])

    def test_many_wait_without_holding_others_up(self):
        url, busy = self.queue(), self.queue()
        clients = [self.server.client("shop", "sqs") for _ in range(12)]
        answers = []
        threads = [threading.Thread(target=lambda c=c: answers.append(c.receive_message(QueueUrl=url, WaitTimeSeconds=12))) for c in clients]
        for t in threads:
            t.start()
        time.sleep(0.3)
        for i in range(20):
            self.sqs.send_message(QueueUrl=busy, MessageBody=str(i))
        self.assertEqual(len(bodies(self.receive(busy))), 10)
        for i in range(12):
            self.sqs.send_message(QueueUrl=url, MessageBody=str(i))
        for t in threads:
            t.join(15)
        self.assertEqual(sorted(b for a in answers for b in bodies(a)), sorted(str(i) for i in range(12)))

    def test_stopping_ends_the_wait(self):
        with house.Server() as server:
            sqs = server.client("shop", "sqs")
            url = sqs.create_queue(QueueName="q")["QueueUrl"]
            answers = []
            thread = threading.Thread(target=lambda: answers.append(sqs.receive_message(QueueUrl=url, WaitTimeSeconds=15)))
            thread.start()
            time.sleep(0.3)
            begun = time.monotonic()
            self.assertEqual(server.stop(), 0)
            thread.join(5)
            self.assertLess(time.monotonic() - begun, 5)
            self.assertEqual([bodies(a) for a in answers], [[]])


class Fifo(SqsTest):
    def send(self, url, body, group="g", **more):
        return self.sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=group, **more)

    def delete(self, url, answer):
        for m in answer["Messages"]:
            self.sqs.delete_message(QueueUrl=url, ReceiptHandle=m["ReceiptHandle"])

    def test_groups_in_order(self):
        url = self.queue(fifo=True, ContentBasedDeduplication="true")
        sent = [self.send(url, f"{g}{i}", g)["SequenceNumber"] for i in range(3) for g in "ab"]
        self.assertEqual(sent, sorted(sent))
        self.assertEqual({len(s) for s in sent}, {20})
        first = self.receive(url, 2)
        self.assertEqual(bodies(first), ["a0", "a1"])
        self.assertEqual(first["Messages"][0]["Attributes"]["MessageGroupId"], "a")
        self.assertEqual(first["Messages"][0]["Attributes"]["SequenceNumber"], sent[0])
        self.assertEqual(first["Messages"][0]["Attributes"]["MessageDeduplicationId"], hashlib.sha256(b"a0").hexdigest())
        self.assertEqual(bodies(self.receive(url)), ["b0", "b1", "b2"])           # a is in flight
        self.assertEqual(bodies(self.receive(url)), [])
        self.assertEqual(self.counts(url), (1, 5, 0))
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=first["Messages"][0]["ReceiptHandle"])
        self.assertEqual(bodies(self.receive(url)), [])                           # a1 still is
        self.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=first["Messages"][1]["ReceiptHandle"], VisibilityTimeout=0)
        again = self.receive(url)
        self.assertEqual(bodies(again), ["a1", "a2"])
        self.delete(url, again)
        self.server.advance("31s")
        self.delete(url, self.receive(url))
        self.assertEqual(self.counts(url), (0, 0, 0))

    def test_deduplication(self):
        url = self.queue(fifo=True)
        self.refused("InvalidParameterValue", self.sqs.send_message, "ContentBasedDeduplication enabled", QueueUrl=url, MessageBody="x", MessageGroupId="g")
        self.refused("MissingParameter", self.sqs.send_message, "MessageGroupId", QueueUrl=url, MessageBody="x", MessageDeduplicationId="d")
        self.refused("InvalidParameterValue", self.sqs.send_message, QueueUrl=url, MessageBody="x", MessageGroupId="a b", MessageDeduplicationId="d")
        self.refused("InvalidParameterValue", self.send, url=url, body="x", MessageDeduplicationId="d", DelaySeconds=1)
        first = self.send(url, "one", MessageDeduplicationId="d")
        second = self.send(url, "two", "other", MessageDeduplicationId="d")
        self.assertEqual((first["MessageId"], first["SequenceNumber"]), (second["MessageId"], second["SequenceNumber"]))
        self.assertEqual(second["MD5OfMessageBody"], hashlib.md5(b"two").hexdigest())
        received = self.receive(url)
        self.assertEqual(bodies(received), ["one"])
        self.delete(url, received)
        self.send(url, "three", MessageDeduplicationId="d")                        # remembered beyond the deletion
        self.assertEqual(bodies(self.receive(url)), [])
        self.server.advance("301s")
        self.send(url, "four", MessageDeduplicationId="d")
        self.assertEqual(bodies(self.receive(url)), ["four"])

    def test_deduplication_by_group(self):
        url = self.queue(fifo=True, DeduplicationScope="messageGroup", FifoThroughputLimit="perMessageGroupId", ContentBasedDeduplication="true")
        for group in "aab":
            self.send(url, "same", group)
        self.assertEqual(bodies(self.receive(url)), ["same", "same"])

    def test_receive_attempts(self):
        url = self.queue(fifo=True, ContentBasedDeduplication="true")
        for i in range(3):
            self.send(url, str(i))
        first = self.receive(url, 2, ReceiveRequestAttemptId="try")
        again = self.receive(url, 2, ReceiveRequestAttemptId="try")
        self.assertEqual([m["MessageId"] for m in first["Messages"]], [m["MessageId"] for m in again["Messages"]])
        self.assertEqual(bodies(self.receive(url)), [])
        self.delete(url, again)
        self.assertEqual(bodies(self.receive(url, 2, ReceiveRequestAttemptId="try")), ["2"])

    def test_expired_handles(self):
        url = self.queue(fifo=True, ContentBasedDeduplication="true")
        self.send(url, "x")
        handle = self.receive(url)["Messages"][0]["ReceiptHandle"]
        self.server.advance("31s")
        self.refused("InvalidParameterValue", self.sqs.delete_message, "has expired", QueueUrl=url, ReceiptHandle=handle)
        self.assertEqual(bodies(self.receive(url)), ["x"])

    def test_order_survives_delay_and_restart(self):
        with house.temporary_home() as home:
            server = house.Server(home=home)
            with server:
                sqs = server.client("shop", "sqs")
                url = sqs.create_queue(QueueName="q.fifo", Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"})["QueueUrl"]
                for i in range(5):
                    sqs.send_message(QueueUrl=url, MessageBody=str(i), MessageGroupId="g")
                held = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
            with server:
                sqs = server.client("shop", "sqs")
                self.assertEqual(bodies(sqs.receive_message(QueueUrl=url)), [])
                sqs.delete_message(QueueUrl=url, ReceiptHandle=held)
                self.assertEqual(bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)), ["1", "2", "3", "4"])


class DeadLetters(SqsTest):
    def pair(self, most=2, fifo=False, **attributes):
        dead = self.queue(fifo, **attributes)
        policy = json.dumps({"deadLetterTargetArn": self.arn(dead), "maxReceiveCount": str(most)})
        return self.queue(fifo, RedrivePolicy=policy, VisibilityTimeout="0", **attributes), dead

    def bury(self, url, *messages):
        for body in messages:
            self.sqs.send_message(QueueUrl=url, MessageBody=body)
        while bodies(self.receive(url)):
            pass

    def test_after_its_receives_a_message_moves(self):
        url, dead = self.pair()
        self.bury(url, "poison")
        self.assertEqual((self.counts(url), self.counts(dead)), ((0, 0, 0), (1, 0, 0)))
        m = self.receive(dead)["Messages"][0]
        self.assertEqual((m["Body"], m["Attributes"]["DeadLetterQueueSourceArn"], m["Attributes"]["ApproximateReceiveCount"]), ("poison", self.arn(url), "3"))
        self.assertEqual(self.attributes(url, "RedrivePolicy")["RedrivePolicy"], json.dumps({"deadLetterTargetArn": self.arn(dead), "maxReceiveCount": 2}, separators=(",", ":")))
        self.assertEqual(self.sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"], [url])
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": ""})
        self.assertEqual(self.sqs.list_dead_letter_source_queues(QueueUrl=dead).get("queueUrls", []), [])

    def test_fifo(self):
        url, dead = self.pair(1, fifo=True, ContentBasedDeduplication="true")
        for i in range(3):
            self.sqs.send_message(QueueUrl=url, MessageBody=str(i), MessageGroupId="g")
        self.assertEqual(bodies(self.receive(url, 1)), ["0"])
        self.assertEqual(bodies(self.receive(url, 1)), ["1"])
        self.assertEqual(bodies(self.receive(dead)), ["0"])

    def test_policies_are_checked(self):
        url, dead, fifo = self.queue(), self.queue(), self.queue(fifo=True)
        arn = self.arn(dead)
        for policy in ("x", {}, {"deadLetterTargetArn": arn}, {"deadLetterTargetArn": arn, "maxReceiveCount": 0}, {"deadLetterTargetArn": arn, "maxReceiveCount": 1001},
                       {"deadLetterTargetArn": arn + "-none", "maxReceiveCount": 1}, {"deadLetterTargetArn": self.arn(fifo), "maxReceiveCount": 1},
                       {"deadLetterTargetArn": arn.replace(self.accounts["shop"], self.accounts["payments"]), "maxReceiveCount": 1}):
            self.refused("InvalidParameterValue", self.sqs.set_queue_attributes, QueueUrl=url, Attributes={"RedrivePolicy": policy if policy == "x" else json.dumps(policy)})
        allow = lambda **p: self.sqs.set_queue_attributes(QueueUrl=dead, Attributes={"RedriveAllowPolicy": json.dumps(p)})
        redrive = {"QueueUrl": url, "Attributes": {"RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})}}
        allow(redrivePermission="denyAll")
        self.refused("InvalidParameterValue", self.sqs.set_queue_attributes, **redrive)
        allow(redrivePermission="byQueue", sourceQueueArns=[self.arn(url)])
        self.sqs.set_queue_attributes(**redrive)
        for wrong in ({"redrivePermission": "some"}, {"redrivePermission": "byQueue"}, {"redrivePermission": "allowAll", "sourceQueueArns": [arn]}):
            self.assertEqual(error_code(allow, **wrong), "InvalidParameterValue")

    @modern
    def test_move_tasks(self):
        url, dead = self.pair(1)
        self.bury(url, "a", "b", "c")
        arn = self.arn(dead)
        self.refused("InvalidParameterValue", self.sqs.start_message_move_task, "must be configured as a Dead Letter Queue", SourceArn=self.arn(url))
        self.refused("ResourceNotFoundException", self.sqs.start_message_move_task, SourceArn=arn + "-none")
        self.assertTrue(self.sqs.start_message_move_task(SourceArn=arn)["TaskHandle"])
        task = house.wait_for(lambda: next((t for t in self.sqs.list_message_move_tasks(SourceArn=arn)["Results"] if t["Status"] == "COMPLETED"), None))
        self.assertEqual((task["ApproximateNumberOfMessagesMoved"], task["ApproximateNumberOfMessagesToMove"], task["SourceArn"]), (3, 3, arn))
        self.assertNotIn("TaskHandle", task)
        back = self.receive(url, VisibilityTimeout=30)["Messages"]
        self.assertEqual([(m["Body"], m["Attributes"]["ApproximateReceiveCount"]) for m in back], [("a", "1"), ("b", "1"), ("c", "1")])
        self.assertEqual(self.counts(dead), (0, 0, 0))

    @modern
    def test_move_tasks_have_a_rate_and_can_be_cancelled(self):
        url, dead = self.pair(1)
        self.bury(url, *"abcdef")
        arn, to = self.arn(dead), self.queue()
        handle = self.sqs.start_message_move_task(SourceArn=arn, DestinationArn=self.arn(to), MaxNumberOfMessagesPerSecond=1)["TaskHandle"]
        self.refused(BATCH + "UnsupportedOperation", self.sqs.start_message_move_task, SourceArn=arn)
        moved = self.sqs.cancel_message_move_task(TaskHandle=handle)["ApproximateNumberOfMessagesMoved"]
        self.assertLess(moved, 6)
        self.assertEqual(self.sqs.list_message_move_tasks(SourceArn=arn)["Results"][0]["Status"], "CANCELLED")
        self.refused(BATCH + "UnsupportedOperation", self.sqs.cancel_message_move_task, TaskHandle=handle)
        self.refused("InvalidParameterValue", self.sqs.cancel_message_move_task, TaskHandle="x")
        self.assertEqual(self.counts(dead)[0] + self.counts(to)[0], 6)


class Permissions(SqsTest):
    def allow(self, url, principal, action, **condition):
        statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": self.arn(url), **({"Condition": condition} if condition else {})}
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})})

    def test_other_accounts_need_the_queue_policy(self):
        url = self.queue()
        other = self.server.client("payments", "sqs")
        self.refused("AccessDenied", other.send_message, "not authorized to perform: sqs:SendMessage", QueueUrl=url, MessageBody="x")
        self.allow(url, {"AWS": self.accounts["payments"]}, ["sqs:SendMessage", "sqs:GetQueueUrl", "sqs:SetQueueAttributes"])
        name = url.rsplit("/", 1)[1]
        found = other.get_queue_url(QueueName=name, QueueOwnerAWSAccountId=self.accounts["shop"])["QueueUrl"]
        self.assertEqual(found, url)
        other.send_message(QueueUrl=found, MessageBody="from afar")
        self.refused("AccessDenied", other.receive_message, QueueUrl=url, WaitTimeSeconds=10)
        self.refused("AccessDenied", other.set_queue_attributes, QueueUrl=url, Attributes={"DelaySeconds": "1"})     # never across accounts
        self.assertEqual(bodies(self.receive(url)), ["from afar"])

    def test_add_and_remove_permission(self):
        url = self.queue()
        other = self.server.client("payments", "sqs")
        self.sqs.add_permission(QueueUrl=url, Label="senders", AWSAccountIds=[self.accounts["payments"]], Actions=["SendMessage"])
        other.send_message(QueueUrl=url, MessageBody="x")
        policy = json.loads(self.attributes(url, "Policy")["Policy"])
        self.assertEqual(policy["Statement"], [{"Sid": "senders", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{self.accounts['payments']}:root"},
                                                "Action": "SQS:SendMessage", "Resource": self.arn(url)}])
        more = {"QueueUrl": url, "AWSAccountIds": [self.accounts["payments"]], "Actions": ["*"]}
        self.refused("InvalidParameterValue", self.sqs.add_permission, Label="senders", **more)
        self.refused("InvalidParameterValue", self.sqs.add_permission, Label="x", **dict(more, Actions=["DeleteQueue"]))
        self.refused("InvalidParameterValue", self.sqs.add_permission, Label="x", **dict(more, AWSAccountIds=["12"]))
        self.sqs.add_permission(Label="all", **more)
        self.sqs.remove_permission(QueueUrl=url, Label="senders")
        self.assertEqual([s["Sid"] for s in json.loads(self.attributes(url, "Policy")["Policy"])["Statement"]], ["all"])
        self.refused("InvalidParameterValue", self.sqs.remove_permission, QueueUrl=url, Label="senders")
        self.sqs.remove_permission(QueueUrl=url, Label="all")
        self.refused("AccessDenied", other.send_message, QueueUrl=url, MessageBody="x")

    def test_kms_keys_are_asked_as_the_caller(self):
        kms = self.server.client("shop", "kms")
        key = kms.create_key()["KeyMetadata"]["Arn"]
        url = self.queue(KmsMasterKeyId=key, KmsDataKeyReusePeriodSeconds="60")
        self.sqs.send_message(QueueUrl=url, MessageBody="secret")
        received = self.receive(url, VisibilityTimeout=0)
        self.assertEqual(bodies(received), ["secret"])
        events = self.server.client("shop", "cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "GenerateDataKey"}])["Events"]
        made = next(r for r in (json.loads(e["CloudTrailEvent"]) for e in events) if r["requestParameters"]["encryptionContext"].get("aws:sqs:arn") == self.arn(url))
        self.assertEqual((made["sourceIPAddress"], made["userIdentity"]["invokedBy"]), ("sqs.amazonaws.com", "sqs.amazonaws.com"))
        kms.disable_key(KeyId=key)
        self.sqs.send_message(QueueUrl=url, MessageBody="within the reuse period")
        self.server.advance("61s")
        self.refused("KMS.DisabledException", self.sqs.send_message, QueueUrl=url, MessageBody="x")
        self.refused("KMS.DisabledException", self.sqs.receive_message, QueueUrl=url)
        kms.enable_key(KeyId=key)
        self.assertEqual(bodies(self.receive(url)), ["secret", "within the reuse period"])
        other = self.server.client("payments", "sqs")
        self.allow(url, {"AWS": self.accounts["payments"]}, "sqs:SendMessage")
        self.refused("KMS.AccessDeniedException", other.send_message, QueueUrl=url, MessageBody="x")
        managed = self.queue(KmsMasterKeyId="alias/aws/sqs")
        self.sqs.send_message(QueueUrl=managed, MessageBody="managed")
        self.assertEqual(bodies(self.receive(managed)), ["managed"])


class Records(SqsTest):
    def test_management_and_data_events(self):
        organization = house.Organization(self.server).set_up_trail()
        trails = self.server.client("management", "cloudtrail")
        trails.put_event_selectors(TrailName=organization.TRAIL, AdvancedEventSelectors=[
            {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]},
            {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::SQS::Queue"]}]}])
        url = self.queue()
        self.sqs.send_message(QueueUrl=url, MessageBody="confidential", MessageAttributes={"a": {"DataType": "String", "StringValue": "private"}})
        handle = self.receive(url)["Messages"][0]["ReceiptHandle"]
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)
        error_code(self.sqs.send_message, QueueUrl=url + "-none", MessageBody="confidential")
        self.server.advance("10m")
        self.server.control("flush")
        ours = lambda: [r for r in organization.records("shop") if r["eventSource"] == "sqs.amazonaws.com"]
        house.wait_for(lambda: {"DeleteMessage", "CreateQueue"} <= {r["eventName"] for r in ours()})
        records = {r["eventName"]: r for r in ours() if "errorCode" not in r}
        self.assertTrue(records["CreateQueue"]["managementEvent"])
        sent = records["SendMessage"]
        self.assertEqual((sent["eventCategory"], sent["managementEvent"], sent["readOnly"]), ("Data", False, False))
        self.assertEqual(sent["requestParameters"]["messageBody"], "HIDDEN_DUE_TO_SECURITY_REASONS")
        self.assertEqual(sent["resources"], [{"accountId": self.accounts["shop"], "type": "AWS::SQS::Queue", "ARN": self.arn(url)}])
        self.assertEqual(sent["responseElements"]["mD5OfMessageBody"], hashlib.md5(b"confidential").hexdigest())
        self.assertIsNone(records["ReceiveMessage"]["responseElements"])
        for secret in ("confidential", "private"):
            self.assertNotIn(secret, json.dumps(ours()))


class Protocols(SqsTest):
    """Both protocols by plain HTTP, whichever one boto3 speaks."""

    def post(self, body, headers, path="/", method="POST", timeout=20):
        session = self.server.client("shop", "sqs")
        request = botocore.awsrequest.AWSRequest(method=method, url=f"http://{self.server.endpoint.removeprefix('http://')}{path}", data=body, headers=headers)
        botocore.auth.SigV4Auth(session._request_signer._credentials, "sqs", REGION).add_auth(request)
        prepared = request.prepare()
        sent = urllib.request.Request(prepared.url, data=prepared.body if isinstance(prepared.body, bytes) else (prepared.body or "").encode(), headers=dict(prepared.headers), method=method)
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sent, timeout=timeout) as answer:
                return answer.status, dict(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as e:
            return e.code, dict(e.headers), e.read().decode()

    def json(self, operation, **members):
        status, headers, body = self.post(json.dumps(members), {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"AmazonSQS.{operation}"})
        return status, headers, json.loads(body)

    def query(self, path="/", **fields):
        return self.post(urllib.parse.urlencode({"Version": "2012-11-05", **fields}), {"Content-Type": "application/x-www-form-urlencoded"}, path)

    def test_json(self):
        status, headers, made = self.json("CreateQueue", QueueName="by-json", Attributes={"DelaySeconds": "0"}, tags={"a": "b"})
        self.assertEqual((status, headers["Content-Type"]), (200, "application/x-amz-json-1.0"))
        self.assertTrue(made["QueueUrl"].startswith("http://") and made["QueueUrl"].endswith(f"/{self.accounts['shop']}/by-json"))
        self.assertEqual(self.json("ReceiveMessage", QueueUrl=made["QueueUrl"])[2], {})
        status, headers, error = self.json("SendMessage", QueueUrl=made["QueueUrl"] + "x", MessageBody="x")
        self.assertEqual((status, error["__type"], headers["x-amzn-query-error"]), (400, "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue;Sender"))
        status, headers, error = self.json("SendMessage", QueueUrl=made["QueueUrl"])
        self.assertEqual((status, headers["x-amzn-query-error"]), (400, "MissingParameter;Sender"))
        self.assertEqual(self.json("Nonsense")[0], 400)

    def test_query(self):
        status, headers, body = self.query(Action="CreateQueue", QueueName="by-query", **{"Attribute.1.Name": "VisibilityTimeout", "Attribute.1.Value": "7", "Tag.1.Key": "k", "Tag.1.Value": "v"})
        self.assertEqual((status, headers["Content-Type"]), (200, "text/xml"))
        self.assertIn('<CreateQueueResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><CreateQueueResult><QueueUrl>http://', body)
        path = f"/{self.accounts['shop']}/by-query"
        status, _, body = self.query(path, Action="SendMessage", MessageBody="by path", **{"MessageAttribute.1.Name": "n", "MessageAttribute.1.Value.DataType": "String",
                                                                                           "MessageAttribute.1.Value.StringValue": "v"})
        self.assertEqual(status, 200, body)
        self.assertIn(f"<MD5OfMessageBody>{hashlib.md5(b'by path').hexdigest()}</MD5OfMessageBody>", body)
        status, _, body = self.query(path, Action="ReceiveMessage", **{"AttributeName.1": "All", "MessageAttributeName.1": "All"})
        self.assertIn("<ReceiveMessageResult><Message><MessageId>", body)
        self.assertIn("<MessageAttribute><Name>n</Name><Value><StringValue>v</StringValue><DataType>String</DataType></Value></MessageAttribute>", body)
        self.assertIn("<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>", body)
        status, _, body = self.query(path, Action="GetQueueAttributes", **{"AttributeName.1": "VisibilityTimeout"})
        self.assertIn("<Attribute><Name>VisibilityTimeout</Name><Value>7</Value></Attribute>", body)
        status, _, body = self.query(path + "x", Action="SendMessage", MessageBody="x")
        self.assertEqual(status, 400)
        self.assertIn("<Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>", body)
        self.assertIn("<Code>InvalidAction</Code>", self.query(Action="Nonsense")[2])
        status, _, body = self.post(None, {}, path + "?Action=SendMessage&MessageBody=by%20GET&Version=2012-11-05", "GET")
        self.assertEqual(status, 200, body)

    def test_strangers(self):
        client = self.server.client("shop", "sqs")
        client._request_signer._credentials = botocore.credentials.Credentials("AKIAIOSFODNN7EXAMPLE", "x")
        self.refused("InvalidClientTokenId", client.list_queues)

    def test_the_aws_cli_by_proxy_and_by_endpoint(self):
        for words in ([], ["--endpoint-url", f"http://{self.server.endpoint}"]):
            def run(operation, *more):
                status, out, error = self.server.aws("shop", *words, "sqs", operation, *more, "--output", "json")
                self.assertEqual((status, error), (0, ""), error)
                return json.loads(out or "{}")
            url = run("create-queue", "--queue-name", f"by-cli-{len(words)}", "--attributes", "DelaySeconds=0")["QueueUrl"]
            self.assertIn(url, run("list-queues")["QueueUrls"])
            run("send-message", "--queue-url", url, "--message-body", "hello")
            message = run("receive-message", "--queue-url", url, "--wait-time-seconds", "2")["Messages"][0]
            self.assertEqual(message["Body"], "hello")
            run("delete-message", "--queue-url", url, "--receipt-handle", message["ReceiptHandle"])
            self.assertEqual(run("get-queue-attributes", "--queue-url", url, "--attribute-names", "ApproximateNumberOfMessages"), {"Attributes": {"ApproximateNumberOfMessages": "0"}})
            run("delete-queue", "--queue-url", url)

    def test_a_client_that_hangs_up_leaves_the_message(self):
        url = self.queue()
        with self.assertRaises(OSError):
            self.post(urllib.parse.urlencode({"Action": "ReceiveMessage", "QueueUrl": url, "WaitTimeSeconds": 15}), {"Content-Type": "application/x-www-form-urlencoded"}, timeout=1)
        time.sleep(1)
        self.sqs.send_message(QueueUrl=url, MessageBody="kept")
        time.sleep(0.2)
        self.assertEqual(bodies(self.receive(url)), ["kept"])


if __name__ == "__main__":
    unittest.main()
