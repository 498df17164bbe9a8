"""EventBridge as boto3 sees it: buses, rules, patterns, schedules, targets, and what CloudTrail tells the default bus."""
import http.server
import json
import os
import pathlib
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.request

import boto3
import botocore
import botocore.exceptions

import house
from house import error_code, wait_for

MODERN = tuple(map(int, botocore.__version__.split(".")[:2])) >= (1, 36)
EVENT = {"id": "1", "source": "my.app", "detail-type": "Order", "account": "111122223333", "time": "2026-03-02T10:05:11Z", "region": "us-east-1", "resources": ["arn:one"],
         "detail": {"state": "open", "n": 7, "ip": "10.1.2.3", "tags": ["a", "b"], "deep": {"er": None}, "empty": ""}}


def statement(principal, action, resource, **condition):
    return dict({"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource}, **({"Condition": condition} if condition else {}))


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


EVENTBRIDGE = {"Service": "events.amazonaws.com"}


class EventsTest(unittest.TestCase):
    OPTIONS = {}

    @classmethod
    def setUpClass(cls):
        cls.server = house.Server(**cls.OPTIONS).start()
        cls.addClassCleanup(cls.server.stop)
        organizations = cls.server.client("management", "organizations")
        cls.accounts = {a["Name"]: a["Id"] for a in organizations.list_accounts()["Accounts"]}
        cls.account = cls.accounts["shop"]
        cls.events = cls.server.client("shop", "events")
        cls.sqs = cls.server.client("shop", "sqs")
        cls.numbers = iter(range(10_000))

    def name(self, kind="thing"):
        return f"{kind}-{next(self.numbers)}"

    def queue(self, allowed=True, **attributes):
        """A queue that EventBridge may send to: its URL and ARN."""
        name = self.name("queue") + (".fifo" if attributes.get("FifoQueue") else "")
        arn = f"arn:aws:sqs:us-east-1:{self.account}:{name}"
        if allowed:
            attributes["Policy"] = policy(statement(EVENTBRIDGE, "sqs:SendMessage", arn, ArnLike={"aws:SourceArn": f"arn:aws:events:us-east-1:{self.account}:rule/*"}))
        return self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"], arn

    def receive(self, url, count=1, seconds=10, attributes=False):
        out = []
        end = time.monotonic() + seconds
        while len(out) < count and time.monotonic() < end:
            got = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, MessageAttributeNames=["All"], AttributeNames=["All"])
            for m in got.get("Messages", []):
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=m["ReceiptHandle"])
                out.append(m if attributes else m["Body"])
        return out

    def nothing_more(self, url, seconds=1):
        self.assertEqual(self.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=seconds).get("Messages", []), [])

    def rule(self, pattern=None, events=None, targets=(), name=None, **settings):
        events, name = events or self.events, name or self.name("rule")
        if pattern is not None:
            settings["EventPattern"] = json.dumps(pattern)
        arn = events.put_rule(Name=name, **settings)["RuleArn"]
        if targets:
            bus = {"EventBusName": settings["EventBusName"]} if "EventBusName" in settings else {}
            answer = events.put_targets(Rule=name, Targets=[dict({"Id": f"t{i}"}, **t) for i, t in enumerate(targets)], **bus)
            self.assertEqual((answer["FailedEntryCount"], answer["FailedEntries"]), (0, []))
        return name, arn

    def put(self, source, detail=None, kind="Thing", events=None, **more):
        entry = dict({"Source": source, "DetailType": kind, "Detail": json.dumps(detail if detail is not None else {"a": 1})}, **more)
        answer = (events or self.events).put_events(Entries=[entry])
        self.assertEqual(answer["FailedEntryCount"], 0, answer)
        return answer["Entries"][0]["EventId"]


class Buses(EventsTest):
    def test_life(self):
        e, name = self.events, self.name("bus")
        described = {"Description": "of a test"} if MODERN else {}
        arn = e.create_event_bus(Name=name, Tags=[{"Key": "team", "Value": "blue"}], **described)["EventBusArn"]
        self.assertEqual(arn, f"arn:aws:events:us-east-1:{self.account}:event-bus/{name}")
        self.assertEqual(error_code(e.create_event_bus, Name=name), "ResourceAlreadyExistsException")
        for known in (name, arn):
            answer = e.describe_event_bus(Name=known)
            self.assertEqual((answer["Name"], answer["Arn"], answer.get("Description")), (name, arn, described.get("Description")))
        listed = e.list_event_buses(NamePrefix=name)["EventBuses"]
        self.assertEqual([b["Arn"] for b in listed], [arn])
        self.assertEqual(e.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "team", "Value": "blue"}])
        e.put_rule(Name="r", EventBusName=name, EventPattern='{"source":["x"]}')
        self.assertEqual(error_code(e.delete_event_bus, Name=name), "ValidationException")
        e.delete_rule(Name="r", EventBusName=name)
        e.delete_event_bus(Name=name)
        e.delete_event_bus(Name=name)
        self.assertEqual(error_code(e.describe_event_bus, Name=name), "ResourceNotFoundException")
        self.assertEqual(error_code(e.list_tags_for_resource, ResourceARN=arn), "ResourceNotFoundException")

    def test_the_default_bus_is_there(self):
        west = self.server.client("shop", "events", "eu-west-1")
        self.assertEqual(west.describe_event_bus()["Arn"], f"arn:aws:events:eu-west-1:{self.account}:event-bus/default")
        self.assertEqual([b["Name"] for b in west.list_event_buses()["EventBuses"]], ["default"])
        self.assertEqual(error_code(west.delete_event_bus, Name="default"), "ValidationException")
        self.assertEqual(error_code(west.create_event_bus, Name="default"), "ResourceAlreadyExistsException")

    def test_pages(self):
        west = self.server.client("shop", "events", "eu-west-2")
        for i in range(5):
            west.create_event_bus(Name=f"b{i}")
        names, token = [], {}
        while True:
            page = west.list_event_buses(Limit=2, **token)
            self.assertLessEqual(len(page["EventBuses"]), 2)
            names += [b["Name"] for b in page["EventBuses"]]
            if "NextToken" not in page:
                break
            token = {"NextToken": page["NextToken"]}
        self.assertEqual(names, ["default", "b0", "b1", "b2", "b3", "b4"])
        self.assertEqual(error_code(west.list_event_buses, NextToken="!"), "ValidationException")

    def test_policies(self):
        e, name, other = self.events, self.name("bus"), self.accounts["payments"]
        arn = e.create_event_bus(Name=name)["EventBusArn"]
        e.put_permission(EventBusName=name, Action="events:PutEvents", Principal=other, StatementId="one")
        e.put_permission(EventBusName=name, Action="events:PutEvents", Principal="*", StatementId="org",
                         Condition={"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-1234567890"})
        document = json.loads(e.describe_event_bus(Name=name)["Policy"])
        self.assertEqual(document["Statement"][0], {"Sid": "one", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{other}:root"}, "Action": "events:PutEvents", "Resource": arn})
        self.assertEqual(document["Statement"][1]["Condition"], {"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}})
        e.remove_permission(EventBusName=name, StatementId="one")
        self.assertEqual(error_code(e.remove_permission, EventBusName=name, StatementId="one"), "ResourceNotFoundException")
        e.remove_permission(EventBusName=name, RemoveAllPermissions=True)
        self.assertNotIn("Policy", e.describe_event_bus(Name=name))
        self.assertEqual(error_code(e.put_permission, EventBusName="nobody", Action="events:PutEvents", Principal=other, StatementId="x"), "ResourceNotFoundException")
        self.assertEqual(error_code(e.put_permission, EventBusName=name, Policy="{}"), "ValidationException")
        self.assertEqual(error_code(e.put_permission, EventBusName=name, Action="events:PutRule", Principal=other, StatementId="x"), "ValidationException")
        long = policy(*[statement({"AWS": other}, "events:PutEvents", arn) | {"Sid": f"s{i}"} for i in range(100)])
        self.assertEqual(error_code(e.put_permission, EventBusName=name, Policy=long), "PolicyLengthExceededException")

    def test_tags(self):
        e = self.events
        name, arn = self.rule({"source": ["x"]}, Tags=[{"Key": "a", "Value": "1"}])
        e.tag_resource(ResourceARN=arn, Tags=[{"Key": "b", "Value": "2"}])
        e.untag_resource(ResourceARN=arn, TagKeys=["a"])
        self.assertEqual(e.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "b", "Value": "2"}])
        self.assertEqual(error_code(e.tag_resource, ResourceARN=arn, Tags=[{"Key": "aws:x", "Value": "2"}]), "ValidationException")
        self.assertEqual(error_code(e.tag_resource, ResourceARN=arn + "x", Tags=[{"Key": "x", "Value": "2"}]), "ResourceNotFoundException")

    def test_what_is_not_here_says_so(self):
        bus = f"arn:aws:events:us-east-1:{self.account}:event-bus/default"
        self.assertEqual(error_code(self.events.create_archive, ArchiveName="a", EventSourceArn=bus), "OperationDisabledException")
        self.assertEqual(self.events.list_archives()["Archives"], [])
        if MODERN:
            self.assertEqual(error_code(self.events.create_event_bus, Name="kms", KmsKeyIdentifier="alias/x"), "ValidationException")


class Rules(EventsTest):
    def test_life(self):
        e = self.events
        name, arn = self.rule({"source": ["x"]}, Description="d")
        self.assertEqual(arn, f"arn:aws:events:us-east-1:{self.account}:rule/{name}")
        described = e.describe_rule(Name=name)
        self.assertEqual((described["State"], described["EventBusName"], described["Description"], described["CreatedBy"], json.loads(described["EventPattern"])),
                         ("ENABLED", "default", "d", self.account, {"source": ["x"]}))
        e.disable_rule(Name=name)
        self.assertEqual(e.describe_rule(Name=name)["State"], "DISABLED")
        e.enable_rule(Name=name)
        e.put_rule(Name=name, EventPattern='{"source":["y"]}', State="ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
        e.enable_rule(Name=name)
        described = e.describe_rule(Name=name)
        self.assertEqual(described["State"], "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
        self.assertNotIn("Description", described)
        _, queue = self.queue()
        e.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": queue}])
        self.assertEqual(e.list_rule_names_by_target(TargetArn=queue)["RuleNames"], [name])
        self.assertEqual(error_code(e.delete_rule, Name=name), "ValidationException")
        e.remove_targets(Rule=name, Ids=["1", "not-there"])
        e.delete_rule(Name=name)
        e.delete_rule(Name=name)
        for call in (e.describe_rule, e.enable_rule, e.disable_rule):
            self.assertEqual(error_code(call, Name=name), "ResourceNotFoundException")
        self.assertEqual(error_code(e.list_targets_by_rule, Rule=name), "ResourceNotFoundException")

    def test_refusals(self):
        put = self.events.put_rule
        self.assertEqual(error_code(put, Name="r"), "ValidationException")
        self.assertEqual(error_code(put, Name="a b", EventPattern='{"source":["x"]}'), "ValidationException")
        self.assertEqual(error_code(put, Name="r", EventPattern='{"source":["x"]}', EventBusName="nobody"), "ResourceNotFoundException")
        for bad in ("no json", "{}", "[]", '{"source":"x"}', '{"source":[]}', '{"source":[{"prefix":5}]}', '{"source":[{"nothing":5}]}', '{"detail":{"n":[{"numeric":[">"]}]}}'):
            with self.assertRaises(botocore.exceptions.ClientError) as refused:
                put(Name="r", EventPattern=bad)
            self.assertEqual(refused.exception.response["Error"]["Code"], "InvalidEventPatternException", bad)
            self.assertTrue(refused.exception.response["Error"]["Message"].startswith("Event pattern is not valid. Reason: "))
        for bad in ("rate(1 minutes)", "rate(10 seconds)", "cron(0 1 * * * *)", "cron(71 8 1 * ? *)", "hourly"):
            self.assertEqual(error_code(put, Name="r", ScheduleExpression=bad), "ValidationException", bad)
        bus = self.name("bus")
        self.events.create_event_bus(Name=bus)
        self.assertEqual(error_code(put, Name="r", ScheduleExpression="rate(1 minute)", EventBusName=bus), "ValidationException")

    def test_pages_and_limits(self):
        bus = self.name("bus")
        self.events.create_event_bus(Name=bus)
        for i in range(300):
            self.events.put_rule(Name=f"r{i:03}", EventBusName=bus, EventPattern='{"source":["x"]}')
        self.assertEqual(error_code(self.events.put_rule, Name="more", EventBusName=bus, EventPattern='{"source":["x"]}'), "LimitExceededException")
        pages = self.events.get_paginator("list_rules").paginate(EventBusName=bus, PaginationConfig={"PageSize": 77})
        self.assertEqual([r["Name"] for p in pages for r in p["Rules"]], [f"r{i:03}" for i in range(300)])
        self.assertEqual(len(self.events.list_rules(EventBusName=bus, NamePrefix="r01")["Rules"]), 10)

    def test_patterns(self):
        yes = [{"source": ["my.app"]}, {"source": [{"prefix": "my."}]}, {"source": [{"suffix": ".app"}]}, {"source": [{"wildcard": "m*p"}]}, {"source": [{"equals-ignore-case": "MY.APP"}]},
               {"detail": {"state": [{"anything-but": ["closed"]}]}}, {"detail": {"state": [{"anything-but": {"prefix": "cl"}}]}}, {"detail": {"n": [{"numeric": [">", 5, "<=", 7]}]}},
               {"detail": {"missing": [{"exists": False}]}}, {"detail": {"n": [{"exists": True}]}}, {"detail": {"ip": [{"cidr": "10.0.0.0/8"}]}}, {"detail": {"tags": ["b", "z"]}},
               {"detail": {"deep": {"er": [None]}}}, {"detail": {"empty": [""]}}, {"$or": [{"source": ["no"]}, {"detail": {"n": [7]}}]}, {"source": [{"prefix": {"equals-ignore-case": "MY"}}]}]
        no = [{"source": ["your.app"]}, {"detail": {"state": ["open"], "n": [8]}}, {"detail": {"n": [{"numeric": ["=", 8]}]}}, {"detail": {"n": [{"exists": False}]}},
              {"detail": {"ip": [{"cidr": "11.0.0.0/8"}]}}, {"detail": {"state": [{"anything-but": "open"}]}}, {"detail": {"n": ["7"]}}, {"nothing": ["x"]}]
        for expected, patterns in ((True, yes), (False, no)):
            for p in patterns:
                self.assertEqual(self.events.test_event_pattern(EventPattern=json.dumps(p), Event=json.dumps(EVENT))["Result"], expected, p)
        test = self.events.test_event_pattern
        for bad in ("plain", '["x"]', '{"testEvent":"value"}'):
            self.assertEqual(error_code(test, EventPattern='{"source":["x"]}', Event=bad), "ValidationException")
        self.assertEqual(error_code(test, EventPattern='{"source":"x"}', Event=json.dumps(EVENT)), "InvalidEventPatternException")


class Targets(EventsTest):
    def test_what_is_accepted(self):
        name, _ = self.rule({"source": ["x"]})
        _, queue = self.queue()
        targets = [{"Id": "q", "Arn": queue, "InputPath": "$.detail", "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 60}, "DeadLetterConfig": {"Arn": queue}},
                   {"Id": "t", "Arn": f"arn:aws:sns:us-east-1:{self.account}:topic", "Input": '{"constant": 1}'},
                   {"Id": "l", "Arn": f"arn:aws:logs:us-east-1:{self.account}:log-group:/aws/events/x:*"},
                   {"Id": "f", "Arn": queue + ".fifo", "SqsParameters": {"MessageGroupId": "g"}}]
        self.events.put_targets(Rule=name, Targets=targets)
        listed = self.events.list_targets_by_rule(Rule=name)["Targets"]
        self.assertEqual({t["Id"]: t for t in listed}, {t["Id"]: t for t in targets})

    def test_what_is_refused(self):
        name, _ = self.rule({"source": ["x"]})
        _, queue = self.queue()
        put = lambda **t: error_code(self.events.put_targets, Rule=name, Targets=[dict({"Id": "1", "Arn": queue}, **t)])
        for arn in (f"arn:aws:states:us-east-1:{self.account}:stateMachine:m", f"arn:aws:kinesis:us-east-1:{self.account}:stream/s",
                    "nonsense", f"arn:aws:sqs:eu-west-1:{self.account}:q", f"arn:aws:events:us-east-1:{self.account}:event-bus/default"):
            self.assertEqual(put(Arn=arn), "ValidationException", arn)
        self.assertEqual(put(Arn=f"arn:aws:events:us-east-1:{self.account}:api-destination/none/{'0' * 8}", RoleArn=f"arn:aws:iam::{self.account}:role/r"), "ResourceNotFoundException")
        self.assertEqual(put(RoleArn=f"arn:aws:iam::{self.accounts['payments']}:role/theirs"), "AccessDeniedException")
        self.assertEqual(put(RoleArn="nonsense"), "ValidationException")
        self.assertEqual(put(Arn=queue + ".fifo"), "ValidationException")
        self.assertEqual(put(Input="{}", InputPath="$.detail"), "ValidationException")
        self.assertEqual(put(Input="{"), "ValidationException")
        self.assertEqual(put(InputPath="detail"), "ValidationException")
        self.assertEqual(put(DeadLetterConfig={"Arn": f"arn:aws:sns:us-east-1:{self.account}:t"}), "ValidationException")
        self.assertEqual(put(Id="!@#"), "ValidationException")
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            self.events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": queue, "InputTransformer": {"InputPathsMap": {}, "InputTemplate": '"<missing>"'}}])
        self.assertEqual(refused.exception.response["Error"]["Message"], "InputTemplate for target 1 contains invalid placeholder missing.")
        many = [{"Id": str(i), "Arn": queue} for i in range(6)]
        self.assertEqual(error_code(self.events.put_targets, Rule=name, Targets=many), "LimitExceededException")
        self.assertEqual(self.events.list_targets_by_rule(Rule=name)["Targets"], [])
        self.assertEqual(error_code(self.events.put_targets, Rule="nobody", Targets=many[:1]), "ResourceNotFoundException")


class Deliveries(EventsTest):
    def test_the_envelope(self):
        url, queue = self.queue()
        _, arn = self.rule({"source": ["envelope"]}, targets=[{"Arn": queue}])
        event_id = self.put("envelope", {"a": [1, 2.50, "ü"]}, kind="Made", Time=1_700_000_000, Resources=["arn:x"])
        self.put("other")
        body = self.receive(url)[0]
        self.assertEqual(body, json.dumps({"version": "0", "id": event_id, "detail-type": "Made", "source": "envelope", "account": self.account, "time": "2023-11-14T22:13:20Z",
                                           "region": "us-east-1", "resources": ["arn:x"], "detail": {"a": [1, 2.5, "ü"]}}, separators=(",", ":")))
        self.nothing_more(url)

    def test_refused_entries(self):
        put = self.events.put_events
        good = {"Source": "s", "DetailType": "d", "Detail": "{}"}
        cases = [({k: v for k, v in good.items() if k != "Source"}, "InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument."),
                 ({k: v for k, v in good.items() if k != "DetailType"}, "InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType is a required argument."),
                 ({k: v for k, v in good.items() if k != "Detail"}, "InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument."),
                 (dict(good, Detail="x"), "MalformedDetail", "Detail is malformed."), (dict(good, Detail="[1]"), "MalformedDetail", "Detail is malformed."),
                 (dict(good, Detail='{"a":1},{"b":2}'), "MalformedDetail", "Detail is malformed."), (dict(good, Detail='{"a":' * 64 + "1" + "}" * 64), "MalformedDetail", "Detail is malformed."),
                 (dict(good, Source="aws.s3"), "NotAuthorizedForSourceException", "Not authorized for the source.")]
        answer = put(Entries=[c[0] for c in cases] + [good])
        self.assertEqual(answer["FailedEntryCount"], len(cases))
        for (_, code, text), entry in zip(cases, answer["Entries"]):
            self.assertEqual((entry["ErrorCode"], entry["ErrorMessage"]), (code, text))
        self.assertIn("EventId", answer["Entries"][-1])
        self.assertEqual(error_code(put, Entries=[good] * 11), "ValidationException")
        self.assertEqual(error_code(put, Entries=[dict(good, Detail=json.dumps({"x": "y" * (1 << 20)}))]), "ValidationException")
        self.assertIn("EventId", put(Entries=[dict(good, EventBusName="nobody-made-it")])["Entries"][0])

    def test_inputs(self):
        url, queue = self.queue()
        paths = {"user": "$.detail.user", "all": "$.detail", "none": "$.detail.nothing"}
        transformer = lambda template: {"InputTransformer": {"InputPathsMap": paths, "InputTemplate": template}}
        name, arn = self.rule({"source": ["inputs"]}, targets=[
            {"Arn": queue, "Input": '{"constant": true}'}, {"Arn": queue, "InputPath": "$.detail.user"},
            dict({"Arn": queue}, **transformer('{"who": <user>, "text": "by <user>", "all": <all>, "none": <none>}')),
            dict({"Arn": queue}, **transformer('"<user> of <aws.events.rule-name> did <all>"')),
            dict({"Arn": queue}, **transformer('{"broken": "<all>"}'))])
        self.put("inputs", {"user": "eve"})
        bodies = self.receive(url, 4)
        self.assertEqual(sorted(bodies), sorted(['{"constant": true}', '"eve"', '{"who": "eve", "text": "by eve", "all": {"user":"eve"}, "none": ""}', f'"eve of {name} did {{user:eve}}"']))
        self.nothing_more(url)

    def test_fifo(self):
        url, queue = self.queue(FifoQueue="true", ContentBasedDeduplication="true")
        self.rule({"source": ["fifo"]}, targets=[{"Arn": queue, "SqsParameters": {"MessageGroupId": "g"}}])
        for i in range(5):
            self.put("fifo", {"i": i})
        messages = self.receive(url, 5, attributes=True)
        self.assertEqual([json.loads(m["Body"])["detail"]["i"] for m in messages], list(range(5)))
        self.assertEqual({m["Attributes"]["MessageGroupId"] for m in messages}, {"g"})

    def test_a_topic(self):
        url, queue = self.queue(allowed=False)
        sns = self.server.client("shop", "sns")
        topic = sns.create_topic(Name=self.name("topic"))["TopicArn"]
        sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy(statement(EVENTBRIDGE, "sns:Publish", topic)))
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(statement({"Service": "sns.amazonaws.com"}, "sqs:SendMessage", queue))})
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
        self.rule({"source": ["topic"]}, targets=[{"Arn": topic}])
        event_id = self.put("topic")
        self.assertEqual(json.loads(self.receive(url)[0])["id"], event_id)

    def test_a_log_group(self):
        logs = self.server.client("shop", "logs")
        group = "/aws/events/" + self.name("group")
        logs.create_log_group(logGroupName=group)
        arn = f"arn:aws:logs:us-east-1:{self.account}:log-group:{group}"
        logs.put_resource_policy(policyName="events", policyDocument=policy(
            statement({"Service": ["events.amazonaws.com", "delivery.logs.amazonaws.com"]}, ["logs:CreateLogStream", "logs:PutLogEvents"], arn + ":*")))
        self.rule({"source": ["logs"]}, targets=[{"Arn": arn}])
        ids = {self.put("logs"), self.put("logs")}
        found = wait_for(lambda: (e := logs.filter_log_events(logGroupName=group)["events"]) and len(e) >= 2 and e)
        self.assertEqual({json.loads(e["message"])["id"] for e in found}, ids)

    def test_dead_letters(self):
        (url, queue), (dead_url, dead) = self.queue(allowed=False), self.queue()
        _, arn = self.rule({"source": ["dead"]}, targets=[{"Arn": queue, "DeadLetterConfig": {"Arn": dead}, "Input": '"constant"'},
                                                          {"Arn": queue[:-1] + "-gone", "DeadLetterConfig": {"Arn": dead}}])
        event_id = self.put("dead")
        letters = {m["MessageAttributes"]["TARGET_ARN"]["StringValue"]: m for m in self.receive(dead_url, 2, attributes=True)}
        self.assertEqual(set(letters), {queue, queue[:-1] + "-gone"})
        for target, code in ((queue, "NO_PERMISSIONS"), (queue[:-1] + "-gone", "NO_RESOURCE")):
            values = {k: v["StringValue"] for k, v in letters[target]["MessageAttributes"].items()}
            self.assertEqual((values["RULE_ARN"], values["ERROR_CODE"], values["RETRY_ATTEMPTS"]), (arn, code, "0"))
            self.assertTrue(values["ERROR_MESSAGE"])
            self.assertEqual(json.loads(letters[target]["Body"])["id"], event_id)
        self.nothing_more(url)

    def test_a_role(self):
        url, queue = self.queue(allowed=False)
        iam = self.server.client("shop", "iam")
        trust = policy({"Effect": "Allow", "Principal": EVENTBRIDGE, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": self.account}}})
        role = iam.create_role(RoleName=self.name("role"), AssumeRolePolicyDocument=trust)["Role"]
        iam.put_role_policy(RoleName=role["RoleName"], PolicyName="p", PolicyDocument=policy({"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": queue}))
        self.rule({"source": ["role"]}, targets=[{"Arn": queue, "RoleArn": role["Arn"]}])
        event_id = self.put("role")
        self.assertEqual(json.loads(self.receive(url)[0])["id"], event_id)

    def test_disabled_and_removed(self):
        url, queue = self.queue()
        name, _ = self.rule({"source": ["off"]}, targets=[{"Arn": queue}], State="DISABLED")
        self.put("off")
        self.events.enable_rule(Name=name)
        event_id = self.put("off")
        self.assertEqual([json.loads(b)["id"] for b in self.receive(url)], [event_id])
        self.nothing_more(url)

    def test_a_role_must_be_one_that_may_be_passed(self):
        iam = self.server.client("shop", "iam")
        user = self.name("user")
        iam.create_user(UserName=user)
        iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=policy({"Effect": "Allow", "Action": "events:*", "Resource": "*"}))
        key = iam.create_access_key(UserName=user)["AccessKey"]
        mine = boto3.client("events", region_name="us-east-1", endpoint_url=f"http://{self.server.endpoint}", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
        name, _ = self.rule({"source": ["x"]}, events=mine)
        _, queue = self.queue()
        self.assertIsNone(error_code(mine.put_targets, Rule=name, Targets=[{"Id": "1", "Arn": queue}]))
        self.assertEqual(error_code(mine.put_targets, Rule=name, Targets=[{"Id": "1", "Arn": queue, "RoleArn": f"arn:aws:iam::{self.account}:role/r"}]), "AccessDeniedException")

    def test_permission_to_put(self):
        iam = self.server.client("shop", "iam")
        user = self.name("user")
        iam.create_user(UserName=user)
        iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=policy(
            {"Effect": "Allow", "Action": "events:PutEvents", "Resource": "*", "Condition": {"StringEquals": {"events:source": "allowed"}}}))
        key = iam.create_access_key(UserName=user)["AccessKey"]
        mine = boto3.client("events", region_name="us-east-1", endpoint_url=f"http://{self.server.endpoint}", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
        self.assertIsNone(error_code(mine.put_events, Entries=[{"Source": "allowed", "DetailType": "d", "Detail": "{}"}]))
        self.assertEqual(error_code(mine.put_events, Entries=[{"Source": "else", "DetailType": "d", "Detail": "{}"}]), "AccessDeniedException")

    def test_across_accounts(self):
        url, queue = self.queue()
        bus = self.name("bus")
        arn = self.events.create_event_bus(Name=bus)["EventBusArn"]
        payments, theirs = self.server.client("payments", "events"), self.accounts["payments"]
        self.assertEqual(error_code(payments.put_events, Entries=[{"Source": "far", "DetailType": "d", "Detail": "{}", "EventBusName": arn}]), "AccessDeniedException")
        self.events.put_permission(EventBusName=bus, Action="events:PutEvents", Principal=theirs, StatementId="payments")
        self.rule({"account": [theirs]}, targets=[{"Arn": queue}], EventBusName=bus)
        direct = self.put("far", events=payments, EventBusName=arn)
        self.assertEqual(json.loads(self.receive(url)[0])["id"], direct)
        self.rule({"source": ["forward"]}, events=payments, targets=[{"Arn": arn}])
        forwarded = self.put("forward", {"x": 1}, events=payments)
        body = json.loads(self.receive(url)[0])
        self.assertEqual((body["id"], body["account"], body["detail"]), (forwarded, theirs, {"x": 1}))

    def test_two_buses_do_not_play_ping_pong(self):
        url, queue = self.queue()
        first, second = self.name("bus"), self.name("bus")
        one, two = (self.events.create_event_bus(Name=b)["EventBusArn"] for b in (first, second))
        self.rule({"source": ["ball"]}, targets=[{"Arn": two}, {"Arn": queue}], EventBusName=first)
        self.rule({"source": ["ball"]}, targets=[{"Arn": one}, {"Arn": queue}], EventBusName=second)
        self.put("ball", EventBusName=first)
        self.assertEqual(len(self.receive(url, 2)), 2)
        self.nothing_more(url, 2)


class Schedules(EventsTest):
    OPTIONS = {"clock": "2026-03-02T13:00:00Z"}        # how many noons lie in a time depends on when it begins

    def test_rates_and_crons_follow_the_clock(self):
        url, queue = self.queue()
        cron_url, cron = self.queue()
        name, arn = self.rule(targets=[{"Arn": queue}], ScheduleExpression="rate(1 hour)")
        self.rule(targets=[{"Arn": cron}], ScheduleExpression="cron(0 12 * * ? *)")
        self.server.advance("150m")
        bodies = [json.loads(b) for b in self.receive(url, 2)]
        self.assertEqual(len(bodies), 2)
        for b in bodies:
            self.assertEqual((b["source"], b["detail-type"], b["resources"], b["detail"], b["account"]), ("aws.events", "Scheduled Event", [arn], {}, self.account))
        self.nothing_more(url)
        self.server.advance("49h")
        noons = [json.loads(b)["time"] for b in self.receive(cron_url, 2)]
        self.assertEqual(sorted(noons), ["2026-03-03T12:00:00Z", "2026-03-04T12:00:00Z"])
        self.assertEqual(len(self.receive(url, 49, seconds=30)), 49)         # each hour that was passed over
        self.nothing_more(url)
        self.events.disable_rule(Name=name)
        self.server.advance("3h")
        self.nothing_more(url)


class ApiCalls(EventsTest):
    """What CloudTrail tells the default bus of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        s3 = cls.server.client("shop", "s3")
        cls.bucket = "example-shop-trail"
        s3.create_bucket(Bucket=cls.bucket)
        service = {"Service": "cloudtrail.amazonaws.com"}
        s3.put_bucket_policy(Bucket=cls.bucket, Policy=policy(statement(service, "s3:GetBucketAcl", f"arn:aws:s3:::{cls.bucket}"), statement(service, "s3:PutObject", f"arn:aws:s3:::{cls.bucket}/*")))
        cls.trail = cls.server.client("shop", "cloudtrail")
        cls.trail.create_trail(Name="mine", S3BucketName=cls.bucket, IsMultiRegionTrail=True)
        cls.iam = cls.server.client("shop", "iam")

    def watch(self, pattern, **settings):
        url, queue = self.queue()
        name, _ = self.rule(pattern, targets=[{"Arn": queue}], **settings)
        self.addCleanup(self.events.delete_rule, Name=name)
        self.addCleanup(self.events.remove_targets, Rule=name, Ids=["t0"])
        return url

    def setUp(self):
        self.trail.start_logging(Name="mine")

    def test_a_call_within_a_second(self):
        url = self.watch({"source": ["aws.iam"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventName": ["CreateUser"]}})
        user = self.name("user")
        began = time.monotonic()
        self.iam.create_user(UserName=user)
        body = json.loads(self.receive(url)[0])
        self.assertLess(time.monotonic() - began, 3)
        self.assertEqual((body["source"], body["account"], body["region"], body["version"], body["resources"]), ("aws.iam", self.account, "us-east-1", "0", []))
        self.assertEqual((body["detail"]["eventName"], body["detail"]["requestParameters"]["userName"], body["detail"]["recipientAccountId"]), ("CreateUser", user, self.account))
        self.assertEqual(body["time"], body["detail"]["eventTime"])
        found = self.trail.lookup_events(LookupAttributes=[{"AttributeKey": "EventId", "AttributeValue": body["detail"]["eventID"]}])["Events"]
        self.assertEqual(json.loads(found[0]["CloudTrailEvent"]), body["detail"])
        self.nothing_more(url)

    def test_denied_calls_too(self):
        url = self.watch({"detail": {"errorCode": [{"exists": True}], "eventName": ["DeleteUser"]}})
        error_code(self.iam.delete_user, UserName="nobody")
        self.assertEqual(json.loads(self.receive(url)[0])["detail"]["errorCode"], "NoSuchEntityException")

    def test_only_reads(self):
        quiet = self.watch({"source": ["aws.iam"]})
        loud = self.watch({"source": ["aws.iam"]}, State="ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
        self.iam.list_users()
        self.assertEqual(json.loads(self.receive(loud)[0])["detail"]["eventName"], "ListUsers")
        self.nothing_more(quiet)

    def test_no_trail_no_event(self):
        url = self.watch({"source": ["aws.iam"]})
        self.trail.stop_logging(Name="mine")
        self.iam.create_user(UserName=self.name("user"))
        self.trail.start_logging(Name="mine")
        late = self.name("user")
        self.iam.create_user(UserName=late)
        self.assertEqual([json.loads(b)["detail"]["requestParameters"]["userName"] for b in self.receive(url)], [late])
        self.nothing_more(url)

    def test_global_services_are_in_us_east_1(self):
        west = self.server.client("shop", "events", "eu-west-1")
        sqs = self.server.client("shop", "sqs", "eu-west-1")
        name = self.name("queue")
        arn = f"arn:aws:sqs:eu-west-1:{self.account}:{name}"
        url = sqs.create_queue(QueueName=name, Attributes={"Policy": policy(statement(EVENTBRIDGE, "sqs:SendMessage", arn))})["QueueUrl"]
        west.put_rule(Name="all", EventPattern=json.dumps({"detail": {"eventName": ["CreateUser", "CreateKey"]}}))
        west.put_targets(Rule="all", Targets=[{"Id": "1", "Arn": arn}])
        self.iam.create_user(UserName=self.name("user"))
        self.server.client("shop", "kms", "eu-west-1").create_key()
        got = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]
        self.assertEqual([json.loads(m["Body"])["detail"]["eventName"] for m in got], ["CreateKey"])

    def test_a_rule_does_not_feed_itself(self):
        self.trail.put_event_selectors(TrailName="mine", AdvancedEventSelectors=[
            {"Name": "m", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]},
            {"Name": "q", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::SQS::Queue"]}]}])
        url = self.watch({"source": [{"prefix": "aws."}], "detail": {"eventName": ["SendMessage", "AssumeRole", "CreateUser"]}}, State="ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
        other, _ = self.queue()
        self.sqs.send_message(QueueUrl=other, MessageBody="by a user")
        self.iam.create_user(UserName=self.name("user"))
        names = sorted(json.loads(b)["detail"]["eventName"] for b in self.receive(url, 2))
        self.assertEqual(names, ["CreateUser", "SendMessage"])
        self.nothing_more(url, 2)

    def test_service_events(self):
        url = self.watch({"detail-type": ["AWS Service Event via CloudTrail"]})
        kms = self.server.client("shop", "kms")
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
        self.server.advance("8d")
        body = json.loads(self.receive(url)[0])
        self.assertEqual((body["source"], body["detail"]["eventName"], body["detail"]["eventType"]), ("aws.kms", "DeleteKey", "AwsServiceEvent"))


class OrganizationTrails(unittest.TestCase):
    def test_a_members_calls_under_the_organizations_trail(self):
        with house.Server() as server:
            organization = house.Organization(server).set_up_trail()
            shop = organization.accounts["shop"]
            sqs, events, iam = (server.client("shop", s) for s in ("sqs", "events", "iam"))
            arn = f"arn:aws:sqs:us-east-1:{shop}:q"
            url = sqs.create_queue(QueueName="q", Attributes={"Policy": policy(statement(EVENTBRIDGE, "sqs:SendMessage", arn))})["QueueUrl"]
            events.put_rule(Name="r", EventPattern=json.dumps({"source": ["aws.iam"]}))
            events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": arn}])
            iam.create_user(UserName="eve")
            got = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)["Messages"]
            self.assertEqual(json.loads(got[0]["Body"])["detail"]["requestParameters"], {"userName": "eve"})


class Objects(EventsTest):
    def test_what_happens_in_a_bucket(self):
        s3 = self.server.client("shop", "s3")
        s3.create_bucket(Bucket="notifies")
        s3.put_bucket_notification_configuration(Bucket="notifies", NotificationConfiguration={"EventBridgeConfiguration": {}})
        url, queue = self.queue()
        self.rule({"source": ["aws.s3"], "detail-type": ["Object Created"]}, targets=[{"Arn": queue}])
        s3.put_object(Bucket="notifies", Key="k", Body=b"four")
        body = json.loads(self.receive(url)[0])
        self.assertEqual((body["account"], body["resources"], body["detail"]["bucket"], body["detail"]["object"]["key"], body["detail"]["object"]["size"]),
                         (self.account, ["arn:aws:s3:::notifies"], {"name": "notifies"}, "k", 4))


class Figures(EventsTest):
    def test_what_becomes_of_events_is_counted(self):
        url, queue = self.queue()
        _, closed = self.queue(allowed=False)
        self.rule({"source": ["counted"]}, targets=[{"Arn": queue}, {"Arn": closed}, {"Arn": closed, "DeadLetterConfig": {"Arn": queue}}])
        self.put("counted")
        self.assertEqual(len(self.receive(url, 2)), 2)
        page = lambda: dict(l.rsplit(" ", 1) for l in urllib.request.urlopen(f"http://{self.server.endpoint}/_orgtrail/metrics").read().decode().splitlines() if not l.startswith("#"))
        self.assertTrue(wait_for(lambda: "orgtrail_events_dropped_total" in page()))
        self.assertEqual([page()[f"orgtrail_events_{k}_total"] for k in ("delivered", "dead_letters", "dropped")], ["1", "1", "1"])


class CommandLine(EventsTest):
    def aws(self, *words):
        status, out, error = self.server.aws("shop", "events", *words)
        self.assertEqual((status, error), (0, ""))
        return json.loads(out) if out.strip() else None

    def test_the_everyday_commands(self):
        url, queue = self.queue()
        self.assertTrue(self.aws("put-rule", "--name", "cli", "--event-pattern", '{"source":["cli"]}')["RuleArn"].endswith(":rule/cli"))
        self.assertEqual(self.aws("put-targets", "--rule", "cli", "--targets", f"Id=1,Arn={queue}")["FailedEntryCount"], 0)
        self.assertEqual([r["Name"] for r in self.aws("list-rules", "--name-prefix", "cli")["Rules"]], ["cli"])
        self.assertEqual(self.aws("list-targets-by-rule", "--rule", "cli")["Targets"], [{"Id": "1", "Arn": queue}])
        self.assertTrue(self.aws("test-event-pattern", "--event-pattern", '{"source":["my.app"]}', "--event", json.dumps(EVENT))["Result"])
        put = self.aws("put-events", "--entries", json.dumps([{"Source": "cli", "DetailType": "d", "Detail": "{}"}]))
        self.assertEqual(json.loads(self.receive(url)[0])["id"], put["Entries"][0]["EventId"])
        self.assertIsNone(self.aws("disable-rule", "--name", "cli"))
        self.assertEqual(self.aws("describe-rule", "--name", "cli")["State"], "DISABLED")
        self.aws("remove-targets", "--rule", "cli", "--ids", "1")
        self.aws("delete-rule", "--name", "cli")
        self.assertEqual(self.aws("list-rules", "--name-prefix", "cli")["Rules"], [])


class Endpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.got.append((self.path, dict(self.headers), body.decode()))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class ApiDestinations(EventsTest):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        pem = pathlib.Path(folder.name, "pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", pem, "-out", f"{pem}.crt"], check=True, stderr=subprocess.DEVNULL)
        os.environ["SSL_CERT_FILE"] = f"{pem}.crt"
        cls.addClassCleanup(os.environ.pop, "SSL_CERT_FILE")
        cls.endpoint = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
        cls.endpoint.got, cls.endpoint.answers = [], []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{pem}.crt", pem)
        cls.endpoint.socket = context.wrap_socket(cls.endpoint.socket, server_side=True)
        threading.Thread(target=cls.endpoint.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.endpoint.shutdown)
        super().setUpClass()
        cls.url = f"https://localhost:{cls.endpoint.server_address[1]}"
        iam = cls.server.client("shop", "iam")
        trust = policy({"Effect": "Allow", "Principal": EVENTBRIDGE, "Action": "sts:AssumeRole"})
        cls.role = iam.create_role(RoleName="invoke", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        iam.put_role_policy(RoleName="invoke", PolicyName="p", PolicyDocument=policy({"Effect": "Allow", "Action": "events:InvokeApiDestination", "Resource": "*"}))

    def destination(self, path, **auth):
        kind = "BASIC" if "BasicAuthParameters" in auth else "API_KEY"
        connection = self.events.create_connection(Name=self.name("connection"), AuthorizationType=kind, AuthParameters=auth)["ConnectionArn"]
        return self.events.create_api_destination(Name=self.name("destination"), ConnectionArn=connection, InvocationEndpoint=self.url + path, HttpMethod="POST")["ApiDestinationArn"]

    def got(self, path, count=1):
        mine = lambda: [g for g in self.endpoint.got if g[0].startswith(path)]
        return wait_for(lambda: len(mine()) >= count and mine()) or []

    def test_a_key_and_parameters(self):
        arn = self.destination("/key/*", ApiKeyAuthParameters={"ApiKeyName": "x-api-key", "ApiKeyValue": "s3cret-key"}, InvocationHttpParameters={
            "HeaderParameters": [{"Key": "x-static", "Value": "v", "IsValueSecret": True}], "QueryStringParameters": [{"Key": "q", "Value": "a b"}],
            "BodyParameters": [{"Key": "added", "Value": "z"}]})
        self.rule({"source": ["http"]}, targets=[{"Arn": arn, "RoleArn": self.role, "InputPath": "$.detail", "HttpParameters": {
            "PathParameterValues": ["$.detail.id"], "HeaderParameters": {"x-kind": "$.detail-type"}, "QueryStringParameters": {"r": "1"}}}])
        self.put("http", {"id": "i/7"}, kind="Kind")
        path, headers, body = self.got("/key")[0]
        self.assertEqual(path, "/key/i%2F7?r=1&q=a%20b")
        self.assertEqual((headers["x-api-key"], headers["x-static"], headers["x-kind"], headers["Content-Type"]), ("s3cret-key", "v", "Kind", "application/json; charset=utf-8"))
        self.assertEqual(json.loads(body), {"id": "i/7", "added": "z"})

    def test_basic_and_retries(self):
        arn = self.destination("/basic", BasicAuthParameters={"Username": "u", "Password": "p"})
        dead_url, dead = self.queue()
        self.rule({"source": ["basic"]}, targets=[{"Arn": arn, "RoleArn": self.role, "RetryPolicy": {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 3600}, "DeadLetterConfig": {"Arn": dead}}])
        self.endpoint.answers[:] = [500, 200]
        self.put("basic")
        tries = self.got("/basic", 2)
        self.assertEqual([t[1]["Authorization"] for t in tries], ["Basic dTpw"] * 2)
        self.endpoint.answers[:] = [503, 503, 503]
        event_id = self.put("basic")
        letter = self.receive(dead_url, attributes=True, seconds=15)[0]
        values = {k: v["StringValue"] for k, v in letter["MessageAttributes"].items()}
        self.assertEqual((json.loads(letter["Body"])["id"], values["EXHAUSTED_RETRY_CONDITION"], values["RETRY_ATTEMPTS"]), (event_id, "MaximumRetryAttempts", "2"))
        self.endpoint.answers[:] = [404]
        self.put("basic")
        values = {k: v["StringValue"] for k, v in self.receive(dead_url, attributes=True)[0]["MessageAttributes"].items()}
        self.assertEqual((values["ERROR_CODE"], values["RETRY_ATTEMPTS"]), ("ERROR_FROM_TARGET", "0"))

    def test_secrets_are_not_shown(self):
        name = self.name("connection")
        self.events.create_connection(Name=name, AuthorizationType="API_KEY", AuthParameters={"ApiKeyAuthParameters": {"ApiKeyName": "k", "ApiKeyValue": "very-secret-value"}})
        described = self.events.describe_connection(Name=name)
        self.assertEqual((described["ConnectionState"], described["AuthParameters"]["ApiKeyAuthParameters"]), ("AUTHORIZED", {"ApiKeyName": "k"}))
        self.assertNotIn("very-secret-value", json.dumps(described, default=str))
        trail = self.server.client("shop", "cloudtrail")
        found = trail.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateConnection"}])["Events"]
        self.assertTrue(found)
        self.assertFalse([e for e in found if "very-secret-value" in e["CloudTrailEvent"] or "s3cret-key" in e["CloudTrailEvent"]])
        self.events.deauthorize_connection(Name=name)
        self.assertEqual(self.events.describe_connection(Name=name)["ConnectionState"], "DEAUTHORIZED")
        self.events.delete_connection(Name=name)
        self.assertEqual(error_code(self.events.describe_connection, Name=name), "ResourceNotFoundException")

    def test_refusals(self):
        create = self.events.create_connection
        oauth = {"OAuthParameters": {"ClientParameters": {"ClientID": "i", "ClientSecret": "s"}, "AuthorizationEndpoint": "https://x.example", "HttpMethod": "POST"}}
        self.assertEqual(error_code(create, Name="o", AuthorizationType="OAUTH_CLIENT_CREDENTIALS", AuthParameters=oauth), "ValidationException")
        self.assertEqual(error_code(create, Name="o", AuthorizationType="BASIC", AuthParameters={"ApiKeyAuthParameters": {"ApiKeyName": "k", "ApiKeyValue": "v"}}), "ValidationException")
        connection = create(Name=self.name("connection"), AuthorizationType="BASIC", AuthParameters={"BasicAuthParameters": {"Username": "u", "Password": "p"}})["ConnectionArn"]
        make = self.events.create_api_destination
        self.assertEqual(error_code(make, Name="d", ConnectionArn=connection, InvocationEndpoint="http://plain.example/", HttpMethod="POST"), "ValidationException")
        self.assertEqual(error_code(make, Name="d", ConnectionArn=connection[:-1] + "x", InvocationEndpoint="https://x.example/", HttpMethod="POST"), "ResourceNotFoundException")
        name = self.name("destination")
        make(Name=name, ConnectionArn=connection, InvocationEndpoint="https://x.example/", HttpMethod="PUT", InvocationRateLimitPerSecond=5)
        self.assertEqual(error_code(make, Name=name, ConnectionArn=connection, InvocationEndpoint="https://x.example/", HttpMethod="PUT"), "ResourceAlreadyExistsException")
        described = self.events.describe_api_destination(Name=name)
        self.assertEqual((described["ApiDestinationState"], described["InvocationRateLimitPerSecond"], described["HttpMethod"]), ("ACTIVE", 5, "PUT"))
        self.assertEqual([d["Name"] for d in self.events.list_api_destinations(NamePrefix=name)["ApiDestinations"]], [name])
        self.events.update_api_destination(Name=name, HttpMethod="POST")
        self.assertEqual(self.events.describe_api_destination(Name=name)["HttpMethod"], "POST")
        self.events.delete_api_destination(Name=name)
        self.assertEqual(error_code(self.events.describe_api_destination, Name=name), "ResourceNotFoundException")


class Durable(unittest.TestCase):
    def test_what_is_owed_outlives_a_crash(self):
        with house.temporary_home() as home, house.Server(home=home) as server:
            account = {a["Name"]: a["Id"] for a in server.client("management", "organizations").list_accounts()["Accounts"]}["shop"]
            sqs, events = server.client("shop", "sqs"), server.client("shop", "events")
            arn = f"arn:aws:sqs:us-east-1:{account}:q"
            url = sqs.create_queue(QueueName="q", Attributes={"Policy": policy(statement(EVENTBRIDGE, "sqs:SendMessage", arn))})["QueueUrl"]
            events.put_rule(Name="r", EventPattern='{"source":["s"]}')
            events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": arn}])
            ids = [e["EventId"] for _ in range(5) for e in events.put_events(Entries=[{"Source": "s", "DetailType": "d", "Detail": "{}"}] * 10)["Entries"]]
            server.kill()
            server.start()
            sqs, got = server.client("shop", "sqs"), []
            wait_for(lambda: [got.append(json.loads(m["Body"])["id"]) or sqs.delete_message(QueueUrl=url, ReceiptHandle=m["ReceiptHandle"])
                              for m in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])] and len(got) >= 50)
            self.assertEqual(sorted(got), sorted(ids))

    def test_calls_before_a_crash_are_told_after_it(self):
        with house.temporary_home() as home, house.Server(home=home) as server:
            shop = house.Organization(server).set_up_trail().accounts["shop"]
            arn = f"arn:aws:sqs:us-east-1:{shop}:q"
            url = server.client("shop", "sqs").create_queue(QueueName="q", Attributes={"Policy": policy(statement(EVENTBRIDGE, "sqs:SendMessage", arn))})["QueueUrl"]
            events = server.client("shop", "events")
            events.put_rule(Name="r", EventPattern=json.dumps({"source": ["aws.iam"], "detail": {"eventName": ["CreateUser"]}}))
            events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": arn}])
            made = []
            for life in range(3):
                iam = server.client("shop", "iam")
                for i in range(10):
                    made.append(iam.create_user(UserName=f"u{life}-{i}")["User"]["UserName"])
                server.kill()
                server.start()
            sqs, got = server.client("shop", "sqs"), []
            wait_for(lambda: [got.append(json.loads(m["Body"])["detail"]["requestParameters"]["userName"]) or sqs.delete_message(QueueUrl=url, ReceiptHandle=m["ReceiptHandle"])
                              for m in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])] and len(got) >= 30)
            self.assertEqual(sorted(got), sorted(made))
            self.assertEqual(sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages", []), [])


if __name__ == "__main__":
    unittest.main()
