"""IAM's reports as boto3 asks for them: last use from the event history, access jobs, the credential report, simulation."""
import csv
import io
import json
import unittest

import botocore.exceptions

import house
import identity_mfa_test as mfa


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **condition):
    return dict({"Effect": "Allow", "Action": action, "Resource": resource}, **({"Condition": condition} if condition else {}))


def deny(action, resource="*", **condition):
    return dict(allow(action, resource, **condition), Effect="Deny")


class Reports(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = house.Server(config=house.LANDING_ZONE).start()
        cls.addClassCleanup(cls.server.stop)
        cls.iam = cls.server.client("shop", "iam")
        cls.shop = cls.server.client("shop", "sts").get_caller_identity()["Account"]

    def as_key(self, credentials, service, region=house.REGION):
        return self.server.client_with(credentials, service, region)

    def user(self, name, *statements, **options):
        arn = self.iam.create_user(UserName=name, **options)["User"]["Arn"]
        if statements:
            self.iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=policy(*statements))
        return arn

    def refused(self, code, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        return caught.exception.response

    def ended(self, call, **arguments):
        answer = house.wait_for(lambda: (lambda a: a if a["JobStatus"] != "IN_PROGRESS" else None)(call(**arguments)))
        self.assertEqual(answer["JobStatus"], "COMPLETED", answer)
        return answer

    # --- last use

    def test_access_key_last_used(self):
        self.user("keyed", allow("*"))
        key = self.iam.create_access_key(UserName="keyed")["AccessKey"]
        ask = lambda: self.iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
        never = ask()
        self.assertEqual(never["UserName"], "keyed")
        self.assertEqual(never["AccessKeyLastUsed"], {"ServiceName": "N/A", "Region": "N/A"})
        self.as_key(key, "kms", "eu-west-1").list_keys()
        used = ask()["AccessKeyLastUsed"]
        self.assertEqual((used["ServiceName"], used["Region"]), ("kms", "eu-west-1"))
        self.server.advance("10m")
        self.as_key(key, "iam").list_users()
        later = ask()["AccessKeyLastUsed"]
        self.assertEqual((later["ServiceName"], later["Region"]), ("iam", "us-east-1"))
        self.assertGreater(later["LastUsedDate"], used["LastUsedDate"])
        # A refused call is a use too; another account's key is nobody's here.
        self.iam.delete_user_policy(UserName="keyed", PolicyName="own")
        self.server.advance("10m")
        self.assertIsNotNone(house.error_code(self.as_key(key, "sns", "us-west-2").list_topics))
        self.assertEqual(ask()["AccessKeyLastUsed"]["Region"], "us-west-2")
        stranger = self.server.client("audit", "iam")
        self.refused("AccessDenied", stranger.get_access_key_last_used, AccessKeyId=key["AccessKeyId"])
        self.refused("AccessDenied", self.iam.get_access_key_last_used, AccessKeyId="AKIAIOSFODNN7EXAMPLE")
        self.refused("ValidationError", self.iam.get_access_key_last_used, AccessKeyId="short" * 3 + "-")

    def test_role_last_used(self):
        self.iam.create_role(RoleName="worn", AssumeRolePolicyDocument=policy({"Effect": "Allow", "Principal": {"AWS": self.shop}, "Action": "sts:AssumeRole"}))
        self.iam.attach_role_policy(RoleName="worn", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
        self.assertEqual(self.iam.get_role(RoleName="worn")["Role"]["RoleLastUsed"], {})
        session = self.server.client("shop", "sts").assume_role(RoleArn=f"arn:aws:iam::{self.shop}:role/worn", RoleSessionName="session")["Credentials"]
        self.assertEqual(self.iam.get_role(RoleName="worn")["Role"]["RoleLastUsed"], {})
        self.as_key(session, "kms", "eu-central-1").list_keys()
        self.assertEqual(self.iam.get_role(RoleName="worn")["Role"]["RoleLastUsed"]["Region"], "eu-central-1")

    # --- services last accessed

    def test_services_last_accessed_of_a_user(self):
        arn = self.user("visitor", allow(["kms:ListKeys", "s3:ListBucket"], "*"), allow("sns:*", "arn:aws:sns:*:*:x", StringEquals={"aws:SourceIp": "never"}),
                        allow("logs:*"), deny("logs:*"))
        key = self.iam.create_access_key(UserName="visitor")["AccessKey"]
        self.as_key(key, "kms", "eu-west-1").list_keys()
        self.refused("AccessDenied", self.as_key(key, "iam").list_users)
        job = self.iam.generate_service_last_accessed_details(Arn=arn)["JobId"]
        answer = self.ended(self.iam.get_service_last_accessed_details, JobId=job)
        self.assertEqual(answer["JobType"], "SERVICE_LEVEL")
        found = {s["ServiceNamespace"]: s for s in answer["ServicesLastAccessed"]}
        self.assertEqual(set(found), {"kms", "s3", "sns"})
        self.assertEqual(found["kms"]["ServiceName"], "AWS Key Management Service")
        self.assertEqual((found["kms"]["LastAuthenticatedEntity"], found["kms"]["LastAuthenticatedRegion"], found["kms"]["TotalAuthenticatedEntities"]), (arn, "eu-west-1", 1))
        self.assertNotIn("LastAuthenticated", found["s3"])
        self.assertEqual(found["s3"]["TotalAuthenticatedEntities"], 0)
        self.assertGreaterEqual(answer["JobCompletionDate"], answer["JobCreationDate"])
        paged = self.iam.get_service_last_accessed_details(JobId=job, MaxItems=2)
        self.assertTrue(paged["IsTruncated"])
        rest = self.iam.get_service_last_accessed_details(JobId=job, MaxItems=2, Marker=paged["Marker"])
        self.assertEqual([s["ServiceNamespace"] for s in paged["ServicesLastAccessed"] + rest["ServicesLastAccessed"]], ["kms", "s3", "sns"])
        self.refused("NoSuchEntity", self.server.client("audit", "iam").get_service_last_accessed_details, JobId=job)
        self.refused("NoSuchEntity", self.iam.get_service_last_accessed_details, JobId="0" * 36)
        self.refused("NoSuchEntity", self.iam.generate_service_last_accessed_details, Arn=f"arn:aws:iam::{self.shop}:user/nobody")
        self.refused("NoSuchEntity", self.iam.generate_service_last_accessed_details, Arn=f"arn:aws:iam::{self.shop}:policy/nothing")
        self.refused("InvalidInput", self.iam.generate_service_last_accessed_details, Arn="arn:aws:s3:::some-bucket-here")

    def test_actions_last_accessed_of_a_role(self):
        role = self.iam.create_role(RoleName="actor", AssumeRolePolicyDocument=policy({"Effect": "Allow", "Principal": {"AWS": self.shop}, "Action": "sts:AssumeRole"}))["Role"]
        self.iam.put_role_policy(RoleName="actor", PolicyName="own", PolicyDocument=policy(allow(["kms:List*", "kms:CreateKey", "sqs:*"])))
        session = self.server.client("shop", "sts").assume_role(RoleArn=role["Arn"], RoleSessionName="session")["Credentials"]
        self.as_key(session, "kms").list_aliases()
        job = self.iam.generate_service_last_accessed_details(Arn=role["Arn"], Granularity="ACTION_LEVEL")["JobId"]
        found = {s["ServiceNamespace"]: s for s in self.ended(self.iam.get_service_last_accessed_details, JobId=job)["ServicesLastAccessed"]}
        actions = {a["ActionName"]: a for a in found["kms"]["TrackedActionsLastAccessed"]}
        self.assertEqual(actions["ListAliases"]["LastAccessedEntity"], role["Arn"])
        self.assertEqual(actions["ListAliases"]["LastAccessedRegion"], house.REGION)
        self.assertNotIn("LastAccessedTime", actions["CreateKey"])
        self.assertNotIn("ScheduleKeyDeletion", actions)
        self.assertNotIn("TrackedActionsLastAccessed", found["sqs"])

    def test_last_accessed_with_entities(self):
        self.iam.create_group(GroupName="readers")
        self.iam.attach_group_policy(GroupName="readers", PolicyArn="arn:aws:iam::aws:policy/IAMReadOnlyAccess")
        for name in ("reads", "sleeps"):
            self.user(name)
            self.iam.add_user_to_group(GroupName="readers", UserName=name)
        self.as_key(self.iam.create_access_key(UserName="reads")["AccessKey"], "iam").list_users()
        group = f"arn:aws:iam::{self.shop}:group/readers"
        for arn in (group, "arn:aws:iam::aws:policy/IAMReadOnlyAccess"):
            job = self.iam.generate_service_last_accessed_details(Arn=arn)["JobId"]
            answer = self.ended(self.iam.get_service_last_accessed_details_with_entities, JobId=job, ServiceNamespace="iam")
            entities = answer["EntityDetailsList"]
            self.assertEqual([e["EntityInfo"]["Name"] for e in entities], ["reads", "sleeps"])
            self.assertEqual(entities[0]["EntityInfo"]["Type"], "USER")
            self.assertIn("LastAuthenticated", entities[0])
            self.assertNotIn("LastAuthenticated", entities[1])
            services = self.iam.get_service_last_accessed_details(JobId=job)["ServicesLastAccessed"]
            self.assertEqual([(s["ServiceNamespace"], s["TotalAuthenticatedEntities"]) for s in services], [("iam", 1)])
        self.refused("InvalidInput", self.iam.get_service_last_accessed_details_with_entities, JobId=job, ServiceNamespace="nothing")

    def test_policies_granting_service_access(self):
        arn = self.user("granted", allow("s3:GetObject", "arn:aws:s3:::b/*"))
        self.iam.create_group(GroupName="granting")
        self.iam.add_user_to_group(GroupName="granting", UserName="granted")
        self.iam.put_group_policy(GroupName="granting", PolicyName="theirs", PolicyDocument=policy(allow("kms:Decrypt")))
        self.iam.attach_group_policy(GroupName="granting", PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
        answer = self.iam.list_policies_granting_service_access(Arn=arn, ServiceNamespaces=["s3", "kms", "sqs"])["PoliciesGrantingServiceAccess"]
        self.assertEqual([e["ServiceNamespace"] for e in answer], ["s3", "kms", "sqs"])
        self.assertEqual(answer[0]["Policies"], [
            {"PolicyName": "own", "PolicyType": "INLINE", "EntityType": "USER", "EntityName": "granted"},
            {"PolicyName": "AmazonS3ReadOnlyAccess", "PolicyType": "MANAGED", "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}])
        self.assertEqual(answer[1]["Policies"], [{"PolicyName": "theirs", "PolicyType": "INLINE", "EntityType": "GROUP", "EntityName": "granting"}])
        self.assertEqual(answer[2]["Policies"], [])
        self.refused("NoSuchEntity", self.iam.list_policies_granting_service_access, Arn=arn + "x", ServiceNamespaces=["s3"])

    # --- the credential report

    def test_credential_report(self):
        iam = self.server.client("payments", "iam")
        account = self.server.client("payments", "sts").get_caller_identity()["Account"]
        missing = self.refused("ReportNotPresent", iam.get_credential_report)
        self.assertEqual(missing["ResponseMetadata"]["HTTPStatusCode"], 410)
        iam.create_user(UserName="ann,b", Path="/ops/")
        iam.create_login_profile(UserName="ann,b", Password="Correct-Horse-1")
        iam.update_account_password_policy(MaxPasswordAge=90)
        iam.attach_user_policy(UserName="ann,b", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
        key = iam.create_access_key(UserName="ann,b")["AccessKey"]
        self.as_key(key, "kms", "eu-west-1").list_keys()
        idle = iam.create_access_key(UserName="ann,b")["AccessKey"]["AccessKeyId"]
        iam.update_access_key(UserName="ann,b", AccessKeyId=idle, Status="Inactive")
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName="phone")["VirtualMFADevice"]
        seed, now = device["Base32StringSeed"], mfa.step()
        iam.enable_mfa_device(UserName="ann,b", SerialNumber=device["SerialNumber"], AuthenticationCode1=mfa.code(seed, now - 1), AuthenticationCode2=mfa.code(seed, now))
        self.assertEqual(iam.generate_credential_report()["State"], "STARTED")
        house.wait_for(lambda: iam.generate_credential_report()["State"] == "COMPLETE")
        report = iam.get_credential_report()
        self.assertEqual(report["ReportFormat"], "text/csv")
        rows = {r["user"]: r for r in csv.DictReader(io.StringIO(report["Content"].decode()))}
        root, ann = rows["<root_account>"], rows["ann,b"]
        self.assertEqual((root["arn"], root["password_enabled"], root["mfa_active"], root["password_next_rotation"]), (f"arn:aws:iam::{account}:root", "not_supported", "false", "not_supported"))
        self.assertEqual((ann["arn"], ann["password_enabled"], ann["password_last_used"], ann["mfa_active"]), (f"arn:aws:iam::{account}:user/ops/ann,b", "true", "no_information", "true"))
        self.assertRegex(ann["password_next_rotation"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$")
        self.assertEqual([ann[f"access_key_1_{c}"] for c in ("active", "last_used_region", "last_used_service")], ["true", "eu-west-1", "kms"])
        self.assertEqual([ann[f"access_key_2_{c}"] for c in ("active", "last_used_date", "last_used_service")], ["false", "N/A", "N/A"])
        self.assertEqual([ann[c] for c in ("cert_1_active", "cert_2_last_rotated")], ["false", "N/A"])
        self.assertEqual(len(next(csv.reader(io.StringIO(report["Content"].decode())))), 22)
        self.server.advance("3h")
        self.assertEqual(iam.get_credential_report()["GeneratedTime"], report["GeneratedTime"])
        self.server.advance("2h")
        self.refused("ReportExpired", iam.get_credential_report)
        self.assertEqual(iam.generate_credential_report()["State"], "STARTED")
        house.wait_for(lambda: iam.generate_credential_report()["State"] == "COMPLETE")
        self.assertGreater(iam.get_credential_report()["GeneratedTime"], report["GeneratedTime"])

    # --- AWS's managed policies

    def test_managed_policies_that_templates_attach(self):
        self.iam.create_user(UserName="templated")
        own, other = (f"arn:aws:iam::{self.shop}:user/{name}" for name in ("templated", "another"))
        queue, group = f"arn:aws:sqs:{house.REGION}:{self.shop}:q", f"arn:aws:logs:{house.REGION}:{self.shop}:log-group:g"
        for name, allowed, refused in (
                ("IAMUserChangePassword", {"iam:ChangePassword": own}, {"iam:ChangePassword": other, "iam:CreateUser": own}),
                ("AmazonSQSReadOnlyAccess", {"sqs:GetQueueAttributes": queue, "sqs:ListQueues": "*"}, {"sqs:SendMessage": queue, "sqs:ReceiveMessage": queue}),
                ("service-role/AWSLambdaSQSQueueExecutionRole", {"sqs:ReceiveMessage": queue, "logs:PutLogEvents": group}, {"sqs:SendMessage": queue}),
                ("AmazonSNSReadOnlyAccess", {"sns:ListTopics": "*"}, {"sns:Publish": "*"}),
                ("AmazonEventBridgeReadOnlyAccess", {"events:ListRules": "*"}, {"events:PutRule": "*"}),
                ("IAMAccessAdvisorReadOnly", {"iam:GenerateServiceLastAccessedDetails": own}, {"iam:GetUser": own}),
                ("SecurityAudit", {"iam:GenerateCredentialReport": "*", "sqs:GetQueueAttributes": queue, "cloudtrail:LookupEvents": "*"}, {"s3:GetObject": "arn:aws:s3:::b/k", "sqs:ReceiveMessage": queue})):
            with self.subTest(policy=name):
                arn = f"arn:aws:iam::aws:policy/{name}"
                self.iam.attach_user_policy(UserName="templated", PolicyArn=arn)
                ask = lambda action, resource: self.iam.simulate_principal_policy(PolicySourceArn=own, ActionNames=[action], ResourceArns=[resource])["EvaluationResults"][0]["EvalDecision"]
                self.assertEqual({a: ask(a, r) for a, r in allowed.items()}, {a: "allowed" for a in allowed})
                self.assertEqual({a: ask(a, r) for a, r in refused.items()}, {a: "implicitDeny" for a in refused})
                self.iam.detach_user_policy(UserName="templated", PolicyArn=arn)
        for unknown in ("AmazonEC2FullAccess", "AWSLambdaRole"):
            self.refused("NoSuchEntity", self.iam.attach_user_policy, UserName="templated", PolicyArn=f"arn:aws:iam::aws:policy/{unknown}")

    # --- simulation

    def decisions(self, answer):
        return {r["EvalActionName"]: r["EvalDecision"] for r in answer["EvaluationResults"]}

    def test_simulate_custom_policy(self):
        document = '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},\n    {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "*"}\n  ]\n}'
        answer = self.iam.simulate_custom_policy(PolicyInputList=[document, policy(allow("kms:Decrypt"))],
                                                 ActionNames=["s3:GetObject", "s3:DeleteObject", "kms:Decrypt", "sqs:SendMessage"])
        self.assertEqual(self.decisions(answer), {"s3:GetObject": "allowed", "s3:DeleteObject": "explicitDeny", "kms:Decrypt": "allowed", "sqs:SendMessage": "implicitDeny"})
        read, delete, decrypt, send = answer["EvaluationResults"]
        self.assertEqual(read["MatchedStatements"], [{"SourcePolicyId": "PolicyInputList.1", "SourcePolicyType": "none", "StartPosition": {"Line": 4, "Column": 5},
                                                      "EndPosition": {"Line": 4, "Column": 59}}])
        self.assertEqual([s["StartPosition"]["Line"] for s in delete["MatchedStatements"]], [5])
        self.assertEqual([s["SourcePolicyId"] for s in decrypt["MatchedStatements"]], ["PolicyInputList.2"])
        self.assertEqual((send["MatchedStatements"], send["EvalResourceName"]), ([], "*"))
        self.assertNotIn("OrganizationsDecisionDetail", read)
        # by pages
        first = self.iam.simulate_custom_policy(PolicyInputList=[document], ActionNames=["s3:A", "s3:B", "s3:C"], MaxItems=2)
        self.assertTrue(first["IsTruncated"])
        second = self.iam.simulate_custom_policy(PolicyInputList=[document], ActionNames=["s3:A", "s3:B", "s3:C"], MaxItems=2, Marker=first["Marker"])
        self.assertEqual([r["EvalActionName"] for r in first["EvaluationResults"] + second["EvaluationResults"]], ["s3:A", "s3:B", "s3:C"])

    def test_simulate_resources(self):
        answer = self.iam.simulate_custom_policy(PolicyInputList=[policy(allow("s3:*", "arn:aws:s3:::mine/*"), deny("s3:*", "arn:aws:s3:::secret/*"))], ActionNames=["s3:GetObject"],
                                                 ResourceArns=["arn:aws:s3:::mine/a", "arn:aws:s3:::other/a", "arn:aws:s3:::secret/a"])
        result, = answer["EvaluationResults"]
        self.assertEqual(result["EvalDecision"], "explicitDeny")
        self.assertEqual([(r["EvalResourceName"][13:], r["EvalResourceDecision"]) for r in result["ResourceSpecificResults"]],
                         [("mine/a", "allowed"), ("other/a", "implicitDeny"), ("secret/a", "explicitDeny")])

    def test_simulate_context_of_every_type(self):
        for operator, key, kind, wanted, given, other in (
                ("StringEquals", "aws:RequestTag/t", "string", "x", "x", "y"),
                ("ForAnyValue:StringEquals", "aws:TagKeys", "stringList", "x", ["w", "x"], ["y", "z"]),
                ("NumericLessThan", "s3:max-keys", "numeric", "10", "9", "11"),
                ("ForAllValues:NumericEquals", "s3:n-list", "numericList", ["1", "2"], ["1", "2"], ["1", "3"]),
                ("Bool", "aws:SecureTransport", "boolean", "true", "true", "false"),
                ("ForAnyValue:Bool", "aws:some-flags", "booleanList", "true", ["false", "true"], ["false"]),
                ("IpAddress", "aws:SourceIp", "ip", "10.0.0.0/8", "10.1.2.3", "11.1.2.3"),
                ("ForAnyValue:IpAddress", "aws:some-ips", "ipList", "10.0.0.0/8", ["1.2.3.4", "10.1.2.3"], ["1.2.3.4"]),
                ("BinaryEquals", "kms:bin-key", "binary", "QUJD", "QUJD", "QUJE"),
                ("ForAnyValue:BinaryEquals", "kms:bin-keys", "binaryList", "QUJD", ["QUJE", "QUJD"], ["QUJE"]),
                ("DateLessThan", "aws:TokenIssueTime", "date", "2030-01-01T00:00:00Z", "2029-01-01T00:00:00Z", "2031-01-01T00:00:00Z"),
                ("ForAnyValue:DateLessThan", "aws:some-dates", "dateList", "2030-01-01T00:00:00Z", ["2031-01-01T00:00:00Z", "2029-01-01T00:00:00Z"], ["2031-01-01T00:00:00Z"])):
            with self.subTest(operator=operator):
                ask = lambda values: self.iam.simulate_custom_policy(
                    PolicyInputList=[policy(allow("s3:*", **{operator: {key: wanted}}))], ActionNames=["s3:GetObject"],
                    ContextEntries=[{"ContextKeyName": key, "ContextKeyValues": values if isinstance(values, list) else [values], "ContextKeyType": kind}] if values else [])["EvaluationResults"][0]
                self.assertEqual(ask(given)["EvalDecision"], "allowed")
                self.assertEqual(ask(given)["MissingContextValues"], [])
                self.assertEqual(ask(other)["EvalDecision"], "implicitDeny")
                self.assertEqual(ask(None)["MissingContextValues"], [key])
        entry = lambda kind, *values: [{"ContextKeyName": "aws:SourceIp", "ContextKeyValues": list(values), "ContextKeyType": kind}]
        for bad in (entry("ip", "x"), entry("numeric", "x"), entry("boolean", "x"), entry("date", "x"), entry("binary", "&"), entry("string", "a", "b"), [{"ContextKeyName": "aws:SourceIp"}]):
            self.refused("InvalidInput", self.iam.simulate_custom_policy, PolicyInputList=[policy(allow("*"))], ActionNames=["s3:GetObject"], ContextEntries=bad)

    def test_simulate_boundaries_and_resource_policies(self):
        simulate = lambda **more: self.iam.simulate_custom_policy(**{"PolicyInputList": [policy(allow("s3:*"))], "ActionNames": ["s3:GetObject"], **more})["EvaluationResults"][0]
        bounded = simulate(PermissionsBoundaryPolicyInputList=[policy(allow("kms:*"))])
        self.assertEqual((bounded["EvalDecision"], bounded["PermissionsBoundaryDecisionDetail"]), ("implicitDeny", {"AllowedByPermissionsBoundary": False}))
        bounded = simulate(PermissionsBoundaryPolicyInputList=[policy(allow("s3:*"), deny("s3:GetObject"))])
        self.assertEqual((bounded["EvalDecision"], [s["SourcePolicyId"] for s in bounded["MatchedStatements"]]), ("explicitDeny", ["PermissionsBoundaryPolicyInputList.1"]))
        self.assertEqual(simulate(PermissionsBoundaryPolicyInputList=[policy(allow("s3:*"))])["PermissionsBoundaryDecisionDetail"], {"AllowedByPermissionsBoundary": True})
        caller, object_ = f"arn:aws:iam::{self.shop}:user/someone", "arn:aws:s3:::bucket/key"
        resource = lambda effect, principal: policy({"Effect": effect, "Principal": principal, "Action": "s3:GetObject", "Resource": object_})
        common = {"CallerArn": caller, "ResourceArns": [object_]}
        own = simulate(PolicyInputList=[policy(allow("kms:*"))], ResourcePolicy=resource("Allow", {"AWS": caller}), **common)
        self.assertEqual((own["EvalDecision"], [s["SourcePolicyType"] for s in own["MatchedStatements"]]), ("allowed", ["resource"]))
        self.assertNotIn("EvalDecisionDetails", own)
        self.assertEqual(simulate(ResourcePolicy=resource("Deny", "*"), **common)["EvalDecision"], "explicitDeny")
        theirs = simulate(ResourcePolicy=resource("Allow", {"AWS": "999999999999"}), ResourceOwner="arn:aws:iam::999999999999:root", **common)
        self.assertEqual((theirs["EvalDecision"], theirs["EvalDecisionDetails"]), ("implicitDeny", {"IAM Policy": "allowed", "Resource Policy": "implicitDeny"}))
        theirs = simulate(ResourcePolicy=resource("Allow", {"AWS": caller}), ResourceOwner="arn:aws:iam::999999999999:root", **common)
        self.assertEqual(theirs["EvalDecision"], "allowed")

    def test_simulate_principal_policy(self):
        boundary = self.iam.create_policy(PolicyName="line", PolicyDocument=policy(allow(["s3:*", "organizations:*"])))["Policy"]["Arn"]
        arn = self.user("simulated", allow("s3:*", "arn:aws:s3:::home/${aws:username}/*"), PermissionsBoundary=boundary, Tags=[{"Key": "team", "Value": "red"}])
        self.iam.attach_user_policy(UserName="simulated", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
        answer = self.iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:GetObject", "kms:Decrypt", "organizations:LeaveOrganization"])
        read, decrypt, leave = answer["EvaluationResults"]
        self.assertEqual(self.decisions(answer), {"s3:GetObject": "allowed", "kms:Decrypt": "implicitDeny", "organizations:LeaveOrganization": "explicitDeny"})
        self.assertEqual([(s["SourcePolicyId"], s["SourcePolicyType"]) for s in read["MatchedStatements"]], [("AdministratorAccess", "aws-managed")])
        self.assertEqual((decrypt["PermissionsBoundaryDecisionDetail"], decrypt["OrganizationsDecisionDetail"]), ({"AllowedByPermissionsBoundary": False}, {"AllowedByOrganizations": True}))
        self.assertEqual((leave["OrganizationsDecisionDetail"], leave["MatchedStatements"]), ({"AllowedByOrganizations": False}, []))
        home = self.iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:GetObject"], ResourceArns=["arn:aws:s3:::home/simulated/x"])["EvaluationResults"][0]
        self.assertEqual(sorted(s["SourcePolicyId"] for s in home["MatchedStatements"]), ["AdministratorAccess", "user_simulated_own"])
        more = self.iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:GetObject"], PolicyInputList=[policy(deny("s3:*", StringEquals={"aws:PrincipalTag/team": "red"}))])
        self.assertEqual(self.decisions(more), {"s3:GetObject": "explicitDeny"})
        wider = self.iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["kms:Decrypt"], PermissionsBoundaryPolicyInputList=[policy(allow("*"))])
        self.assertEqual(self.decisions(wider), {"kms:Decrypt": "allowed"})
        self.iam.create_group(GroupName="simulated")
        self.iam.put_group_policy(GroupName="simulated", PolicyName="g", PolicyDocument=policy(allow("sqs:*")))
        group = self.iam.simulate_principal_policy(PolicySourceArn=f"arn:aws:iam::{self.shop}:group/simulated", ActionNames=["sqs:SendMessage", "s3:GetObject"])
        self.assertEqual(self.decisions(group), {"sqs:SendMessage": "allowed", "s3:GetObject": "implicitDeny"})
        self.refused("NoSuchEntity", self.iam.simulate_principal_policy, PolicySourceArn=arn + "x", ActionNames=["s3:GetObject"])

    def test_simulation_agrees_with_what_happens(self):
        arn = self.user("checked", allow(["kms:ListKeys", "iam:ListUsers"]), deny("iam:*", StringEquals={"aws:RequestedRegion": "us-east-1"}))
        key = self.iam.create_access_key(UserName="checked")["AccessKey"]
        region = [{"ContextKeyName": "aws:RequestedRegion", "ContextKeyValues": ["us-east-1"], "ContextKeyType": "string"}]
        said = self.decisions(self.iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["kms:ListKeys", "iam:ListUsers", "sqs:ListQueues"], ContextEntries=region))
        done = {"kms:ListKeys": self.as_key(key, "kms").list_keys, "iam:ListUsers": self.as_key(key, "iam").list_users, "sqs:ListQueues": self.as_key(key, "sqs").list_queues}
        self.assertEqual({a: d == "allowed" for a, d in said.items()}, {a: house.error_code(call) is None for a, call in done.items()})
        self.assertEqual(said["iam:ListUsers"], "explicitDeny")

    def test_simulation_refusals(self):
        good = {"PolicyInputList": [policy(allow("*"))], "ActionNames": ["s3:GetObject"]}
        for wrong in ({"PolicyInputList": ["{"]}, {"PolicyInputList": ['{"Version":"2012-10-17","Statement":[{}]}']}, {"ActionNames": ["GetObject"]}, {"ActionNames": ["s3:*"]},
                      {"ResourceArns": ["bucket"]}, {"ResourcePolicy": policy(allow("*"))}, {"CallerArn": f"arn:aws:iam::{self.shop}:role/x"}, {"ResourceOwner": "me"},
                      {"ResourceHandlingOption": "EC2-VPC-EBS"}, {"PermissionsBoundaryPolicyInputList": [policy(allow("*"))] * 2},
                      {"PolicyInputList": [policy(*[allow("s3:*")] * 1000)], "ActionNames": [f"s3:A{i}" for i in range(200)], "ResourceArns": [f"arn:aws:s3:::b{i}" for i in range(10)]}):
            with self.subTest(wrong=list(wrong)):
                self.refused("InvalidInput", self.iam.simulate_custom_policy, **{**good, **wrong})
        self.refused("ValidationError", self.iam.simulate_custom_policy, **{**good, "Marker": "%"})

    def test_context_keys(self):
        first = policy(allow("s3:*", "arn:aws:s3:::b/${aws:username}/*", StringEquals={"aws:SourceVpc": "v"}), deny("*", Bool={"aws:securetransport": "false"}))
        second = policy(allow("*", Null={"aws:SecureTransport": "true"}, StringLike={"s3:prefix": ["${aws:userid}/*", "${*}"]}))
        answer = self.iam.get_context_keys_for_custom_policy(PolicyInputList=[first, second])["ContextKeyNames"]
        self.assertEqual(answer, ["aws:username", "aws:SourceVpc", "aws:securetransport", "s3:prefix", "aws:userid"])
        arn = self.user("keys", allow("*", StringEquals={"aws:PrincipalTag/a": "b"}))
        self.assertEqual(self.iam.get_context_keys_for_principal_policy(PolicySourceArn=arn, PolicyInputList=[second])["ContextKeyNames"],
                         ["aws:PrincipalTag/a", "aws:SecureTransport", "s3:prefix", "aws:userid"])
        self.refused("InvalidInput", self.iam.get_context_keys_for_custom_policy, PolicyInputList=["x"])
        self.refused("NoSuchEntity", self.iam.get_context_keys_for_principal_policy, PolicySourceArn=arn + "x")


if __name__ == "__main__":
    unittest.main()
