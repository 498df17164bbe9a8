"""Roles assumed one from the other: what a session hands on, what it may not change, and what limits it."""
import json
import unittest

import boto3
import botocore.config
import botocore.exceptions

import house


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": "*", **more}


class Sessions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server(config=house.LANDING_ZONE).start()
        cls.addClassCleanup(cls.server.stop)
        cls.iam = cls.server.client("shop", "iam")
        cls.shop = cls.server.client("shop", "sts").get_caller_identity()["Account"]
        cls.iam.create_user(UserName="starter")
        cls.iam.put_user_policy(UserName="starter", PolicyName="x", PolicyDocument=document(allow("sts:*")))
        cls.starter = cls.iam.create_access_key(UserName="starter")["AccessKey"]
        cls.first = cls.role("first", f"arn:aws:iam::{cls.shop}:user/starter", ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])
        cls.second = cls.role("second", cls.first, ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])
        cls.strict = cls.role("strict", cls.first, ["sts:AssumeRole"])

    @classmethod
    def role(cls, name, principal, actions):
        arn = cls.iam.create_role(RoleName=name, MaxSessionDuration=43200, AssumeRolePolicyDocument=document({"Effect": "Allow", "Principal": {"AWS": principal}, "Action": actions}))["Role"]["Arn"]
        cls.iam.put_role_policy(RoleName=name, PolicyName="x", PolicyDocument=document(
            allow("sts:*"), allow("sqs:ListQueues", Condition={"StringEquals": {"aws:PrincipalTag/team": "red"}}), allow("iam:ListUsers", Condition={"StringEquals": {"aws:PrincipalTag/shift": "night"}}),
            allow("kms:ListKeys", Condition={"StringEquals": {"aws:SourceIdentity": "Ann"}}), allow("sns:*")))
        return arn

    def client(self, credentials, service):
        return self.server.client_with(credentials, service)

    def assume(self, credentials, role, **more):
        return self.client(credentials, "sts").assume_role(RoleArn=role, RoleSessionName="here", **more)["Credentials"]

    def refused(self, code, call, *arguments, **more):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(*arguments, **more)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        return caught.exception.response["Error"]["Message"]

    def tagged(self, **more):
        return self.assume(self.starter, self.first, Tags=[{"Key": "team", "Value": "red"}, {"Key": "shift", "Value": "night"}], TransitiveTagKeys=["team"], **more)

    def test_transitive_tags_go_along_and_others_do_not(self):
        mine = self.tagged()
        self.client(mine, "sqs").list_queues()
        self.client(mine, "iam").list_users()
        chained = self.assume(mine, self.second)
        self.client(chained, "sqs").list_queues()
        self.refused("AccessDenied", self.client(chained, "iam").list_users)
        self.assertIn("sts:TagSession", self.refused("AccessDenied", self.assume, mine, self.strict))
        self.refused("ValidationError", self.assume, mine, self.second, Tags=[{"Key": "TEAM", "Value": "blue"}])
        more = self.assume(mine, self.second, Tags=[{"Key": "shift", "Value": "night"}])
        self.client(more, "iam").list_users()
        self.client(more, "sqs").list_queues()

    def test_the_source_identity_stays(self):
        mine = self.assume(self.starter, self.first, SourceIdentity="Ann")
        chained = self.assume(mine, self.second)
        self.client(chained, "kms").list_keys()
        self.refused("AccessDenied", self.assume, mine, self.second, SourceIdentity="Bob")
        self.assertIn("sts:SetSourceIdentity", self.refused("AccessDenied", self.assume, mine, self.strict))
        self.refused("AccessDeniedException", self.client(self.assume(self.assume(self.starter, self.first), self.second), "kms").list_keys)

    def test_chained_sessions_last_an_hour(self):
        self.assume(self.starter, self.first, DurationSeconds=43200)
        self.refused("ValidationError", self.assume, self.starter, self.first, DurationSeconds=43201)
        mine = self.assume(self.starter, self.first)
        self.assume(mine, self.second, DurationSeconds=3600)
        self.refused("ValidationError", self.assume, mine, self.second, DurationSeconds=3601)

    def test_session_policies_only_take_away(self):
        lists = self.iam.create_policy(PolicyName="lists", PolicyDocument=document(allow(["sns:List*", "kms:*"])))["Policy"]["Arn"]
        mine = self.assume(self.starter, self.first, PolicyArns=[{"arn": lists}])
        self.client(mine, "sns").list_topics()
        self.refused("AuthorizationError", self.client(mine, "sns").create_topic, Name="x")          # the role's, but not the session's
        self.refused("AccessDeniedException", self.client(mine, "kms").create_key)                   # the session's, but not the role's
        both = self.assume(self.starter, self.first, PolicyArns=[{"arn": lists}], Policy=document(allow("sns:CreateTopic")))
        self.client(both, "sns").create_topic(Name="x")
        self.client(both, "sns").list_topics()
        self.refused("AuthorizationError", self.client(both, "sns").delete_topic, TopicArn=f"arn:aws:sns:{house.REGION}:{self.shop}:x")
        self.refused("MalformedPolicyDocument", self.assume, self.starter, self.first, PolicyArns=[{"arn": lists + "-not"}])
        self.iam.create_policy_version(PolicyArn=lists, SetAsDefault=True, PolicyDocument=document(allow("kms:*")))
        self.refused("AuthorizationError", self.client(mine, "sns").list_topics)                     # at once
        self.refused("PackedPolicyTooLarge", self.assume, self.starter, self.first, Policy=document(allow(["sns:" + "x" * 90 + str(i) for i in range(30)])))

    def test_policies_of_a_federated_user(self):
        sts = self.client(self.starter, "sts")
        without = sts.get_federation_token(Name="guest")["Credentials"]
        self.refused("AuthorizationError", self.client(without, "sns").list_topics)
        self.iam.put_user_policy(UserName="starter", PolicyName="sns", PolicyDocument=document(allow("sns:List*")))
        self.addCleanup(self.iam.delete_user_policy, UserName="starter", PolicyName="sns")
        guest = sts.get_federation_token(Name="guest", Policy=document(allow("sns:*")))["Credentials"]
        self.client(guest, "sns").list_topics()
        self.refused("AuthorizationError", self.client(guest, "sns").create_topic, Name="y")         # the policy's, but not the user's
        self.refused("AccessDenied", self.client(guest, "sts").assume_role, RoleArn=self.first, RoleSessionName="here")
        self.refused("AccessDenied", self.client(guest, "sts").get_session_token)

    def test_names_and_identities_are_checked(self):
        for more in ({"RoleSessionName": "a b"}, {"RoleSessionName": "x" * 65}, {"SourceIdentity": "a b"}, {"ExternalId": "é"}, {"DurationSeconds": 899}, {"Tags": [{"Key": "k", "Value": str(i)} for i in range(2)]},
                     {"TransitiveTagKeys": ["k"]}, {"Tags": [{"Key": "aws:k", "Value": "v"}]}):
            with self.subTest(more), house.environment(HTTPS_PROXY=f"http://{self.server.endpoint}"):
                sts = boto3.Session().client("sts", region_name=house.REGION, verify=str(self.server.profiles / "ca.pem"), aws_access_key_id=self.starter["AccessKeyId"],
                                             aws_secret_access_key=self.starter["SecretAccessKey"],
                                             config=botocore.config.Config(proxies={"https": f"http://{self.server.endpoint}"}, retries={"total_max_attempts": 1}, parameter_validation=False))
                self.refused("ValidationError", sts.assume_role, **{"RoleArn": self.first, "RoleSessionName": "here", **more})


if __name__ == "__main__":
    unittest.main()
