"""SNS as boto3, an HTTP endpoint and a queue see it."""
import base64
import gzip
import http.server
import json
import pathlib
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

import house
from house import REGION, error_code, wait_for

HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"


def certificate(folder):
    """A certificate of its own for 127.0.0.1, with its key; the files' paths."""
    key, pem = folder / "key", folder / "pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=endpoint",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", pem], check=True, stderr=subprocess.DEVNULL)
    return key, pem


class Endpoint:
    """An HTTP server that keeps what is posted to it, and answers with the next of the statuses it was given."""

    def __init__(self, tls=None):
        outer = self
        self.posts, self.statuses, self.delay = [], [], 0

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.posts.append((self.path, dict(self.headers), body))
                time.sleep(outer.delay)
                self.send_response(outer.statuses.pop(0) if outer.statuses else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.scheme = "https" if tls else "http"
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls[1], tls[0])
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path="/"):
        return f"{self.scheme}://127.0.0.1:{self.server.server_port}{path}"

    def of(self, kind, path=None):
        return [p for p in self.posts if p[1].get("x-amz-sns-message-type") == kind and path in (None, p[0])]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class SnsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        organizations = cls.server.client("management", "organizations")
        cls.accounts = {a["Name"]: a["Id"] for a in organizations.list_accounts()["Accounts"]}
        cls.sns, cls.sqs = cls.server.client("shop", "sns"), cls.server.client("shop", "sqs")
        cls.numbers = iter(range(10_000))

    def topic(self, fifo=False, client=None, **attributes):
        name = f"topic-{next(self.numbers)}" + (".fifo" if fifo else "")
        if fifo:
            attributes["FifoTopic"] = "true"
        return (client or self.sns).create_topic(Name=name, Attributes=attributes)["TopicArn"]

    def queue(self, topic=None, fifo=False, client=None):
        """A queue's URL and ARN; its policy lets the topic send."""
        client = client or self.sqs
        name = f"queue-{next(self.numbers)}" + (".fifo" if fifo else "")
        url = client.create_queue(QueueName=name, Attributes={"FifoQueue": "true"} if fifo else {})["QueueUrl"]
        arn = client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        if topic:
            client.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn,
                "Condition": {"ArnEquals": {"aws:SourceArn": topic}}}]})})
        return url, arn

    def received(self, url, seconds=10, client=None, **request):
        answer = wait_for(lambda: (client or self.sqs).receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"], **request).get("Messages"), seconds)
        for m in answer or []:
            (client or self.sqs).delete_message(QueueUrl=url, ReceiptHandle=m["ReceiptHandle"])
        return answer or []

    def fetch(self, url):
        """An unsigned GET of one of AWS's own addresses, through the server's proxy."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"https": f"http://{self.server.endpoint}"}),
                                             urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(self.server.profiles / "ca.pem"))))
        try:
            with opener.open(url, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as e:
            return e.code, e.read().decode()

    def assert_signed(self, message):
        """Verifies as SNS's documentation tells subscribers to: with the certificate at SigningCertURL."""
        self.assertRegex(message["SigningCertURL"], rf"^https://sns\.{REGION}\.amazonaws\.com/SimpleNotificationService-[0-9a-f]{{32}}\.pem$")
        status, pem = self.fetch(message["SigningCertURL"])
        self.assertEqual(status, 200)
        names = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
        if message["Type"] == "Notification":
            names = [n for n in names if n not in ("SubscribeURL", "Token")]
        text = "".join(f"{n}\n{message[n]}\n" for n in names if n in message)
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "pem").write_text(pem)
            (folder / "text").write_text(text)
            (folder / "signature").write_bytes(base64.b64decode(message["Signature"]))
            key = subprocess.run(["openssl", "x509", "-in", folder / "pem", "-pubkey", "-noout"], check=True, stdout=subprocess.PIPE).stdout
            (folder / "key").write_bytes(key)
            digest = {"1": "-sha1", "2": "-sha256"}[message["SignatureVersion"]]
            verify = ["openssl", "dgst", digest, "-verify", folder / "key", "-signature", folder / "signature"]
            self.assertEqual(subprocess.run([*verify, folder / "text"], stdout=subprocess.DEVNULL).returncode, 0)
            (folder / "text").write_text(text.replace("Timestamp\n2", "Timestamp\n3"))
            self.assertNotEqual(subprocess.run([*verify, folder / "text"], stdout=subprocess.DEVNULL).returncode, 0)

    def refused(self, call, text=None, code="InvalidParameter", **arguments):
        try:
            call(**arguments)
        except Exception as e:
            self.assertEqual(e.response["Error"]["Code"], code, e)
            if text:
                self.assertIn(text, e.response["Error"]["Message"])
            return
        self.fail(f"not refused: {arguments}")


class Topics(SnsTest):
    def test_a_topic_is_made_once(self):
        arn = self.topic(DisplayName="Orders")
        name = arn.rsplit(":", 1)[1]
        self.assertEqual(arn, f"arn:aws:sns:{REGION}:{self.accounts['shop']}:{name}")
        self.assertEqual(self.sns.create_topic(Name=name)["TopicArn"], arn)
        self.assertEqual(self.sns.create_topic(Name=name, Attributes={"DisplayName": "Orders"})["TopicArn"], arn)
        self.refused(self.sns.create_topic, "already exists with different attributes", Name=name, Attributes={"DisplayName": "Other"})
        self.refused(self.sns.create_topic, "already exists with different tags", Name=name, Tags=[{"Key": "a", "Value": "b"}])
        self.assertIn({"TopicArn": arn}, [t for page in self.sns.get_paginator("list_topics").paginate() for t in page["Topics"]])
        self.sns.delete_topic(TopicArn=arn)
        self.sns.delete_topic(TopicArn=arn)
        self.refused(self.sns.get_topic_attributes, "Topic does not exist", "NotFound", TopicArn=arn)
        self.assertNotIn({"TopicArn": arn}, self.sns.list_topics()["Topics"])

    def test_names(self):
        for bad in ("", "a b", "x" * 257, "a.fifo", "ü"):
            self.refused(self.sns.create_topic, Name=bad)
        self.refused(self.sns.create_topic, "must end with .fifo", Name="plain", Attributes={"FifoTopic": "true"})
        self.refused(self.sns.get_topic_attributes, "at least 6 elements, not 1", TopicArn="topic")
        self.refused(self.sns.get_topic_attributes, TopicArn=f"arn:aws:sns:eu-west-1:{self.accounts['shop']}:x")

    def test_attributes(self):
        arn = self.topic()
        first = self.sns.get_topic_attributes(TopicArn=arn)["Attributes"]
        self.assertEqual({k: first[k] for k in ("Owner", "DisplayName", "SubscriptionsConfirmed", "SubscriptionsPending", "SubscriptionsDeleted")},
                         {"Owner": self.accounts["shop"], "DisplayName": "", "SubscriptionsConfirmed": "0", "SubscriptionsPending": "0", "SubscriptionsDeleted": "0"})
        self.assertEqual(json.loads(first["Policy"])["Id"], "__default_policy_ID")
        self.assertEqual(json.loads(first["EffectiveDeliveryPolicy"])["http"]["defaultHealthyRetryPolicy"]["numRetries"], 3)
        set_ = lambda name, value: self.sns.set_topic_attributes(TopicArn=arn, AttributeName=name, AttributeValue=value)
        set_("DisplayName", "D")
        set_("SignatureVersion", "2")
        set_("TracingConfig", "PassThrough")
        set_("KmsMasterKeyId", "alias/aws/sns")
        set_("DeliveryPolicy", json.dumps({"http": {"defaultHealthyRetryPolicy": {"numRetries": 5, "minDelayTarget": 1, "maxDelayTarget": 2}}}))
        now = self.sns.get_topic_attributes(TopicArn=arn)["Attributes"]
        self.assertEqual((now["DisplayName"], now["SignatureVersion"], now["KmsMasterKeyId"]), ("D", "2", "alias/aws/sns"))
        self.assertEqual(json.loads(now["EffectiveDeliveryPolicy"])["http"]["defaultHealthyRetryPolicy"]["numRetries"], 5)
        set_("KmsMasterKeyId", "")
        self.assertNotIn("KmsMasterKeyId", self.sns.get_topic_attributes(TopicArn=arn)["Attributes"])
        for name, value in (("SignatureVersion", "3"), ("Colour", "red"), ("FifoTopic", "true"), ("DeliveryPolicy", "{"), ("ContentBasedDeduplication", "true"),
                            ("HTTPSuccessFeedbackRoleArn", "arn:aws:iam::1:role/x"), ("TracingConfig", "Active"), ("DisplayName", "x" * 101)):
            self.refused(self.sns.set_topic_attributes, TopicArn=arn, AttributeName=name, AttributeValue=value)

    def test_policies(self):
        arn = self.topic()
        policy = lambda **s: json.dumps({"Version": "2012-10-17", "Statement": [dict({"Sid": "x", "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "SNS:Publish", "Resource": arn}, **s)]})
        for bad in ("{", policy(Effect="Maybe"), policy(Principal=None)):
            self.refused(self.sns.set_topic_attributes, TopicArn=arn, AttributeName="Policy", AttributeValue=bad)
        self.refused(self.sns.set_topic_attributes, "out of service scope", TopicArn=arn, AttributeName="Policy", AttributeValue=policy(Action="sqs:SendMessage"))
        other = self.server.client("payments", "sns")
        self.assertEqual(error_code(other.publish, TopicArn=arn, Message="m"), "AuthorizationError")
        self.sns.add_permission(TopicArn=arn, Label="payments", AWSAccountId=[self.accounts["payments"]], ActionName=["Publish"])
        self.assertIn("MessageId", other.publish(TopicArn=arn, Message="m"))
        self.assertEqual(error_code(other.get_topic_attributes, TopicArn=arn), "AuthorizationError")
        self.refused(self.sns.add_permission, "Statement already exists", TopicArn=arn, Label="payments", AWSAccountId=[self.accounts["payments"]], ActionName=["Publish"])
        self.refused(self.sns.add_permission, TopicArn=arn, Label="y", AWSAccountId=["me"], ActionName=["Publish"])
        self.refused(self.sns.add_permission, TopicArn=arn, Label="y", AWSAccountId=[self.accounts["payments"]], ActionName=["Fly"])
        self.sns.remove_permission(TopicArn=arn, Label="payments")
        self.refused(self.sns.remove_permission, code="NotFound", TopicArn=arn, Label="payments")
        self.assertEqual(error_code(other.publish, TopicArn=arn, Message="m"), "AuthorizationError")

    def test_tags(self):
        arn = self.sns.create_topic(Name=f"topic-{next(self.numbers)}", Tags=[{"Key": "a", "Value": "1"}])["TopicArn"]
        self.sns.tag_resource(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}, {"Key": "a", "Value": "3"}])
        tags = lambda: {t["Key"]: t["Value"] for t in self.sns.list_tags_for_resource(ResourceArn=arn)["Tags"]}
        self.assertEqual(tags(), {"a": "3", "b": "2"})
        self.sns.untag_resource(ResourceArn=arn, TagKeys=["a", "none"])
        self.assertEqual(tags(), {"b": "2"})
        self.refused(self.sns.tag_resource, code="TagLimitExceeded", ResourceArn=arn, Tags=[{"Key": str(i), "Value": ""} for i in range(50)])
        self.refused(self.sns.list_tags_for_resource, code="ResourceNotFound", ResourceArn=arn + "x")

    def test_what_is_not_here_says_so(self):
        arn = self.topic()
        self.assertNotIn("DataProtectionPolicy", self.sns.get_data_protection_policy(ResourceArn=arn))
        self.refused(self.sns.put_data_protection_policy, ResourceArn=arn, DataProtectionPolicy="{}")
        self.refused(self.sns.publish, "text messages", PhoneNumber="+15550100", Message="m")
        self.assertEqual(error_code(self.sns.list_platform_applications), "InvalidAction")


class Subscriptions(SnsTest):
    def test_life(self):
        topic = self.topic()
        url, queue = self.queue(topic)
        arn = self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]
        self.assertTrue(arn.startswith(topic + ":"))
        self.assertEqual(self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"], arn)
        self.refused(self.sns.subscribe, "different attributes", TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
        shown = {"SubscriptionArn": arn, "Owner": self.accounts["shop"], "Protocol": "sqs", "Endpoint": queue, "TopicArn": topic}
        self.assertEqual(self.sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"], [shown])
        self.assertIn(shown, self.sns.list_subscriptions()["Subscriptions"])
        attributes = self.sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
        self.assertEqual({k: attributes[k] for k in ("PendingConfirmation", "ConfirmationWasAuthenticated", "RawMessageDelivery")},
                         {"PendingConfirmation": "false", "ConfirmationWasAuthenticated": "true", "RawMessageDelivery": "false"})
        self.assertEqual(self.sns.get_topic_attributes(TopicArn=topic)["Attributes"]["SubscriptionsConfirmed"], "1")
        for client in (self.server.client("payments", "sns"),):
            self.assertEqual(error_code(client.get_subscription_attributes, SubscriptionArn=arn), "AuthorizationError")
            self.assertEqual(error_code(client.unsubscribe, SubscriptionArn=arn), "AuthorizationError")
        self.sns.unsubscribe(SubscriptionArn=arn)
        self.sns.unsubscribe(SubscriptionArn=arn)
        self.refused(self.sns.get_subscription_attributes, code="NotFound", SubscriptionArn=arn)
        self.assertEqual(self.sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"], [])
        self.assertEqual(self.sns.get_topic_attributes(TopicArn=topic)["Attributes"]["SubscriptionsDeleted"], "1")

    def test_endpoints_and_protocols(self):
        topic = self.topic()
        for protocol, endpoint in (("sqs", "queue"), ("http", "https://x/"), ("https", "http://x/"), ("http", "http://"), ("email", "nobody"), ("lambda", "arn:aws:lambda:x"),
                                   ("sms", "+15550100"), ("firehose", "x"), ("application", "x"), ("pigeon", "x"), ("sqs", f"arn:aws:sqs:{REGION}:{self.accounts['shop']}:q.fifo")):
            self.refused(self.sns.subscribe, TopicArn=topic, Protocol=protocol, Endpoint=endpoint)
        self.refused(self.sns.subscribe, code="NotFound", TopicArn=topic + "x", Protocol="email", Endpoint="a@example.com")
        self.assertEqual(self.sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com")["SubscriptionArn"], "pending confirmation")
        self.assertEqual(self.sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"][0]["SubscriptionArn"], "PendingConfirmation")
        fifo = self.topic(fifo=True)
        self.refused(self.sns.subscribe, "Invalid protocol type", TopicArn=fifo, Protocol="http", Endpoint="http://x/")

    def test_attributes(self):
        topic = self.topic()
        url, queue = self.queue(topic)
        arn = self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"FilterPolicyScope": "MessageBody", "FilterPolicy": '{"a":{"b":["c"]}}'})["SubscriptionArn"]
        set_ = lambda name, value: self.sns.set_subscription_attributes(SubscriptionArn=arn, AttributeName=name, AttributeValue=value)
        self.assertEqual(self.sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]["FilterPolicyScope"], "MessageBody")
        set_("FilterPolicy", "{}")
        self.assertNotIn("FilterPolicy", self.sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"])
        set_("FilterPolicyScope", "MessageAttributes")
        for name, value in (("RawMessageDelivery", "yes"), ("FilterPolicy", "["), ("FilterPolicy", '{"a":{"b":["c"]}}'), ("FilterPolicy", '{"a":[{"like":"b"}]}'), ("FilterPolicyScope", "All"),
                            ("RedrivePolicy", "{}"), ("RedrivePolicy", '{"deadLetterTargetArn":"x"}'), ("DeliveryPolicy", "{}"), ("Colour", "red"), ("SubscriptionRoleArn", "x"),
                            ("RedrivePolicy", json.dumps({"deadLetterTargetArn": f"arn:aws:sqs:{REGION}:{self.accounts['payments']}:q"}))):
            self.refused(self.sns.set_subscription_attributes, SubscriptionArn=arn, AttributeName=name, AttributeValue=value)


class Publishing(SnsTest):
    def test_to_a_queue(self):
        topic = self.topic()
        url, queue = self.queue(topic)
        arn = self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]
        sent = self.sns.publish(TopicArn=topic, Message="héllo\n\"x\"", Subject="Greeting", MessageAttributes={
            "kind": {"DataType": "String", "StringValue": "a"}, "n": {"DataType": "Number", "StringValue": "5"}, "b": {"DataType": "Binary", "BinaryValue": b"\0\1"}})
        [m] = self.received(url)
        body = json.loads(m["Body"])
        self.assertEqual({k: body[k] for k in ("Type", "MessageId", "TopicArn", "Subject", "Message", "SignatureVersion")},
                         {"Type": "Notification", "MessageId": sent["MessageId"], "TopicArn": topic, "Subject": "Greeting", "Message": "héllo\n\"x\"", "SignatureVersion": "1"})
        self.assertEqual(body["MessageAttributes"], {"kind": {"Type": "String", "Value": "a"}, "n": {"Type": "Number", "Value": "5"}, "b": {"Type": "Binary", "Value": "AAE="}})
        self.assertEqual(body["UnsubscribeURL"], f"https://sns.{REGION}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={arn}")
        self.assert_signed(body)
        self.sns.set_topic_attributes(TopicArn=topic, AttributeName="SignatureVersion", AttributeValue="2")
        self.sns.publish(TopicArn=topic, Message="m")
        body = json.loads(self.received(url)[0]["Body"])
        self.assertEqual(body["SignatureVersion"], "2")
        self.assert_signed(body)

    def test_raw(self):
        topic = self.topic()
        url, queue = self.queue(topic)
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
        self.sns.publish(TopicArn=topic, Message="plain", Subject="S", MessageAttributes={"k": {"DataType": "String", "StringValue": "v"}})
        [m] = self.received(url)
        self.assertEqual((m["Body"], m["MessageAttributes"]["k"]["StringValue"]), ("plain", "v"))

    def test_across_accounts(self):
        topic = self.topic()
        self.sns.add_permission(TopicArn=topic, Label="p", AWSAccountId=[self.accounts["payments"]], ActionName=["Subscribe"])
        sns, sqs = self.server.client("payments", "sns"), self.server.client("payments", "sqs")
        url, queue = self.queue(topic, client=sqs)
        arn = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]
        self.assertIn(self.accounts["shop"], arn)
        self.assertEqual([s["Owner"] for s in sns.list_subscriptions()["Subscriptions"] if s["SubscriptionArn"] == arn], [self.accounts["payments"]])
        self.sns.publish(TopicArn=topic, Message="over there")
        [m] = self.received(url, client=sqs)
        self.assertEqual(json.loads(m["Body"])["Message"], "over there")
        # The topic's owner subscribes another account's queue: its owner is asked first, by a message.
        url, queue = self.queue(topic, client=sqs)
        self.assertEqual(self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"], "pending confirmation")
        [m] = self.received(url, client=sqs)
        asked = json.loads(m["Body"])
        self.assertEqual(asked["Type"], "SubscriptionConfirmation")
        self.assert_signed(asked)
        self.assertTrue(sns.confirm_subscription(TopicArn=topic, Token=asked["Token"])["SubscriptionArn"].startswith(topic))
        self.sns.publish(TopicArn=topic, Message="now")
        self.assertEqual(json.loads(self.received(url, client=sqs)[0]["Body"])["Message"], "now")

    def test_filters(self):
        topic = self.topic()
        by_attribute, by_body = self.queue(topic), self.queue(topic)
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=by_attribute[1], Attributes={"RawMessageDelivery": "true", "FilterPolicy": json.dumps(
            {"kind": [{"prefix": "or"}, {"anything-but": ["refund", "x"]}], "price": [{"numeric": [">", 10]}]})})
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=by_body[1], Attributes={"RawMessageDelivery": "true", "FilterPolicyScope": "MessageBody", "FilterPolicy": json.dumps(
            {"detail": {"ip": [{"cidr": "10.0.0.0/8"}]}, "$or": [{"a": [1]}, {"b": [{"exists": True}]}]})})
        publish = lambda text, **attributes: self.sns.publish(TopicArn=topic, Message=text, MessageAttributes={
            k: {"DataType": "Number" if isinstance(v, int) else "String", "StringValue": str(v)} for k, v in attributes.items()})
        publish("1", kind="order", price=11)
        publish("2", kind="refund", price=11)
        publish("3", kind="order", price=10)
        publish('{"detail":{"ip":"10.9.8.7"},"b":null}')
        publish('{"detail":{"ip":"11.9.8.7"},"a":1}')
        publish('{"detail":{"ip":"10.9.8.7"},"a":2}')
        self.assertEqual([m["Body"] for m in self.received(by_attribute[0])], ["1"])
        self.assertEqual([m["Body"] for m in self.received(by_body[0])], ['{"detail":{"ip":"10.9.8.7"},"b":null}'])
        time.sleep(0.5)
        self.assertEqual(self.received(by_attribute[0], 0) + self.received(by_body[0], 0), [])

    def test_message_structure(self):
        topic = self.topic()
        url, queue = self.queue(topic)
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
        self.sns.publish(TopicArn=topic, MessageStructure="json", Message='{"default":"d","sqs":"q"}')
        self.assertEqual(self.received(url)[0]["Body"], "q")
        self.sns.publish(TopicArn=topic, MessageStructure="json", Message='{"default":"d","http":"h"}')
        self.assertEqual(self.received(url)[0]["Body"], "d")
        self.refused(self.sns.publish, "No default entry", TopicArn=topic, MessageStructure="json", Message='{"sqs":"q"}')
        self.refused(self.sns.publish, "failed to parse", TopicArn=topic, MessageStructure="json", Message="[]")
        self.refused(self.sns.publish, TopicArn=topic, MessageStructure="xml", Message="x")

    def test_limits(self):
        topic = self.topic()
        self.sns.publish(TopicArn=topic, Message="x" * 262144)
        self.refused(self.sns.publish, "Message too long", TopicArn=topic, Message="x" * 262145)
        self.refused(self.sns.publish, "Message too long", TopicArn=topic, Message="x" * 262143, MessageAttributes={"k": {"DataType": "String", "StringValue": "v"}})
        self.refused(self.sns.publish, "Empty message", TopicArn=topic, Message="")
        for subject in ("x" * 101, "a\nb", "é", ""):
            self.refused(self.sns.publish, "Subject", TopicArn=topic, Message="m", Subject=subject)
        self.refused(self.sns.publish, code="NotFound", TopicArn=topic + "x", Message="m")
        self.refused(self.sns.publish, TopicArn=topic, Message="m", MessageDeduplicationId="d")
        for name, a in (("AWS.x", {"DataType": "String", "StringValue": "v"}), ("a b", {"DataType": "String", "StringValue": "v"}), ("k", {"DataType": "Colour", "StringValue": "v"}),
                        ("k", {"DataType": "Number", "StringValue": "five"}), ("k", {"DataType": "String", "StringValue": ""}), ("k", {"DataType": "String.Array", "StringValue": "x"})):
            self.refused(self.sns.publish, code="ParameterValueInvalid", TopicArn=topic, Message="m", MessageAttributes={name: a})

    def test_batches(self):
        topic = self.topic()
        url, queue = self.queue(topic)
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
        done = self.sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[{"Id": "1", "Message": "one"}, {"Id": "2", "Message": ""}, {"Id": "3", "Message": "three"}])
        self.assertEqual([e["Id"] for e in done["Successful"]], ["1", "3"])
        self.assertEqual([(e["Id"], e["Code"], e["SenderFault"]) for e in done["Failed"]], [("2", "InvalidParameter", True)])
        got = wait_for(lambda: self.__dict__.setdefault("got", []).extend(m["Body"] for m in self.received(url, 0)) or len(self.got) >= 2 and self.got)
        self.assertEqual(sorted(got), ["one", "three"])
        entry = lambda i, text="m": {"Id": i, "Message": text}
        for code, entries in (("EmptyBatchRequest", []), ("TooManyEntriesInBatchRequest", [entry(str(i)) for i in range(11)]), ("BatchEntryIdsNotDistinct", [entry("a"), entry("a")]),
                              ("InvalidBatchEntryId", [entry("a b")]), ("BatchRequestTooLong", [entry("a", "x" * 200_000), entry("b", "x" * 100_000)])):
            self.refused(self.sns.publish_batch, code=code, TopicArn=topic, PublishBatchRequestEntries=entries)

    def test_fifo(self):
        topic = self.topic(fifo=True, ContentBasedDeduplication="true")
        url, queue = self.queue(topic, fifo=True)
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
        sent = [self.sns.publish(TopicArn=topic, Message=str(i), MessageGroupId="g") for i in range(5)]
        self.assertEqual(sorted(s["SequenceNumber"] for s in sent), [s["SequenceNumber"] for s in sent])
        self.assertEqual(self.sns.publish(TopicArn=topic, Message="0", MessageGroupId="g")["MessageId"], sent[0]["MessageId"])
        got = []
        wait_for(lambda: got.extend(m["Body"] for m in self.received(url, 0)) or len(got) >= 5)
        self.assertEqual(got, ["0", "1", "2", "3", "4"])
        self.refused(self.sns.publish, "MessageGroupId parameter is required", TopicArn=topic, Message="m")
        plain = self.topic(fifo=True)
        self.refused(self.sns.publish, "ContentBasedDeduplication enabled", TopicArn=plain, Message="m", MessageGroupId="g")

    def test_what_a_queue_refuses_goes_to_the_dead_letter_queue(self):
        topic = self.topic()
        url, queue = self.queue()                 # its policy lets nobody send
        dead_url, dead = self.queue(topic)
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": dead})})
        sent = self.sns.publish(TopicArn=topic, Message="m")
        [m] = self.received(dead_url)
        self.assertEqual(json.loads(m["Body"])["MessageId"], sent["MessageId"])
        self.assertEqual(self.received(url, 0), [])

    def test_encrypted_topics(self):
        kms = self.server.client("shop", "kms")
        key = kms.create_key()["KeyMetadata"]["Arn"]
        topic = self.topic(KmsMasterKeyId=key)
        url, queue = self.queue(topic)
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
        self.sns.publish(TopicArn=topic, Message="secret")
        self.assertEqual(self.received(url)[0]["Body"], "secret")
        events = wait_for(lambda: [json.loads(e["CloudTrailEvent"]) for e in self.server.client("shop", "cloudtrail").lookup_events(
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "GenerateDataKey"}])["Events"] if topic in e["CloudTrailEvent"]])
        self.assertEqual(events[0]["requestParameters"]["encryptionContext"], {"aws:sns:topicArn": topic})
        self.assertEqual(events[0]["userIdentity"]["invokedBy"], "sns.amazonaws.com")
        kms.disable_key(KeyId=key)
        self.assertEqual(error_code(self.sns.publish, TopicArn=topic, Message="m"), "KMSDisabled")
        self.sns.set_topic_attributes(TopicArn=topic, AttributeName="KmsMasterKeyId", AttributeValue="alias/nowhere")
        self.assertEqual(error_code(self.sns.publish, TopicArn=topic, Message="m"), "KMSNotFound")
        self.sns.set_topic_attributes(TopicArn=topic, AttributeName="KmsMasterKeyId", AttributeValue="alias/aws/sns")
        self.sns.publish(TopicArn=topic, Message="managed")
        self.assertEqual(self.received(url)[0]["Body"], "managed")


class Endpoints(SnsTest):
    def setUp(self):
        self.endpoint = Endpoint()
        self.addCleanup(self.endpoint.close)

    def confirmed(self, topic, path="/", **attributes):
        before = len(self.endpoint.of("SubscriptionConfirmation", path))
        self.assertEqual(self.sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=self.endpoint.url(path), Attributes=attributes)["SubscriptionArn"], "pending confirmation")
        wait_for(lambda: len(self.endpoint.of("SubscriptionConfirmation", path)) > before)
        asked = json.loads(self.endpoint.of("SubscriptionConfirmation", path)[-1][2])
        return self.sns.confirm_subscription(TopicArn=topic, Token=asked["Token"])["SubscriptionArn"], asked

    def test_confirmation_by_the_link(self):
        topic = self.topic()
        self.sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=self.endpoint.url("/in?x=1"))
        [(path, headers, body)] = wait_for(lambda: self.endpoint.of("SubscriptionConfirmation"))
        asked = json.loads(body)
        self.assertEqual((path, headers["x-amz-sns-topic-arn"], headers["x-amz-sns-message-id"]), ("/in?x=1", topic, asked["MessageId"]))
        self.assertEqual((headers["Content-Type"], headers["User-Agent"]), ("text/plain; charset=UTF-8", "Amazon Simple Notification Service Agent"))
        self.assertNotIn("x-amz-sns-subscription-arn", headers)
        self.assert_signed(asked)
        self.sns.publish(TopicArn=topic, Message="too early")
        status, _ = self.fetch(asked["SubscribeURL"].replace(asked["Token"], "0" * 192))
        self.assertEqual(status, 400)
        status, answer = self.fetch(asked["SubscribeURL"])
        self.assertEqual(status, 200, answer)
        arn = answer.split("<SubscriptionArn>")[1].split("<")[0]
        self.assertEqual(self.sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]["ConfirmationWasAuthenticated"], "false")
        self.sns.publish(TopicArn=topic, Message="hello")
        [(_, headers, body)] = wait_for(lambda: self.endpoint.of("Notification"))
        self.assertEqual((headers["x-amz-sns-subscription-arn"], json.loads(body)["Message"]), (arn, "hello"))
        self.assert_signed(json.loads(body))
        # The link in the message ends it; the endpoint is told, and may take it back.
        status, _ = self.fetch(json.loads(body)["UnsubscribeURL"])
        self.assertEqual(status, 200)
        [(_, _, body)] = wait_for(lambda: self.endpoint.of("UnsubscribeConfirmation"))
        self.assert_signed(json.loads(body))
        self.sns.publish(TopicArn=topic, Message="unheard")
        self.assertEqual(self.fetch(json.loads(body)["SubscribeURL"])[0], 200)
        self.sns.publish(TopicArn=topic, Message="again")
        wait_for(lambda: len(self.endpoint.of("Notification")) == 2)
        self.assertEqual([json.loads(p[2])["Message"] for p in self.endpoint.of("Notification")], ["hello", "again"])
        records = wait_for(lambda: [e for e in self.server.client("shop", "cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "Unsubscribe"}])["Events"]
                                    if arn in e["CloudTrailEvent"]])
        self.assertEqual(json.loads(records[0]["CloudTrailEvent"])["userIdentity"]["accountId"], "anonymous")

    def test_unsigned_requests_for_anything_else(self):
        topic = self.topic()
        for query in (f"Action=DeleteTopic&TopicArn={topic}", f"Action=Publish&TopicArn={topic}&Message=m", f"Action=Unsubscribe&Action=DeleteTopic&TopicArn={topic}"):
            self.assertIn(self.fetch(f"https://sns.{REGION}.amazonaws.com/?{query}")[0], (400, 403))
        self.assertIn("Attributes", self.sns.get_topic_attributes(TopicArn=topic))
        self.assertEqual(self.fetch(f"https://sns.{REGION}.amazonaws.com/SimpleNotificationService-{'0' * 32}.pem")[0], 403)

    def test_a_subscription_that_needs_a_signature_to_end(self):
        topic = self.topic()
        self.sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=self.endpoint.url())
        asked = json.loads(wait_for(lambda: self.endpoint.of("SubscriptionConfirmation"))[0][2])
        self.assertEqual(self.fetch(asked["SubscribeURL"] + "&AuthenticateOnUnsubscribe=true")[0], 403)
        arn = self.sns.confirm_subscription(TopicArn=topic, Token=asked["Token"], AuthenticateOnUnsubscribe="true")["SubscriptionArn"]
        self.assertEqual(self.fetch(f"https://sns.{REGION}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={arn}")[0], 403)
        self.assertIn("Attributes", self.sns.get_subscription_attributes(SubscriptionArn=arn))

    def test_retries_follow_the_clock_then_the_dead_letter_queue(self):
        topic = self.topic()
        dead_url, dead = self.queue(topic)
        self.confirmed(topic, "/down", RedrivePolicy=json.dumps({"deadLetterTargetArn": dead}),
                       DeliveryPolicy=json.dumps({"healthyRetryPolicy": {"numRetries": 2, "minDelayTarget": 600, "maxDelayTarget": 600}, "requestPolicy": {"headerContentType": "application/json"}}))
        self.endpoint.statuses = [503, 429, 500]
        sent = self.sns.publish(TopicArn=topic, Message="m")
        tries = lambda: self.endpoint.of("Notification", "/down")
        wait_for(tries)
        time.sleep(0.5)
        self.assertEqual(len(tries()), 1)         # the clock has not moved
        wait_for(lambda: self.server.advance("10m") and len(tries()) == 3)
        self.assertEqual({t[1]["x-amz-sns-message-id"] for t in tries()}, {sent["MessageId"]})
        self.assertEqual(tries()[0][1]["Content-Type"], "application/json")
        [m] = self.received(dead_url)
        self.assertEqual(json.loads(m["Body"])["MessageId"], sent["MessageId"])

    def test_credentials_in_the_address(self):
        topic = self.topic()
        self.sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=self.endpoint.url("/in").replace("http://", "http://me:pass%20word@"))
        [(_, headers, _)] = wait_for(lambda: self.endpoint.of("SubscriptionConfirmation"))
        self.assertEqual(base64.b64decode(headers["Authorization"].split()[1]), b"me:pass word")
        [shown] = self.sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
        self.assertIn("http://me:****@127.0.0.1", shown["Endpoint"])
        [event] = wait_for(lambda: [e["CloudTrailEvent"] for e in self.server.client("shop", "cloudtrail").lookup_events(
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "Subscribe"}])["Events"] if topic in e["CloudTrailEvent"]])
        self.assertIn("me:****@", event)
        self.assertNotIn("pass%20word", event)

    def test_what_an_endpoint_refuses_is_not_tried_again(self):
        topic = self.topic()
        dead_url, dead = self.queue(topic)
        self.confirmed(topic, "/no", RedrivePolicy=json.dumps({"deadLetterTargetArn": dead}))
        self.endpoint.statuses = [404]
        self.sns.publish(TopicArn=topic, Message="m")
        self.assertEqual(len(self.received(dead_url)), 1)
        self.assertEqual(len(self.endpoint.of("Notification", "/no")), 1)

    def test_a_slow_endpoint_holds_up_no_other(self):
        slow = Endpoint()
        self.addCleanup(slow.close)
        topic, other = self.topic(), self.topic()
        self.sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=slow.url())
        asked = json.loads(wait_for(lambda: slow.of("SubscriptionConfirmation"))[0][2])
        self.sns.confirm_subscription(TopicArn=topic, Token=asked["Token"])
        self.confirmed(other, "/quick", RawMessageDelivery="true")
        slow.delay = 2
        for i in range(20):
            self.sns.publish(TopicArn=topic, Message=str(i))
        self.sns.publish(TopicArn=other, Message="quick")
        [(_, headers, body)] = wait_for(lambda: self.endpoint.of("Notification", "/quick"))
        self.assertLess(len(slow.of("Notification")), 20)
        self.assertEqual((body, headers["x-amz-sns-rawdelivery"]), ("quick", "true"))
        self.sns.delete_topic(TopicArn=topic)

    def test_unconfirmed_subscriptions_expire(self):
        topic = self.topic()
        self.sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=self.endpoint.url("/never"))
        asked = json.loads(wait_for(lambda: self.endpoint.of("SubscriptionConfirmation", "/never"))[0][2])
        self.assertEqual(self.sns.get_topic_attributes(TopicArn=topic)["Attributes"]["SubscriptionsPending"], "1")
        self.server.advance("49h")
        wait_for(lambda: not self.sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"])
        self.refused(self.sns.confirm_subscription, "Token", TopicArn=topic, Token=asked["Token"])


class Tls(unittest.TestCase):
    def test_endpoints_must_have_a_certificate_that_is_trusted(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "other").mkdir()
            tls, other = certificate(folder), certificate(folder / "other")
            trusted, stranger = Endpoint(tls), Endpoint(other)
            self.addCleanup(trusted.close)
            self.addCleanup(stranger.close)
            with house.environment(SSL_CERT_FILE=str(tls[1])), house.Server() as server:
                sns = server.client("shop", "sns")
                topic = sns.create_topic(Name="t")["TopicArn"]
                for endpoint in (stranger, trusted):
                    sns.subscribe(TopicArn=topic, Protocol="https", Endpoint=endpoint.url())
                self.assertTrue(wait_for(lambda: trusted.of("SubscriptionConfirmation")))
                server.advance("1m")
                time.sleep(0.5)
                self.assertEqual(stranger.posts, [])


class Restart(unittest.TestCase):
    def test_what_is_owed_outlives_the_server(self):
        endpoint = Endpoint()
        self.addCleanup(endpoint.close)
        with house.temporary_home() as home:
            with house.Server(home=home) as server:
                sns = server.client("shop", "sns")
                topic = sns.create_topic(Name="t")["TopicArn"]
                sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=endpoint.url())
                asked = json.loads(wait_for(lambda: endpoint.of("SubscriptionConfirmation"))[0][2])
                sns.confirm_subscription(TopicArn=topic, Token=asked["Token"])
                endpoint.statuses = [503]
                sent = sns.publish(TopicArn=topic, Message="m")
                wait_for(lambda: endpoint.of("Notification"))
                time.sleep(0.3)
            with house.Server(home=home) as server:
                server.advance("1m")
                wait_for(lambda: len(endpoint.of("Notification")) == 2)
            first, second = [json.loads(p[2]) for p in endpoint.of("Notification")]
            self.assertEqual((first["MessageId"], first), (sent["MessageId"], second))      # the signature too


    def test_a_backlog_arrives_once_across_a_crash(self):
        with house.temporary_home() as home:
            server = house.Server(home=home).start()
            self.addCleanup(server.stop)
            sqs, sns = server.client("shop", "sqs"), server.client("shop", "sns")
            topic = sns.create_topic(Name="busy")["TopicArn"]
            urls = [sqs.create_queue(QueueName=f"q{i}")["QueueUrl"] for i in range(3)]
            for url in urls:
                arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
                sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}]})})
                sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
            for n in range(20):
                sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[{"Id": str(i), "Message": f"{n}-{i}"} for i in range(10)])
            server.kill()                                           # in the middle of it
            server.start()
            sqs = server.client("shop", "sqs")
            for url in urls:
                got = []
                while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1 if len(got) >= 200 else 5).get("Messages", []):
                    got += [m["Body"] for m in messages]
                self.assertEqual(sorted(got), sorted(f"{n}-{i}" for n in range(20) for i in range(10)))


class Records(SnsTest):
    def event(self, name, text):
        found = wait_for(lambda: [json.loads(e["CloudTrailEvent"]) for e in self.server.client("shop", "cloudtrail").lookup_events(
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])["Events"] if text in e["CloudTrailEvent"]])
        return found[0]

    def test_control_operations(self):
        topic = self.topic(DisplayName="D")
        event = self.event("CreateTopic", topic)
        self.assertEqual((event["eventSource"], event["requestParameters"], event["responseElements"], event["managementEvent"], event["readOnly"]),
                         ("sns.amazonaws.com", {"name": topic.rsplit(":", 1)[1], "attributes": {"DisplayName": "D"}}, {"topicArn": topic}, True, False))
        error_code(self.sns.get_topic_attributes, TopicArn=topic + "x")
        event = self.event("GetTopicAttributes", topic + "x")
        self.assertEqual((event["errorCode"], event["errorMessage"], event["responseElements"]), ("NotFoundException", "Topic does not exist", None))

    def test_publishing_is_a_data_event_without_what_it_says(self):
        s3, ct = self.server.client("shop", "s3"), self.server.client("shop", "cloudtrail")
        s3.create_bucket(Bucket="shop-trail")
        s3.put_bucket_policy(Bucket="shop-trail", Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": ["s3:GetBucketAcl", "s3:PutObject"], "Resource": ["arn:aws:s3:::shop-trail", "arn:aws:s3:::shop-trail/*"]}]}))
        ct.create_trail(Name="data", S3BucketName="shop-trail")
        ct.put_event_selectors(TrailName="data", AdvancedEventSelectors=[{"Name": "sns", "FieldSelectors": [
            {"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::SNS::Topic"]}]}])
        ct.start_logging(Name="data")
        topic = self.topic()
        self.sns.publish(TopicArn=topic, Message="a secret", Subject="another", MessageAttributes={"k": {"DataType": "String", "StringValue": "third"}})
        self.sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[{"Id": "1", "Message": "a secret"}])
        self.server.control("flush")
        records = [r for o in s3.list_objects_v2(Bucket="shop-trail")["Contents"] if o["Key"].endswith(".gz")
                   for r in json.loads(gzip.decompress(s3.get_object(Bucket="shop-trail", Key=o["Key"])["Body"].read()))["Records"]]
        by_name = {r["eventName"]: r for r in records}
        self.assertEqual(by_name["Publish"]["requestParameters"], {"topicArn": topic, "message": HIDDEN, "subject": HIDDEN, "messageAttributes": HIDDEN})
        self.assertEqual(by_name["PublishBatch"]["requestParameters"], {"topicArn": topic, "publishBatchRequestEntries": [{"id": "1", "message": HIDDEN}]})
        self.assertEqual((by_name["Publish"]["resources"], by_name["Publish"]["eventCategory"], by_name["Publish"]["managementEvent"]),
                         ([{"accountId": self.accounts["shop"], "type": "AWS::SNS::Topic", "ARN": topic}], "Data", False))
        self.assertIn("messageId", by_name["Publish"]["responseElements"])
        self.assertNotIn("secret", json.dumps(records))


class TrailNotices(SnsTest):
    """CloudTrail tells a trail's topic of the files it delivers."""

    def setUp(self):
        self.ct, self.s3 = self.server.client("shop", "cloudtrail"), self.server.client("shop", "s3")
        self.bucket = f"trail-bucket-{next(self.numbers)}"
        self.s3.create_bucket(Bucket=self.bucket)
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": ["s3:GetBucketAcl", "s3:PutObject"],
            "Resource": [f"arn:aws:s3:::{self.bucket}", f"arn:aws:s3:::{self.bucket}/*"]}]}))
        self.name = f"trail-{next(self.numbers)}"
        self.trail = f"arn:aws:cloudtrail:{REGION}:{self.accounts['shop']}:trail/{self.name}"
        self.addCleanup(lambda: error_code(self.ct.delete_trail, Name=self.name))

    def let_in(self, topic, client=None, source=None):
        (client or self.sns).set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "SNS:Publish", "Resource": topic,
            "Condition": {"StringEquals": {"aws:SourceArn": source or self.trail}}}]}))

    def raw_queue(self, topic, client_of="shop"):
        url, queue = self.queue(topic, client=self.server.client(client_of, "sqs"))
        self.server.client(client_of, "sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
        return url

    def test_from_the_topic_to_the_file(self):
        topic = self.topic()
        create = dict(Name=self.name, S3BucketName=self.bucket)
        self.refused(self.ct.create_trail, "SNS Topic does not exist or the topic policy is incorrect!", "InsufficientSnsTopicPolicyException", **create, SnsTopicName=topic)
        self.let_in(topic, source=self.trail + "x")
        self.refused(self.ct.create_trail, code="InsufficientSnsTopicPolicyException", **create, SnsTopicName=topic)
        self.refused(self.ct.create_trail, code="InsufficientSnsTopicPolicyException", **create, SnsTopicName="nowhere")
        for bad in ("a b", "x" * 257, "arn:aws:sqs:us-east-1:123456789012:q", "arn:aws:sns:us-east-1:123456789012:a.fifo"):
            self.refused(self.ct.create_trail, code="InvalidSnsTopicNameException", **create, SnsTopicName=bad)
        self.let_in(topic)
        url = self.raw_queue(topic)
        made = self.ct.create_trail(**create, SnsTopicName=topic.rsplit(":", 1)[1])
        self.assertEqual((made["SnsTopicName"], made["SnsTopicARN"]), (topic.rsplit(":", 1)[1], topic))
        self.assertEqual(self.received(url)[0]["Body"], "CloudTrail validation message.")
        self.assertEqual(self.ct.get_trail(Name=self.name)["Trail"]["SnsTopicARN"], topic)
        self.ct.start_logging(Name=self.name)
        self.s3.list_buckets()
        self.server.control("flush")
        [m] = self.received(url)
        notice = json.loads(m["Body"])
        self.assertEqual(set(notice), {"s3Bucket", "s3ObjectKey"})
        self.assertEqual(notice["s3Bucket"], self.bucket)
        there = {o["Key"] for o in self.s3.list_objects_v2(Bucket=self.bucket)["Contents"]}
        self.assertTrue(notice["s3ObjectKey"] and set(notice["s3ObjectKey"]) <= there, notice)
        self.assertIn(f"/CloudTrail/{REGION}/", notice["s3ObjectKey"][0])
        status = self.ct.get_trail_status(Name=self.name)
        self.assertIn("LatestNotificationTime", status)
        self.assertEqual(status["LatestNotificationAttemptSucceeded"], status["LatestNotificationAttemptTime"])
        self.assertNotIn("LatestNotificationError", status)

        # A topic that refuses is told later, of what it has missed.
        self.let_in(topic, source="arn:aws:cloudtrail:us-east-1:123456789012:trail/other")
        self.s3.list_buckets()
        self.server.control("flush")
        self.assertEqual(self.ct.get_trail_status(Name=self.name)["LatestNotificationError"], "AuthorizationError")
        self.assertEqual(self.received(url, 0), [])
        self.let_in(topic)
        self.server.control("flush")
        missed = json.loads(self.received(url)[0]["Body"])["s3ObjectKey"]
        self.assertFalse(set(missed) & set(notice["s3ObjectKey"]))
        self.assertNotIn("LatestNotificationError", self.ct.get_trail_status(Name=self.name))

        # Without a topic there are no notices.
        self.assertNotIn("SnsTopicARN", self.ct.update_trail(Name=self.name, SnsTopicName=""))
        self.received(url, 0)
        self.s3.list_buckets()
        self.server.control("flush")
        self.assertEqual(self.received(url, 0), [])

    def test_a_topic_of_another_account_under_a_key(self):
        audit, kms = self.server.client("audit", "sns"), self.server.client("audit", "kms")
        key = kms.create_key()["KeyMetadata"]
        topic = self.topic(client=audit, KmsMasterKeyId=key["KeyId"])
        self.let_in(topic, client=audit)
        create = dict(Name=self.name, S3BucketName=self.bucket, SnsTopicName=topic)
        self.refused(self.ct.create_trail, code="InsufficientEncryptionPolicyException", **create)
        kms.put_key_policy(KeyId=key["KeyId"], PolicyName="default", Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{self.accounts['audit']}:root"}, "Action": "kms:*", "Resource": "*"},
            {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": ["kms:GenerateDataKey*", "kms:Decrypt"], "Resource": "*"}]}))
        url = self.raw_queue(topic, "audit")
        self.ct.create_trail(**create)
        sqs = self.server.client("audit", "sqs")
        self.assertEqual(self.received(url, client=sqs)[0]["Body"], "CloudTrail validation message.")
        self.ct.start_logging(Name=self.name)
        self.s3.list_buckets()
        self.server.control("flush")
        self.assertEqual(json.loads(self.received(url, client=sqs)[0]["Body"])["s3Bucket"], self.bucket)


if __name__ == "__main__":
    unittest.main()
