"""CloudTrail's delivery to CloudWatch Logs: under the trail's role, each record once, nothing fed back."""
import json
import unittest

import house
from house import error_code

CLOUDTRAIL = {"Service": "cloudtrail.amazonaws.com"}


class TrailLogs(unittest.TestCase):
    def setUp(self):
        self.server = house.Server().start()
        self.addCleanup(self.server.stop)
        self.accounts = {a["Name"]: a["Id"] for a in self.server.client("management", "organizations").list_accounts()["Accounts"]}

    def client(self, service, profile="shop", region=house.REGION):
        return self.server.client(profile, service, region)

    def bucket(self, name, profile="shop", organization=None):
        s3 = self.client("s3", profile)
        s3.create_bucket(Bucket=name)
        paths = [self.accounts[profile]] + ([organization] if organization else [])
        s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": CLOUDTRAIL, "Action": "s3:GetBucketAcl", "Resource": f"arn:aws:s3:::{name}"},
            {"Effect": "Allow", "Principal": CLOUDTRAIL, "Action": "s3:PutObject", "Resource": [f"arn:aws:s3:::{name}/AWSLogs/{p}/*" for p in paths]}]}))
        return name

    def role(self, name, profile="shop", resource="*", actions=("logs:CreateLogStream", "logs:PutLogEvents"), trusted=CLOUDTRAIL, condition=None):
        iam = self.client("iam", profile)
        trust = {"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"} | ({"Condition": condition} if condition else {})
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))["Role"]["Arn"]
        if actions:
            iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": resource}]}))
        return arn

    def group(self, name, profile="shop", region=house.REGION):
        self.client("logs", profile, region).create_log_group(logGroupName=name)
        return f"arn:aws:logs:{region}:{self.accounts[profile]}:log-group:{name}:*"

    def sent(self, group, profile="shop", **question):
        """Records in the group, by stream."""
        out = {}
        for page in self.client("logs", profile).get_paginator("filter_log_events").paginate(logGroupName=group, **question):
            for e in page["events"]:
                record = json.loads(e["message"])
                self.assertEqual(e["timestamp"] % 1000, 0)
                out.setdefault(e["logStreamName"], []).append(record)
        return out

    def delivered_to_bucket(self, bucket, profile="shop"):
        import gzip
        s3, out = self.client("s3", profile), []
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for o in page.get("Contents", []):
                if "/CloudTrail/" in o["Key"] and not o["Key"].endswith("/"):
                    out += json.loads(gzip.decompress(s3.get_object(Bucket=bucket, Key=o["Key"])["Body"].read()))["Records"]
        return out

    def test_an_accounts_trail(self):
        group, role, trail = self.group("trail"), self.role("to-logs"), self.client("cloudtrail")
        made = trail.create_trail(Name="own", S3BucketName=self.bucket("trail-own"), IsMultiRegionTrail=True, CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role)
        self.assertEqual((made["CloudWatchLogsLogGroupArn"], made["CloudWatchLogsRoleArn"]), (group, role))
        seen = trail.describe_trails()["trailList"][0]
        self.assertEqual((seen["CloudWatchLogsLogGroupArn"], seen["CloudWatchLogsRoleArn"]), (group, role))
        trail.start_logging(Name="own")
        self.client("sqs", region="eu-west-1").list_queues()
        self.client("iam").create_user(UserName="somebody")
        self.server.control("flush")
        stream = f"{self.accounts['shop']}_CloudTrail_us-east-1"
        sent = self.sent("trail")
        self.assertEqual(list(sent), [stream])
        names = {r["eventName"]: r for r in sent[stream]}
        self.assertEqual({names["ListQueues"]["awsRegion"], names["CreateUser"]["awsRegion"]}, {"eu-west-1", "us-east-1"})
        self.assertIn("StartLogging", names)
        self.assertNotIn("CreateTrail", names)
        status = trail.get_trail_status(Name="own")
        self.assertIn("LatestCloudWatchLogsDeliveryTime", status)
        self.assertNotIn("LatestCloudWatchLogsDeliveryError", status)

        # The session and its stream are made once, and are in the trail as what they are; putting events is in no trail.
        for _ in range(3):
            self.server.control("flush")
        records = self.sent("trail")[stream]
        by_name = lambda name: [r for r in records if r["eventName"] == name and r["userIdentity"].get("invokedBy") == "cloudtrail.amazonaws.com"]
        assumed = [r for r in by_name("AssumeRole") if r["requestParameters"]["roleSessionName"] == "CLOUDWATCH_LOGS_DELIVERY_SESSION"]
        self.assertEqual([r["userIdentity"]["type"] for r in assumed], ["AWSService"])
        self.assertEqual([(r["userIdentity"]["type"], r["sourceIPAddress"], r["requestParameters"]["logStreamName"]) for r in by_name("CreateLogStream")],
                         [("AssumedRole", "cloudtrail.amazonaws.com", stream)])
        self.assertEqual([r for r in records if r["eventName"] == "PutLogEvents"], [])
        count = lambda: len(self.delivered_to_bucket("trail-own"))
        self.server.control("flush")
        before = {r["eventID"] for r in self.delivered_to_bucket("trail-own")}
        ids = [r["eventID"] for r in self.sent("trail")[stream]]
        self.assertEqual(len(ids), len(set(ids)))
        late = {"GetTrailStatus", "FilterLogEvents", "ListObjectsV2", "GetObject", "DescribeTrails", "ListObjects"}
        self.assertLessEqual(before - set(ids), {r["eventID"] for r in self.delivered_to_bucket("trail-own") if r["eventName"] in late})

    def test_the_same_records_as_the_bucket(self):
        group, role, trail = self.group("trail"), self.role("to-logs"), self.client("cloudtrail")
        trail.create_trail(Name="own", S3BucketName=self.bucket("trail-own"), CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role)
        trail.start_logging(Name="own")
        sns = self.client("sns")
        for i in range(300):
            sns.list_topics()
            if i % 100 == 50:
                self.server.control("flush")
        trail.stop_logging(Name="own")
        sns.list_topics()
        self.server.control("flush")
        ids = [r["eventID"] for records in self.sent("trail").values() for r in records]
        self.assertEqual(sorted(ids), sorted(r["eventID"] for r in self.delivered_to_bucket("trail-own")))
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(sum(1 for r in self.sent("trail").popitem()[1] if r["eventName"] == "ListTopics"), 300)

    def test_an_organizations_trail(self):
        organization = self.client("organizations", "management").describe_organization()["Organization"]["Id"]
        self.client("organizations", "management").enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
        bucket, group = self.bucket("org-bucket", "management", organization), self.group("org", "management")
        management = self.accounts["management"]
        base = f"arn:aws:logs:us-east-1:{management}:log-group:org:log-stream:"
        half = self.role("half", "management", resource=f"{base}{management}_CloudTrail_us-east-1*")
        role = self.role("whole", "management", resource=[f"{base}{management}_CloudTrail_us-east-1*", f"{base}{organization}_*"],
                         condition={"StringEquals": {"aws:SourceArn": f"arn:aws:cloudtrail:us-east-1:{management}:trail/org"}})
        trail = self.client("cloudtrail", "management")
        settings = {"Name": "org", "S3BucketName": bucket, "IsOrganizationTrail": True, "IsMultiRegionTrail": True, "CloudWatchLogsLogGroupArn": group}
        self.assertEqual(error_code(trail.create_trail, CloudWatchLogsRoleArn=half, **settings), "InvalidCloudWatchLogsLogGroupArnException")
        trail.create_trail(CloudWatchLogsRoleArn=role, **settings)
        trail.start_logging(Name="org")
        for name in ("shop", "payments"):
            self.client("sns", name, "eu-west-1").list_topics()
        self.server.control("flush")
        self.server.control("flush")
        sent = self.sent("org", "management")
        stream = lambda name: f"{organization}_{self.accounts[name]}_CloudTrail_us-east-1"
        self.assertEqual(set(sent) & {stream("shop"), stream("payments"), stream("management")}, {stream("shop"), stream("payments"), stream("management")})
        for name in ("shop", "payments"):
            self.assertEqual([r["awsRegion"] for r in sent[stream(name)] if r["eventName"] == "ListTopics"], ["eu-west-1"])
            self.assertEqual({r["recipientAccountId"] for r in sent[stream(name)]}, {self.accounts[name]})

    def test_what_is_refused(self):
        group, role, trail = self.group("trail"), self.role("to-logs"), self.client("cloudtrail")
        bucket = self.bucket("trail-own")
        create = lambda **more: error_code(trail.create_trail, Name="own", S3BucketName=bucket, **more)
        no_group, no_role = "InvalidCloudWatchLogsLogGroupArnException", "InvalidCloudWatchLogsRoleArnException"
        self.assertEqual(create(CloudWatchLogsLogGroupArn=group), no_role)
        self.assertEqual(create(CloudWatchLogsRoleArn=role), no_group)
        shop, payments = self.accounts["shop"], self.accounts["payments"]
        elsewhere = self.group("west", region="eu-west-1")
        for bad in ("trail", group[:-2], group.replace(":trail:", ":missing:"), group.replace(shop, payments), elsewhere, "arn:aws:s3:::x"):
            self.assertEqual(create(CloudWatchLogsLogGroupArn=bad, CloudWatchLogsRoleArn=role), no_group, bad)
        others = [role.replace("to-logs", "missing"), role.replace(shop, payments), "x", self.role("untrusting", trusted={"Service": "lambda.amazonaws.com"}),
                  self.role("confused", condition={"StringEquals": {"aws:SourceArn": "arn:aws:cloudtrail:us-east-1:1:trail/other"}})]
        for bad in others:
            self.assertEqual(create(CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=bad), no_role, bad)
        for name, actions in (("nothing", ()), ("no-stream", ("logs:PutLogEvents",)), ("no-put", ("logs:CreateLogStream",))):
            self.assertEqual(create(CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=self.role(name, actions=actions)), no_group, name)
        self.assertEqual(trail.describe_trails()["trailList"], [])
        self.assertIsNone(create(CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role))
        update = lambda **more: error_code(trail.update_trail, Name="own", **more)
        self.assertEqual(update(CloudWatchLogsLogGroupArn=""), no_group)
        self.assertEqual(update(CloudWatchLogsRoleArn=""), no_role)
        self.assertEqual(update(CloudWatchLogsRoleArn=others[0]), no_role)
        self.assertIsNone(update(CloudWatchLogsLogGroupArn="", CloudWatchLogsRoleArn=""))
        self.assertNotIn("CloudWatchLogsLogGroupArn", trail.describe_trails()["trailList"][0])

    def test_passing_the_role_is_a_right_of_its_own(self):
        group, role = self.group("trail"), self.role("to-logs")
        bucket, iam = self.bucket("trail-own"), self.client("iam")
        iam.create_user(UserName="maker")
        keys = iam.create_access_key(UserName="maker")["AccessKey"]
        allow = lambda *statements: iam.put_user_policy(UserName="maker", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))
        maker = self.client("cloudtrail")
        import botocore.credentials
        maker._request_signer._credentials = botocore.credentials.Credentials(keys["AccessKeyId"], keys["SecretAccessKey"])
        trails = {"Effect": "Allow", "Action": "cloudtrail:*", "Resource": "*"}
        create = lambda: error_code(maker.create_trail, Name="own", S3BucketName=bucket, CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role)
        allow(trails)
        self.assertEqual(create(), "AccessDeniedException")
        allow(trails, {"Effect": "Allow", "Action": "iam:PassRole", "Resource": role, "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}})
        self.assertEqual(create(), "AccessDeniedException")
        allow(trails, {"Effect": "Allow", "Action": "iam:PassRole", "Resource": role, "Condition": {"StringEquals": {"iam:PassedToService": "cloudtrail.amazonaws.com"}}})
        self.assertIsNone(create())

    def test_a_refused_delivery_is_told_and_made_up_for(self):
        group, role, trail = self.group("trail"), self.role("to-logs"), self.client("cloudtrail")
        trail.create_trail(Name="own", S3BucketName=self.bucket("trail-own"), CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role)
        trail.start_logging(Name="own")
        self.server.control("flush")
        iam, sns = self.client("iam"), self.client("sns")
        policy = iam.get_role_policy(RoleName="to-logs", PolicyName="p")["PolicyDocument"]
        iam.delete_role_policy(RoleName="to-logs", PolicyName="p")
        for _ in range(3):
            sns.list_topics()
        self.server.control("flush")
        self.assertIn("Access denied", trail.get_trail_status(Name="own")["LatestCloudWatchLogsDeliveryError"])
        iam.put_role_policy(RoleName="to-logs", PolicyName="p", PolicyDocument=json.dumps(policy))
        self.server.advance("1m")
        self.server.control("flush")
        self.assertNotIn("LatestCloudWatchLogsDeliveryError", trail.get_trail_status(Name="own"))
        listed = lambda: sum(r["eventName"] == "ListTopics" for records in self.sent("trail").values() for r in records)
        self.assertEqual(listed(), 3)
        stream = next(iter(self.sent("trail")))
        self.client("logs").delete_log_stream(logGroupName="trail", logStreamName=stream)
        sns.list_topics()
        self.server.control("flush")
        self.assertEqual(listed(), 1)                       # the stream is made again; what went with it stays gone

    def test_turned_off_and_on_again(self):
        group, role, trail = self.group("trail"), self.role("to-logs"), self.client("cloudtrail")
        trail.create_trail(Name="own", S3BucketName=self.bucket("trail-own"))
        trail.start_logging(Name="own")
        iam = self.client("iam")
        made = lambda: sorted(r["requestParameters"]["userName"] for records in self.sent("trail").values() for r in records if r["eventName"] == "CreateUser")
        iam.create_user(UserName="before")
        self.server.control("flush")
        trail.update_trail(Name="own", CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role)
        iam.create_user(UserName="while")
        self.server.control("flush")
        trail.update_trail(Name="own", CloudWatchLogsLogGroupArn="", CloudWatchLogsRoleArn="")
        iam.create_user(UserName="between")
        self.server.control("flush")
        self.assertEqual(made(), ["while"])
        trail.update_trail(Name="own", CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role)
        iam.create_user(UserName="again")
        self.server.control("flush")
        self.assertEqual(made(), ["again", "while"])

    def test_insights_events_come_too(self):
        group, role, trail = self.group("trail"), self.role("to-logs"), self.client("cloudtrail")
        trail.create_trail(Name="own", S3BucketName=self.bucket("trail-own"), CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role)
        trail.start_logging(Name="own")
        trail.put_insight_selectors(TrailName="own", InsightSelectors=[{"InsightType": "ApiErrorRateInsight"}])
        self.server.advance("8d")
        iam = self.client("iam")
        for _ in range(30):
            self.assertEqual(error_code(iam.delete_user, UserName="nobody"), "NoSuchEntity")
        self.server.advance("15m")
        found = lambda: [r for records in self.sent("trail", filterPattern="AwsCloudTrailInsight").values() for r in records if r["eventType"] == "AwsCloudTrailInsight"]
        self.assertTrue(house.wait_for(lambda: len(found()) == 2))
        self.assertEqual({(r["insightDetails"]["insightType"], r["insightDetails"]["state"]) for r in found()}, {("ApiErrorRateInsight", "Start"), ("ApiErrorRateInsight", "End")})
        self.server.control("flush")
        self.assertEqual(len(found()), 2)

    def test_each_record_once_across_a_crash(self):
        with house.temporary_home() as home:
            self.server.stop()
            self.server = house.Server(home=home).start()
            self.accounts = {a["Name"]: a["Id"] for a in self.client("organizations", "management").list_accounts()["Accounts"]}
            group, role, trail = self.group("trail"), self.role("to-logs"), self.client("cloudtrail")
            trail.create_trail(Name="own", S3BucketName=self.bucket("trail-own"), CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role)
            trail.start_logging(Name="own")
            for i in range(4):
                sns = self.client("sns")
                for _ in range(20):
                    sns.list_topics()
                if i % 2:
                    self.server.control("flush")
                self.server.kill()
                self.server.start()
            self.server.control("flush")
            records = [r for found in self.sent("trail").values() for r in found]
            self.assertEqual(len({r["eventID"] for r in records}), len(records))
            self.assertEqual(sum(r["eventName"] == "ListTopics" for r in records), 80)
            self.server.stop()


if __name__ == "__main__":
    unittest.main()
