"""Events of Lambda: loops that are stopped, and what is tried again without being the function's failure."""
import json
import unittest

import lambda_test
from house import error_code, wait_for
from lambda_test import TRUST, archive

# Every turn leads to the next, by the way its event says.
LOOPING = """
import boto3, json, os
clients = {}
def client(name):
    return clients.setdefault(name, boto3.client(name))
def handler(event, context):
    record = event.get("Records", [{}])[0]
    print("turn", os.environ.get("_X_AMZN_TRACE_ID", "").partition("Lineage=")[2])
    if "Sns" in record:
        client("sns").publish(TopicArn=record["Sns"]["TopicArn"], Message="again")
    elif "s3" in record:
        client("s3").put_object(Bucket=record["s3"]["bucket"]["name"], Key="again", Body=b"")
    elif "body" in record:
        client("sqs").send_message(QueueUrl=record["body"], MessageBody=record["body"])
    elif event["n"] < event["most"]:
        if event["n"] == 16:
            try:
                client("lambda").invoke(FunctionName=context.function_name, Payload=b'{"n": 1, "most": 1}')
            except Exception as error:
                print("refused", error.response["Error"]["Code"])
        client("lambda").invoke(FunctionName=context.function_name, InvocationType="Event", Payload=json.dumps({**event, "n": event["n"] + 1}))
"""


class LambdaEventsTest(lambda_test.Invocations):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loops = cls.make_role("loops", "logs:*", "lambda:*", "sqs:*", "sns:*", "s3:*")

    def turns(self, name):
        return [line for line in self.lines(name) if line.startswith("turn")]

    def looping(self, name, **more):
        """A function that calls itself by way of something, and the queue of its dead letters."""
        url, arn = self.queue(name + "-dead")
        self.create(name, Code={"ZipFile": archive(app__py=LOOPING)}, Role=self.loops, Timeout=20, MemorySize=512, DeadLetterConfig={"TargetArn": arn}, **more)
        return url

    def test_loops_are_stopped(self):
        allow = lambda function, principal, source: self.lam.add_permission(FunctionName=function, StatementId="s", Action="lambda:InvokeFunction", Principal=principal, SourceArn=source)
        sns, s3 = self.client("sns"), self.client("s3")
        dead = {name: self.looping(name) for name in ("by-itself", "by-topic", "by-bucket", "by-queue")}
        topic = sns.create_topic(Name="round")["TopicArn"]
        allow("by-topic", "sns.amazonaws.com", topic)
        sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=self.arn("by-topic"))
        bucket = f"round-{self.account}"
        s3.create_bucket(Bucket=bucket)
        allow("by-bucket", "s3.amazonaws.com", f"arn:aws:s3:::{bucket}")
        s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={"LambdaFunctionConfigurations": [
            {"LambdaFunctionArn": self.arn("by-bucket"), "Events": ["s3:ObjectCreated:*"]}]})
        queue, queue_arn = self.queue("round")
        letters, letters_arn = self.queue("round-letters")
        self.sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": letters_arn, "maxReceiveCount": "1"})})
        self.lam.create_event_source_mapping(FunctionName="by-queue", EventSourceArn=queue_arn, BatchSize=1)

        self.lam.invoke(FunctionName="by-itself", InvocationType="Event", Payload=b'{"n": 1, "most": 30}')
        sns.publish(TopicArn=topic, Message="first")
        s3.put_object(Bucket=bucket, Key="first", Body=b"")
        self.sqs.send_message(QueueUrl=queue, MessageBody=queue)
        self.assertEqual(json.loads(self.received(dead["by-itself"], 20)[0]["Body"]), {"n": 17, "most": 30})
        self.assertEqual(json.loads(self.received(dead["by-topic"], 20)[0]["Body"])["Records"][0]["Sns"]["Message"], "again")
        self.assertEqual(json.loads(self.received(dead["by-bucket"], 20)[0]["Body"])["Records"][0]["s3"]["object"]["key"], "again")
        for name in dead:
            self.assertTrue(wait_for(lambda: len(self.turns(name)) == 16), (name, self.turns(name)))
        self.assertIn("refused RecursiveInvocationException", [line.strip() for line in self.lines("by-itself")])
        self.assertRegex(self.turns("by-itself")[15], r"^turn 1:[0-9a-f]{8}:16$")
        self.server.advance("31s")                                 # the last message is visible again, and has been received before
        self.assertEqual(self.received(letters)[0]["Body"], queue)

    def test_a_loop_that_is_meant_goes_on(self):
        if not hasattr(self.lam, "get_function_recursion_config"):
            self.skipTest("this SDK does not know the settings of recursive loops")
        get = lambda name: self.lam.get_function_recursion_config(FunctionName=name)["RecursiveLoop"]
        self.looping("meant")
        self.assertEqual(get("meant"), "Terminate")
        self.assertEqual(self.lam.put_function_recursion_config(FunctionName="meant", RecursiveLoop="Allow")["RecursiveLoop"], "Allow")
        self.assertEqual(get(self.arn("meant")), "Allow")
        self.assertEqual(error_code(self.lam.put_function_recursion_config, FunctionName="none", RecursiveLoop="Allow"), "ResourceNotFoundException")
        self.lam.invoke(FunctionName="meant", InvocationType="Event", Payload=b'{"n": 1, "most": 20}')
        self.assertTrue(wait_for(lambda: len(self.turns("meant")) >= 20), self.turns("meant"))

    def test_a_template_says_whether_a_loop_is_meant(self):
        if not hasattr(self.lam, "get_function_recursion_config"):
            self.skipTest("this SDK does not know the settings of recursive loops")
        stacks = self.client("cloudformation")
        function = {"Runtime": "python3.11", "Handler": "index.handler", "Role": self.role, "FunctionName": "told", "Code": {"ZipFile": "def handler(e, c): pass"}}
        told = lambda: self.lam.get_function_recursion_config(FunctionName="told")["RecursiveLoop"]
        for deploy, waiter, more, wanted in ((stacks.create_stack, "stack_create_complete", {"RecursiveLoop": "Allow"}, "Allow"), (stacks.update_stack, "stack_update_complete", {}, "Terminate")):
            deploy(StackName="told", TemplateBody=json.dumps({"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {**function, **more}}}}))
            stacks.get_waiter(waiter).wait(StackName="told", WaiterConfig={"Delay": 1, "MaxAttempts": 20})
            self.assertEqual(told(), wanted)

    def test_what_keeps_a_function_from_starting_is_not_its_failure(self):
        ends, ends_arn = self.queue("starts")
        role = self.make_role("comes-and-goes", "logs:*", "sqs:*")
        self.create("late", Role=role)
        self.lam.put_function_event_invoke_config(FunctionName="late", MaximumRetryAttempts=0, MaximumEventAgeInSeconds=3600, DestinationConfig={"OnSuccess": {"Destination": ends_arn}})
        trust = lambda service: self.iam.update_assume_role_policy(RoleName="comes-and-goes", PolicyDocument=json.dumps(TRUST).replace("lambda.amazonaws.com", service))
        fails, fails_arn = self.queue("never-starts")
        kms = self.client("kms")
        key = kms.create_key()["KeyMetadata"]["Arn"]
        self.create("never", Role=self.make_role("stays", "logs:*", "sqs:*", "kms:Decrypt"), KMSKeyArn=key, Environment={"Variables": {"AA": "b"}})
        self.lam.put_function_event_invoke_config(FunctionName="never", MaximumEventAgeInSeconds=60, DestinationConfig={"OnFailure": {"Destination": fails_arn}})
        denied = lambda: len([r for r in self.records("AssumeRole") if "comes-and-goes" in r.get("errorMessage", "")])
        trust("ec2.amazonaws.com")
        self.lam.invoke(FunctionName="late", InvocationType="Event", Payload=b'{"n": 1}')
        kms.disable_key(KeyId=key)                                 # its environment cannot be read
        self.lam.invoke(FunctionName="never", InvocationType="Event", Payload=b'{"n": 2}')
        for tries, pause in enumerate(("1s", "2s", "4s", "8s", "16s", "32s"), 1):       # each time twice as long
            self.assertTrue(wait_for(lambda: denied() >= tries), (tries, denied()))
            self.server.advance(pause)
        self.assertTrue(wait_for(lambda: denied() == 7), denied())
        trust("lambda.amazonaws.com")
        self.server.advance("64s")
        record = json.loads(self.received(ends)[0]["Body"])
        self.assertEqual((record["requestPayload"], record["requestContext"]["condition"], record["requestContext"]["approximateInvokeCount"]), ({"n": 1}, "Success", 1))
        record = json.loads(self.received(fails)[0]["Body"])
        self.assertEqual((record["requestPayload"], record["requestContext"]["condition"], record["requestContext"]["approximateInvokeCount"]), ({"n": 2}, "EventAgeExceeded", 0))


if __name__ == "__main__":
    unittest.main()
