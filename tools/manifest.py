#!/usr/bin/env python3
"""Applies a manifest in the manner of Customizations for AWS Control Tower (version 2021-03-15) to an organization.

    manifest.py MANIFEST [--dry-run]

Resources with deploy_method stack_set become StackSets with the role names that Control Tower uses (or those given), scp
and rcp become policies attached to their targets. Accounts are named by id, name or e-mail address, organizational units by
name, nested ones as Parent:Child, `Root` is the root. Runs as whoever the AWS settings of the environment say, in the
management account: `orgtrail exec --profile management -- tools/manifest.py manifest.yaml`.
Applied again it updates what differs and leaves the rest. The status says whether all resources stand.
"""
import argparse
import json
import pathlib
import re
import sys
import time

import boto3
import botocore.exceptions
import yaml

VERSION = "2021-03-15"
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
POLICY_TYPES = {"scp": "SERVICE_CONTROL_POLICY", "rcp": "RESOURCE_CONTROL_POLICY"}


class Fault(Exception):
    """What is wrong with the manifest, or with what came of it."""


class Organization:
    """Accounts and organizational units by the names that manifests use."""

    def __init__(self, client):
        self.client = client
        self.root = client.list_roots()["Roots"][0]["Id"]
        self.accounts = [a for page in client.get_paginator("list_accounts").paginate() for a in page["Accounts"]]
        self.units = {"Root": self.root}
        self._walk(self.root, "")

    def _walk(self, parent, path):
        for page in self.client.get_paginator("list_organizational_units_for_parent").paginate(ParentId=parent):
            for unit in page["OrganizationalUnits"]:
                name = path + unit["Name"]
                self.units[name] = unit["Id"]
                self._walk(unit["Id"], name + ":")

    def account(self, name):
        for a in self.accounts:
            if str(name).casefold() in (a["Id"], a["Name"].casefold(), a["Email"].casefold()):
                return a["Id"]
        raise Fault(f"no account {name}")

    def unit(self, name):
        if name in self.units:
            return self.units[name]
        raise Fault(f"no organizational unit {name}")

    def below(self, unit):
        """The accounts in a unit and the units under it; suspended ones are left out."""
        found = [a["Id"] for page in self.client.get_paginator("list_accounts_for_parent").paginate(ParentId=unit) for a in page["Accounts"] if a["Status"] == "ACTIVE"]
        for page in self.client.get_paginator("list_organizational_units_for_parent").paginate(ParentId=unit):
            for child in page["OrganizationalUnits"]:
                found += self.below(child["Id"])
        return found


class Manifest:
    def __init__(self, path):
        self.folder = path.parent
        content = yaml.safe_load(path.read_text())
        if not isinstance(content, dict) or str(content.get("version")) != VERSION:
            raise Fault(f"{path}: this is not a manifest of version {VERSION}")
        self.region = content.get("region") or "us-east-1"
        self.resources = content.get("resources") or []
        for r in self.resources:
            missing = {"name", "resource_file", "deploy_method", "deployment_targets"} - set(r)
            if missing:
                raise Fault(f"{path}: {r.get('name', 'a resource')} lacks {', '.join(sorted(missing))}")

    def text(self, resource):
        if re.match(r"https?://|s3://", resource["resource_file"]):
            raise Fault(f"{resource['name']}: resource_file is a file beside the manifest")
        return (self.folder / resource["resource_file"]).read_text()

    def parameters(self, resource):
        if "parameter_file" in resource:
            return json.loads((self.folder / resource["parameter_file"]).read_text())
        value = lambda v: ",".join(map(str, v)) if isinstance(v, list) else str(v)
        return [{"ParameterKey": p["parameter_key"], "ParameterValue": value(p["parameter_value"])} for p in resource.get("parameters") or []]


def targets(organization, resource):
    asked = resource["deployment_targets"] or {}
    found = [organization.account(a) for a in asked.get("accounts") or []]
    for unit in asked.get("organizational_units") or []:
        found += organization.below(organization.unit(unit))
    return list(dict.fromkeys(found))


def wait(cloudformation, name, operation):
    while True:
        found = cloudformation.describe_stack_set_operation(StackSetName=name, OperationId=operation)["StackSetOperation"]
        if found["Status"] not in ("RUNNING", "QUEUED", "STOPPING"):
            break
        time.sleep(0.5)
    if found["Status"] != "SUCCEEDED":
        results = cloudformation.list_stack_set_operation_results(StackSetName=name, OperationId=operation)["Summaries"]
        reasons = "; ".join(f"{r['Account']} {r['Region']}: {r['Status']} {r.get('StatusReason', '')}".strip() for r in results if r["Status"] != "SUCCEEDED")
        raise Fault(f"{name}: {found['Status']}: {reasons}")


def stack_set(manifest, organization, resource, options, me):
    regions = resource.get("regions") or [manifest.region]
    client = boto3.client("cloudformation", region_name=manifest.region)
    name = f"CustomControlTower-{resource['name']}"
    given = {"StackSetName": name, "TemplateBody": manifest.text(resource), "Parameters": manifest.parameters(resource), "Capabilities": CAPABILITIES,
             "AdministrationRoleARN": f"arn:aws:iam::{me}:role/{options.administration_role}", "ExecutionRoleName": options.execution_role}
    accounts = targets(organization, resource)
    if not accounts:
        raise Fault(f"{resource['name']}: no target")
    try:
        client.create_stack_set(**given, Description=resource.get("description") or "Made from a manifest")
    except client.exceptions.NameAlreadyExistsException:
        wait(client, name, client.update_stack_set(**given, OperationPreferences={"MaxConcurrentPercentage": 100, "FailureTolerancePercentage": 0})["OperationId"])
    there = {(i["Account"], i["Region"]) for page in client.get_paginator("list_stack_instances").paginate(StackSetName=name) for i in page["Summaries"]}
    for region in regions:
        new = [a for a in accounts if (a, region) not in there]
        if new:
            wait(client, name, client.create_stack_instances(StackSetName=name, Accounts=new, Regions=[region])["OperationId"])
    return f"{name} in {len(accounts)} accounts, {len(regions)} Regions"


def policy(manifest, organization, resource):
    kind, client, content = POLICY_TYPES[resource["deploy_method"]], organization.client, manifest.text(resource)
    known = {p["Name"]: p["Id"] for page in client.get_paginator("list_policies").paginate(Filter=kind) for p in page["Policies"]}
    if resource["name"] in known:
        found = known[resource["name"]]
        client.update_policy(PolicyId=found, Content=content)
    else:
        found = client.create_policy(Name=resource["name"], Type=kind, Content=content, Description=resource.get("description") or "")["Policy"]["PolicySummary"]["Id"]
    asked = resource["deployment_targets"] or {}
    for target in [organization.unit(u) for u in asked.get("organizational_units") or []] + [organization.account(a) for a in asked.get("accounts") or []]:
        try:
            client.attach_policy(PolicyId=found, TargetId=target)
        except client.exceptions.DuplicatePolicyAttachmentException:
            pass
    return f"{resource['name']} ({found})"


def apply(manifest, options):
    me = boto3.client("sts", region_name=manifest.region).get_caller_identity()["Account"]
    organization = Organization(boto3.client("organizations", region_name="us-east-1"))
    for number, resource in enumerate(manifest.resources, 1):
        method = resource["deploy_method"]
        if method != "stack_set" and method not in POLICY_TYPES:
            raise Fault(f"{resource['name']}: no deploy_method {method}")
        if options.dry_run:
            done = f"{resource['name']} for {', '.join(targets(organization, resource)) or 'its units'}"
        else:
            done = stack_set(manifest, organization, resource, options, me) if method == "stack_set" else policy(manifest, organization, resource)
        print(f"{number}/{len(manifest.resources)}  {method}  {done}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manifest", type=pathlib.Path)
    parser.add_argument("--dry-run", action="store_true", help="say what would be done")
    parser.add_argument("--administration-role", default="service-role/AWSControlTowerStackSetRole", metavar="NAME")
    parser.add_argument("--execution-role", default="AWSControlTowerExecution", metavar="NAME")
    options = parser.parse_args()
    try:
        apply(Manifest(options.manifest), options)
    except (Fault, OSError, ValueError, yaml.YAMLError, botocore.exceptions.ClientError) as fault:
        print(f"manifest: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
