"""Policies of every kind, what they come to, who else may manage them, and the way to all features."""
import json
import unittest

import boto3
import botocore.config
import botocore.exceptions

import house
from house import error_code


def modern(*operations):
    """Skips a test whose operations the installed SDK is too old to ask for."""
    known = boto3.client("organizations", region_name=house.REGION, aws_access_key_id="none", aws_secret_access_key="none")
    lacking = [o for o in operations if not hasattr(known, o)]
    return unittest.skipIf(lacking, f"this boto3 cannot ask for {', '.join(lacking)}")


def failure(call, **arguments):
    """(code, reason, message) of a refusal."""
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as e:
        return e.response["Error"]["Code"], e.response.get("Reason"), e.response["Error"]["Message"]
    return None


class OrganizationsTest(unittest.TestCase):
    def setUp(self):
        self.server = house.Server().start()
        self.addCleanup(self.server.stop)
        self.management = self.client("management")
        self.accounts = {a["Name"]: a["Id"] for a in self.management.list_accounts()["Accounts"]}
        self.organization_id = self.management.describe_organization()["Organization"]["Id"]
        self.root = self.management.list_roots()["Roots"][0]["Id"]
        self.shop, self.payments = self.accounts["shop"], self.accounts["payments"]
        self.unit = self.management.list_parents(ChildId=self.shop)["Parents"][0]["Id"]

    def client(self, profile, service="organizations"):
        return self.server.client(profile, service)

    def enable(self, kind):
        self.management.enable_policy_type(RootId=self.root, PolicyType=kind)

    def policy(self, name, kind, content, client=None, **more):
        made = (client or self.management).create_policy(Name=name, Type=kind, Description="", Content=content if isinstance(content, str) else json.dumps(content), **more)
        return made["Policy"]["PolicySummary"]["Id"]

    def events(self, profile, name):
        pages = self.client(profile, "cloudtrail").get_paginator("lookup_events").paginate(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])
        return [json.loads(e["CloudTrailEvent"]) for page in pages for e in page["Events"]]


class PoliciesTest(OrganizationsTest):
    KINDS = {"TAG_POLICY": {"tags": {"x": {"tag_key": {"@@assign": "X"}}}}, "BACKUP_POLICY": {"plans": {"p": {"regions": {"@@assign": ["us-east-1"]}}}},
             "AISERVICES_OPT_OUT_POLICY": {"services": {"default": {"opt_out_policy": {"@@assign": "optOut"}}}},
             "CHATBOT_POLICY": {"chatbot": {"platforms": {"slack": {"client": {"@@assign": "disabled"}}}}},
             "DECLARATIVE_POLICY_EC2": {"ec2_attributes": {"image_block_public_access": {"state": {"@@assign": "block_new_sharing"}}}},
             "SECURITYHUB_POLICY": {"securityhub": {"enable_in_regions": {"@@append": ["us-east-1"]}}},
             "INSPECTOR_POLICY": {"inspector": {"enablement": {"ec2_scanning": {"enable_in_regions": {"@@assign": ["us-east-1"]}}}}},
             "UPGRADE_ROLLOUT_POLICY": {"upgrade_rollout": {"default": {"patch_order": {"@@assign": "last"}}}},
             "BEDROCK_POLICY": {"bedrock": {"guardrail_inference": {"us-east-1": {"c": {"identifier": {"@@assign": "x"}}}}}},
             "S3_POLICY": {"s3_attributes": {"public_access_block_configuration": {"@@assign": "all"}}},
             "NETWORK_SECURITY_DIRECTOR_POLICY": {"network_security_director": {"x": {"@@assign": "y"}}}}

    def test_every_management_policy_is_kept_and_enabled(self):
        for kind, content in self.KINDS.items():
            with self.subTest(kind):
                text = json.dumps(content, indent=2)
                made = self.policy("of-its-kind", kind, text)
                kept = self.management.describe_policy(PolicyId=made)["Policy"]
                self.assertEqual(kept["Content"], text)
                self.assertEqual(kept["PolicySummary"]["Arn"], f"arn:aws:organizations::{self.accounts['management']}:policy/{self.organization_id}/{kind.lower()}/{made}")
                self.assertEqual(error_code(self.management.attach_policy, PolicyId=made, TargetId=self.root), "PolicyTypeNotEnabledException")
                self.enable(kind)
                self.assertEqual(error_code(self.enable, kind=kind), "PolicyTypeAlreadyEnabledException")
                self.management.attach_policy(PolicyId=made, TargetId=self.root)
                self.assertEqual([p["Id"] for p in self.management.list_policies_for_target(TargetId=self.root, Filter=kind)["Policies"]], [made])
                effective = self.client("shop").describe_effective_policy(PolicyType=kind)["EffectivePolicy"]
                self.assertEqual((effective["TargetId"], effective["PolicyType"]), (self.shop, kind))
                self.assertNotIn("@@", effective["PolicyContent"])
                self.assertEqual(error_code(self.management.delete_policy, PolicyId=made), "PolicyInUseException")
                self.management.disable_policy_type(RootId=self.root, PolicyType=kind)
                self.assertEqual(error_code(self.client("shop").describe_effective_policy, PolicyType=kind), "EffectivePolicyNotFoundException")
                if hasattr(self.management, "list_accounts_with_invalid_effective_policy"):      # of newer SDKs
                    self.assertEqual(error_code(self.management.list_accounts_with_invalid_effective_policy, PolicyType=kind), "EffectivePolicyNotFoundException")

    def test_grammar_sizes_and_names(self):
        bad = lambda kind, content: failure(self.policy, name="n", kind=kind, content=content)
        self.assertEqual(bad("TAG_POLICY", {"plans": {}})[0], "MalformedPolicyDocumentException")
        self.assertEqual(bad("TAG_POLICY", {"tags": {"x": {"tag_key": "X"}}})[0], "MalformedPolicyDocumentException")
        self.assertEqual(bad("AISERVICES_OPT_OUT_POLICY", {"services": {"lex": {"opt_out_policy": {"@@assign": "no"}}}})[0], "MalformedPolicyDocumentException")
        self.assertEqual(bad("SERVICE_CONTROL_POLICY", {"tags": {}})[0], "MalformedPolicyDocumentException")
        for kind, most in (("SERVICE_CONTROL_POLICY", 5120), ("RESOURCE_CONTROL_POLICY", 5120), ("TAG_POLICY", 10000), ("BACKUP_POLICY", 10000), ("AISERVICES_OPT_OUT_POLICY", 2500)):
            content = json.dumps(self.KINDS.get(kind, {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}))
            if kind == "SERVICE_CONTROL_POLICY":
                content = content.replace('"Principal": "*", ', "")
            self.assertEqual(bad(kind, content.ljust(most + 1))[:2], ("ConstraintViolationException", "POLICY_CONTENT_LIMIT_EXCEEDED"))
            self.policy("as-large-as-may-be", kind, content.ljust(most))
            self.assertEqual(error_code(self.policy, name="as-large-as-may-be", kind=kind, content=content), "DuplicatePolicyException")

    def test_how_many_are_attached_at_least_and_at_most(self):
        allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        mine = [self.policy(f"p{i}", "SERVICE_CONTROL_POLICY", allow) for i in range(5)]
        for made in mine[:4]:
            self.management.attach_policy(PolicyId=made, TargetId=self.shop)
        self.assertEqual(failure(self.management.attach_policy, PolicyId=mine[4], TargetId=self.shop)[:2], ("ConstraintViolationException", "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"))
        self.assertEqual(error_code(self.management.attach_policy, PolicyId=mine[0], TargetId=self.shop), "DuplicatePolicyAttachmentException")
        self.management.detach_policy(PolicyId="p-FullAWSAccess", TargetId=self.shop)
        for made in mine[:3]:
            self.management.detach_policy(PolicyId=made, TargetId=self.shop)
        self.assertEqual(failure(self.management.detach_policy, PolicyId=mine[3], TargetId=self.shop)[:2], ("ConstraintViolationException", "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"))
        self.assertEqual(error_code(self.management.detach_policy, PolicyId=mine[0], TargetId=self.shop), "PolicyNotAttachedException")
        for managed in ("p-FullAWSAccess", "p-RCPFullAWSAccess"):
            self.assertEqual(failure(self.management.delete_policy, PolicyId=managed)[:2], ("InvalidInputException", "IMMUTABLE_POLICY"))
            self.assertEqual(failure(self.management.update_policy, PolicyId=managed, Name="x")[:2], ("InvalidInputException", "IMMUTABLE_POLICY"))
        self.assertEqual(failure(self.management.detach_policy, PolicyId="p-RCPFullAWSAccess", TargetId=self.shop)[:2], ("InvalidInputException", "NON_DETACHABLE_POLICY"))

    def test_a_move_counts_at_once(self):
        deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iam:ListUsers", "Resource": "*"}]}
        closed = self.management.create_organizational_unit(ParentId=self.root, Name="Closed")["OrganizationalUnit"]["Id"]
        self.management.attach_policy(PolicyId=self.policy("closed", "SERVICE_CONTROL_POLICY", deny), TargetId=closed)
        iam = self.client("shop", "iam")
        iam.list_users()
        self.management.move_account(AccountId=self.shop, SourceParentId=self.unit, DestinationParentId=closed)
        code, _, message = failure(iam.list_users)
        self.assertEqual(code, "AccessDenied")
        self.assertIn("with an explicit deny in a service control policy", message)
        self.management.move_account(AccountId=self.shop, SourceParentId=closed, DestinationParentId=self.unit)
        iam.list_users()


class EffectivePoliciesTest(OrganizationsTest):
    def test_inheritance_along_the_path(self):
        self.enable("TAG_POLICY")
        attach = lambda name, content, target: self.management.attach_policy(PolicyId=self.policy(name, "TAG_POLICY", content), TargetId=target)
        tag = lambda **settings: {"tags": {"project": settings}}
        attach("root", tag(tag_key={"@@assign": "Project", "@@operators_allowed_for_child_policies": ["@@none"]},
                           tag_value={"@@assign": ["a", "b"], "@@operators_allowed_for_child_policies": ["@@append", "@@remove"]}), self.root)
        attach("unit", tag(tag_key={"@@assign": "PROJECT"}, tag_value={"@@append": ["c"]}), self.unit)
        attach("account", tag(tag_value={"@@remove": ["a"]}, enforced_for={"@@assign": ["sqs:queue"]}), self.shop)
        seen = lambda client, **target: json.loads(client.describe_effective_policy(PolicyType="TAG_POLICY", **target)["EffectivePolicy"]["PolicyContent"])
        mine = {"tags": {"project": {"tag_key": "Project", "tag_value": ["b", "c"], "enforced_for": ["sqs:queue"]}}}
        self.assertEqual(seen(self.client("shop")), mine)
        self.assertEqual(seen(self.management, TargetId=self.shop), mine)
        self.assertEqual(seen(self.management, TargetId=self.payments)["tags"]["project"]["tag_value"], ["a", "b", "c"])
        self.assertEqual(seen(self.management)["tags"]["project"]["tag_value"], ["a", "b"])
        self.management.move_account(AccountId=self.shop, SourceParentId=self.unit, DestinationParentId=self.root)
        self.assertEqual(seen(self.client("shop"))["tags"]["project"]["tag_value"], ["b"])
        self.assertEqual(error_code(self.client("shop").describe_effective_policy, PolicyType="TAG_POLICY", TargetId=self.payments), "AccessDeniedException")
        self.assertEqual(failure(self.management.describe_effective_policy, PolicyType="TAG_POLICY", TargetId=self.unit)[:2], ("InvalidInputException", "TARGET_NOT_SUPPORTED"))
        self.assertEqual(error_code(self.management.describe_effective_policy, PolicyType="TAG_POLICY", TargetId="999999999999"), "TargetNotFoundException")
        self.assertEqual(error_code(self.management.describe_effective_policy, PolicyType="BACKUP_POLICY"), "EffectivePolicyNotFoundException")

    @modern("list_accounts_with_invalid_effective_policy", "list_effective_policy_validation_errors")
    def test_invalid_effective_policies(self):
        self.enable("BACKUP_POLICY")
        policy = self.policy("half", "BACKUP_POLICY", {"plans": {"daily": {"regions": {"@@assign": ["us-east-1"]}, "rules": {"r": {"schedule_expression": {"@@assign": "daily"}}}}}})
        self.management.attach_policy(PolicyId=policy, TargetId=self.unit)
        found = self.management.list_accounts_with_invalid_effective_policy(PolicyType="BACKUP_POLICY")
        self.assertEqual({a["Id"] for a in found["Accounts"]}, {self.shop, self.payments})
        pages = self.management.get_paginator("list_accounts_with_invalid_effective_policy").paginate(PolicyType="BACKUP_POLICY", PaginationConfig={"PageSize": 1})
        self.assertEqual([len(p["Accounts"]) for p in pages if p["Accounts"]], [1, 1])
        ask = lambda **more: self.management.list_effective_policy_validation_errors(AccountId=self.shop, PolicyType="BACKUP_POLICY", **more)
        errors = ask()
        self.assertEqual(errors["Path"], f"{self.organization_id}/{self.root}/{self.unit}/{self.shop}/")
        listed = errors["EffectivePolicyValidationErrors"]
        self.assertEqual([(e["ErrorCode"], e["PathToError"]) for e in listed], [("KEY_REQUIRED", "plans/daily"), ("KEY_REQUIRED", "plans/daily/rules/r")])
        self.assertEqual(listed[0]["ContributingPolicies"], [policy])
        first = ask(MaxResults=1)
        self.assertEqual(first["EffectivePolicyValidationErrors"] + ask(NextToken=first["NextToken"])["EffectivePolicyValidationErrors"], listed)
        self.assertEqual(error_code(self.management.list_effective_policy_validation_errors, AccountId=self.accounts["audit"], PolicyType="BACKUP_POLICY"), "EffectivePolicyNotFoundException")
        self.assertEqual(error_code(self.client("shop").list_accounts_with_invalid_effective_policy, PolicyType="BACKUP_POLICY"), "AccessDeniedException")
        told = lambda: [e["serviceEventDetails"] for e in self.events("management", "EffectivePolicyValidation")]
        self.assertTrue(house.wait_for(lambda: len(told()) == 2))
        self.assertEqual({(d["accountId"], d["policyType"], d["state"]) for d in told()}, {(a, "BACKUP_POLICY", "INVALID") for a in (self.shop, self.payments)})
        error = next(d for d in told() if d["accountId"] == self.shop)["validationErrors"][0]
        self.assertEqual((error["errorCode"], error["pathToError"], error["accountPath"], error["contributingPolicies"]), ("KEY_REQUIRED", "plans/daily", errors["Path"], [policy]))
        self.management.move_account(AccountId=self.shop, SourceParentId=self.unit, DestinationParentId=self.root)
        found = self.management.list_accounts_with_invalid_effective_policy(PolicyType="BACKUP_POLICY")          # what was known of it is not asked again
        self.assertEqual([a["Id"] for a in found["Accounts"]], [self.payments])
        self.assertTrue(house.wait_for(lambda: [d["accountId"] for d in told() if d["state"] == "VALID"] == [self.shop]))
        self.assertEqual(self.events("shop", "EffectivePolicyValidation"), [])


class DelegationTest(OrganizationsTest):
    def put(self, *statements, **more):
        return self.management.put_resource_policy(Content=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}), **more)["ResourcePolicy"]

    def statement(self, *actions, effect="Allow", principal=None, resource="*", **condition):
        return {"Effect": effect, "Principal": principal or {"AWS": self.shop}, "Action": [f"organizations:{a}" for a in actions], "Resource": resource,
                **({"Condition": condition} if condition else {})}

    def test_kept_and_described(self):
        self.assertEqual(error_code(self.management.describe_resource_policy), "ResourcePolicyNotFoundException")
        self.assertEqual(error_code(self.management.delete_resource_policy), "ResourcePolicyNotFoundException")
        made = self.put(self.statement("ListPolicies"), Tags=[{"Key": "team", "Value": "sec"}])
        summary = made["ResourcePolicySummary"]
        self.assertRegex(summary["Arn"], rf"^arn:aws:organizations::{self.accounts['management']}:resourcepolicy/{self.organization_id}/rp-\w+$")
        self.assertEqual(self.management.describe_resource_policy()["ResourcePolicy"], made)
        self.assertEqual(self.management.list_tags_for_resource(ResourceId=summary["Id"])["Tags"], [{"Key": "team", "Value": "sec"}])
        self.assertEqual(error_code(lambda: self.put(self.statement("ListRoots"), Tags=[{"Key": "a", "Value": "b"}])), "InvalidInputException")
        self.assertEqual(self.put(self.statement("ListRoots"))["ResourcePolicySummary"], summary)
        self.management.delete_resource_policy()
        self.assertEqual(error_code(self.management.describe_resource_policy), "ResourcePolicyNotFoundException")

    def test_refusals(self):
        refused = lambda *statements: failure(lambda: self.put(*statements))[1]
        self.assertEqual(failure(self.management.put_resource_policy, Content="{")[:2], ("InvalidInputException", "INVALID_RESOURCE_POLICY_JSON"))
        self.assertEqual(refused(self.statement("CreateAccount")), "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY")
        self.assertEqual(refused(self.statement("*")), "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY")
        self.assertEqual(refused({**self.statement(), "Action": "s3:ListBucket"}), "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY")
        self.assertEqual(refused(self.statement("ListRoots", principal={"AWS": "999999999999"})), "INVALID_PRINCIPAL")
        self.assertEqual(refused(self.statement("ListRoots", principal={"Service": "s3.amazonaws.com"})), "INVALID_PRINCIPAL")
        self.assertEqual(refused(self.statement("ListRoots", resource="arn:aws:s3:::b")), "UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY")
        self.assertEqual(refused(self.statement("ListRoots", StringEquals={"organizations:PolicyType": "NO_POLICY"})), "UNSUPPORTED_POLICY_TYPE_IN_RESOURCE_POLICY")
        self.assertEqual(error_code(self.client("shop").put_resource_policy, Content=json.dumps({"Version": "2012-10-17", "Statement": [self.statement("ListRoots")]})), "AccessDeniedException")

    def test_a_delegate_manages_one_kind_of_policy(self):
        """The user guide's delegation policy for backup policies."""
        shop, arn = self.client("shop"), f"arn:aws:organizations::{self.accounts['management']}"
        self.assertEqual(error_code(shop.list_roots), "AccessDeniedException")
        self.put(self.statement("List*", "DescribeOrganizationalUnit", "DescribeAccount"),
                 self.statement("CreatePolicy", "DescribePolicy", "UpdatePolicy", "DeletePolicy", "AttachPolicy", "DetachPolicy", "EnablePolicyType", "DisablePolicyType",
                                resource=[f"{arn}:root/{self.organization_id}/{self.root}", f"{arn}:ou/{self.organization_id}/*", f"{arn}:account/{self.organization_id}/*", f"{arn}:policy/{self.organization_id}/backup_policy/*"],
                                StringLikeIfExists={"organizations:PolicyType": ["BACKUP_POLICY"]}))
        self.assertEqual(shop.list_roots()["Roots"][0]["Id"], self.root)
        shop.enable_policy_type(RootId=self.root, PolicyType="BACKUP_POLICY")
        content = {"plans": {"p": {"regions": {"@@assign": ["us-east-1"]}}}}
        made = self.policy("mine", "BACKUP_POLICY", content, client=shop)
        shop.attach_policy(PolicyId=made, TargetId=self.unit)
        shop.update_policy(PolicyId=made, Description="more")
        self.assertEqual(self.management.describe_policy(PolicyId=made)["Policy"]["PolicySummary"]["Description"], "more")
        code, _, message = failure(self.policy, name="tags", kind="TAG_POLICY", content={"tags": {}}, client=shop)
        self.assertEqual(code, "AccessDeniedException")
        self.assertIn("because no resource-based policy allows the organizations:CreatePolicy action", message)
        self.assertEqual(error_code(shop.describe_policy, PolicyId="p-FullAWSAccess"), "AccessDeniedException")
        self.assertEqual(error_code(shop.create_organizational_unit, ParentId=self.root, Name="mine"), "AccessDeniedException")
        self.assertEqual(error_code(shop.move_account, AccountId=self.shop, SourceParentId=self.unit, DestinationParentId=self.root), "AccessDeniedException")
        self.assertEqual(error_code(self.client("payments").list_roots), "AccessDeniedException")
        shop.detach_policy(PolicyId=made, TargetId=self.unit)
        shop.delete_policy(PolicyId=made)
        self.assertTrue(any(e["recipientAccountId"] == self.shop for e in self.events("shop", "AttachPolicy")))
        self.assertEqual(self.events("management", "AttachPolicy")[0]["recipientAccountId"], self.accounts["management"])
        self.assertNotIn(made, json.dumps([e for e in self.events("management", "DetachPolicy")]))
        self.management.delete_resource_policy()
        self.assertEqual(error_code(shop.list_roots), "AccessDeniedException")

    def test_only_what_is_delegated(self):
        """A resource policy for one action lets nothing else through."""
        self.put(self.statement("ListDelegatedAdministrators"))
        shop = self.client("shop")
        shop.list_delegated_administrators()
        for name, arguments in {"list_accounts": {}, "list_roots": {}, "list_policies": {"Filter": "TAG_POLICY"}, "list_parents": {"ChildId": self.shop}, "describe_account": {"AccountId": self.shop},
                                "list_children": {"ParentId": self.root, "ChildType": "ACCOUNT"}, "list_create_account_status": {}, "list_handshakes_for_organization": {}, "describe_resource_policy": {},
                                "list_aws_service_access_for_organization": {}, "list_tags_for_resource": {"ResourceId": self.shop}, "list_accounts_for_parent": {"ParentId": self.root},
                                "list_policies_for_target": {"TargetId": self.shop, "Filter": "TAG_POLICY"}, "list_targets_for_policy": {"PolicyId": "p-FullAWSAccess"},
                                "list_organizational_units_for_parent": {"ParentId": self.root}, "describe_organizational_unit": {"OrganizationalUnitId": self.unit},
                                "list_delegated_services_for_account": {"AccountId": self.shop}, "describe_effective_policy": {"PolicyType": "TAG_POLICY", "TargetId": self.payments},
                                "tag_resource": {"ResourceId": self.shop, "Tags": [{"Key": "a", "Value": "b"}]}, "untag_resource": {"ResourceId": self.shop, "TagKeys": ["a"]},
                                "attach_policy": {"PolicyId": "p-FullAWSAccess", "TargetId": self.shop}, "detach_policy": {"PolicyId": "p-FullAWSAccess", "TargetId": self.shop},
                                "disable_policy_type": {"RootId": self.root, "PolicyType": "SERVICE_CONTROL_POLICY"}}.items():
            self.assertEqual(error_code(getattr(shop, name), **arguments), "AccessDeniedException", name)
        shop.describe_organization()
        shop.list_handshakes_for_account()

    def test_both_policies_must_allow_and_either_denies(self):
        self.put(self.statement("ListPolicies", "ListRoots"), self.statement("ListRoots", effect="Deny", principal="*"))
        self.assertIn("explicit deny in a resource-based policy", failure(self.client("shop").list_roots)[2])
        self.assertIn("explicit deny in a resource-based policy", failure(self.management.list_roots)[2])
        self.client("shop").list_policies(Filter="TAG_POLICY")
        iam = self.client("shop", "iam")
        iam.create_user(UserName="nobody")
        key = iam.create_access_key(UserName="nobody")["AccessKey"]
        with house.environment(HTTPS_PROXY=f"http://{self.server.endpoint}", AWS_CA_BUNDLE=str(self.server.profiles / "ca.pem")):
            nobody = boto3.client("organizations", region_name=house.REGION, aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"],
                                  config=botocore.config.Config(proxies={"https": f"http://{self.server.endpoint}"}))
            self.assertIn("no identity-based policy allows the organizations:ListPolicies action", failure(nobody.list_policies, Filter="TAG_POLICY")[2])

    def test_a_services_delegate_reads_as_before(self):
        self.management.enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
        self.management.register_delegated_administrator(AccountId=self.payments, ServicePrincipal="cloudtrail.amazonaws.com")
        self.put(self.statement("ListPolicies"))
        payments = self.client("payments")
        payments.list_accounts()
        self.assertEqual(error_code(payments.enable_policy_type, RootId=self.root, PolicyType="TAG_POLICY"), "AccessDeniedException")


class AllFeaturesTest(OrganizationsTest):
    def setUp(self):
        super().setUp()
        for name in ("shop", "payments", "audit"):
            self.management.remove_account_from_organization(AccountId=self.accounts[name])
        self.founder = self.client("shop")
        self.organization_id = self.founder.create_organization(FeatureSet="CONSOLIDATED_BILLING")["Organization"]["Id"]
        self.root = self.founder.list_roots()["Roots"][0]["Id"]
        self.join("payments")

    def join(self, name):
        made = self.founder.invite_account_to_organization(Target={"Id": self.accounts[name], "Type": "ACCOUNT"})["Handshake"]["Id"]
        self.client(name).accept_handshake(HandshakeId=made)

    def approval(self, name):
        return self.client(name).list_handshakes_for_account(Filter={"ActionType": "APPROVE_ALL_FEATURES"})["Handshakes"][0]

    def test_everybody_approves(self):
        self.assertEqual(error_code(self.founder.enable_policy_type, RootId=self.root, PolicyType="SERVICE_CONTROL_POLICY"), "PolicyTypeNotAvailableForOrganizationException")
        made = self.founder.enable_all_features()["Handshake"]
        self.assertEqual((made["Action"], made["State"]), ("ENABLE_ALL_FEATURES", "REQUESTED"))
        self.assertEqual(made["Parties"], [{"Id": self.organization_id, "Type": "ORGANIZATION"}])
        self.assertRegex(made["Arn"], rf":handshake/{self.organization_id}/enable_all_features/{made['Id']}$")
        again = failure(self.founder.enable_all_features)
        self.assertEqual(again[:2], ("HandshakeConstraintViolationException", "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION"))
        inviting = failure(self.founder.invite_account_to_organization, Target={"Id": self.accounts["audit"], "Type": "ACCOUNT"})
        self.assertEqual(inviting[:2], ("HandshakeConstraintViolationException", "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES"))
        self.assertEqual(error_code(self.founder.accept_handshake, HandshakeId=made["Id"]), "InvalidHandshakeTransitionException")
        mine = self.approval("payments")
        self.assertIn({"Type": "PARENT_HANDSHAKE", "Value": made["Id"]}, mine["Resources"])
        self.assertEqual([h["Id"] for h in self.founder.list_handshakes_for_organization(Filter={"ParentHandshakeId": made["Id"]})["Handshakes"]], [mine["Id"]])
        self.assertEqual(error_code(self.founder.accept_handshake, HandshakeId=mine["Id"]), "AccessDeniedException")
        self.client("payments").accept_handshake(HandshakeId=mine["Id"])
        self.assertEqual(self.founder.describe_handshake(HandshakeId=made["Id"])["Handshake"]["State"], "OPEN")
        self.assertEqual(self.founder.describe_organization()["Organization"]["FeatureSet"], "CONSOLIDATED_BILLING")
        self.assertEqual(self.founder.accept_handshake(HandshakeId=made["Id"])["Handshake"]["State"], "ACCEPTED")
        self.assertEqual(self.founder.describe_organization()["Organization"]["FeatureSet"], "ALL")
        self.assertEqual(failure(self.founder.enable_all_features)[:2], ("HandshakeConstraintViolationException", "ORGANIZATION_ALREADY_HAS_ALL_FEATURES"))
        self.founder.enable_policy_type(RootId=self.root, PolicyType="SERVICE_CONTROL_POLICY")
        self.client("payments", "iam").list_users()
        self.assertEqual([p["Id"] for p in self.founder.list_policies_for_target(TargetId=self.accounts["payments"], Filter="SERVICE_CONTROL_POLICY")["Policies"]], ["p-FullAWSAccess"])
        role = house.wait_for(lambda: not error_code(self.client("payments", "iam").get_role, RoleName="AWSServiceRoleForOrganizations"))
        self.assertTrue(role)

    def test_who_left_is_asked_no_more(self):
        made = self.founder.enable_all_features()["Handshake"]["Id"]
        mine = self.approval("payments")["Id"]
        self.client("payments").leave_organization()
        self.assertEqual(error_code(self.client("payments").accept_handshake, HandshakeId=mine), "HandshakeNotFoundException")
        self.founder.accept_handshake(HandshakeId=made)
        self.assertEqual(self.founder.describe_organization()["Organization"]["FeatureSet"], "ALL")

    def test_declined_and_canceled(self):
        made = self.founder.enable_all_features()["Handshake"]["Id"]
        self.client("payments").decline_handshake(HandshakeId=self.approval("payments")["Id"])
        self.assertEqual(error_code(self.founder.accept_handshake, HandshakeId=made), "InvalidHandshakeTransitionException")
        self.assertEqual(self.founder.cancel_handshake(HandshakeId=made)["Handshake"]["State"], "CANCELED")
        again = self.founder.enable_all_features()["Handshake"]["Id"]
        self.server.advance("2161h")
        self.assertEqual(self.client("shop").describe_handshake(HandshakeId=again)["Handshake"]["State"], "EXPIRED")


class RefusalsTest(OrganizationsTest):
    def test_no_account_in_another_partition(self):
        made = failure(self.management.create_gov_cloud_account, Email="gov@example.com", AccountName="gov")
        self.assertEqual(made[:2], ("ConstraintViolationException", "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED"))
        self.assertEqual(self.events("management", "CreateGovCloudAccount")[0]["awsRegion"], "us-east-1")

    @modern("describe_responsibility_transfer")
    def test_no_responsibility_is_transferred(self):
        for operation, more in (("describe_responsibility_transfer", {}), ("update_responsibility_transfer", {"Name": "x"}), ("terminate_responsibility_transfer", {})):
            self.assertEqual(error_code(getattr(self.management, operation), Id="rt-12345678", **more), "ResponsibilityTransferNotFoundException")
            self.assertEqual(error_code(getattr(self.client("shop"), operation), Id="rt-12345678", **more), "AccessDeniedException")
        for operation in ("list_inbound_responsibility_transfers", "list_outbound_responsibility_transfers"):
            self.assertEqual(getattr(self.management, operation)(Type="BILLING")["ResponsibilityTransfers"], [])
        self.assertEqual(error_code(self.management.invite_organization_to_transfer_responsibility, Type="BILLING", Target={"Id": self.shop, "Type": "ACCOUNT"}, StartTimestamp=0, SourceName="x"),
                         "UnsupportedAPIEndpointException")


if __name__ == "__main__":
    unittest.main()
