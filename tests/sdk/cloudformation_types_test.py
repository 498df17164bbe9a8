"""Every resource type of CloudFormation as a template makes, changes and removes it: templates/*.yaml, each a story.

A story is deployed with its parameters' defaults, looked at with its services' own calls, updated with other parameters,
looked at again, and deleted. Stories of one family go through each step together."""
import functools
import io
import json
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest
import zipfile

import botocore

import house
from house import error_code

TEMPLATES = pathlib.Path(__file__).resolve().parent / "templates"
CAPABILITIES = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
MODERN = tuple(map(int, botocore.__version__.split(".")[:2])) >= (1, 36)
TEAM = {"Key": "team", "Value": "blue"}
UPDATES = {
    "cdk-metadata": {"Word": "two"},
    "cloudtrail-everything": {"Insight": "ApiErrorRateInsight"},
    "cloudtrail-trail": {"Validation": "true", "Logging": "false", "Type": "WriteOnly"},
    "ecr-repository": {"Mutability": "MUTABLE", "Days": "90"},
    "events-api-destination": {"Rate": "20"},
    "events-bus": {"Account": "222222222222"},
    "events-rule-to-queue": {"State": "DISABLED"},
    "events-schedule": {"Schedule": "rate(2 hours)"},
    "functions-and-conditions": {"Stage": "live"},
    "iam-access-key": {"Status": "Inactive"},
    "iam-attached-inline": {"Action": "sns:ListSubscriptions"},
    "iam-inline-policy": {"Action": "sqs:GetQueueUrl"},
    "iam-instance-profile": {"Which": "Two"},
    "iam-managed-policy": {"Action": "sqs:GetQueueUrl"},
    "iam-oidc-provider": {"Clients": "sts.amazonaws.com,other.example.com"},
    "iam-role": {"Service": "events.amazonaws.com", "Inline": "second", "Managed": "arn:aws:iam::aws:policy/SecurityAudit"},
    "iam-saml-provider": {"Year": "2099"},
    "iam-service-linked-role": {"Description": "second"},
    "iam-user": {"Path": "/second/"},
    "kms-key-alias": {"Description": "second", "Rotation": "true"},
    "kms-key-disabled": {"Enabled": "true"},
    "kms-key-pairs": {"Description": "second"},
    "lambda-custom-resource": {"Spoken": "two"},
    "lambda-inline": {"Greeting": "goodbye", "Answer": "two"},
    "lambda-queue": {"Batch": "7"},
    "lambda-versions": {"Weight": "2"},
    "logs-filters": {"Pattern": "FATAL"},
    "logs-group": {"Days": "30"},
    "loop-of-topics": {"Names": "One,Three,Four"},
    "organizations-account": {"Under": "unit"},
    "organizations-units": {"Name": "second"},
    "s3-kms-encrypted": {"BucketKey": "false"},
    "s3-lifecycle": {"Days": "90"},
    "s3-lock": {"Days": "2"},
    "s3-notifications": {"Event": "s3:ObjectRemoved:*"},
    "s3-policy": {"Action": "s3:PutObject"},
    "s3-private": {"Status": "Suspended"},
    "s3-replaced": {"Suffix": "two"},
    "secrets-generated": {"Length": "30"},
    "secrets-shared": {"Action": "secretsmanager:DescribeSecret"},
    "sns-fifo": {"Dedupe": "false"},
    "sns-filtered-subscription": {"Kind": "news"},
    "sns-topic-policies": {"Service": "events.amazonaws.com"},
    "sns-topic-with-queue": {"Display": "Second"},
    "sqs-dead-letters": {"Receives": "9", "Timeout": "50"},
    "sqs-fifo": {"Delay": "9"},
    "ssm-parameters": {"Value": "two"},
    "ssm-shared": {"Action": "ssm:GetParameterHistory"},
}


def statements(policy):
    return (json.loads(policy) if isinstance(policy, str) else policy)["Statement"]


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        organizations = cls.server.client("management", "organizations")
        cls.accounts = {a["Name"]: a["Id"] for a in organizations.list_accounts()["Accounts"]}
        cls.root = organizations.list_roots()["Roots"][0]["Id"]

    @functools.lru_cache(None)
    def client(self, service, profile="shop", region=house.REGION):
        return self.server.client(profile, service, region=region)

    def __getattr__(self, name):                 # self.kms: the account's client
        if name in {"kms", "s3", "sns", "sqs", "iam", "logs", "events", "cloudtrail", "ssm", "secretsmanager", "ecr"}:
            return self.client(name)
        raise AttributeError(name)

    # ---- the way of every story

    def run_stories(self, *names):
        stacks = {name: self.client("cloudformation", "management" if name.startswith("organizations") else "shop") for name in names}
        outputs = {}
        for step, finished in (("create", "CREATE_COMPLETE"), ("update", "UPDATE_COMPLETE"), ("delete", "DELETE_COMPLETE")):
            ids = {name: self.begin(step, name, stack) for name, stack in stacks.items() if step != "update" or name in UPDATES}
            for name in ids:
                with self.subTest(story=name, step=step):
                    stack = self.finished(stacks[name], ids[name])
                    self.assertEqual(stack["StackStatus"], finished, self.reasons(stacks[name], ids[name]))
                    if step == "delete":
                        getattr(self, self.method(name) + "_gone", lambda o: None)(outputs[name])
                        continue
                    outputs[name] = {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])}
                    getattr(self, self.method(name))(outputs[name], step == "update")
                    self.assert_in_sync(stacks[name], ids[name])

    def method(self, name):
        return name.replace("-", "_")

    def begin(self, step, name, stacks):
        stack = "s-" + name
        if step == "delete":
            stack = stacks.describe_stacks(StackName=stack)["Stacks"][0]["StackId"]
            stacks.delete_stack(StackName=stack)
            return stack
        given = dict(UPDATES[name] if step == "update" else {}, **({"Root": self.root} if name.startswith("organizations") else {}))
        call = stacks.update_stack if step == "update" else stacks.create_stack
        return call(StackName=stack, TemplateBody=(TEMPLATES / f"{name}.yaml").read_text(), Capabilities=CAPABILITIES, Tags=[TEAM],
                    Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in given.items()])["StackId"]

    def finished(self, stacks, stack):
        for _ in range(1500):
            found = stacks.describe_stacks(StackName=stack)["Stacks"][0]
            if not found["StackStatus"].endswith("IN_PROGRESS"):
                return found
            time.sleep(0.01)
        self.fail(f"{stack} does not come to an end: {found['StackStatus']}")

    def reasons(self, stacks, stack):
        events = stacks.describe_stack_events(StackName=stack)["StackEvents"]
        return "; ".join(f"{e['LogicalResourceId']}: {e.get('ResourceStatusReason')}" for e in reversed(events) if e["ResourceStatus"].endswith("FAILED"))

    def assert_in_sync(self, stacks, stack):
        """What a template has just made is as it says."""
        stacks.detect_stack_drift(StackName=stack)
        drifts = stacks.describe_stack_resource_drifts(StackName=stack)["StackResourceDrifts"]
        self.assertEqual([d for d in drifts if d["StackResourceDriftStatus"] != "IN_SYNC"], [])

    def assert_refused(self, code, call, **arguments):
        self.assertEqual(error_code(call, **arguments), code)

    def assert_marked(self, tags, **more):
        """The stack's tags, those of CloudFormation, and the resource's own."""
        tags = {t["Key"]: t["Value"] for t in tags} if isinstance(tags, list) else tags
        self.assertLessEqual({"aws:cloudformation:stack-name", "aws:cloudformation:stack-id", "aws:cloudformation:logical-id"}, tags.keys())
        self.assertEqual({k: v for k, v in tags.items() if not k.startswith("aws:")}, dict(more, team="blue"))


class Stories(Base):
    # A family a test.

    def test_keys(self):
        self.run_stories("kms-key-alias", "kms-key-disabled", "kms-default-key", "kms-key-pairs")

    def kms_key_alias(self, o, new):
        key = self.kms.describe_key(KeyId=o["Alias"])["KeyMetadata"]
        self.assertEqual((key["KeyId"], key["Arn"], key["Description"]), (o["Key"], o["Arn"], "second" if new else "first"))
        self.assertEqual(self.kms.get_key_rotation_status(KeyId=o["Key"])["KeyRotationEnabled"], new)
        tags = {t["TagKey"]: t["TagValue"] for t in self.kms.list_resource_tags(KeyId=o["Key"])["Tags"]}
        self.assertEqual(tags, {"team": "blue", "purpose": "second" if new else "first"})

    def kms_key_alias_gone(self, o):
        key = self.kms.describe_key(KeyId=o["Key"])["KeyMetadata"]
        self.assertEqual(key["KeyState"], "PendingDeletion")
        self.assertEqual(round((key["DeletionDate"] - key["CreationDate"]).total_seconds() / 86400), 7)
        self.assert_refused("NotFoundException", self.kms.describe_key, KeyId=o["Alias"])

    def kms_key_disabled(self, o, new):
        self.assertEqual(self.kms.describe_key(KeyId=o["Key"])["KeyMetadata"]["Enabled"], new)

    def kms_key_pairs(self, o, new):
        keys = [self.kms.describe_key(KeyId=o[name])["KeyMetadata"] for name in ("Signs", "Elliptic", "Codes")]
        self.assertEqual([(k["KeySpec"], k["KeyUsage"], k["KeyState"]) for k in keys], [("RSA_2048", "SIGN_VERIFY", "Enabled"), ("ECC_NIST_P256", "SIGN_VERIFY", "Enabled"),
                                                                                        ("HMAC_384", "GENERATE_VERIFY_MAC", "Enabled")])
        self.assertEqual(keys[0]["Description"], "second" if new else "first")
        self.kms.sign(KeyId=o["Signs"], Message=b"m", SigningAlgorithm="RSASSA_PSS_SHA_256")

    def kms_default_key(self, o, new):
        policy = json.loads(self.kms.get_key_policy(KeyId=o["Key"], PolicyName="default")["Policy"])
        self.assertEqual(policy["Statement"][0]["Action"], "kms:*")

    def test_buckets(self):
        self.run_stories("s3-private", "s3-kms-encrypted", "s3-policy", "s3-lifecycle", "s3-lock", "s3-notifications", "s3-replaced")

    def s3_private(self, o, new):
        bucket, status = o["Bucket"], "Suspended" if new else "Enabled"
        self.assertRegex(bucket, "^s-s3-private-bucket-[a-z0-9]{12}$")
        self.assertEqual((o["Arn"], o["Domain"]), (f"arn:aws:s3:::{bucket}", f"{bucket}.s3.us-east-1.amazonaws.com"))
        self.assertEqual(self.s3.get_bucket_versioning(Bucket=bucket)["Status"], status)
        self.assertTrue(all(self.s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values()))
        self.assert_marked(self.s3.get_bucket_tagging(Bucket=bucket)["TagSet"], status=status)

    def s3_private_gone(self, o):
        self.assert_refused("NoSuchBucket", self.s3.get_bucket_versioning, Bucket=o["Bucket"])

    def s3_kms_encrypted(self, o, new):
        rule = self.s3.get_bucket_encryption(Bucket=o["Bucket"])["ServerSideEncryptionConfiguration"]["Rules"][0]
        self.assertEqual(rule["ApplyServerSideEncryptionByDefault"], {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": o["Key"]})
        self.assertEqual(rule["BucketKeyEnabled"], not new)

    def s3_policy(self, o, new):
        statement = statements(self.s3.get_bucket_policy(Bucket=o["Bucket"])["Policy"])[0]
        self.assertEqual((statement["Action"], statement["Resource"]), ("s3:PutObject" if new else "s3:GetObject", f"arn:aws:s3:::{o['Bucket']}/*"))

    def s3_lifecycle(self, o, new):
        rules = {r["ID"]: r for r in self.s3.get_bucket_lifecycle_configuration(Bucket=o["Bucket"])["Rules"]}
        self.assertEqual((rules["old"]["Filter"], rules["old"]["Expiration"]["Days"]), ({"Prefix": "logs/"}, 90 if new else 30))
        self.assertEqual(rules["old"]["NoncurrentVersionExpiration"], {"NoncurrentDays": 7})
        self.assertEqual((rules["tagged"]["Status"], rules["tagged"]["Filter"]), ("Disabled", {"Tag": {"Key": "kind", "Value": "scratch"}}))
        self.assertEqual(rules["parts"]["AbortIncompleteMultipartUpload"], {"DaysAfterInitiation": 3})

    def s3_lock(self, o, new):
        lock = self.s3.get_object_lock_configuration(Bucket=o["Bucket"])["ObjectLockConfiguration"]
        self.assertEqual(lock["Rule"]["DefaultRetention"], {"Mode": "GOVERNANCE", "Days": 2 if new else 1})

    def s3_notifications(self, o, new):
        found = self.s3.get_bucket_notification_configuration(Bucket=o["Bucket"])
        queue = found["QueueConfigurations"][0]
        self.assertEqual(queue["Events"], ["s3:ObjectRemoved:*" if new else "s3:ObjectCreated:*"])
        self.assertEqual(queue["Filter"]["Key"]["FilterRules"][0]["Value"], "in/")
        self.assertIn("EventBridgeConfiguration", found)

    def s3_replaced(self, o, new):
        self.assertTrue(o["Bucket"].endswith("two" if new else "one"))
        if new:
            self.assert_refused("NoSuchBucket", self.s3.get_bucket_versioning, Bucket=o["Bucket"].replace("two", "one"))

    def test_topics_and_queues(self):
        self.run_stories("sns-topic-with-queue", "sns-fifo", "sns-filtered-subscription", "sns-topic-policies", "sqs-dead-letters", "sqs-fifo")

    def sns_topic_with_queue(self, o, new):
        display = "Second" if new else "First"
        self.assertEqual(self.sns.get_topic_attributes(TopicArn=o["Topic"])["Attributes"]["DisplayName"], display)
        self.assertTrue(o["Topic"].endswith(":" + o["Name"]))
        self.assert_marked(self.sns.list_tags_for_resource(ResourceArn=o["Topic"])["Tags"], display=display)
        self.sns.publish(TopicArn=o["Topic"], Message="to " + display)
        for _ in range(100):                     # the courier is on its way
            messages = self.sqs.receive_message(QueueUrl=o["Queue"], WaitTimeSeconds=1, VisibilityTimeout=0).get("Messages", [])
            said = [json.loads(m["Body"])["Message"] for m in messages]
            for m in messages:
                self.sqs.delete_message(QueueUrl=o["Queue"], ReceiptHandle=m["ReceiptHandle"])
            if "to " + display in said:
                return
        self.fail("the message did not come")

    def sns_topic_with_queue_gone(self, o):
        self.assert_refused("NotFound", self.sns.get_topic_attributes, TopicArn=o["Topic"])
        self.assert_refused("AWS.SimpleQueueService.NonExistentQueue", self.sqs.get_queue_attributes, QueueUrl=o["Queue"])

    def sns_fifo(self, o, new):
        attributes = self.sns.get_topic_attributes(TopicArn=o["Topic"])["Attributes"]
        self.assertTrue(o["Topic"].endswith(".fifo"))
        self.assertEqual(attributes["ContentBasedDeduplication"], "false" if new else "true")

    def sns_filtered_subscription(self, o, new):
        attributes = self.sns.get_subscription_attributes(SubscriptionArn=o["Subscription"])["Attributes"]
        self.assertEqual(json.loads(attributes["FilterPolicy"]), {"kind": ["news" if new else "alarm"]})
        self.assertEqual(attributes["RawMessageDelivery"], "true")

    def sns_filtered_subscription_gone(self, o):
        self.assert_refused("NotFound", self.sns.get_subscription_attributes, SubscriptionArn=o["Subscription"])

    def sns_topic_policies(self, o, new):
        for topic in (o["One"], o["Two"]):
            principal = statements(self.sns.get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"])[0]["Principal"]
            self.assertEqual(principal, {"Service": "events.amazonaws.com" if new else "s3.amazonaws.com"})

    def sqs_dead_letters(self, o, new):
        attributes = self.sqs.get_queue_attributes(QueueUrl=o["Queue"], AttributeNames=["All"])["Attributes"]
        redrive = json.loads(attributes["RedrivePolicy"])
        self.assertEqual((redrive["deadLetterTargetArn"], int(redrive["maxReceiveCount"])), (o["Dead"], 9 if new else 3))
        self.assertEqual(attributes["VisibilityTimeout"], "50" if new else "45")
        self.assertEqual(self.sqs.list_queue_tags(QueueUrl=o["Queue"])["Tags"], {"team": "blue", "receives": "9" if new else "3"})

    def sqs_fifo(self, o, new):
        attributes = self.sqs.get_queue_attributes(QueueUrl=o["Queue"], AttributeNames=["All"])["Attributes"]
        self.assertEqual((attributes["FifoQueue"], attributes["DelaySeconds"]), ("true", "9" if new else "5"))

    def test_identities(self):
        self.run_stories("iam-role", "iam-inline-policy", "iam-managed-policy", "iam-user", "iam-access-key", "iam-instance-profile", "iam-oidc-provider",
                         "iam-attached-inline", "iam-saml-provider", "iam-service-linked-role")

    def iam_role(self, o, new):
        role = self.iam.get_role(RoleName=o["Role"])["Role"]
        self.assertEqual((role["Arn"], role["RoleId"], role["Path"], role["MaxSessionDuration"]), (o["Arn"], o["Id"], "/types/", 7200))
        service = "events.amazonaws.com" if new else "lambda.amazonaws.com"
        self.assertEqual(role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"], {"Service": service})
        self.assertEqual(self.iam.list_role_policies(RoleName=o["Role"])["PolicyNames"], ["second" if new else "first"])
        attached = [p["PolicyName"] for p in self.iam.list_attached_role_policies(RoleName=o["Role"])["AttachedPolicies"]]
        self.assertEqual(attached, ["SecurityAudit" if new else "ReadOnlyAccess"])
        self.assertEqual({t["Key"]: t["Value"] for t in role["Tags"]}, {"team": "blue", "service": service})

    def iam_role_gone(self, o):
        self.assert_refused("NoSuchEntity", self.iam.get_role, RoleName=o["Role"])

    def iam_inline_policy(self, o, new):
        action = "sqs:GetQueueUrl" if new else "sqs:ListQueues"
        for answer in (self.iam.get_role_policy(RoleName=o["Role"], PolicyName="shared"), self.iam.get_user_policy(UserName=o["User"], PolicyName="shared"),
                       self.iam.get_group_policy(GroupName=o["Group"], PolicyName="shared")):
            self.assertEqual(answer["PolicyDocument"]["Statement"][0]["Action"], action)

    def iam_managed_policy(self, o, new):
        policy = self.iam.get_policy(PolicyArn=o["Policy"])["Policy"]
        self.assertEqual((policy["DefaultVersionId"], policy["AttachmentCount"]), ("v2" if new else "v1", 1))

    def iam_managed_policy_gone(self, o):
        self.assert_refused("NoSuchEntity", self.iam.get_policy, PolicyArn=o["Policy"])

    def iam_user(self, o, new):
        user = self.iam.get_user(UserName=o["User"])["User"]
        self.assertEqual((user["Path"], user["Arn"]), ("/second/" if new else "/first/", o["Arn"]))
        self.assertEqual(len(self.iam.list_groups_for_user(UserName=o["User"])["Groups"]), 2)

    def iam_access_key(self, o, new):
        key = self.iam.list_access_keys(UserName=o["User"])["AccessKeyMetadata"][0]
        self.assertEqual((key["AccessKeyId"], key["Status"]), (o["Key"], "Inactive" if new else "Active"))
        kept = json.loads(self.secretsmanager.get_secret_value(SecretId=o["Kept"])["SecretString"])
        self.assertEqual(kept["id"], o["Key"])
        self.assertEqual(len(kept["secret"]), 40)

    def iam_instance_profile(self, o, new):
        roles = self.iam.get_instance_profile(InstanceProfileName=o["Profile"])["InstanceProfile"]["Roles"]
        self.assertEqual([r["RoleName"] for r in roles], [o["Two" if new else "One"]])

    def iam_oidc_provider(self, o, new):
        provider = self.iam.get_open_id_connect_provider(OpenIDConnectProviderArn=o["Provider"])
        self.assertEqual(sorted(provider["ClientIDList"]), ["other.example.com", "sts.amazonaws.com"] if new else ["sts.amazonaws.com"])

    def iam_attached_inline(self, o, new):
        action = "sns:ListSubscriptions" if new else "sns:ListTopics"
        for answer in (self.iam.get_role_policy(RoleName=o["Role"], PolicyName="own"), self.iam.get_user_policy(UserName=o["User"], PolicyName="own"),
                       self.iam.get_group_policy(GroupName=o["Group"], PolicyName="own")):
            self.assertEqual(answer["PolicyDocument"]["Statement"][0]["Action"], action)

    def iam_saml_provider(self, o, new):
        provider = self.iam.get_saml_provider(SAMLProviderArn=o["Provider"])
        self.assertEqual(provider["ValidUntil"].year, 2099 if new else 2098)
        self.assertIn({"Key": "year", "Value": "2099" if new else "2098"}, provider["Tags"])

    def iam_service_linked_role(self, o, new):
        role = self.iam.get_role(RoleName=o["Role"])["Role"]
        self.assertEqual((role["RoleName"], role["Path"].split("/")[1], role["Description"]), (o["Name"], "aws-service-role", "second" if new else "first"))

    def iam_service_linked_role_gone(self, o):   # retained: its service needs it while the account is in the organization
        self.assertEqual(self.iam.get_role(RoleName=o["Role"])["Role"]["RoleName"], o["Role"])

    def test_logs_and_events(self):
        self.run_stories("logs-group", "logs-encrypted-group", "logs-filters", "events-rule-to-queue", "events-bus", "events-schedule", "events-api-destination")

    def described_group(self, name):
        return self.logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]

    def logs_group(self, o, new):
        group, days = self.described_group(o["Group"]), 30 if new else 400
        self.assertEqual((group["retentionInDays"], group["arn"]), (days, o["Arn"]))
        self.assert_marked(self.logs.list_tags_log_group(logGroupName=o["Group"])["tags"], days=str(days))

    def logs_group_gone(self, o):
        self.assertEqual(self.logs.describe_log_groups(logGroupNamePrefix=o["Group"])["logGroups"], [])

    def logs_encrypted_group(self, o, new):
        self.assertEqual(self.described_group(o["Group"])["kmsKeyId"], o["Key"])

    def logs_filters(self, o, new):
        found = self.logs.describe_metric_filters(logGroupName=o["Group"])["metricFilters"][0]
        self.assertEqual((found["filterName"], found["filterPattern"]), (o["Errors"], "FATAL" if new else "ERROR"))
        self.assertEqual(self.logs.describe_log_streams(logGroupName=o["Group"])["logStreams"][0]["logStreamName"], o["Stream"])
        self.assertIn(o["Policy"], [p["policyName"] for p in self.logs.describe_resource_policies()["resourcePolicies"]])

    def logs_filters_gone(self, o):
        self.assertEqual(self.logs.describe_resource_policies()["resourcePolicies"], [])

    def events_rule_to_queue(self, o, new):
        rule = self.events.describe_rule(Name=o["Rule"])
        self.assertEqual((rule["Arn"], rule["State"]), (o["Arn"], "DISABLED" if new else "ENABLED"))
        self.assertEqual(json.loads(rule["EventPattern"]), {"source": ["types.test"], "detail-type": ["Happened"]})
        self.assertEqual([t["Id"] for t in self.events.list_targets_by_rule(Rule=o["Rule"])["Targets"]], ["queue"])
        self.assert_marked(self.events.list_tags_for_resource(ResourceARN=o["Arn"])["Tags"])

    def events_rule_to_queue_gone(self, o):
        self.assert_refused("ResourceNotFoundException", self.events.describe_rule, Name=o["Rule"])

    def events_bus(self, o, new):
        policy = statements(self.events.describe_event_bus(Name=o["Bus"])["Policy"])
        self.assertEqual([s["Principal"]["AWS"] for s in policy], [f"arn:aws:iam::{'2' * 12 if new else '1' * 12}:root"])
        bus, rule = o["Rule"].split("|")
        self.assertEqual(self.events.describe_rule(Name=rule, EventBusName=bus)["Arn"], o["Arn"])

    def events_schedule(self, o, new):
        self.assertEqual(self.events.describe_rule(Name=o["Rule"])["ScheduleExpression"], "rate(2 hours)" if new else "rate(1 hour)")
        self.assertEqual(self.events.list_targets_by_rule(Rule=o["Rule"])["Targets"][0]["Input"], '{"hello":"there"}')

    def events_api_destination(self, o, new):
        destination = self.events.describe_api_destination(Name=o["Destination"])
        self.assertEqual((destination["ApiDestinationArn"], destination["InvocationRateLimitPerSecond"]), (o["Arn"], 20 if new else 10))
        self.assertEqual(self.events.describe_connection(Name=o["Connection"])["AuthorizationType"], "API_KEY")

    def test_trails(self):
        self.run_stories("cloudtrail-trail", "cloudtrail-everything")

    def cloudtrail_trail(self, o, new):
        trail = self.cloudtrail.get_trail(Name=o["Trail"])["Trail"]
        self.assertEqual((trail["TrailARN"], trail["LogFileValidationEnabled"]), (o["Arn"], new))
        self.assertEqual(self.cloudtrail.get_trail_status(Name=o["Trail"])["IsLogging"], not new)
        kind = "WriteOnly" if new else "All"
        self.assertEqual(self.cloudtrail.get_event_selectors(TrailName=o["Trail"])["EventSelectors"][0]["ReadWriteType"], kind)
        tags = self.cloudtrail.list_tags(ResourceIdList=[o["Arn"]])["ResourceTagList"][0]["TagsList"]
        self.assertEqual({t["Key"]: t["Value"] for t in tags}, {"team": "blue", "type": kind})

    def cloudtrail_trail_gone(self, o):
        self.assert_refused("TrailNotFoundException", self.cloudtrail.get_trail, Name=o["Trail"])

    def cloudtrail_everything(self, o, new):
        trail = self.cloudtrail.get_trail(Name=o["Trail"])["Trail"]
        self.assertEqual(trail["SnsTopicARN"], o["Topic"])
        self.assertTrue(trail["IsMultiRegionTrail"] and trail["CloudWatchLogsRoleArn"])
        self.assertEqual(len(self.cloudtrail.get_event_selectors(TrailName=o["Trail"])["AdvancedEventSelectors"]), 2)
        insights = self.cloudtrail.get_insight_selectors(TrailName=o["Trail"])["InsightSelectors"]
        self.assertEqual([i["InsightType"] for i in insights], ["ApiErrorRateInsight" if new else "ApiCallRateInsight"])

    def test_organization(self):
        self.run_stories("organizations-units", "organizations-account")

    def organizations_units(self, o, new):
        organizations = self.client("organizations", "management")
        unit = organizations.describe_organizational_unit(OrganizationalUnitId=o["Unit"])["OrganizationalUnit"]
        self.assertTrue(unit["Name"].endswith("second" if new else "first"))
        self.assert_marked(organizations.list_tags_for_resource(ResourceId=o["Inner"])["Tags"], name="second" if new else "first")
        self.assertEqual([t["TargetId"] for t in organizations.list_targets_for_policy(PolicyId=o["Policy"])["Targets"]], [o["Unit"]])

    def organizations_units_gone(self, o):
        organizations = self.client("organizations", "management")
        self.assert_refused("OrganizationalUnitNotFoundException", organizations.describe_organizational_unit, OrganizationalUnitId=o["Unit"])
        self.assert_refused("PolicyNotFoundException", organizations.describe_policy, PolicyId=o["Policy"])

    def organizations_account(self, o, new):
        organizations = self.client("organizations", "management")
        self.assertEqual(organizations.describe_account(AccountId=o["Account"])["Account"]["Arn"], o["Arn"])
        self.assertEqual(organizations.list_parents(ChildId=o["Account"])["Parents"][0]["Id"], o["Unit"] if new else self.root)

    def organizations_account_gone(self, o):
        self.assertEqual(self.client("organizations", "management").describe_account(AccountId=o["Account"])["Account"]["Status"], "ACTIVE")

    def test_parameters_and_secrets(self):
        self.run_stories("ssm-parameters", "ssm-shared", "secrets-generated", "secrets-shared", "cdk-metadata", "ecr-repository")

    def ssm_parameters(self, o, new):
        value = "two" if new else "one"
        self.assertEqual(o["Value"], value)
        self.assertEqual(self.ssm.get_parameter(Name=o["Plain"])["Parameter"]["Value"], value)
        self.assertEqual(self.ssm.get_parameter(Name=o["List"])["Parameter"]["Value"], "a,b," + value)
        self.assert_marked(self.ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=o["Plain"])["TagList"], value=value)

    def ssm_parameters_gone(self, o):
        self.assert_refused("ParameterNotFound", self.ssm.get_parameter, Name=o["Plain"])

    def ssm_shared(self, o, new):
        if not hasattr(self.ssm, "get_resource_policies"):
            return                               # an SDK older than that
        arn = f"arn:aws:ssm:{house.REGION}:{self.accounts['shop']}:parameter{o['Parameter']}"
        policy = self.ssm.get_resource_policies(ResourceArn=arn)["Policies"][0]
        self.assertEqual((policy["PolicyId"], policy["PolicyHash"]), (o["Id"], o["Hash"]))
        self.assertEqual(statements(policy["Policy"])[0]["Action"], ["ssm:GetParameterHistory" if new else "ssm:GetParameter", "ssm:GetParameters"])

    def secrets_generated(self, o, new):
        value = json.loads(self.secretsmanager.get_secret_value(SecretId=o["Secret"])["SecretString"])
        self.assertEqual(value["user"], "admin")
        self.assertRegex(value["password"], "^[A-Za-z0-9]{%d}$" % (30 if new else 20))
        described = self.secretsmanager.describe_secret(SecretId=o["Secret"])
        self.assert_marked(described["Tags"], length="30" if new else "20")

    def secrets_generated_gone(self, o):
        self.assert_refused("ResourceNotFoundException", self.secretsmanager.describe_secret, SecretId=o["Secret"])

    def secrets_shared(self, o, new):
        policy = statements(self.secretsmanager.get_resource_policy(SecretId=o["Policy"])["ResourcePolicy"])
        self.assertEqual(policy[0]["Action"], "secretsmanager:" + ("DescribeSecret" if new else "GetSecretValue"))
        self.assertEqual(self.secretsmanager.describe_secret(SecretId=o["Secret"])["ReplicationStatus"][0]["Region"], "eu-west-1")

    def cdk_metadata(self, o, new):
        self.assertEqual(self.ssm.get_parameter(Name=o["Parameter"])["Parameter"]["Value"], "two" if new else "one")

    def ecr_repository(self, o, new):
        repository = self.ecr.describe_repositories(repositoryNames=[o["Repository"]])["repositories"][0]
        self.assertEqual((repository["repositoryArn"], repository["repositoryUri"]), (o["Arn"], o["Uri"]))
        self.assertEqual(repository["imageTagMutability"], "MUTABLE" if new else "IMMUTABLE")
        rule = json.loads(self.ecr.get_lifecycle_policy(repositoryName=o["Repository"])["lifecyclePolicyText"])["rules"][0]
        self.assertEqual(rule["selection"]["countNumber"], 90 if new else 365)
        self.assertEqual(statements(self.ecr.get_repository_policy(repositoryName=o["Repository"])["policyText"])[0]["Sid"], "LambdaECRImageRetrievalPolicy")
        self.assert_marked(self.ecr.list_tags_for_resource(resourceArn=o["Arn"])["tags"], days="90" if new else "365")

    def ecr_repository_gone(self, o):
        self.assert_refused("RepositoryNotFoundException", self.ecr.describe_repositories, repositoryNames=[o["Repository"]])

    def test_language(self):
        self.run_stories("functions-and-conditions", "loop-of-topics")

    def functions_and_conditions(self, o, new):
        self.assertTrue(o["Group"].endswith("/d" if new else "/b"))
        self.assertEqual(self.described_group(o["Group"]).get("retentionInDays"), 30 if new else None)
        self.assertIn("OnlyLive" if new else "OnlyTest", o["Queue"])
        self.assertEqual((o["Encoded"], o["Second"], o["Block"]), ("bGl2ZSE=" if new else "dGVzdCE=", "y", "10.0.2.0/24"))

    def loop_of_topics(self, o, new):
        self.assertEqual(o["Count"], "3" if new else "2")
        resources = self.client("cloudformation").list_stack_resources(StackName="s-loop-of-topics")["StackResourceSummaries"]
        alive = sorted(r["LogicalResourceId"] for r in resources if r["ResourceStatus"] != "DELETE_COMPLETE")
        self.assertEqual(alive, ["TopicFour", "TopicOne", "TopicThree"] if new else ["TopicOne", "TopicTwo"])

    @house.with_functions
    def test_functions(self):
        self.run_stories("lambda-inline", "lambda-versions", "lambda-queue", "lambda-custom-resource")

    @property
    def functions(self):
        return self.client("lambda")

    def lambda_inline(self, o, new):
        configuration = self.functions.get_function_configuration(FunctionName=o["Function"])
        self.assertEqual((configuration["FunctionArn"], configuration["MemorySize"]), (o["Arn"], 256))
        answer = self.functions.invoke(FunctionName=o["Function"])["Payload"].read()
        self.assertEqual(json.loads(answer), "goodbye two" if new else "hello one")
        self.assert_marked(self.functions.list_tags(Resource=o["Arn"])["Tags"])

    def lambda_inline_gone(self, o):
        self.assert_refused("ResourceNotFoundException", self.functions.get_function_configuration, FunctionName=o["Function"])

    def lambda_versions(self, o, new):
        alias = self.functions.get_alias(FunctionName=o["Function"], Name="live")
        self.assertEqual((alias["AliasArn"], alias["FunctionVersion"], alias["Description"]), (o["Alias"], "1", f"weight {2 if new else 1}"))
        self.assertTrue(o["Version"].endswith(":1"))
        statement = statements(self.functions.get_policy(FunctionName=o["Function"], Qualifier="live")["Policy"])[0]
        self.assertEqual(statement["Principal"], {"Service": "sns.amazonaws.com"})
        retries = self.functions.get_function_event_invoke_config(FunctionName=o["Function"], Qualifier="live")
        self.assertEqual(retries["MaximumRetryAttempts"], 2 if new else 1)

    def lambda_queue(self, o, new):
        self.assertEqual(self.functions.get_event_source_mapping(UUID=o["Mapping"])["BatchSize"], 7 if new else 5)

    def lambda_custom_resource(self, o, new):
        self.assertEqual((o["Word"], o["Shout"]), ("the-word", "TWO" if new else "ONE"))


class Layers(Base):
    """What needs an archive in a bucket first."""

    def test_layer(self):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as z:
            z.writestr("python/helper.py", "WORD = 'from the layer'\n")
        self.s3.create_bucket(Bucket="types-layers")
        self.s3.put_object(Bucket="types-layers", Key="layer.zip", Body=archive.getvalue())
        template = {"Resources": {
            "Layer": {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": {"S3Bucket": "types-layers", "S3Key": "layer.zip"}, "CompatibleRuntimes": ["python3.13"]}},
            "Shared": {"Type": "AWS::Lambda::LayerVersionPermission",
                       "Properties": {"LayerVersionArn": {"Ref": "Layer"}, "Action": "lambda:GetLayerVersion", "Principal": self.accounts["audit"]}}},
            "Outputs": {"Layer": {"Value": {"Ref": "Layer"}}}}
        stacks = self.client("cloudformation")
        stack = self.finished(stacks, stacks.create_stack(StackName="layers", TemplateBody=json.dumps(template))["StackId"])
        self.assertEqual(stack["StackStatus"], "CREATE_COMPLETE", self.reasons(stacks, "layers"))
        layer = stack["Outputs"][0]["OutputValue"]
        self.assertRegex(layer, r":layer:Layer-[A-Z0-9]{12}:1$")
        self.assertEqual(self.client("lambda", "audit").get_layer_version_by_arn(Arn=layer)["CompatibleRuntimes"], ["python3.13"])
        stacks.delete_stack(StackName="layers")
        self.assertEqual(self.finished(stacks, stack["StackId"])["StackStatus"], "DELETE_COMPLETE")
        self.assert_refused("ResourceNotFoundException", self.client("lambda").get_layer_version_by_arn, Arn=layer)


class Certificates(Base):
    """What needs a key of its own."""

    def test_server_certificate(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "body.pem", "-days", "30", "-subj", "/CN=types"],
                           check=True, cwd=folder, stderr=subprocess.DEVNULL)
            body, key = (pathlib.Path(folder, name).read_text() for name in ("body.pem", "key.pem"))
        template = json.dumps({"Parameters": {"Body": {"Type": "String"}, "Key": {"Type": "String", "NoEcho": True}, "Path": {"Type": "String"}}, "Resources": {
            "It": {"Type": "AWS::IAM::ServerCertificate", "Properties": {"CertificateBody": {"Ref": "Body"}, "PrivateKey": {"Ref": "Key"}, "Path": {"Ref": "Path"}}}},
            "Outputs": {"Name": {"Value": {"Ref": "It"}}, "Arn": {"Value": {"Fn::GetAtt": ["It", "Arn"]}}}})
        stacks = self.client("cloudformation")
        ask = lambda path: dict(StackName="certified", TemplateBody=template, Capabilities=CAPABILITIES, Tags=[TEAM],
                                Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in (("Body", body), ("Key", key), ("Path", path))])
        for step, path in ((stacks.create_stack, "/first/"), (stacks.update_stack, "/second/")):
            stack = self.finished(stacks, step(**ask(path))["StackId"])
            self.assertIn(stack["StackStatus"], ("CREATE_COMPLETE", "UPDATE_COMPLETE"), self.reasons(stacks, "certified"))
            o = {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}
            found = self.iam.get_server_certificate(ServerCertificateName=o["Name"])["ServerCertificate"]
            self.assertEqual((found["ServerCertificateMetadata"]["Arn"], found["ServerCertificateMetadata"]["Path"]), (o["Arn"], path))
            self.assertEqual((found["CertificateBody"].strip(), found["Tags"]), (body.strip(), [TEAM]))
        stacks.delete_stack(StackName="certified")
        self.assertEqual(self.finished(stacks, stack["StackId"])["StackStatus"], "DELETE_COMPLETE")
        self.assert_refused("NoSuchEntity", self.iam.get_server_certificate, ServerCertificateName=o["Name"])


class Roles(Base):
    """A stack whose resources are called in a role's name, as the CDK has it."""

    def test_secure_transport_is_what_services_use(self):
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "cloudformation.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
        role = self.iam.create_role(RoleName="deployer", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        self.iam.attach_role_policy(RoleName="deployer", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
        bucket = {"Fn::GetAtt": ["Bucket", "Arn"]}
        insecure = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [bucket, {"Fn::Join": ["", [bucket, "/*"]]}],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
        template = {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket"},
                                  "Policy": {"Type": "AWS::S3::BucketPolicy",
                                             "Properties": {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {"Version": "2012-10-17", "Statement": [insecure]}}}}}
        stacks = self.client("cloudformation")
        stack = stacks.create_stack(StackName="by-role", TemplateBody=json.dumps(template), RoleARN=role)["StackId"]
        self.assertEqual(self.finished(stacks, stack)["StackStatus"], "CREATE_COMPLETE", self.reasons(stacks, stack))
        stacks.delete_stack(StackName="by-role")
        self.assertEqual(self.finished(stacks, stack)["StackStatus"], "DELETE_COMPLETE", self.reasons(stacks, stack))


class Refusals(Base):
    """What is not there is said before anything is made, and what a service refuses comes with its own words."""

    def refused(self, properties, type="AWS::S3::Bucket"):
        stacks = self.client("cloudformation")
        name = "refused-" + str(time.monotonic_ns())
        stack = stacks.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": {"It": {"Type": type, "Properties": properties}}}),
                                    Capabilities=CAPABILITIES)["StackId"]
        self.assertEqual(self.finished(stacks, stack)["StackStatus"], "ROLLBACK_COMPLETE")
        return next(e["ResourceStatusReason"] for e in stacks.describe_stack_events(StackName=stack)["StackEvents"] if e["ResourceStatus"] == "CREATE_FAILED")

    def test_properties(self):
        self.assertIn("Encountered unsupported property Colour", self.refused({"Colour": "blue"}))
        self.assertIn("required key [PolicyDocument] not found", self.refused({"Bucket": "b"}, "AWS::S3::BucketPolicy"))
        self.assertIn("expected type: Boolean, found: String", self.refused({"ObjectLockEnabled": "perhaps"}))
        self.assertIn("extraneous key [Colour] is not permitted", self.refused({"VersioningConfiguration": {"Status": "Enabled", "Colour": "blue"}}))
        self.assertIn("CorsConfiguration", self.refused({"CorsConfiguration": {"CorsRules": []}}))

    def test_words_of_the_service(self):
        reason = self.refused({"PolicyName": "p", "PolicyDocument": {"Statement": "no"}, "Users": ["nobody"]}, "AWS::IAM::Policy")
        self.assertIn("The user with name nobody cannot be found. (Service: Iam, Status Code: 404", reason)
        self.assertIn("(Service: S3, Status Code: 400", self.refused({"BucketName": "Not_A_Bucket"}))

    def test_what_is_there_already(self):
        self.s3.create_bucket(Bucket="types-is-here-already")
        self.assertIn("already exists", self.refused({"BucketName": "types-is-here-already"}))
        self.sqs.create_queue(QueueName="is-here")
        self.assertIn("already exists", self.refused({"QueueName": "is-here"}, "AWS::SQS::Queue"))
        self.s3.head_bucket(Bucket="types-is-here-already")           # and stays


class Lint(unittest.TestCase):
    def test_every_template_has_a_story_and_is_clean(self):
        names = {t.stem for t in TEMPLATES.glob("*.yaml")}
        self.assertGreaterEqual(len(names), 40)
        self.assertEqual([n for n in sorted(names) if not hasattr(Stories, n.replace("-", "_"))], [])
        self.assertLessEqual(UPDATES.keys(), names)
        if not shutil.which("cfn-lint"):
            self.skipTest("cfn-lint is not installed")
        done = subprocess.run(["cfn-lint", *map(str, sorted(TEMPLATES.glob("*.yaml")))], stdout=subprocess.PIPE, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))


if __name__ == "__main__":
    unittest.main()
