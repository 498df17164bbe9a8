"""Policy documents as they are written: kept byte for byte, refused where their grammar or their size is not kept.

Sizes count characters once white space is removed, where AWS says so (IAM's), and otherwise as they come.
"""
import json
import unittest
import urllib.parse

import botocore.exceptions

import house

ODD = """{ "Version" :"2012-10-17",
\t"Statement":[{"Sid":"B",   "Effect":"Allow","Action":["s3:Get*" ,"s3:List*"],"Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":["*","\\u0061*"]}}}]  }"""


def padded(document, size, blanks=0):
    """The document with a statement id that makes it this many characters long, and blanks beside."""
    text = json.dumps(document, separators=(",", ":"))
    missing = size - len(text) - len('"Id":"",')
    return " " * blanks + text.replace("{", '{"Id":"' + "x" * missing + '",', 1)


class Documents(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = house.Server(config=house.LANDING_ZONE).start()
        cls.addClassCleanup(cls.server.stop)
        client = lambda service: cls.server.client("shop", service)
        cls.iam, cls.s3, cls.kms, cls.sqs, cls.sns, cls.logs, cls.events = map(client, ("iam", "s3", "kms", "sqs", "sns", "logs", "events"))
        cls.account = client("sts").get_caller_identity()["Account"]
        cls.iam.create_user(UserName="u")
        cls.iam.create_group(GroupName="g")
        cls.trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": cls.account}, "Action": "sts:AssumeRole"}]}
        cls.role = cls.iam.create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(cls.trust))["Role"]["Arn"]
        cls.bucket = f"documents-{cls.account}"
        cls.s3.create_bucket(Bucket=cls.bucket)
        cls.key = cls.kms.create_key()["KeyMetadata"]["Arn"]
        cls.queue = cls.sqs.create_queue(QueueName="q")["QueueUrl"]
        cls.topic = cls.sns.create_topic(Name="t")["TopicArn"]

    def refusal(self, call, **arguments):
        try:
            call(**arguments)
        except botocore.exceptions.ClientError as e:
            return e.response["Error"]["Code"], e.response["Error"]["Message"]
        return None

    def raw(self, client, operation, field, **arguments):
        """What the wire carries, before the SDK reads the document in it."""
        seen = []
        client.meta.events.register(f"after-call.{client.meta.service_model.service_id.hyphenize()}.{operation}", lambda http_response, **_: seen.append(http_response.text))
        getattr(client, self.method(client, operation))(**arguments)
        begin, end = f"<{field}>", f"</{field}>"
        return urllib.parse.unquote(seen[0][seen[0].index(begin) + len(begin):seen[0].index(end)])

    @staticmethod
    def method(client, operation):
        return next(name for name, known in client.meta.method_to_api_mapping.items() if known == operation)

    def test_kept_byte_for_byte(self):
        iam = self.iam
        iam.put_user_policy(UserName="u", PolicyName="odd", PolicyDocument=ODD)
        self.assertEqual(self.raw(iam, "GetUserPolicy", "PolicyDocument", UserName="u", PolicyName="odd"), ODD)
        iam.put_group_policy(GroupName="g", PolicyName="odd", PolicyDocument=ODD)
        self.assertEqual(self.raw(iam, "GetGroupPolicy", "PolicyDocument", GroupName="g", PolicyName="odd"), ODD)
        arn = iam.create_policy(PolicyName="odd", PolicyDocument=ODD)["Policy"]["Arn"]
        self.assertEqual(self.raw(iam, "GetPolicyVersion", "Document", PolicyArn=arn, VersionId="v1"), ODD)
        trust = ODD.replace('"Action":["s3:Get*" ,"s3:List*"],"Resource":"*"', f'"Principal": {{ "AWS":"{self.account}" }},"Action":"sts:AssumeRole"')
        iam.update_assume_role_policy(RoleName="r", PolicyDocument=trust)
        self.assertEqual(self.raw(iam, "GetRole", "AssumeRolePolicyDocument", RoleName="r"), trust)
        resource = lambda arn, action: ODD.replace('"Action":["s3:Get*" ,"s3:List*"],"Resource":"*"', f'"Principal":{{"AWS": "arn:aws:iam::{self.account}:root"}},"Action":"{action}","Resource":"{arn}"')
        key = resource("*", "kms:*").replace('"StringLike":{"aws:PrincipalArn":["*","\\u0061*"]}', '"StringLike":{"aws:PrincipalArn":"*"}')
        self.kms.put_key_policy(KeyId=self.key, PolicyName="default", Policy=key)
        self.assertEqual(self.kms.get_key_policy(KeyId=self.key, PolicyName="default")["Policy"], key)
        queue = resource(f"arn:aws:sqs:{house.REGION}:{self.account}:q", "sqs:SendMessage")
        self.sqs.set_queue_attributes(QueueUrl=self.queue, Attributes={"Policy": queue})
        self.assertEqual(self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["Policy"])["Attributes"]["Policy"], queue)
        topic = resource(self.topic, "sns:Publish")
        self.sns.set_topic_attributes(TopicArn=self.topic, AttributeName="Policy", AttributeValue=topic)
        self.assertEqual(self.sns.get_topic_attributes(TopicArn=self.topic)["Attributes"]["Policy"], topic)

    def test_limits_of_iam_leave_white_space_out(self):
        allow, blanks = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}, 500
        iam = self.iam
        for what, most, quota, put in (("user", 2048, "Maximum policy size of 2048 bytes exceeded for user u", lambda text: self.refusal(iam.put_user_policy, UserName="u", PolicyName="p", PolicyDocument=text)),
                                       ("group", 5120, "Maximum policy size of 5120 bytes exceeded for group g", lambda text: self.refusal(iam.put_group_policy, GroupName="g", PolicyName="p", PolicyDocument=text)),
                                       ("role", 10240, "Maximum policy size of 10240 bytes exceeded for role r", lambda text: self.refusal(iam.put_role_policy, RoleName="r", PolicyName="p", PolicyDocument=text))):
            with self.subTest(what):
                for name in getattr(iam, f"list_{what}_policies")(**{f"{what.title()}Name": what[0]})["PolicyNames"]:
                    getattr(iam, f"delete_{what}_policy")(**{f"{what.title()}Name": what[0], "PolicyName": name})
                self.assertIsNone(put(padded(allow, most, blanks)))
                self.assertEqual(put(padded(allow, most + 1)), ("LimitExceeded", quota))
        version = lambda text: self.refusal(iam.create_policy, PolicyName=f"size{len(text)}", PolicyDocument=text)
        self.assertIsNone(version(padded(allow, 6144, blanks)))
        self.assertEqual(version(padded(allow, 6145)), ("LimitExceeded", "Cannot exceed quota for PolicySize: 6144"))
        trust = lambda text: self.refusal(iam.update_assume_role_policy, RoleName="r", PolicyDocument=text)
        self.assertIsNone(trust(padded(self.trust, 2048, blanks)))
        self.assertEqual(trust(padded(self.trust, 2049)), ("LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048"))

    def test_all_inline_policies_count_together(self):
        self.iam.create_user(UserName="many")
        allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}
        self.iam.put_user_policy(UserName="many", PolicyName="a", PolicyDocument=padded(allow, 1024))
        self.iam.put_user_policy(UserName="many", PolicyName="b", PolicyDocument=padded(allow, 1024))
        self.assertEqual(self.refusal(self.iam.put_user_policy, UserName="many", PolicyName="c", PolicyDocument=json.dumps(allow))[0], "LimitExceeded")
        self.iam.put_user_policy(UserName="many", PolicyName="b", PolicyDocument=padded(allow, 1000))      # in the place of the former

    def test_limits_of_resources(self):
        root = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{self.account}:root"}, "Action": "kms:*", "Resource": "*"}]}
        bucket = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": self.account}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{self.bucket}/*"}]}
        put_key = lambda text: self.refusal(self.kms.put_key_policy, KeyId=self.key, PolicyName="default", Policy=text)
        put_bucket = lambda text: self.refusal(self.s3.put_bucket_policy, Bucket=self.bucket, Policy=text)
        self.assertIsNone(put_key(padded(root, 32768)))
        self.assertIn(put_key(padded(root, 32769))[0], ("LimitExceededException", "ValidationException", "MalformedPolicyDocumentException"))
        self.assertIsNone(put_bucket(padded(bucket, 20480)))
        self.assertEqual(put_bucket(padded(bucket, 20481)), ("MalformedPolicy", "Policy exceeds the maximum allowed document size."))

    def test_each_service_says_malformed_in_its_own_way(self):
        bad = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Perhaps", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]})
        calls = {"iam user": (self.iam.put_user_policy, {"UserName": "u", "PolicyName": "p", "PolicyDocument": bad}, "MalformedPolicyDocument"),
                 "iam managed": (self.iam.create_policy, {"PolicyName": "p", "PolicyDocument": bad}, "MalformedPolicyDocument"),
                 "iam trust": (self.iam.update_assume_role_policy, {"RoleName": "r", "PolicyDocument": bad}, "MalformedPolicyDocument"),
                 "iam role": (self.iam.create_role, {"RoleName": "bad", "AssumeRolePolicyDocument": bad}, "MalformedPolicyDocument"),
                 "sts session": (self.server.client("shop", "sts").assume_role, {"RoleArn": self.role, "RoleSessionName": "here", "Policy": bad}, "MalformedPolicyDocument"),
                 "s3": (self.s3.put_bucket_policy, {"Bucket": self.bucket, "Policy": bad}, "MalformedPolicy"),
                 "kms": (self.kms.put_key_policy, {"KeyId": self.key, "PolicyName": "default", "Policy": bad}, "MalformedPolicyDocumentException"),
                 "kms create": (self.kms.create_key, {"Policy": bad}, "MalformedPolicyDocumentException"),
                 "sqs": (self.sqs.set_queue_attributes, {"QueueUrl": self.queue, "Attributes": {"Policy": bad}}, "InvalidAttributeValue"),
                 "sns": (self.sns.set_topic_attributes, {"TopicArn": self.topic, "AttributeName": "Policy", "AttributeValue": bad}, "InvalidParameter"),
                 "logs": (self.logs.put_resource_policy, {"policyName": "p", "policyDocument": bad}, "InvalidParameterException"),
                 "events": (self.events.put_permission, {"EventBusName": "default", "Policy": bad}, "ValidationException")}
        for name, (call, arguments, code) in calls.items():
            with self.subTest(name):
                self.assertEqual(self.refusal(call, **arguments)[0], code)

    def test_what_the_texts_say(self):
        policy = lambda **statement: json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*", **statement}]})
        texts = {policy(Action="Get"): "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.", policy(Resource="bucket"): 'Resource bucket must be in ARN format or "*".',
                 policy(Principal="*"): "Policy document should not specify a principal.", policy(Effect="allow"): "The policy failed legacy parsing", policy(Effect="no"): "Syntax errors in policy.", "{}": "Policy document must be version 2012-10-17 or greater.",
                 policy(Action=[]): "Policy statement must contain actions.", policy(Resource=[]): "Policy statement must contain resources.",
                 policy(Sid="a-b"): "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"}
        for text, message in texts.items():
            with self.subTest(message):
                self.assertEqual(self.refusal(self.iam.create_policy, PolicyName="bad", PolicyDocument=text), ("MalformedPolicyDocument", message))
        trust = lambda **statement: json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": self.account}, "Action": "sts:AssumeRole", **statement}]})
        for text, message in {trust(Resource="*"): "Has prohibited field Resource", trust(Action="s3:GetObject"): "AssumeRole policy may only specify STS AssumeRole actions.",
                              trust(Principal={"AWS": f"arn:aws:iam::{self.account}:user/nobody"}): f'Invalid principal in policy: "AWS":"arn:aws:iam::{self.account}:user/nobody"',
                              "{": "This policy contains invalid Json"}.items():
            with self.subTest(message):
                self.assertEqual(self.refusal(self.iam.update_assume_role_policy, RoleName="r", PolicyDocument=text), ("MalformedPolicyDocument", message))

    def test_ten_attached_policies_and_five_versions(self):
        self.iam.create_user(UserName="attached")
        document = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]})
        arns = [self.iam.create_policy(PolicyName=f"attached{i}", PolicyDocument=document)["Policy"]["Arn"] for i in range(11)]
        for arn in arns[:10]:
            self.iam.attach_user_policy(UserName="attached", PolicyArn=arn)
        self.assertEqual(self.refusal(self.iam.attach_user_policy, UserName="attached", PolicyArn=arns[10]), ("LimitExceeded", "Cannot exceed quota for PoliciesPerUser: 10"))
        for _ in range(4):
            self.iam.create_policy_version(PolicyArn=arns[0], PolicyDocument=document)
        self.assertEqual(self.refusal(self.iam.create_policy_version, PolicyArn=arns[0], PolicyDocument=document)[0], "LimitExceeded")


if __name__ == "__main__":
    unittest.main()
