"""CloudWatch Logs as boto3 and the AWS CLI see it."""
import itertools
import json
import time
import unittest

import botocore

import house
from house import error_code

MODERN = tuple(map(int, botocore.__version__.split(".")[:2])) >= (1, 36)
modern = unittest.skipUnless(MODERN, "this boto3 cannot ask for it")
HOUR, DAY = 3_600_000, 86_400_000
RETENTIONS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)


class LogsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.accounts = {a["Name"]: a["Id"] for a in cls.server.client("management", "organizations").list_accounts()["Accounts"]}
        cls.logs = cls.server.client("shop", "logs")
        cls.numbers = itertools.count()

    def now(self):
        """The server's clock, in milliseconds."""
        group = f"/clock/{next(self.numbers)}"
        self.logs.create_log_group(logGroupName=group)
        return self.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]["creationTime"]

    def group(self, *streams, **settings):
        name = f"/test/{next(self.numbers)}"
        self.logs.create_log_group(logGroupName=name, **settings)
        for stream in streams:
            self.logs.create_log_stream(logGroupName=name, logStreamName=stream)
        return name

    def put(self, group, stream, *events):
        return self.logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[{"timestamp": t, "message": m} for t, m in events])

    def described(self, group):
        return self.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]

    def arn(self, group):
        return f"arn:aws:logs:us-east-1:{self.accounts['shop']}:log-group:{group}"

    def filtered(self, group, **question):
        return [e["message"] for page in self.logs.get_paginator("filter_log_events").paginate(logGroupName=group, **question) for e in page["events"]]

    def refused(self, code, text, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as refusal:
            call(**arguments)
        self.assertEqual(refusal.exception.response["Error"]["Code"], code)
        self.assertIn(text, refusal.exception.response["Error"]["Message"])


class Groups(LogsTest):
    def test_made_described_and_deleted(self):
        name = self.group(tags={"team": "core"})
        self.assertEqual(error_code(self.logs.create_log_group, logGroupName=name), "ResourceAlreadyExistsException")
        seen = self.described(name)
        self.assertEqual((seen["logGroupName"], seen["arn"], seen["storedBytes"], seen["metricFilterCount"]), (name, self.arn(name) + ":*", 0, 0))
        self.assertNotIn("retentionInDays", seen)
        self.logs.delete_log_group(logGroupName=name)
        self.assertEqual(self.logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"], [])
        self.assertEqual(error_code(self.logs.delete_log_group, logGroupName=name), "ResourceNotFoundException")
        for bad in ("a b", "a:b", "a*", "x" * 513):
            self.assertEqual(error_code(self.logs.create_log_group, logGroupName=bad), "InvalidParameterException")

    def test_listed(self):
        names = [f"/list/{letter}{i}" for letter in "ab" for i in range(3)]
        for name in names:
            self.logs.create_log_group(logGroupName=name)
        listed = lambda **q: [g["logGroupName"] for p in self.logs.get_paginator("describe_log_groups").paginate(**q, PaginationConfig={"PageSize": 2}) for g in p["logGroups"]]
        self.assertEqual(listed(logGroupNamePrefix="/list/"), names)
        self.assertEqual(listed(logGroupNamePrefix="/list/b"), names[3:])
        self.assertEqual(error_code(self.logs.describe_log_groups, nextToken="%%%"), "InvalidParameterException")
        self.assertEqual(error_code(self.logs.describe_log_groups, limit=51), "InvalidParameterException")
        if not MODERN:
            return
        self.assertEqual(listed(logGroupNamePattern="t/a"), names[:3])
        self.assertEqual(error_code(self.logs.describe_log_groups, logGroupNamePattern="a", logGroupNamePrefix="b"), "InvalidParameterException")
        by_arn = self.logs.describe_log_groups(logGroupIdentifiers=[self.arn(names[0]), names[4]])["logGroups"]
        self.assertEqual([g["logGroupArn"] for g in by_arn], [self.arn(names[0]), self.arn(names[4])])
        short = lambda **q: [g["logGroupName"] for g in self.logs.list_log_groups(**q)["logGroups"]]
        self.assertEqual(short(logGroupNamePattern="^/list/a|/list/b2"), names[:3] + names[5:])

    @modern
    def test_classes_and_protection(self):
        name = self.group("s", logGroupClass="INFREQUENT_ACCESS", deletionProtectionEnabled=True)
        self.assertEqual((self.described(name)["logGroupClass"], self.described(name)["deletionProtectionEnabled"]), ("INFREQUENT_ACCESS", True))
        self.assertEqual(error_code(self.logs.delete_log_group, logGroupName=name), "ValidationException")
        self.assertEqual(error_code(self.logs.filter_log_events, logGroupName=name), "InvalidParameterException")
        self.assertEqual(error_code(self.logs.get_log_events, logGroupName=name, logStreamName="s"), "InvalidParameterException")
        self.logs.put_log_group_deletion_protection(logGroupIdentifier=name, deletionProtectionEnabled=False)
        self.logs.delete_log_group(logGroupName=name)

    def test_retention_takes_the_documented_days(self):
        name = self.group()
        for days in RETENTIONS:
            self.logs.put_retention_policy(logGroupName=name, retentionInDays=days)
            self.assertEqual(self.described(name)["retentionInDays"], days)
        for days in (0, -1, 2, 4000):
            self.assertEqual(error_code(self.logs.put_retention_policy, logGroupName=name, retentionInDays=days), "InvalidParameterException")
        self.logs.delete_retention_policy(logGroupName=name)
        self.assertNotIn("retentionInDays", self.described(name))
        for call in (self.logs.put_retention_policy, self.logs.delete_retention_policy):
            arguments = {"logGroupName": "/not/there"} | ({"retentionInDays": 1} if call == self.logs.put_retention_policy else {})
            self.assertEqual(error_code(call, **arguments), "ResourceNotFoundException")

    def test_tags(self):
        name = self.group(tags={"a": "1"})
        self.logs.tag_log_group(logGroupName=name, tags={"b": "2"})
        self.assertEqual(self.logs.list_tags_log_group(logGroupName=name)["tags"], {"a": "1", "b": "2"})
        self.logs.untag_log_group(logGroupName=name, tags=["a"])
        self.assertEqual(self.logs.list_tags_log_group(logGroupName=name)["tags"], {"b": "2"})
        self.assertEqual(error_code(self.logs.tag_log_group, logGroupName=name, tags={"aws:x": "1"}), "InvalidParameterException")
        self.assertEqual(error_code(self.logs.tag_log_group, logGroupName=name, tags={"bad!": "1"}), "InvalidParameterException")
        self.assertEqual(error_code(self.logs.tag_log_group, logGroupName=name, tags={"é" * 129: "1"}), "InvalidParameterException")
        self.logs.tag_log_group(logGroupName=name, tags={"é" * 128: "1"})
        self.logs.untag_log_group(logGroupName=name, tags=["é" * 128])
        arn = self.arn(name)
        self.logs.tag_resource(resourceArn=arn, tags={f"k{i}": "v" for i in range(49)})
        self.assertEqual(error_code(self.logs.tag_resource, resourceArn=arn, tags={"more": ""}), "TooManyTagsException")
        self.logs.untag_resource(resourceArn=arn, tagKeys=[f"k{i}" for i in range(49)])
        self.assertEqual(self.logs.list_tags_for_resource(resourceArn=arn)["tags"], {"b": "2"})
        self.assertEqual(error_code(self.logs.list_tags_for_resource, resourceArn=self.arn("/not/there")), "ResourceNotFoundException")
        self.assertEqual(error_code(self.logs.list_tags_for_resource, resourceArn="nonsense"), "InvalidParameterException")


class Streams(LogsTest):
    def test_made_listed_and_deleted(self):
        group = self.group("b", "a", "c")
        listed = lambda **q: [s["logStreamName"] for p in self.logs.get_paginator("describe_log_streams").paginate(logGroupName=group, PaginationConfig={"PageSize": 1}, **q)
                              for s in p["logStreams"]]
        self.assertEqual(listed(), ["a", "b", "c"])
        self.assertEqual(listed(descending=True), ["c", "b", "a"])
        self.assertEqual(listed(logStreamNamePrefix="b"), ["b"])
        now = self.now()
        self.put(group, "b", (now - 5, "x"))
        self.put(group, "a", (now - 3, "x"))
        self.assertEqual(listed(orderBy="LastEventTime", descending=True), ["a", "b", "c"])
        self.assertEqual(listed(orderBy="LastEventTime"), ["c", "b", "a"])
        self.put(group, "b", (now - 1, "x"))
        self.assertEqual(listed(orderBy="LastEventTime", descending=True), ["b", "a", "c"])
        self.refused("InvalidParameterException", "Cannot order by LastEventTime", self.logs.describe_log_streams, logGroupName=group, orderBy="LastEventTime",
                     logStreamNamePrefix="a")
        self.assertEqual(error_code(self.logs.create_log_stream, logGroupName=group, logStreamName="a"), "ResourceAlreadyExistsException")
        for bad in ("a:b", "a*"):
            self.assertEqual(error_code(self.logs.create_log_stream, logGroupName=group, logStreamName=bad), "InvalidParameterException")
        self.assertEqual(error_code(self.logs.create_log_stream, logGroupName="/not/there", logStreamName="a"), "ResourceNotFoundException")
        self.logs.delete_log_stream(logGroupName=group, logStreamName="b")
        self.assertEqual(listed(), ["a", "c"])
        self.assertEqual(error_code(self.logs.delete_log_stream, logGroupName=group, logStreamName="b"), "ResourceNotFoundException")

    def test_times_and_bytes_are_true(self):
        group = self.group("s")
        stream = lambda: self.logs.describe_log_streams(logGroupName=group)["logStreams"][0]
        self.assertNotIn("firstEventTimestamp", stream())
        now = self.now()
        self.put(group, "s", (now - 100, "abc"), (now - 50, "ü"))
        self.put(group, "s", (now - 500, "old"))
        seen = stream()
        self.assertEqual((seen["firstEventTimestamp"], seen["lastEventTimestamp"], seen["storedBytes"]), (now - 500, now - 50, 0))
        self.assertGreaterEqual(seen["lastIngestionTime"], now)
        self.assertEqual(seen["arn"], self.arn(group) + ":log-stream:s")
        self.assertEqual(self.described(group)["storedBytes"], 3 + 2 + 3 + 3 * 26)
        self.logs.delete_log_stream(logGroupName=group, logStreamName="s")
        self.assertEqual(self.described(group)["storedBytes"], 0)

    def test_a_stream_made_again_is_empty(self):
        group, now = self.group("s"), self.now()
        self.put(group, "s", (now, "before"))
        self.logs.delete_log_stream(logGroupName=group, logStreamName="s")
        self.logs.create_log_stream(logGroupName=group, logStreamName="s")
        self.assertEqual(self.filtered(group), [])
        self.put(group, "s", (now, "after"))
        self.assertEqual(self.filtered(group), ["after"])
        self.logs.delete_log_group(logGroupName=group)
        self.logs.create_log_group(logGroupName=group)
        self.assertEqual(self.logs.describe_log_streams(logGroupName=group)["logStreams"], [])
        self.assertEqual(self.filtered(group), [])


class Putting(LogsTest):
    def test_limits(self):
        group, now = self.group("s"), self.now()
        self.refused("InvalidParameterException", "chronological order", self.logs.put_log_events, logGroupName=group, logStreamName="s",
                     logEvents=[{"timestamp": now, "message": "b"}, {"timestamp": now - 1, "message": "a"}])
        self.refused("InvalidParameterException", "cannot span more than 24 hours", self.logs.put_log_events, logGroupName=group, logStreamName="s",
                     logEvents=[{"timestamp": now - DAY - 1, "message": "a"}, {"timestamp": now, "message": "b"}])
        self.refused("InvalidParameterException", "Log event too large: 1048577 bytes", self.logs.put_log_events, logGroupName=group, logStreamName="s",
                     logEvents=[{"timestamp": now, "message": "x" * (1048576 - 25)}])
        self.refused("InvalidParameterException", "Upload too large: 1048578 bytes", self.logs.put_log_events, logGroupName=group, logStreamName="s",
                     logEvents=[{"timestamp": now, "message": "x" * (524288 - 25)}] * 2)
        for count in (10_001, 15_000):
            self.refused("InvalidParameterException", "at 'logEvents' failed to satisfy constraint: Member must have length less than or equal to 10000",
                         self.logs.put_log_events, logGroupName=group, logStreamName="s", logEvents=[{"timestamp": now, "message": "x"}] * count)
        for missing in ({"logGroupName": "/not/there", "logStreamName": "s"}, {"logGroupName": group, "logStreamName": "t"}):
            self.assertEqual(error_code(self.logs.put_log_events, logEvents=[{"timestamp": now, "message": "x"}], **missing), "ResourceNotFoundException")
        self.assertEqual(self.filtered(group), [])
        self.put(group, "s", (now, "x" * (1048576 - 26)))
        self.assertEqual([len(m) for m in self.filtered(group)], [1048576 - 26])

    def test_sequence_tokens_are_ignored(self):
        group, now = self.group("s"), self.now()
        first = self.logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[{"timestamp": now, "message": "a"}], sequenceToken="nonsense")
        self.assertTrue(first["nextSequenceToken"])
        self.put(group, "s", (now, "a"))
        self.assertEqual(self.filtered(group), ["a", "a"])

    def test_too_old_and_too_new(self):
        group, now = self.group("s"), self.now()
        answer = self.put(group, "s", (now - 14 * DAY - 5000, "old"), (now - 14 * DAY + HOUR, "good"))
        self.assertEqual(answer["rejectedLogEventsInfo"], {"tooOldLogEventEndIndex": 1})
        answer = self.put(group, "s", (now, "now"), (now + 2 * HOUR - 1000, "soon"), (now + 3 * HOUR, "new"))
        self.assertEqual(answer["rejectedLogEventsInfo"], {"tooNewLogEventStartIndex": 2})
        self.assertEqual(self.filtered(group), ["good", "now", "soon"])
        self.logs.put_retention_policy(logGroupName=group, retentionInDays=1)
        answer = self.put(group, "s", (now - DAY - HOUR, "expired"), (now - HOUR, "kept"))
        self.assertEqual(answer["rejectedLogEventsInfo"], {"expiredLogEventEndIndex": 1})
        self.assertNotIn("rejectedLogEventsInfo", self.put(group, "s", (now, "fine")))
        self.assertEqual(self.filtered(group), ["kept", "now", "fine", "soon"])

    def test_ten_thousand_events(self):
        group, now = self.group("s"), self.now()
        began = time.monotonic()
        self.put(group, "s", *[(now - 10_000 + i, f"event {i:05}") for i in range(10_000)])
        self.assertLess(time.monotonic() - began, 5)
        self.assertEqual(self.filtered(group), [f"event {i:05}" for i in range(10_000)])
        self.put(group, "s", *[(now - DAY + i * 8_640, f"thin {i}") for i in range(10_000)])       # over a whole day
        self.assertEqual(len(self.filtered(group, filterPattern="thin")), 10_000)


class Reading(LogsTest):
    def test_forward_and_backward(self):
        group, now = self.group("s"), self.now()
        for i in (3, 0, 1, 4, 2):                                  # whatever order they come in
            self.put(group, "s", *[(now - 100_000 + 10 * i + j, f"{10 * i + j:02}") for j in range(10)])
        every = [f"{i:02}" for i in range(50)]
        get = lambda **q: self.logs.get_log_events(logGroupName=group, logStreamName="s", **q)
        texts = lambda answer: [e["message"] for e in answer["events"]]
        seen, answer = [], get(startFromHead=True, limit=7)
        while answer["events"]:
            seen += texts(answer)
            token, answer = answer["nextForwardToken"], get(nextToken=answer["nextForwardToken"], limit=7)
        self.assertEqual(seen, every)
        self.assertEqual(answer["nextForwardToken"], token)           # at the end, the same token
        self.put(group, "s", (now - 1, "later"))
        self.assertEqual(texts(get(nextToken=token)), ["later"])
        answer = get(limit=7)
        self.assertEqual(texts(answer), every[-6:] + ["later"])
        seen = []
        while answer["events"]:
            seen = texts(answer) + seen
            token, answer = answer["nextBackwardToken"], get(nextToken=answer["nextBackwardToken"], limit=7)
        self.assertEqual(seen, every + ["later"])
        self.assertEqual(answer["nextBackwardToken"], token)
        self.assertEqual(texts(get(startTime=now - 100_000 + 10, endTime=now - 100_000 + 13)), ["10", "11", "12"])
        back = get(startFromHead=True, limit=20)
        self.assertEqual(texts(get(nextToken=get(nextToken=back["nextForwardToken"], limit=5)["nextBackwardToken"], limit=5)), every[15:20])
        for bad in ("x", "f/1/s", "f/" + "9" * 55 + "/s"):
            self.assertEqual(error_code(get, nextToken=bad), "InvalidParameterException")

    def test_an_empty_stream_and_what_comes_later(self):
        group = self.group("s")
        answer = self.logs.get_log_events(logGroupName=group, logStreamName="s")
        self.assertEqual(answer["events"], [])
        now = self.now()
        self.put(group, "s", (now, "first"))
        later = self.logs.get_log_events(logGroupName=group, logStreamName="s", nextToken=answer["nextForwardToken"])
        self.assertEqual([e["message"] for e in later["events"]], ["first"])
        self.assertEqual(later["events"][0]["timestamp"], now)
        self.assertGreaterEqual(later["events"][0]["ingestionTime"], now)

    def test_a_page_is_a_megabyte(self):
        group, now = self.group("s"), self.now()
        for i in range(5):
            self.put(group, "s", (now + i, str(i) * 400_000))
        answer = self.logs.get_log_events(logGroupName=group, logStreamName="s", startFromHead=True)
        self.assertEqual([e["message"][0] for e in answer["events"]], ["0", "1"])
        answer = self.logs.get_log_events(logGroupName=group, logStreamName="s")
        self.assertEqual([e["message"][0] for e in answer["events"]], ["3", "4"])
        self.assertEqual([m[0] for m in self.filtered(group)], list("01234"))

    def test_filtered_over_streams(self):
        group, now = self.group("web-1", "web-2", "db"), self.now()
        for i in range(60):
            self.put(group, ("web-1", "web-2", "db")[i % 3], (now - 600_000 + i * 10_000, f"n{i} {'odd' if i % 2 else 'even'}"))
        numbers = lambda **q: [int(m.split()[0][1:]) for m in self.filtered(group, **q)]
        self.assertEqual(numbers(), list(range(60)))
        self.assertEqual(numbers(PaginationConfig={"PageSize": 7}), list(range(60)))
        self.assertEqual(numbers(logStreamNames=["db"]), list(range(2, 60, 3)))
        self.assertEqual(numbers(logStreamNamePrefix="web"), [i for i in range(60) if i % 3 != 2])
        self.assertEqual(numbers(filterPattern="odd", PaginationConfig={"PageSize": 4}), list(range(1, 60, 2)))
        self.assertEqual(numbers(startTime=now - 600_000 + 50_000, endTime=now - 600_000 + 70_000), [5, 6, 7])
        self.assertEqual(error_code(self.logs.filter_log_events, logGroupName=group, logStreamNames=["db"], logStreamNamePrefix="w"), "InvalidParameterException")
        self.assertEqual(error_code(self.logs.filter_log_events, logGroupName=group, logStreamNames=["none"]), "ResourceNotFoundException")
        self.refused("InvalidParameterException", "Invalid character(s) in term", self.logs.filter_log_events, logGroupName=group, filterPattern="a.b")
        token = self.logs.filter_log_events(logGroupName=group, limit=3)["nextToken"]
        self.assertEqual(error_code(self.logs.filter_log_events, logGroupName=group, limit=3, nextToken=token, filterPattern="odd"), "InvalidParameterException")
        events = self.logs.filter_log_events(logGroupName=group)["events"]
        self.assertEqual(len({e["eventId"] for e in events}), 60)
        self.assertEqual({len(e["eventId"]) for e in events}, {56})
        self.assertEqual(events[0]["logStreamName"], "web-1")

    def test_patterns_on_json(self):
        group, now = self.group("s"), self.now()
        self.put(group, "s", *[(now + i, json.dumps({"n": i, "who": {"type": "Root" if i == 3 else "User"}, **({"code": "AccessDenied"} if i > 7 else {})})) for i in range(10)])
        numbers = lambda pattern: [json.loads(m)["n"] for m in self.filtered(group, filterPattern=pattern)]
        self.assertEqual(numbers('{ $.who.type = "Root" }'), [3])
        self.assertEqual(numbers('{ ($.n >= 2 && $.n < 4) || $.code = "*Denied" }'), [2, 3, 8, 9])
        self.assertEqual(numbers("{ $.code NOT EXISTS && $.n != 3 }"), [0, 1, 2, 4, 5, 6, 7])

    @modern
    def test_by_identifier(self):
        group = self.group("s")
        self.put(group, "s", (self.now(), "x"))
        self.assertEqual(len(self.logs.filter_log_events(logGroupIdentifier=self.arn(group))["events"]), 1)
        self.assertEqual(len(self.logs.get_log_events(logGroupIdentifier=group, logStreamName="s")["events"]), 1)
        self.assertEqual(error_code(self.logs.filter_log_events, logGroupIdentifier=group, logGroupName=group), "InvalidParameterException")
        self.assertEqual(error_code(self.logs.filter_log_events), "InvalidParameterException")
        other = self.arn(group).replace(self.accounts["shop"], self.accounts["audit"])
        self.assertEqual(error_code(self.logs.filter_log_events, logGroupIdentifier=other), "AccessDeniedException")

    def test_the_clis_tail(self):
        group = self.group("s")
        self.put(group, "s", (self.now() - 1000, "hello tail"))
        status, output, error = self.server.aws("shop", "logs", "tail", group, "--since", "1h", region="us-east-1")
        self.assertEqual((status, error), (0, ""))
        self.assertIn("hello tail", output)


class Expiry(LogsTest):
    def test_expired_events_are_gone(self):
        server = house.Server().start()
        self.addCleanup(server.stop)
        logs = server.client("shop", "logs")
        logs.create_log_group(logGroupName="g")
        for stream in ("old", "new"):
            logs.create_log_stream(logGroupName="g", logStreamName=stream)
        now = logs.describe_log_groups()["logGroups"][0]["creationTime"]
        put = lambda stream, t, m: logs.put_log_events(logGroupName="g", logStreamName=stream, logEvents=[{"timestamp": t, "message": m}])
        put("old", now - HOUR - 1, "first")
        put("new", now - HOUR, "second")
        logs.put_retention_policy(logGroupName="g", retentionInDays=3)
        server.advance("2d")
        put("new", now + 2 * DAY, "third")
        self.assertEqual([e["message"] for e in logs.filter_log_events(logGroupName="g")["events"]], ["first", "second", "third"])
        server.advance("1d")
        self.assertEqual([e["message"] for e in logs.filter_log_events(logGroupName="g")["events"]], ["third"])
        self.assertEqual(logs.get_log_events(logGroupName="g", logStreamName="old", startFromHead=True)["events"], [])
        group = lambda: logs.describe_log_groups()["logGroups"][0]
        self.assertTrue(house.wait_for(lambda: group()["storedBytes"] == 26 + 5))
        streams = {s["logStreamName"]: s for s in logs.describe_log_streams(logGroupName="g")["logStreams"]}
        self.assertEqual((streams["new"]["firstEventTimestamp"], streams["new"]["lastEventTimestamp"]), (now + 2 * DAY, now + 2 * DAY))
        self.assertNotIn("firstEventTimestamp", streams["old"])
        logs.delete_retention_policy(logGroupName="g")                # what has been removed does not come back
        self.assertEqual([e["message"] for e in logs.filter_log_events(logGroupName="g")["events"]], ["third"])

    def test_events_outlive_the_server(self):
        with house.temporary_home() as home:
            with house.Server(home=home) as server:
                logs = server.client("shop", "logs")
                logs.create_log_group(logGroupName="g")
                logs.create_log_stream(logGroupName="g", logStreamName="s")
                now = logs.describe_log_groups()["logGroups"][0]["creationTime"]
                logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=[{"timestamp": now + i, "message": str(i)} for i in range(2000)])
                server.kill()
            with house.Server(home=home) as server:
                events = server.client("shop", "logs").filter_log_events(logGroupName="g")["events"]
                self.assertEqual([e["message"] for e in events], [str(i) for i in range(2000)])


class Filters(LogsTest):
    PATTERN = "[ip, user, status = 4*, bytes]"

    def metric(self, value="1", **more):
        return [{"metricName": "errors", "metricNamespace": "web", "metricValue": value, **more}]

    def test_a_number_that_is_none_is_refused_and_recorded_as_json(self):
        """Records say NaN as AWS's JSON does, in a string: a bare one would spoil the whole log file for whoever reads it."""
        group, client = self.group("s"), self.server.client("shop", "logs")

        def spell(params, **_):
            params["body"] = params["body"].replace(b"4.25", b'"NaN"')
        client.meta.events.register("before-call.cloudwatch-logs.PutMetricFilter", spell)
        refused = error_code(client.put_metric_filter, logGroupName=group, filterName="nan", filterPattern="x", metricTransformations=self.metric(defaultValue=4.25))
        trail = self.server.client("shop", "cloudtrail")
        events = trail.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "PutMetricFilter"}])["Events"]
        records = [json.loads(e["CloudTrailEvent"])["requestParameters"] for e in events if '"nan"' in e["CloudTrailEvent"]]
        self.assertEqual([r["metricTransformations"][0]["defaultValue"] for r in records], ["NaN"])
        self.assertEqual(refused, "InvalidParameterException")

    def test_kept_and_described(self):
        group = self.group()
        put = lambda name, pattern="ERROR", **t: self.logs.put_metric_filter(logGroupName=group, filterName=name, filterPattern=pattern, metricTransformations=self.metric(**t))
        for name in ("b", "a", "c"):
            put(name)
        self.assertEqual(self.described(group)["metricFilterCount"], 3)
        put("a", self.PATTERN, value="$bytes")
        self.assertEqual(self.described(group)["metricFilterCount"], 3)
        describe = lambda **q: [f["filterName"] for p in self.logs.get_paginator("describe_metric_filters").paginate(PaginationConfig={"PageSize": 1}, **q) for f in p["metricFilters"]]
        self.assertEqual(describe(logGroupName=group), ["a", "b", "c"])
        self.assertEqual(describe(logGroupName=group, filterNamePrefix="b"), ["b"])
        self.assertEqual(describe(metricName="errors", metricNamespace="web")[:3], ["a", "b", "c"])
        self.assertEqual(describe(metricName="errors", metricNamespace="other"), [])
        seen = self.logs.describe_metric_filters(logGroupName=group)["metricFilters"][0]
        self.assertEqual((seen["filterPattern"], seen["metricTransformations"]), (self.PATTERN, self.metric("$bytes")))
        self.logs.delete_metric_filter(logGroupName=group, filterName="a")
        self.assertEqual(error_code(self.logs.delete_metric_filter, logGroupName=group, filterName="a"), "ResourceNotFoundException")
        self.assertEqual(self.described(group)["metricFilterCount"], 2)
        for arguments in ({"pattern": "{ $.a"}, {"value": "$bytes"}, {"value": "x"}, {"dimensions": {"u": "$user"}}):
            self.assertEqual(error_code(put, name="bad", **arguments), "InvalidParameterException")
        self.assertEqual(error_code(put, name="bad", pattern=self.PATTERN, dimensions={"u": "$user"}, defaultValue=0), "InvalidParameterException")

    def test_tried(self):
        tried = self.logs.test_metric_filter(filterPattern=self.PATTERN, logEventMessages=["1.1.1.1 bob 404 12", "1.1.1.1 bob 200 12", "short"])["matches"]
        self.assertEqual(tried, [{"eventNumber": 1, "eventMessage": "1.1.1.1 bob 404 12",
                                  "extractedValues": {"$ip": "1.1.1.1", "$user": "bob", "$status": "404", "$bytes": "12"}}])
        tried = self.logs.test_metric_filter(filterPattern='{ $.a = "x*" }', logEventMessages=['{"a":"xyz","b":1}', "x"])["matches"]
        self.assertEqual([(m["eventNumber"], m["extractedValues"]) for m in tried], [(1, {"$.a": "xyz"})])
        self.assertEqual(error_code(self.logs.test_metric_filter, filterPattern="[", logEventMessages=["x"]), "InvalidParameterException")

    def counted(self, space):
        """What the operator sees of one namespace: samples, sum, least and most by metric and dimensions."""
        lines = [json.loads(line) for line in self.server.control("metrics", self.accounts["shop"], "us-east-1").splitlines()]
        return {(p["metric"], json.dumps(p["dimensions"]), p["minute"]): (p["samples"], p["sum"], p["minimum"], p["maximum"]) for p in lines if p["namespace"] == space}

    def test_events_are_counted(self):
        group = self.group("s")
        put = lambda name, pattern, **t: self.logs.put_metric_filter(logGroupName=group, filterName=name, filterPattern=pattern, metricTransformations=[
            {"metricName": name, "metricNamespace": group, **t}])
        put("errors", "ERROR", metricValue="1", unit="Count")
        put("quiet", "FATAL", metricValue="1", defaultValue=0)
        put("size", "[level, bytes]", metricValue="$bytes")
        put("latency", "{ $.ms >= 0 }", metricValue="$.ms", dimensions={"path": "$.path"})
        minute = self.now() // 60_000 * 60_000 - 60_000
        at = lambda ms: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(ms / 1000))
        self.put(group, "s", (minute - 60_000, "ERROR 5"), (minute, "ERROR 10"), (minute + 1, "INFO 32"), (minute + 2, "ERROR x y"))
        self.put(group, "s", (minute + 3, "FATAL 7"), (minute + 4, json.dumps({"ms": 2.5, "path": "/a"})), (minute + 5, json.dumps({"ms": 4, "path": "/a"})),
                 (minute + 6, json.dumps({"ms": 1, "path": "/b"})), (minute + 7, json.dumps({"ms": 9})))
        self.assertEqual(self.counted(group), {
            ("errors", "{}", at(minute - 60_000)): (1, 1, 1, 1), ("errors", "{}", at(minute)): (2, 2, 1, 1),
            ("quiet", "{}", at(minute - 60_000)): (1, 0, 0, 0), ("quiet", "{}", at(minute)): (2, 1, 0, 1),
            ("size", "{}", at(minute - 60_000)): (1, 5, 5, 5), ("size", "{}", at(minute)): (3, 49, 7, 32),
            ("latency", '{"path": "/a"}', at(minute)): (2, 6.5, 2.5, 4), ("latency", '{"path": "/b"}', at(minute)): (1, 1, 1, 1)})

    def test_subscriptions_have_nowhere_to_go(self):
        group = self.group()
        put = lambda arn: error_code(self.logs.put_subscription_filter, logGroupName=group, filterName="f", filterPattern="", destinationArn=arn)
        self.assertEqual(put(f"arn:aws:lambda:us-east-1:{self.accounts['shop']}:function:f"), "InvalidParameterException")
        self.assertEqual(put("arn:aws:s3:::bucket"), "InvalidParameterException")
        self.assertEqual(self.logs.describe_subscription_filters(logGroupName=group)["subscriptionFilters"], [])
        self.assertEqual(error_code(self.logs.delete_subscription_filter, logGroupName=group, filterName="f"), "ResourceNotFoundException")
        self.assertEqual(self.logs.describe_destinations()["destinations"], [])
        self.assertEqual(error_code(self.logs.put_destination, destinationName="d", targetArn="arn:aws:kinesis:us-east-1:111111111111:stream/s",
                                    roleArn="arn:aws:iam::111111111111:role/r"), "InvalidParameterException")
        self.assertEqual(error_code(self.logs.delete_destination, destinationName="d"), "ResourceNotFoundException")
        self.assertEqual(error_code(self.logs.start_query, logGroupName=group, startTime=0, endTime=1, queryString="fields @message"), "InvalidOperationException")
        if hasattr(self.logs, "start_live_tail"):
            tail = lambda identifier: error_code(self.logs.start_live_tail, logGroupIdentifiers=[identifier])
            self.assertEqual(tail(self.arn(group)), "InvalidOperationException")


class Keys(LogsTest):
    def key(self, condition=None):
        logs = {"Effect": "Allow", "Principal": {"Service": "logs.us-east-1.amazonaws.com"}, "Action": ["kms:GenerateDataKey*", "kms:Decrypt"], "Resource": "*"}
        if condition:
            logs["Condition"] = condition
        owner = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{self.accounts['shop']}:root"}, "Action": "kms:*", "Resource": "*"}
        self.kms = self.server.client("shop", "kms")
        return self.kms.create_key(Policy=json.dumps({"Version": "2012-10-17", "Statement": [owner, logs]}))["KeyMetadata"]["Arn"]

    def test_events_are_sealed_under_the_key(self):
        name = f"/sealed/{next(self.numbers)}"
        key = self.key({"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": self.arn(name)}})
        self.logs.create_log_group(logGroupName=name, kmsKeyId=key)
        self.logs.create_log_stream(logGroupName=name, logStreamName="s")
        self.assertEqual(self.described(name)["kmsKeyId"], key)
        now = self.now()
        self.put(name, "s", (now, "secret"))
        self.assertEqual(self.filtered(name), ["secret"])
        self.kms.disable_key(KeyId=key)
        self.server.advance("6m")                                       # data keys are kept for five minutes
        self.assertEqual(error_code(self.logs.filter_log_events, logGroupName=name), "AccessDeniedException")
        self.assertEqual(error_code(self.logs.put_log_events, logGroupName=name, logStreamName="s", logEvents=[{"timestamp": now, "message": "x"}]), "AccessDeniedException")
        self.kms.enable_key(KeyId=key)
        self.assertEqual(self.filtered(name), ["secret"])
        self.logs.disassociate_kms_key(logGroupName=name)
        self.assertNotIn("kmsKeyId", self.described(name))
        self.put(name, "s", (now + 1, "open"))
        self.assertEqual(self.filtered(name), ["secret", "open"])
        self.kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
        self.server.advance("6m")
        self.assertEqual(error_code(self.logs.filter_log_events, logGroupName=name), "AccessDeniedException")
        self.assertEqual(self.filtered(name, startTime=now + 1), ["open"])

    def test_keys_that_logs_may_not_use(self):
        group = self.group()
        other = self.key({"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": self.arn("/another")}})
        self.refused("AccessDeniedException", "The specified KMS key does not exist or is not allowed to be used with LogGroup", self.logs.associate_kms_key, logGroupName=group,
                     kmsKeyId=other)
        self.assertEqual(error_code(self.logs.associate_kms_key, logGroupName=group, kmsKeyId="alias/x"), "InvalidParameterException")
        key = self.key()
        self.kms.disable_key(KeyId=key)
        self.assertEqual(error_code(self.logs.associate_kms_key, logGroupName=group, kmsKeyId=key), "InvalidParameterException")
        self.kms.enable_key(KeyId=key)
        self.logs.associate_kms_key(logGroupName=group, kmsKeyId=key)
        self.assertEqual(self.described(group)["kmsKeyId"], key)


class Policies(LogsTest):
    def test_resource_policies(self):
        document = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
                                                                       "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": self.arn("/aws/events/*") + ":*"}]})
        made = self.logs.put_resource_policy(policyName="p", policyDocument=document)["resourcePolicy"]
        self.assertEqual((made["policyName"], made["policyDocument"]), ("p", document))
        self.assertEqual([p["policyName"] for p in self.logs.describe_resource_policies()["resourcePolicies"]], ["p"])
        for i in range(9):
            self.logs.put_resource_policy(policyName=f"p{i}", policyDocument=document)
        self.assertEqual(error_code(self.logs.put_resource_policy, policyName="more", policyDocument=document), "LimitExceededException")
        self.assertEqual(error_code(self.logs.put_resource_policy, policyName="p", policyDocument="{"), "InvalidParameterException")
        for name in ["p"] + [f"p{i}" for i in range(9)]:
            self.logs.delete_resource_policy(policyName=name)
        self.assertEqual(error_code(self.logs.delete_resource_policy, policyName="p"), "ResourceNotFoundException")

    def test_who_may_do_what(self):
        iam = self.server.client("shop", "iam")
        iam.create_user(UserName="writer")
        keys = iam.create_access_key(UserName="writer")["AccessKey"]
        group = self.group("mine", "other")
        iam.put_user_policy(UserName="writer", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": self.arn(group) + ":log-stream:mine"},
            {"Effect": "Allow", "Action": ["logs:FilterLogEvents", "logs:PutRetentionPolicy"], "Resource": self.arn(group) + ":*"}]}))
        writer = self.server.client("shop", "logs")
        writer._request_signer._credentials = botocore.credentials.Credentials(keys["AccessKeyId"], keys["SecretAccessKey"])
        events = [{"timestamp": self.now(), "message": "m"}]
        writer.put_log_events(logGroupName=group, logStreamName="mine", logEvents=events)
        self.refused("AccessDeniedException", self.arn(group) + ":log-stream:other", writer.put_log_events, logGroupName=group, logStreamName="other", logEvents=events)
        self.assertEqual(len(writer.filter_log_events(logGroupName=group)["events"]), 1)
        writer.put_retention_policy(logGroupName=group, retentionInDays=400)
        self.assertEqual(error_code(writer.delete_log_group, logGroupName=group), "AccessDeniedException")
        self.assertEqual(error_code(writer.describe_log_groups), "AccessDeniedException")

    def test_records(self):
        group = self.group("s", tags={"a": "b"})
        self.put(group, "s", (self.now(), "not to be seen"))
        trail = self.server.client("shop", "cloudtrail")
        record = lambda name: [json.loads(e["CloudTrailEvent"]) for e in
                               trail.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}], MaxResults=50)["Events"]]
        created = [r for r in record("CreateLogGroup") if r["requestParameters"]["logGroupName"] == group][0]
        self.assertEqual((created["eventSource"], created["requestParameters"], created["responseElements"]),
                         ("logs.amazonaws.com", {"logGroupName": group, "tags": {"a": "b"}}, None))
        self.assertEqual(created["apiVersion"], "20140328")
        self.assertEqual(list(created)[list(created).index("eventType") + 1], "apiVersion")
        self.assertEqual(record("PutLogEvents"), [])


if __name__ == "__main__":
    unittest.main()
