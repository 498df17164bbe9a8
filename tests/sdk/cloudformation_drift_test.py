"""CloudFormation: drift of stacks, found by reading their resources as they are."""
import json
import unittest

from cloudformation_test import Stacks
from house import wait_for

TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
RESOURCES = {
    "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "first", "Tags": [{"Key": "team", "Value": "blue"}, {"Key": "kind", "Value": "news"}]}},
    "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 40, "DelaySeconds": 5}},
    "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}, "PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "BlockPublicPolicy": True}}},
    "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST, "Description": "a role", "ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}},
    "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 30}},
    "Parameter": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Ref": "Hidden"}}},
    "Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"},
}
BODY = json.dumps({"Parameters": {"Hidden": {"Type": "String", "NoEcho": True, "Default": "not-to-be-seen"}}, "Resources": RESOURCES})


class Drift(Stacks):
    def detect(self, stack, **more):
        found = self.cf.describe_stack_drift_detection_status(StackDriftDetectionId=self.cf.detect_stack_drift(StackName=stack, **more)["StackDriftDetectionId"])
        return found["DetectionStatus"], found["StackDriftStatus"], found["DriftedStackResourceCount"]

    def drifts(self, stack, **more):
        pages = self.cf.get_paginator("describe_stack_resource_drifts") if self.cf.can_paginate("describe_stack_resource_drifts") else None
        found = pages.paginate(StackName=stack, **more).build_full_result() if pages else self.cf.describe_stack_resource_drifts(StackName=stack, **more)
        return {d["LogicalResourceId"]: d for d in found["StackResourceDrifts"]}

    def differences(self, drift):
        return {d["PropertyPath"]: (d["DifferenceType"], d["ExpectedValue"], d["ActualValue"]) for d in drift["PropertyDifferences"]}

    def test_what_was_changed_by_hand(self):
        arn = self.create("drifting", BODY, Capabilities=["CAPABILITY_IAM"], Tags=[{"Key": "stage", "Value": "test"}])
        stack = lambda: self.cf.describe_stacks(StackName=arn)["Stacks"][0]["DriftInformation"]
        self.assertEqual((stack(), self.drifts(arn)), ({"StackDriftStatus": "NOT_CHECKED"}, {}))
        self.assertEqual(self.detect(arn), ("DETECTION_COMPLETE", "IN_SYNC", 0))
        self.assertEqual({k: d["StackResourceDriftStatus"] for k, d in self.drifts(arn).items()}, dict.fromkeys(["Topic", "Queue", "Bucket", "Role", "Group", "Parameter"], "IN_SYNC"))
        self.assertEqual(stack()["StackDriftStatus"], "IN_SYNC")

        there = {k: r["PhysicalResourceId"] for k, r in self.resources(arn).items()}
        sns = self.client("sns")
        sns.set_topic_attributes(TopicArn=there["Topic"], AttributeName="DisplayName", AttributeValue="second")
        sns.tag_resource(ResourceArn=there["Topic"], Tags=[{"Key": "kind", "Value": "alarm"}, {"Key": "new", "Value": "tag"}])
        self.client("sqs").set_queue_attributes(QueueUrl=there["Queue"], Attributes={"MaximumMessageSize": "2048"})        # declared by nobody
        self.client("s3").put_bucket_versioning(Bucket=there["Bucket"], VersioningConfiguration={"Status": "Suspended"})
        self.client("s3").delete_public_access_block(Bucket=there["Bucket"])
        self.client("iam").attach_role_policy(RoleName=there["Role"], PolicyArn="arn:aws:iam::aws:policy/SecurityAudit")
        self.client("ssm").put_parameter(Name=there["Parameter"], Value="seen by hand", Type="String", Overwrite=True)
        self.client("logs").delete_log_group(logGroupName=there["Group"])
        self.assertEqual(self.detect(arn), ("DETECTION_COMPLETE", "DRIFTED", 5))
        drifts = self.drifts(arn)
        self.assertEqual({k: d["StackResourceDriftStatus"] for k, d in drifts.items()},
                         {"Topic": "MODIFIED", "Queue": "IN_SYNC", "Bucket": "MODIFIED", "Role": "MODIFIED", "Group": "DELETED", "Parameter": "MODIFIED"})
        topic = self.differences(drifts["Topic"])
        self.assertEqual(topic.pop("/DisplayName"), ("NOT_EQUAL", "first", "second"))
        self.assertEqual({k: (kind, json.loads(v) if v.startswith("{") else v) for k, (kind, _, v) in topic.items()},
                         {"/Tags/1/Value": ("NOT_EQUAL", "alarm"), "/Tags/2": ("ADD", {"Key": "new", "Value": "tag"})})
        bucket = self.differences(drifts["Bucket"])
        self.assertEqual(bucket["/VersioningConfiguration/Status"], ("NOT_EQUAL", "Enabled", "Suspended"))
        self.assertEqual(bucket["/PublicAccessBlockConfiguration"][0], "REMOVE")
        self.assertEqual(self.differences(drifts["Role"]), {"/ManagedPolicyArns/1": ("ADD", "null", "arn:aws:iam::aws:policy/SecurityAudit")})
        self.assertEqual(json.loads(drifts["Topic"]["ActualProperties"])["DisplayName"], "second")
        # What the template hides stays hidden, and so does what has come in its place.
        self.assertEqual(self.differences(drifts["Parameter"]), {"/Value": ("NOT_EQUAL", "****", "****")})
        self.assertNotIn("seen", json.dumps(drifts["Parameter"], default=str))
        self.assertEqual(list(self.drifts(arn, StackResourceDriftStatusFilters=["DELETED"])), ["Group"])
        self.assertEqual(stack()["StackDriftStatus"], "DRIFTED")
        listed = {r["LogicalResourceId"]: r["DriftInformation"]["StackResourceDriftStatus"] for r in self.cf.list_stack_resources(StackName=arn)["StackResourceSummaries"]}
        self.assertEqual((listed["Role"], listed["Handle"]), ("MODIFIED", "NOT_CHECKED"))

        sns.set_topic_attributes(TopicArn=there["Topic"], AttributeName="DisplayName", AttributeValue="first")
        sns.tag_resource(ResourceArn=there["Topic"], Tags=[{"Key": "kind", "Value": "news"}])
        sns.untag_resource(ResourceArn=there["Topic"], TagKeys=["new"])
        self.assertEqual(self.cf.detect_stack_resource_drift(StackName=arn, LogicalResourceId="Topic")["StackResourceDrift"]["StackResourceDriftStatus"], "IN_SYNC")
        self.assertEqual(self.detect(arn, LogicalResourceIds=["Topic", "Queue"]), ("DETECTION_COMPLETE", "DRIFTED", 0))       # the others still are
        # An operation ends what was known.
        changed = json.loads(BODY)
        changed["Resources"]["Topic"]["Properties"]["DisplayName"] = "third"
        self.update("drifting", json.dumps(changed), Capabilities=["CAPABILITY_IAM"], Tags=[{"Key": "stage", "Value": "test"}])
        self.assertEqual((stack(), self.drifts(arn)), ({"StackDriftStatus": "NOT_CHECKED"}, {}))

    def test_in_whose_name(self):
        arn = self.create("private", json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "x"}}, "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": 1}}}}))
        iam = self.client("iam")
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": self.account}, "Action": "sts:AssumeRole"}]}
        role = iam.create_role(RoleName="looker", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        iam.put_role_policy(RoleName="looker", PolicyName="look", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": ["cloudformation:*", "sns:Get*", "sns:List*"], "Resource": "*"}]}))
        given = self.client("sts").assume_role(RoleArn=role, RoleSessionName="looking")["Credentials"]
        cf = self.server.client("shop", "cloudformation")
        mine, self.cf = self.cf, cf
        self.addCleanup(setattr, self, "cf", mine)
        cf._request_signer._credentials = __import__("botocore.credentials").credentials.Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
        self.assertEqual(self.detect(arn), ("DETECTION_FAILED", "UNKNOWN", 0))
        drifts = self.drifts(arn)
        self.assertEqual({k: d["StackResourceDriftStatus"] for k, d in drifts.items()}, {"Topic": "IN_SYNC", "Queue": "UNKNOWN"})
        events = lambda name: [json.loads(e["CloudTrailEvent"]) for e in self.client("cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])["Events"]]
        looked = wait_for(lambda: [e for e in events("GetTopicAttributes") if "looker" in e["userIdentity"]["arn"]])
        self.assertEqual(looked[0]["userIdentity"]["invokedBy"], "cloudformation.amazonaws.com")

    def test_refusals(self):
        arn = self.create("whole", json.dumps({"Resources": {"Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"}}}))
        self.assertEqual(self.detect(arn), ("DETECTION_COMPLETE", "IN_SYNC", 0))
        for call, asked in ((self.cf.detect_stack_drift, {"StackName": "absent"}), (self.cf.detect_stack_drift, {"StackName": "whole", "LogicalResourceIds": ["None"]}),
                            (self.cf.detect_stack_resource_drift, {"StackName": "whole", "LogicalResourceId": "Handle"}),
                            (self.cf.detect_stack_resource_drift, {"StackName": "whole", "LogicalResourceId": "None"}),
                            (self.cf.describe_stack_resource_drifts, {"StackName": "absent"}),
                            (self.cf.describe_stack_drift_detection_status, {"StackDriftDetectionId": "none"})):
            self.assertEqual(self.refusal(call, **asked)[0], "ValidationError", asked)
        broken = json.dumps({"Resources": {"A": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": 99999}}}})
        arn = self.create("broken", broken, "ROLLBACK_COMPLETE")
        self.assertEqual(self.refusal(self.cf.detect_stack_drift, StackName="broken"), ("ValidationError", f"Drift detection cannot be performed on stack [{arn}] while it is in ROLLBACK_COMPLETE state"))


if __name__ == "__main__":
    unittest.main()
