"""CloudFormation as boto3 and the AWS CLI see it: stacks made, changed, rolled back and deleted of real resources."""
import json
import pathlib
import ssl
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import botocore.exceptions

import house
from house import REGION, error_code, wait_for

PAIR = """
Description: a topic and a queue
Parameters:
  Word: {Type: String, Default: first}
  Hidden: {Type: String, NoEcho: true, Default: not-to-be-seen}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 40
      Tags: [{Key: word, Value: !Ref Word}, {Key: hidden, Value: !Ref Hidden}]
  Topic:
    Type: AWS::SNS::Topic
    Metadata: {about: [this]}
    Properties:
      DisplayName: !Sub "${Word} of ${AWS::StackName}"
      Subscription: [{Protocol: sqs, Endpoint: !GetAtt Queue.Arn}]
Outputs:
  QueueUrl: {Value: !Ref Queue, Description: where it is}
  TopicArn: {Value: !Ref Topic, Export: {Name: !Sub "${AWS::StackName}-topic"}}
"""


def topics(*names, **more):
    """A template of topics."""
    return json.dumps({"Resources": {n: {"Type": "AWS::SNS::Topic", **more} for n in names}})


class Stacks(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.cf = cls.client("cloudformation")
        cls.account = cls.client("sts").get_caller_identity()["Account"]

    @classmethod
    def client(cls, service, profile="shop", **more):
        return cls.server.client(profile, service, **more)

    def status(self, name, of=None):
        return (of or self.cf).describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]

    def settled(self, name, of=None):
        """The status in which the stack comes to rest."""
        return wait_for(lambda: (lambda s: s if not s.endswith("IN_PROGRESS") else None)(self.status(name, of)))

    def create(self, name, body, expected="CREATE_COMPLETE", **more):
        arn = self.cf.create_stack(StackName=name, TemplateBody=body, **more)["StackId"]
        self.assertEqual(self.settled(arn), expected, self.story(arn))
        return arn

    def update(self, name, body, expected="UPDATE_COMPLETE", **more):
        self.cf.update_stack(StackName=name, TemplateBody=body, **more)
        self.assertEqual(self.settled(name), expected, self.story(name))

    def delete(self, arn, expected="DELETE_COMPLETE", **more):
        self.cf.delete_stack(StackName=arn, **more)
        self.assertEqual(self.settled(arn), expected, self.story(arn))

    def story(self, name):
        """The stack's events, the oldest first."""
        events = [e for page in self.cf.get_paginator("describe_stack_events").paginate(StackName=name) for e in page["StackEvents"]]
        return [(e["LogicalResourceId"], e["ResourceStatus"], e.get("ResourceStatusReason", "")) for e in reversed(events)]

    def refusal(self, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        error = caught.exception.response["Error"]
        return error["Code"], error["Message"]

    def resources(self, name):
        return {r["LogicalResourceId"]: r for r in self.cf.describe_stack_resources(StackName=name)["StackResources"]}


class StoredTemplates(Stacks):
    """With a bucket for templates that others name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bucket = f"templates-{cls.account}"
        cls.client("s3").create_bucket(Bucket=cls.bucket)

    def url(self, name, body):
        self.client("s3").put_object(Bucket=self.bucket, Key=name, Body=body if isinstance(body, str) else json.dumps(body))
        return f"https://{self.bucket}.s3.{REGION}.amazonaws.com/{name}"


class Life(Stacks):
    def test_a_stack_from_making_to_deletion(self):
        arn = self.create("pair", PAIR, Tags=[{"Key": "team", "Value": "blue"}])
        self.assertRegex(arn, rf"^arn:aws:cloudformation:{REGION}:{self.account}:stack/pair/[0-9a-f-]{{36}}$")
        self.assertEqual(self.story(arn), [
            ("pair", "CREATE_IN_PROGRESS", "User Initiated"),
            ("Queue", "CREATE_IN_PROGRESS", ""), ("Queue", "CREATE_IN_PROGRESS", "Resource creation Initiated"), ("Queue", "CREATE_COMPLETE", ""),
            ("Topic", "CREATE_IN_PROGRESS", ""), ("Topic", "CREATE_IN_PROGRESS", "Resource creation Initiated"), ("Topic", "CREATE_COMPLETE", ""),
            ("pair", "CREATE_COMPLETE", "")])
        stack = self.cf.describe_stacks(StackName="pair")["Stacks"][0]
        outputs = {o["OutputKey"]: o for o in stack["Outputs"]}
        made = self.resources("pair")
        self.assertEqual(outputs["QueueUrl"]["OutputValue"], made["Queue"]["PhysicalResourceId"])
        self.assertEqual(outputs["QueueUrl"]["Description"], "where it is")
        self.assertEqual(outputs["TopicArn"]["ExportName"], "pair-topic")
        self.assertEqual({p["ParameterKey"]: p["ParameterValue"] for p in stack["Parameters"]}, {"Word": "first", "Hidden": "****"})
        self.assertEqual((stack["Description"], stack["Tags"]), ("a topic and a queue", [{"Key": "team", "Value": "blue"}]))
        self.assertNotIn("not-to-be-seen", json.dumps(self.cf.describe_stack_events(StackName="pair"), default=str))
        topic = outputs["TopicArn"]["OutputValue"]
        sns, sqs = self.client("sns"), self.client("sqs")
        self.assertEqual(sns.get_topic_attributes(TopicArn=topic)["Attributes"]["DisplayName"], "first of pair")
        self.assertEqual({t["Key"]: t["Value"] for t in sns.list_tags_for_resource(ResourceArn=topic)["Tags"]}.get("team"), "blue")
        self.assertEqual(sqs.list_queue_tags(QueueUrl=outputs["QueueUrl"]["OutputValue"])["Tags"]["hidden"], "not-to-be-seen")
        detail = self.cf.describe_stack_resource(StackName="pair", LogicalResourceId="Topic")["StackResourceDetail"]
        self.assertEqual(json.loads(detail["Metadata"]), {"about": ["this"]})
        self.assertEqual([r["LogicalResourceId"] for r in self.cf.list_stack_resources(StackName="pair")["StackResourceSummaries"]], ["Queue", "Topic"])
        self.assertEqual(self.cf.describe_stack_resources(PhysicalResourceId=topic)["StackResources"][0]["StackName"], "pair")
        self.assertEqual(self.cf.get_template(StackName="pair")["TemplateBody"], PAIR)

        # In place, by a parameter; the hidden one stays what it was.
        self.update("pair", PAIR, Parameters=[{"ParameterKey": "Word", "ParameterValue": "second"}, {"ParameterKey": "Hidden", "UsePreviousValue": True}])
        self.assertEqual(self.story(arn)[8:], [
            ("pair", "UPDATE_IN_PROGRESS", "User Initiated"), ("Queue", "UPDATE_IN_PROGRESS", ""), ("Queue", "UPDATE_COMPLETE", ""),
            ("Topic", "UPDATE_IN_PROGRESS", ""), ("Topic", "UPDATE_COMPLETE", ""),
            ("pair", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", ""), ("pair", "UPDATE_COMPLETE", "")])
        self.assertEqual(sns.get_topic_attributes(TopicArn=topic)["Attributes"]["DisplayName"], "second of pair")
        self.assertEqual(self.refusal(self.cf.update_stack, StackName="pair", UsePreviousTemplate=True, Parameters=[
            {"ParameterKey": "Word", "UsePreviousValue": True}, {"ParameterKey": "Hidden", "UsePreviousValue": True}]), ("ValidationError", "No updates are to be performed."))

        # Replacement: the new one first, the old one in the cleanup.
        self.update("pair", PAIR.replace("DisplayName:", "TopicName: pair-renamed\n      DisplayName:"))
        story = [e for e in self.story(arn)[15:] if e[0] == "Topic"]
        self.assertEqual(story, [
            ("Topic", "UPDATE_IN_PROGRESS", "Requested update requires the creation of a new physical resource; hence creating one."),
            ("Topic", "UPDATE_IN_PROGRESS", "Resource creation Initiated"), ("Topic", "UPDATE_COMPLETE", ""), ("Topic", "DELETE_IN_PROGRESS", ""), ("Topic", "DELETE_COMPLETE", "")])
        there = [t["TopicArn"].split(":")[-1] for t in sns.list_topics()["Topics"]]
        self.assertIn("pair-renamed", there)
        self.assertNotIn(topic.split(":")[-1], there)

        self.delete(arn)
        self.assertEqual(self.story(arn)[-6:], [("pair", "DELETE_IN_PROGRESS", "User Initiated"), ("Topic", "DELETE_IN_PROGRESS", ""), ("Topic", "DELETE_COMPLETE", ""),
                                                ("Queue", "DELETE_IN_PROGRESS", ""), ("Queue", "DELETE_COMPLETE", ""), ("pair", "DELETE_COMPLETE", "")])
        self.assertEqual(self.refusal(self.cf.describe_stacks, StackName="pair"), ("ValidationError", "Stack with id pair does not exist"))
        self.assertEqual(self.cf.describe_stacks(StackName=arn)["Stacks"][0]["StackStatus"], "DELETE_COMPLETE")
        self.assertIn(arn, [s["StackId"] for s in self.cf.list_stacks(StackStatusFilter=["DELETE_COMPLETE"])["StackSummaries"]])
        self.cf.delete_stack(StackName="pair")               # gone already: nothing is said

    def test_calls_are_the_callers_own_through_cloudformation(self):
        self.create("recorded", topics("Mine"), ClientRequestToken="token-1")
        self.assertEqual(self.cf.create_stack(StackName="recorded", TemplateBody=topics("Mine"), ClientRequestToken="token-1")["StackId"],
                         self.cf.describe_stacks(StackName="recorded")["Stacks"][0]["StackId"])
        self.assertTrue(all(e["ClientRequestToken"] == "token-1" for e in self.cf.describe_stack_events(StackName="recorded")["StackEvents"]))
        events = self.client("cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateTopic"}])["Events"]
        record = json.loads(events[0]["CloudTrailEvent"])
        self.assertEqual((record["userIdentity"]["invokedBy"], record["sourceIPAddress"]), ("cloudformation.amazonaws.com", "cloudformation.amazonaws.com"))
        made = self.client("cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateStack"}])["Events"]
        parameters = json.loads(made[0]["CloudTrailEvent"])["requestParameters"]
        self.assertNotIn("templateBody", parameters)

    def test_retained_and_conditional_resources(self):
        sns = self.client("sns")
        body = json.dumps({"Parameters": {"Both": {"Type": "String", "Default": "yes"}}, "Conditions": {"Both": {"Fn::Equals": [{"Ref": "Both"}, "yes"]}},
                           "Resources": {"Kept": {"Type": "AWS::SNS::Topic", "DeletionPolicy": "Retain"}, "Perhaps": {"Type": "AWS::SNS::Topic", "Condition": "Both"}}})
        arn = self.create("keeping", body)
        kept = self.resources("keeping")["Kept"]["PhysicalResourceId"]
        self.update("keeping", body, Parameters=[{"ParameterKey": "Both", "ParameterValue": "no"}])
        self.assertEqual(list(self.resources("keeping")), ["Kept"])
        self.delete(arn)
        self.assertIn(("Kept", "DELETE_SKIPPED", ""), self.story(arn))
        self.assertIn(kept, [t["TopicArn"] for t in sns.list_topics()["Topics"]])

    def test_exports_and_imports(self):
        exporting = json.dumps({"Resources": {"T": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"O": {"Value": {"Ref": "T"}, "Export": {"Name": "shared-topic"}}}})
        importing = json.dumps({"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"Tags": [{"Key": "topic", "Value": {"Fn::ImportValue": "shared-topic"}}]}}}})
        missing = self.create("importer-too-early", importing, "ROLLBACK_COMPLETE")
        self.assertIn("No export named shared-topic found. Rollback requested by user.", [r for _, _, r in self.story(missing)])
        source = self.create("exporter", exporting)
        self.create("importer", importing)
        self.assertEqual([e["Name"] for e in self.cf.list_exports()["Exports"] if e["ExportingStackId"] == source], ["shared-topic"])
        self.assertEqual(self.cf.list_imports(ExportName="shared-topic")["Imports"], ["importer"])
        self.delete(source, "DELETE_FAILED")
        self.assertIn("Cannot delete export shared-topic as it is in use by importer.", self.story(source)[-1][2])
        again = self.create("exporter-two", exporting, "ROLLBACK_COMPLETE")
        self.assertIn("Export with name shared-topic is already exported by stack exporter. Rollback requested by user.", [r for _, _, r in self.story(again)])
        self.delete(self.cf.describe_stacks(StackName="importer")["Stacks"][0]["StackId"])
        self.delete(source)
        self.assertEqual(self.refusal(self.cf.list_imports, ExportName="shared-topic")[0], "ValidationError")

    def test_a_role_of_the_stacks_own(self):
        iam = self.client("iam")
        role = iam.create_role(RoleName="deployer", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "cloudformation.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))["Role"]["Arn"]
        arn = self.create("by-role", topics("Mine"), "ROLLBACK_COMPLETE", RoleARN=role)
        reason = next(r for i, s, r in self.story(arn) if s == "CREATE_FAILED")
        self.assertRegex(reason, r'^Resource handler returned message: "User: arn:aws:sts::\d+:assumed-role/deployer/AWSCloudFormation is not authorized to perform: '
                                 r'SNS:CreateTopic .*HandlerErrorCode: AccessDenied\)$')
        iam.put_role_policy(RoleName="deployer", PolicyName="all", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "sns:*", "Resource": "*"}]}))
        self.delete(arn)
        arn = self.create("by-role", topics("Mine"), RoleARN=role)
        self.assertEqual(self.cf.describe_stacks(StackName=arn)["Stacks"][0]["RoleARN"], role)
        self.delete(arn)
        code, message = self.refusal(self.cf.create_stack, StackName="x", TemplateBody=topics("Mine"), RoleARN="arn:aws:iam::123456789012:user/nobody")
        self.assertEqual(code, "ValidationError")

    def test_notifications(self):
        sns, sqs = self.client("sns"), self.client("sqs")
        topic = sns.create_topic(Name="stack-news")["TopicArn"]
        queue = sqs.create_queue(QueueName="stack-news")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}]})})
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
        self.create("told", topics("Mine"), NotificationARNs=[topic])
        bodies = []

        def more():
            for m in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
                bodies.append(dict(line.split("=", 1) for line in m["Body"].strip().split("\n")))
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=m["ReceiptHandle"])
            return len(bodies) == 5
        self.assertTrue(wait_for(more), bodies)
        self.assertEqual(sorted((b["LogicalResourceId"], b["ResourceStatus"]) for b in bodies), sorted([
            ("'told'", "'CREATE_IN_PROGRESS'"), ("'Mine'", "'CREATE_IN_PROGRESS'"), ("'Mine'", "'CREATE_IN_PROGRESS'"), ("'Mine'", "'CREATE_COMPLETE'"), ("'told'", "'CREATE_COMPLETE'")]))

    def test_templates_in_a_bucket(self):
        s3 = self.client("s3")
        s3.create_bucket(Bucket=f"templates-{self.account}")
        s3.put_object(Bucket=f"templates-{self.account}", Key="a folder/one.json", Body=topics("Far"))
        for number, url in enumerate((f"https://templates-{self.account}.s3.{REGION}.amazonaws.com/a%20folder/one.json", f"https://s3.amazonaws.com/templates-{self.account}/a%20folder/one.json")):
            arn = self.cf.create_stack(StackName=f"far-{number}", TemplateURL=url)["StackId"]
            self.assertEqual(self.settled(arn), "CREATE_COMPLETE")
        code, message = self.refusal(self.cf.create_stack, StackName="further", TemplateURL=f"https://s3.amazonaws.com/templates-{self.account}/none.json")
        self.assertRegex(message, "^S3 error: The specified key does not exist.")
        self.assertEqual(self.refusal(self.cf.create_stack, StackName="further", TemplateURL="https://example.com/x")[1], "TemplateURL must be a supported URL.")

    def test_values_from_elsewhere(self):
        ssm, secrets = self.client("ssm"), self.client("secretsmanager")
        ssm.put_parameter(Name="/stack/word", Value="of-ssm", Type="String")
        ssm.put_parameter(Name="/stack/words", Value="one,two", Type="StringList")
        secrets.create_secret(Name="stack/secret", SecretString=json.dumps({"password": "never-shown"}))
        body = json.dumps({
            "Parameters": {"Word": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/stack/word"}, "Words": {"Type": "AWS::SSM::Parameter::Value<List<String>>", "Default": "/stack/words"}},
            "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"Tags": [
                {"Key": "word", "Value": {"Ref": "Word"}}, {"Key": "second", "Value": {"Fn::Select": [1, {"Ref": "Words"}]}}, {"Key": "plain", "Value": "a {{resolve:ssm:/stack/word}}"},
                {"Key": "secret", "Value": "{{resolve:secretsmanager:stack/secret:SecretString:password}}"}]}}}})
        arn = self.create("valued", body)
        queue = self.resources(arn)["Q"]["PhysicalResourceId"]
        self.assertEqual({k: v for k, v in self.client("sqs").list_queue_tags(QueueUrl=queue)["Tags"].items() if not k.startswith("aws:")},
                         {"word": "of-ssm", "second": "two", "plain": "a of-ssm", "secret": "never-shown"})
        self.assertEqual({p["ParameterKey"]: (p["ParameterValue"], p["ResolvedValue"]) for p in self.cf.describe_stacks(StackName=arn)["Stacks"][0]["Parameters"]},
                         {"Word": ("/stack/word", "of-ssm"), "Words": ("/stack/words", "one,two")})
        self.assertNotIn("never-shown", json.dumps(self.cf.describe_stack_events(StackName=arn), default=str))
        ssm.put_parameter(Name="/stack/word", Value="newer", Type="String", Overwrite=True)
        self.update("valued", body)
        self.assertEqual(self.client("sqs").list_queue_tags(QueueUrl=queue)["Tags"]["word"], "newer")
        self.assertEqual(error_code(self.cf.create_stack, StackName="unvalued", TemplateBody=body.replace("/stack/word\"", "/stack/nothing\"")), "ValidationError")

    def test_many_resources_quickly(self):
        body = json.dumps({"Resources": {f"T{i:03}": {"Type": "AWS::SNS::Topic"} for i in range(200)}})
        begun = time.monotonic()
        arn = self.create("many", body)
        self.assertLess(time.monotonic() - begun, 15)
        self.assertEqual(len(self.story(arn)), 602)
        self.assertEqual(len(self.cf.get_paginator("list_stack_resources").paginate(StackName="many").build_full_result()["StackResourceSummaries"]), 200)
        self.delete(arn)


class ChangeSets(Stacks):
    def ready(self, name, stack):
        return self.cf.describe_change_set(ChangeSetName=name, StackName=stack)

    def test_create_look_execute(self):
        made = self.cf.create_change_set(StackName="reviewed", ChangeSetName="first", ChangeSetType="CREATE", TemplateBody=PAIR, Description="to begin with")
        self.assertEqual(self.status("reviewed"), "REVIEW_IN_PROGRESS")
        seen = self.ready("first", "reviewed")
        self.assertEqual((seen["Status"], seen["ExecutionStatus"], seen["Description"], seen["ChangeSetId"]), ("CREATE_COMPLETE", "AVAILABLE", "to begin with", made["Id"]))
        self.assertEqual([(c["ResourceChange"]["Action"], c["ResourceChange"]["LogicalResourceId"]) for c in seen["Changes"]], [("Add", "Queue"), ("Add", "Topic")])
        self.cf.get_waiter("change_set_create_complete").wait(ChangeSetName=made["Id"], WaiterConfig={"Delay": 1})
        self.cf.execute_change_set(ChangeSetName=made["Id"])
        self.assertEqual(self.settled("reviewed"), "CREATE_COMPLETE")
        self.assertEqual(self.ready("first", "reviewed")["ExecutionStatus"], "EXECUTE_COMPLETE")

        self.cf.create_change_set(StackName="reviewed", ChangeSetName="none", UsePreviousTemplate=True)
        seen = self.ready("none", "reviewed")
        self.assertEqual((seen["Status"], seen["ExecutionStatus"]), ("FAILED", "UNAVAILABLE"))
        self.assertEqual(seen["StatusReason"], "The submitted information didn't contain changes. Submit different information to create a change set.")
        self.assertEqual(error_code(self.cf.execute_change_set, ChangeSetName="none", StackName="reviewed"), "InvalidChangeSetStatus")

        body = PAIR.replace("DisplayName:", "TopicName: other\n      DisplayName:").replace("VisibilityTimeout: 40", "VisibilityTimeout: 50")
        self.cf.create_change_set(StackName="reviewed", ChangeSetName="second", TemplateBody=body, Parameters=[{"ParameterKey": "Word", "ParameterValue": "new"}])
        changes = {c["ResourceChange"]["LogicalResourceId"]: c["ResourceChange"] for c in self.ready("second", "reviewed")["Changes"]}
        self.assertEqual((changes["Queue"]["Action"], changes["Queue"]["Replacement"], changes["Topic"]["Replacement"]), ("Modify", "False", "True"))
        names = {d["Target"].get("Name"): d for d in changes["Topic"]["Details"]}
        self.assertEqual(names["TopicName"]["Target"]["RequiresRecreation"], "Always")
        self.assertEqual((names["DisplayName"]["ChangeSource"], names["DisplayName"]["CausingEntity"]), ("ParameterReference", "Word"))
        self.assertEqual({s["ChangeSetName"] for s in self.cf.list_change_sets(StackName="reviewed")["Summaries"]}, {"first", "none", "second"})
        self.cf.delete_change_set(ChangeSetName="none", StackName="reviewed")
        self.cf.execute_change_set(ChangeSetName="second", StackName="reviewed")
        self.assertEqual(self.settled("reviewed"), "UPDATE_COMPLETE")
        self.assertEqual([s["ChangeSetName"] for s in self.cf.list_change_sets(StackName="reviewed")["Summaries"]], ["second"])
        self.assertEqual(error_code(self.cf.describe_change_set, ChangeSetName="none", StackName="reviewed"), "ChangeSetNotFound")

    def test_the_clis_deploy(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "template.yaml")
            file.write_text(PAIR)
            words = ("cloudformation", "deploy", "--template-file", str(file), "--stack-name", "deployed")
            def deploy(*more):
                time.sleep(1 - time.time() % 1)          # the CLI names its change sets by the second
                return self.server.aws("shop", *words, *more)

            status, out, error = deploy()
            self.assertEqual(status, 0, out + error)
            self.assertIn("Successfully created/updated stack - deployed", out)
            status, out, error = deploy("--no-fail-on-empty-changeset")
            self.assertEqual(status, 0, out + error)
            self.assertIn("No changes to deploy. Stack deployed is up to date", out)
            file.write_text(PAIR.replace("Default: first", "Default: third"))
            status, out, error = deploy("--parameter-overrides", "Word=fourth", "--tags", "a=b")
            self.assertEqual(status, 0, out + error)
        stack = self.cf.describe_stacks(StackName="deployed")["Stacks"][0]
        self.assertEqual((stack["StackStatus"], stack["Tags"]), ("UPDATE_COMPLETE", [{"Key": "a", "Value": "b"}]))
        self.assertEqual({p["ParameterKey"]: p["ParameterValue"] for p in stack["Parameters"]}["Word"], "fourth")

    def test_the_clis_package(self):
        self.client("s3").create_bucket(Bucket=f"packages-{self.account}")
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "inner.yaml").write_text(PAIR)
            outer = pathlib.Path(folder, "outer.yaml")
            outer.write_text("Resources:\n  Inner:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: ./inner.yaml, Parameters: {Word: packed}}\n"
                             "Outputs:\n  Url: {Value: !GetAtt Inner.Outputs.QueueUrl}\n")
            packed = pathlib.Path(folder, "packed.yaml")
            status, out, error = self.server.aws("shop", "cloudformation", "package", "--template-file", str(outer), "--s3-bucket", f"packages-{self.account}", "--output-template-file", str(packed))
            self.assertEqual(status, 0, out + error)
            self.cf.create_stack(StackName="packed", TemplateBody=packed.read_text())
        self.assertEqual(self.settled("packed"), "CREATE_COMPLETE", self.story("packed"))
        self.assertIn("/packed-Inner-", self.cf.describe_stacks(StackName="packed")["Stacks"][0]["Outputs"][0]["OutputValue"])


class Answering:
    """Who answers for custom resources: what the topic is told comes into a queue."""

    def __init__(self, server, name):
        self.server = server
        sns, sqs = server.client("shop", "sns"), server.client("shop", "sqs")
        self.topic = sns.create_topic(Name=name)["TopicArn"]
        self.queue = sqs.create_queue(QueueName=name)["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sqs.set_queue_attributes(QueueUrl=self.queue, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}]})})
        sns.subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})

    def body(self, **properties):
        return json.dumps({"Resources": {"Mine": {"Type": "Custom::Thing", "Properties": {"ServiceToken": self.topic, **properties}}},
                           "Outputs": {"Answer": {"Value": {"Fn::GetAtt": ["Mine", "Answer"]}}, "Ref": {"Value": {"Ref": "Mine"}}}})

    def next_request(self, seconds=20):
        sqs = self.server.client("shop", "sqs")

        def look():
            for m in sqs.receive_message(QueueUrl=self.queue).get("Messages", []):
                sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=m["ReceiptHandle"])
                return json.loads(m["Body"])
        return wait_for(look, seconds)

    def put(self, url, body):
        context = ssl.create_default_context(cafile=str(self.server.profiles / "ca.pem"))
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"https": f"http://{self.server.endpoint}"}), urllib.request.HTTPSHandler(context=context))
        try:
            with opener.open(urllib.request.Request(url, data=body.encode(), method="PUT", headers={"Content-Type": ""}), timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as e:
            return e.code

    def answer(self, q, status="SUCCESS", physical="thing-1", **more):
        return self.put(q["ResponseURL"], json.dumps({"Status": status, "PhysicalResourceId": physical, "StackId": q["StackId"], "RequestId": q["RequestId"],
                                                      "LogicalResourceId": q["LogicalResourceId"], **more}))


class Custom(Stacks):
    def setUp(self):
        self.other = Answering(self.server, self.id().split(".")[-1])
        self.topic, self.body, self.put, self.answer = self.other.topic, self.other.body, self.other.put, self.other.answer

    def asked(self, kind):
        q = self.other.next_request()
        self.assertIsNotNone(q, f"no request of type {kind}")
        self.assertEqual(q["RequestType"], kind)
        return q

    def test_made_changed_replaced_and_deleted(self):
        arn = self.cf.create_stack(StackName="own", TemplateBody=self.body(Number=5, Flag=True, Deep={"List": [1, "x"]}))["StackId"]
        q = self.asked("Create")
        self.assertEqual(q["ResourceProperties"], {"ServiceToken": self.topic, "Number": "5", "Flag": "true", "Deep": {"List": ["1", "x"]}})
        self.assertEqual((q["StackId"], q["ResourceType"], q["LogicalResourceId"]), (arn, "Custom::Thing", "Mine"))
        self.assertTrue(q["ResponseURL"].startswith(f"https://cloudformation-custom-resource-response-{REGION.replace('-', '')}.s3.amazonaws.com/"))
        self.assertEqual(self.put(q["ResponseURL"][:-3] + "abc", "{}"), 403)
        self.assertEqual(self.put(q["ResponseURL"].replace("Mine", "Other"), "{}"), 403)
        self.assertEqual(self.status(arn), "CREATE_IN_PROGRESS")
        self.assertEqual(self.answer(q, Data={"Answer": "42"}, Reason="done"), 200)
        self.assertEqual(self.settled(arn), "CREATE_COMPLETE", self.story(arn))
        outputs = lambda: {o["OutputKey"]: o["OutputValue"] for o in self.cf.describe_stacks(StackName=arn)["Stacks"][0]["Outputs"]}
        self.assertEqual(outputs(), {"Answer": "42", "Ref": "thing-1"})
        self.cf.update_stack(StackName=arn, TemplateBody=self.body(Number=6))
        q = self.asked("Update")
        self.assertEqual((q["PhysicalResourceId"], q["OldResourceProperties"]["Number"], q["ResourceProperties"]["Number"]), ("thing-1", "5", "6"))
        self.answer(q, physical="thing-2", Data={"Answer": "43"})
        q = self.asked("Delete")
        self.assertEqual((q["PhysicalResourceId"], q["ResourceProperties"]["Number"]), ("thing-1", "5"))
        self.answer(q)
        self.assertEqual(self.settled(arn), "UPDATE_COMPLETE", self.story(arn))
        self.assertEqual(outputs(), {"Answer": "43", "Ref": "thing-2"})
        self.cf.delete_stack(StackName=arn)
        self.answer(self.asked("Delete"), physical="thing-2")
        self.assertEqual(self.settled(arn), "DELETE_COMPLETE", self.story(arn))

    def test_failures_and_silence(self):
        arn = self.cf.create_stack(StackName="failing", TemplateBody=self.body())["StackId"]
        q = self.asked("Create")
        self.answer(q, "FAILED", Reason="it cannot be done")
        again = self.asked("Delete")
        self.assertEqual(again["PhysicalResourceId"], "thing-1")
        self.answer(again)
        self.assertEqual(self.settled(arn), "ROLLBACK_COMPLETE", self.story(arn))
        self.assertIn(("Mine", "CREATE_FAILED", f"Received response status [FAILED] from custom resource. Message returned: it cannot be done (RequestId: {q['RequestId']})"), self.story(arn))
        self.assertIn(("failing", "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [Mine]. Rollback requested by user."), self.story(arn))

        arn = self.cf.create_stack(StackName="too-long", TemplateBody=self.body(), OnFailure="DO_NOTHING")["StackId"]
        self.answer(self.asked("Create"), Data={"Answer": "x" * 5000})
        self.assertEqual(self.settled(arn), "CREATE_FAILED")
        self.assertIn("Response object is too long.", json.dumps(self.story(arn)))

        arn = self.cf.create_stack(StackName="silent", TemplateBody=self.body(ServiceTimeout=60), OnFailure="DO_NOTHING")["StackId"]
        q = self.asked("Create")
        self.server.advance("2m")
        self.assertEqual(self.settled(arn), "CREATE_FAILED")
        self.assertIn(f"CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [{q['RequestId']}].", json.dumps(self.story(arn)))

    def test_wait_conditions(self):
        body = json.dumps({"Resources": {"Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"}, "Topic": {"Type": "AWS::SNS::Topic"},
                                         "Wait": {"Type": "AWS::CloudFormation::WaitCondition", "DependsOn": "Topic", "Properties": {"Handle": {"Ref": "Handle"}, "Count": 2, "Timeout": "600"}}},
                           "Outputs": {"Data": {"Value": {"Fn::GetAtt": ["Wait", "Data"]}}}})
        arn = self.cf.create_stack(StackName="waiting", TemplateBody=body)["StackId"]
        self.assertTrue(wait_for(lambda: self.resources(arn).get("Wait", {}).get("ResourceStatus") == "CREATE_IN_PROGRESS"))
        url = self.resources(arn)["Handle"]["PhysicalResourceId"]
        for number in ("one", "two"):
            self.assertEqual(self.status(arn), "CREATE_IN_PROGRESS")
            self.assertEqual(self.put(url, json.dumps({"Status": "SUCCESS", "UniqueId": number, "Data": f"data {number}", "Reason": "ready"})), 200)
        self.assertEqual(self.settled(arn), "CREATE_COMPLETE", self.story(arn))
        self.assertEqual(json.loads(self.cf.describe_stacks(StackName=arn)["Stacks"][0]["Outputs"][0]["OutputValue"]), {"one": "data one", "two": "data two"})

    def test_signals(self):
        body = topics("Mine", CreationPolicy={"ResourceSignal": {"Count": 2, "Timeout": "PT10M"}})
        arn = self.cf.create_stack(StackName="signalled", TemplateBody=body)["StackId"]
        self.assertTrue(wait_for(lambda: self.resources(arn).get("Mine", {}).get("PhysicalResourceId")))
        for number in ("a", "b"):
            self.assertEqual(self.status(arn), "CREATE_IN_PROGRESS")
            self.cf.signal_resource(StackName=arn, LogicalResourceId="Mine", UniqueId=number, Status="SUCCESS")
        self.assertEqual(self.settled(arn), "CREATE_COMPLETE")
        arn = self.cf.create_stack(StackName="unsignalled", TemplateBody=body)["StackId"]
        self.assertTrue(wait_for(lambda: self.resources(arn).get("Mine", {}).get("PhysicalResourceId")))
        self.server.advance("11m")
        self.assertEqual(self.settled(arn), "ROLLBACK_COMPLETE")
        self.assertIn("Failed to receive 2 resource signal(s) within the specified duration", [r for _, _, r in self.story(arn)])


if __name__ == "__main__":
    unittest.main()
