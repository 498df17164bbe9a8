"""CloudFormation where things go wrong: refusals, rollbacks, policies, and the server's death in the middle."""
import json
import threading
import unittest

import botocore.exceptions

import house
from cloudformation_test import PAIR, Answering, Stacks, StoredTemplates, topics
from house import REGION, error_code, wait_for

BROKEN = {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 99999999}}


def template(**resources):
    return json.dumps({"Resources": resources})


class Refusals(Stacks):
    def test_before_anything_is_made(self):
        create = lambda **more: self.refusal(self.cf.create_stack, StackName=more.pop("name", "never"), **more)
        self.assertEqual(create(), ("ValidationError", "Either Template URL or Template Body must be specified."))
        self.assertEqual(create(name="1x", TemplateBody=topics("A"))[0], "ValidationError")
        self.assertEqual(create(TemplateBody=template(A={"Type": "AWS::EC2::Instance"}, B={"Type": "AWS::Nothing::AtAll"})),
                         ("ValidationError", "Template format error: Unrecognized resource types: [AWS::EC2::Instance, AWS::Nothing::AtAll]"))
        self.assertEqual(create(TemplateBody=template(A={"Type": "AWS::SNS::Topic", "DependsOn": "B"}, B={"Type": "AWS::SNS::Topic", "DependsOn": "A"}))[1],
                         "Circular dependency between resources: [A, B]")
        role = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "named", "AssumeRolePolicyDocument": {}}}
        self.assertEqual(create(TemplateBody=template(R=role)), ("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_NAMED_IAM]"))
        self.assertEqual(create(TemplateBody=PAIR, Parameters=[{"ParameterKey": "Nothing", "ParameterValue": "x"}])[0], "ValidationError")
        self.assertEqual(create(TemplateBody=topics("A", DeletionPolicy="Snapshot"))[1], "Template error: resource type AWS::SNS::Topic does not support deletion policy Snapshot")
        self.assertRegex(create(TemplateBody="{")[1], "^Template format error: JSON not well-formed")
        self.create("there", topics("A"))
        self.assertEqual(create(name="there", TemplateBody=topics("A")), ("AlreadyExistsException", "Stack [there] already exists"))
        self.assertEqual(self.refusal(self.cf.update_stack, StackName="absent", TemplateBody=topics("A")), ("ValidationError", "Stack [absent] does not exist"))
        self.assertEqual(self.refusal(self.cf.describe_stacks, StackName="absent"), ("ValidationError", "Stack with id absent does not exist"))
        self.assertEqual([s["StackName"] for s in self.cf.describe_stacks()["Stacks"]], ["there"])

    def test_termination_protection(self):
        arn = self.create("guarded", topics("A"), EnableTerminationProtection=True)
        self.assertEqual(self.refusal(self.cf.delete_stack, StackName="guarded"), ("ValidationError", "Stack [guarded] cannot be deleted while TerminationProtection is enabled"))
        self.cf.update_termination_protection(StackName="guarded", EnableTerminationProtection=False)
        self.delete(arn)

    def test_templates_looked_at(self):
        seen = self.cf.validate_template(TemplateBody=PAIR)
        self.assertEqual({p["ParameterKey"]: p["NoEcho"] for p in seen["Parameters"]}, {"Word": False, "Hidden": True})
        summary = self.cf.get_template_summary(TemplateBody=PAIR)
        self.assertEqual(sorted(summary["ResourceTypes"]), ["AWS::SNS::Topic", "AWS::SQS::Queue"])
        self.assertEqual(error_code(self.cf.validate_template, TemplateBody="Resources: 5"), "ValidationError")
        self.assertIn("AWS::SNS::Topic", [t["TypeName"] for t in self.cf.get_paginator("list_types").paginate(Visibility="PUBLIC").build_full_result()["TypeSummaries"]])


class Rollbacks(Stacks):
    def test_a_failed_creation(self):
        arn = self.create("half", template(Good={"Type": "AWS::SNS::Topic"}, Bad=dict(BROKEN, DependsOn="Good")), "ROLLBACK_COMPLETE")
        story = self.story(arn)
        self.assertEqual(story[0], ("half", "CREATE_IN_PROGRESS", "User Initiated"))
        self.assertIn(("half", "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [Bad]. Rollback requested by user."), story)
        self.assertIn(("Good", "DELETE_COMPLETE", ""), story)
        self.assertEqual(story[-1], ("half", "ROLLBACK_COMPLETE", ""))
        self.assertEqual(self.refusal(self.cf.update_stack, StackName="half", TemplateBody=topics("A"))[1], f"Stack:{arn} is in ROLLBACK_COMPLETE state and can not be updated.")
        self.delete(arn)
        arn = self.create("left", template(Good={"Type": "AWS::SNS::Topic"}, Bad=dict(BROKEN, DependsOn="Good")), "CREATE_FAILED", OnFailure="DO_NOTHING")
        self.assertEqual({k: r["ResourceStatus"] for k, r in self.resources(arn).items()}, {"Good": "CREATE_COMPLETE", "Bad": "CREATE_FAILED"})
        self.update("left", template(Good={"Type": "AWS::SNS::Topic"}, Bad={"Type": "AWS::SQS::Queue", "DependsOn": "Good"}))
        self.delete(arn)
        arn = self.create("gone", template(Good={"Type": "AWS::SNS::Topic"}, Bad=dict(BROKEN, DependsOn="Good")), "DELETE_COMPLETE", OnFailure="DELETE")
        self.assertIn(("gone", "DELETE_IN_PROGRESS", "The following resource(s) failed to create: [Bad]. Delete requested by user."), self.story(arn))

    def test_a_failed_update_goes_back(self):
        first = template(Topic={"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "before"}}, Named={"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "name-1"}})
        second = template(Topic={"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "after"}}, Named={"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "name-2"}},
                          New={"Type": "AWS::SNS::Topic"}, Bad=dict(BROKEN, DependsOn=["Topic", "Named", "New"]))
        arn = self.create("back", first)
        before = {k: r["PhysicalResourceId"] for k, r in self.resources(arn).items()}
        self.update("back", second, "UPDATE_ROLLBACK_COMPLETE")
        story = self.story(arn)
        self.assertIn(("back", "UPDATE_ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [Bad]. "), story)
        self.assertEqual([s for i, s, _ in story if i == "back"][-4:], ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"])
        self.assertEqual({k: r["PhysicalResourceId"] for k, r in self.resources(arn).items()}, before)
        sns = self.client("sns")
        self.assertEqual(sns.get_topic_attributes(TopicArn=before["Topic"])["Attributes"]["DisplayName"], "before")
        there = [t["TopicArn"].split(":")[-1] for t in sns.list_topics()["Topics"]]
        self.assertIn("name-1", there)
        self.assertEqual([t for t in there if t == "name-2" or t.startswith("back-New")], [])
        self.assertEqual(self.cf.get_template(StackName="back")["TemplateBody"]["Resources"].keys(), {"Topic", "Named"})
        # Left as it is, then rolled back on demand.
        self.update("back", second, "UPDATE_FAILED", DisableRollback=True)
        self.assertEqual(sns.get_topic_attributes(TopicArn=before["Topic"])["Attributes"]["DisplayName"], "after")
        if hasattr(self.cf, "rollback_stack"):
            self.cf.rollback_stack(StackName="back")
            self.assertEqual(self.settled("back"), "UPDATE_ROLLBACK_COMPLETE")
            self.assertEqual(sns.get_topic_attributes(TopicArn=before["Topic"])["Attributes"]["DisplayName"], "before")
        self.delete(arn)

    def test_a_rollback_that_fails_and_goes_on(self):
        sns = self.client("sns")
        first = template(Topic={"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "before"}})
        arn = self.create("stuck", first)
        topic = self.resources(arn)["Topic"]["PhysicalResourceId"]
        self.update("stuck", template(Topic={"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "after"}}, Bad=dict(BROKEN, DependsOn="Topic")), "UPDATE_FAILED", DisableRollback=True)
        sns.delete_topic(TopicArn=topic)
        self.cf.rollback_stack(StackName="stuck")
        self.assertEqual(self.settled("stuck"), "UPDATE_ROLLBACK_FAILED", self.story(arn))
        self.assertEqual(self.story(arn)[-1][2], "The following resource(s) failed to update: [Topic]. ")
        self.cf.continue_update_rollback(StackName="stuck", ResourcesToSkip=["Topic"])
        self.assertEqual(self.settled("stuck"), "UPDATE_ROLLBACK_COMPLETE")

    def test_an_update_is_cancelled(self):
        held = {"Type": "AWS::SNS::Topic", "CreationPolicy": {"ResourceSignal": {"Count": 1, "Timeout": "PT1H"}}}
        arn = self.create("cancelled", topics("A"))
        self.cf.update_stack(StackName="cancelled", TemplateBody=template(A={"Type": "AWS::SNS::Topic"}, Held=held))
        self.assertTrue(wait_for(lambda: "Held" in self.resources(arn)))
        self.assertEqual(self.refusal(self.cf.update_stack, StackName="cancelled", TemplateBody=topics("A"))[1], f"Stack:{arn} is in UPDATE_IN_PROGRESS state and can not be updated.")
        self.cf.cancel_update_stack(StackName="cancelled")
        self.assertEqual(self.settled("cancelled"), "UPDATE_ROLLBACK_COMPLETE", self.story(arn))
        self.assertIn(("Held", "CREATE_FAILED", "Resource creation cancelled"), self.story(arn))
        self.assertEqual(self.refusal(self.cf.cancel_update_stack, StackName="cancelled"), ("ValidationError", "CancelUpdateStack cannot be called from current stack status"))

    def test_a_creation_takes_too_long_or_is_given_up(self):
        held = {"Type": "AWS::SNS::Topic", "CreationPolicy": {"ResourceSignal": {"Count": 1, "Timeout": "PT9H"}}}
        arn = self.cf.create_stack(StackName="slow", TemplateBody=template(Held=held), TimeoutInMinutes=10)["StackId"]
        self.assertTrue(wait_for(lambda: "Held" in self.resources(arn)))
        self.server.advance("11m")
        self.assertEqual(self.settled(arn), "ROLLBACK_COMPLETE")
        self.assertIn("Stack creation time exceeded the specified timeout. Rollback requested by user.", [r for _, _, r in self.story(arn)])
        arn = self.cf.create_stack(StackName="given-up", TemplateBody=template(Held=held))["StackId"]
        self.assertTrue(wait_for(lambda: self.resources(arn).get("Held", {}).get("PhysicalResourceId")))
        topic = self.resources(arn)["Held"]["PhysicalResourceId"]
        self.delete(arn)
        self.assertNotIn(topic, [t["TopicArn"] for t in self.client("sns").list_topics()["Topics"]])

    def test_a_stack_policy(self):
        policy = {"Statement": [{"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
                                {"Effect": "Deny", "Action": "Update:Modify", "Principal": "*", "Resource": "LogicalResourceId/Kept"}]}
        first, second = topics("Kept"), topics("Kept", Properties={"DisplayName": "x"})
        arn = self.create("policed", first, StackPolicyBody=json.dumps(policy))
        self.assertEqual(json.loads(self.cf.get_stack_policy(StackName="policed")["StackPolicyBody"]), policy)
        self.update("policed", second, "UPDATE_ROLLBACK_COMPLETE")
        self.assertIn("Action denied by stack policy: Statement [#2] does not allow [Update:Modify] for resource [LogicalResourceId/Kept]", [r for _, _, r in self.story(arn)])
        self.update("policed", second, StackPolicyDuringUpdateBody=json.dumps({"Statement": policy["Statement"][:1]}))
        self.assertEqual(error_code(self.cf.set_stack_policy, StackName="policed", StackPolicyBody="{}"), "ValidationError")

    def test_a_deletion_that_fails(self):
        s3 = self.client("s3")
        arn = self.create("full", template(Bucket={"Type": "AWS::S3::Bucket"}, Topic={"Type": "AWS::SNS::Topic"}))
        bucket = self.resources(arn)["Bucket"]["PhysicalResourceId"]
        s3.put_object(Bucket=bucket, Key="x", Body=b"x")
        self.delete(arn, "DELETE_FAILED")
        self.assertEqual(self.story(arn)[-1], ("full", "DELETE_FAILED", "The following resource(s) failed to delete: [Bucket]. "))
        self.delete(arn, RetainResources=["Bucket"])
        s3.head_bucket(Bucket=bucket)


class Nested(StoredTemplates):
    def outer(self, url, more=None, **parameters):
        inner = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url, **({"Parameters": parameters} if parameters else {})}}
        return json.dumps({"Resources": {"Inner": inner, **(more or {})}, "Outputs": {"Topic": {"Value": {"Fn::GetAtt": ["Inner", "Outputs.Topic"]}}}})

    INNER = json.dumps({"Parameters": {"Word": {"Type": "String", "Default": "a"}}, "Outputs": {"Topic": {"Value": {"Ref": "T"}}},
                        "Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Word"}}}}})

    def test_with_its_parent(self):
        url = self.url("inner.json", self.INNER)
        arn = self.create("outer", self.outer(url))
        inner = self.resources(arn)["Inner"]["PhysicalResourceId"]
        child = self.cf.describe_stacks(StackName=inner)["Stacks"][0]
        self.assertEqual((child["ParentId"], child["RootId"], child["StackStatus"]), (arn, arn, "CREATE_COMPLETE"))
        topic = self.cf.describe_stacks(StackName=arn)["Stacks"][0]["Outputs"][0]["OutputValue"]
        names = lambda: self.client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]["DisplayName"]
        self.assertEqual(names(), "a")
        self.update("outer", self.outer(url, Word="b"))
        self.assertEqual((names(), self.settled(inner)), ("b", "UPDATE_COMPLETE"))
        # The parent's failure takes the child back, although its own update went well.
        self.update("outer", self.outer(url, {"Bad": dict(BROKEN, DependsOn="Inner")}, Word="c"), "UPDATE_ROLLBACK_COMPLETE")
        self.assertEqual((names(), self.settled(inner)), ("b", "UPDATE_ROLLBACK_COMPLETE"), self.story(inner))
        self.delete(arn)
        self.assertEqual(self.status(inner), "DELETE_COMPLETE")

    def test_half_created(self):
        url = self.url("bad.json", json.dumps({"Resources": {"T": {"Type": "AWS::SNS::Topic"}, "Bad": dict(BROKEN, DependsOn="T")}, "Outputs": {"Topic": {"Value": {"Ref": "T"}}}}))
        arn = self.create("outer-bad", self.outer(url), "ROLLBACK_COMPLETE")
        reason = next(r for i, s, r in self.story(arn) if (i, s) == ("Inner", "CREATE_FAILED"))
        self.assertRegex(reason, r"^Embedded stack arn:aws:cloudformation:.* was not successfully created: The following resource\(s\) failed to create: \[Bad\]\. $")
        inner = self.resources(arn)["Inner"]["PhysicalResourceId"]
        self.assertEqual(self.status(inner), "DELETE_COMPLETE")


class Killed(unittest.TestCase):
    """kill -9 in the middle of operations: they go on, make nothing twice and leave nothing behind."""

    def test_operations_go_on(self):
        count = 40
        body = lambda word: json.dumps({"Resources": {f"T{i:02}": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": word}, **({"DependsOn": f"T{i - 8:02}"} if i >= 8 else {})}
                                                      for i in range(count)}})
        with house.temporary_home() as home:
            server = house.Server(home=home).start()
            self.addCleanup(server.stop)

            def interrupted(what, final, after):
                what(server.client("shop", "cloudformation"))
                threading.Event().wait(after)
                server.kill()
                server.start()
                cf = server.client("shop", "cloudformation")
                status = wait_for(lambda: (lambda s: s if not s.endswith("IN_PROGRESS") else None)(cf.describe_stacks(StackName=arn[0])["Stacks"][0]["StackStatus"]))
                self.assertEqual(status, final)
                found = [t["TopicArn"] for page in server.client("shop", "sns").get_paginator("list_topics").paginate() for t in page["Topics"]]
                kept = {r["PhysicalResourceId"] for r in cf.describe_stack_resources(StackName=arn[0])["StackResources"] if r["ResourceStatus"] != "DELETE_COMPLETE"}
                self.assertEqual(set(found), kept)
                return len(found)

            arn = []
            self.assertEqual(interrupted(lambda cf: arn.append(cf.create_stack(StackName="killed", TemplateBody=body("a"))["StackId"]), "CREATE_COMPLETE", 0.05), count)
            self.assertEqual(interrupted(lambda cf: cf.update_stack(StackName="killed", TemplateBody=body("b")), "UPDATE_COMPLETE", 0.05), count)
            bad = json.loads(body("c"))
            bad["Resources"]["Bad"] = dict(BROKEN, DependsOn=f"T{count - 1:02}")
            self.assertEqual(interrupted(lambda cf: cf.update_stack(StackName="killed", TemplateBody=json.dumps(bad)), "UPDATE_ROLLBACK_COMPLETE", 0.12), count)
            self.assertEqual(interrupted(lambda cf: cf.delete_stack(StackName=arn[0]), "DELETE_COMPLETE", 0.05), 0)


    def test_a_custom_resource_is_asked_for_once(self):
        with house.temporary_home() as home, house.Server(home=home) as server:
            other = Answering(server, "custom")
            arn = server.client("shop", "cloudformation").create_stack(StackName="custom", TemplateBody=other.body())["StackId"]
            q = other.next_request()
            server.kill()
            server.start()
            cf = server.client("shop", "cloudformation")
            status = lambda: cf.describe_stacks(StackName=arn)["Stacks"][0]["StackStatus"]
            self.assertIsNone(other.next_request(0.5))
            self.assertEqual(status(), "CREATE_IN_PROGRESS")
            self.assertEqual(other.answer(q, Data={"Answer": "late"}), 200)
            self.assertTrue(wait_for(lambda: status() == "CREATE_COMPLETE"), status())
            cf.update_stack(StackName=arn, TemplateBody=other.body(Number=2))
            q = other.next_request()
            self.assertEqual(other.answer(q, Data={"Answer": "kept"}), 200)
            server.kill()                                    # answered, perhaps not yet read
            server.start()
            cf = server.client("shop", "cloudformation")
            self.assertTrue(wait_for(lambda: status() == "UPDATE_COMPLETE"), status())
            self.assertEqual({o["OutputKey"]: o["OutputValue"] for o in cf.describe_stacks(StackName=arn)["Stacks"][0]["Outputs"]}["Answer"], "kept")


if __name__ == "__main__":
    unittest.main()
