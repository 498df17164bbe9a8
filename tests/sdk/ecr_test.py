"""Amazon ECR as boto3 sees it: repositories as records, with their policies and settings. There are no images."""
import json
import unittest

import botocore

import house
from house import error_code

LIFECYCLE = json.dumps({"rules": [{"rulePriority": 1, "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days",
                                                                     "countNumber": 14}, "action": {"type": "expire"}}]})
MODERN = tuple(map(int, botocore.__version__.split(".")[:2])) >= (1, 40)


class Repositories(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.account = next(a["Id"] for a in cls.server.client("management", "organizations").list_accounts()["Accounts"] if a["Name"] == "shop")
        cls.ecr = cls.server.client("shop", "ecr")

    def refused(self, code, call, **arguments):
        self.assertEqual(error_code(call, **arguments), code)

    def test_made_described_and_deleted(self):
        made = self.ecr.create_repository(repositoryName="team/app", tags=[{"Key": "team", "Value": "blue"}])["repository"]
        self.assertEqual(made["repositoryArn"], f"arn:aws:ecr:us-east-1:{self.account}:repository/team/app")
        self.assertEqual(made["repositoryUri"], f"{self.account}.dkr.ecr.us-east-1.amazonaws.com/team/app")
        self.assertEqual((made["imageTagMutability"], made["encryptionConfiguration"]), ("MUTABLE", {"encryptionType": "AES256"}))
        self.refused("RepositoryAlreadyExistsException", self.ecr.create_repository, repositoryName="team/app")
        self.refused("InvalidParameterException", self.ecr.create_repository, repositoryName="Team")
        self.assertEqual(self.ecr.describe_repositories(repositoryNames=["team/app"])["repositories"], [made])
        self.assertEqual(self.ecr.delete_repository(repositoryName="team/app")["repository"]["repositoryName"], "team/app")
        self.refused("RepositoryNotFoundException", self.ecr.describe_repositories, repositoryNames=["team/app"])
        self.refused("RepositoryNotFoundException", self.ecr.delete_repository, repositoryName="team/app")

    def test_pages(self):
        names = [f"pages/{i}" for i in range(5)]
        for name in names:
            self.ecr.create_repository(repositoryName=name)
        found = [r["repositoryName"] for page in self.ecr.get_paginator("describe_repositories").paginate(PaginationConfig={"PageSize": 2}) for r in page["repositories"]]
        self.assertEqual([n for n in found if n.startswith("pages/")], names)
        self.refused("InvalidParameterException", self.ecr.describe_repositories, nextToken="!")

    def test_policies(self):
        name = "policies"
        self.ecr.create_repository(repositoryName=name)
        self.refused("RepositoryPolicyNotFoundException", self.ecr.get_repository_policy, repositoryName=name)
        pull = {"Sid": "pull", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{self.account}:root"}, "Action": "ecr:BatchGetImage"}
        text = json.dumps({"Version": "2012-10-17", "Statement": [pull]})
        self.assertEqual(self.ecr.set_repository_policy(repositoryName=name, policyText=text)["policyText"], text)
        self.assertEqual(self.ecr.get_repository_policy(repositoryName=name)["policyText"], text)
        self.refused("InvalidParameterException", self.ecr.set_repository_policy, repositoryName=name, policyText='{"Statement": 3}')
        self.ecr.delete_repository_policy(repositoryName=name)
        self.refused("RepositoryPolicyNotFoundException", self.ecr.delete_repository_policy, repositoryName=name)

        self.refused("LifecyclePolicyNotFoundException", self.ecr.get_lifecycle_policy, repositoryName=name)
        self.ecr.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=LIFECYCLE)
        self.assertEqual(self.ecr.get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"], LIFECYCLE)
        self.refused("InvalidParameterException", self.ecr.put_lifecycle_policy, repositoryName=name, lifecyclePolicyText=json.dumps({"no": "x" * 100}))
        self.ecr.delete_lifecycle_policy(repositoryName=name)

    def test_a_policy_opens_it_to_another_account(self):
        self.ecr.create_repository(repositoryName="shared")
        other = self.server.client("audit", "ecr")
        ask = dict(registryId=self.account, repositoryName="shared")
        self.refused("AccessDeniedException", other.list_images, **ask)
        account = next(a["Id"] for a in self.server.client("management", "organizations").list_accounts()["Accounts"] if a["Name"] == "audit")
        text = {"Statement": [{"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "ecr:ListImages"}]}
        self.ecr.set_repository_policy(repositoryName="shared", policyText=json.dumps(text))
        self.assertEqual(other.list_images(**ask)["imageIds"], [])
        self.refused("AccessDeniedException", other.describe_images, **ask)

    def test_settings_and_tags(self):
        name = "settings"
        arn = self.ecr.create_repository(repositoryName=name, imageScanningConfiguration={"scanOnPush": True})["repository"]["repositoryArn"]
        self.assertEqual(self.ecr.put_image_tag_mutability(repositoryName=name, imageTagMutability="IMMUTABLE")["imageTagMutability"], "IMMUTABLE")
        self.ecr.put_image_scanning_configuration(repositoryName=name, imageScanningConfiguration={"scanOnPush": False})
        repository = self.ecr.describe_repositories(repositoryNames=[name])["repositories"][0]
        self.assertEqual((repository["imageTagMutability"], repository["imageScanningConfiguration"]), ("IMMUTABLE", {"scanOnPush": False}))
        self.ecr.tag_resource(resourceArn=arn, tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
        self.ecr.untag_resource(resourceArn=arn, tagKeys=["a"])
        self.assertEqual(self.ecr.list_tags_for_resource(resourceArn=arn)["tags"], [{"Key": "b", "Value": "2"}])
        self.refused("InvalidTagParameterException", self.ecr.tag_resource, resourceArn=arn, tags=[{"Key": "aws:a", "Value": "1"}])
        self.refused("InvalidParameterException", self.ecr.list_tags_for_resource, resourceArn="arn:aws:ecr:us-east-1:1:nothing")

    @unittest.skipUnless(MODERN, "this boto3 cannot ask for it")
    def test_tags_that_may_change_all_the_same(self):
        filters = [{"filterType": "WILDCARD", "filter": "dev-*"}]
        made = self.ecr.create_repository(repositoryName="excluded", imageTagMutability="IMMUTABLE_WITH_EXCLUSION", imageTagMutabilityExclusionFilters=filters)
        self.assertEqual(made["repository"]["imageTagMutabilityExclusionFilters"], filters)
        self.refused("InvalidParameterException", self.ecr.put_image_tag_mutability, repositoryName="excluded", imageTagMutability="MUTABLE_WITH_EXCLUSION")

    def test_encryption(self):
        key = self.server.client("shop", "kms").create_key()["KeyMetadata"]["Arn"]
        made = self.ecr.create_repository(repositoryName="sealed", encryptionConfiguration={"encryptionType": "KMS", "kmsKey": key})["repository"]
        self.assertEqual(made["encryptionConfiguration"], {"encryptionType": "KMS", "kmsKey": key})
        self.refused("KmsException", self.ecr.create_repository, repositoryName="unsealed",
                     encryptionConfiguration={"encryptionType": "KMS", "kmsKey": "alias/nothing"})

    def test_no_images(self):
        self.ecr.create_repository(repositoryName="empty")
        self.assertEqual(self.ecr.list_images(repositoryName="empty")["imageIds"], [])
        self.assertEqual(self.ecr.describe_images(repositoryName="empty")["imageDetails"], [])
        self.refused("ImageNotFoundException", self.ecr.describe_images, repositoryName="empty", imageIds=[{"imageTag": "latest"}])
        for call, more in ((self.ecr.get_authorization_token, {}), (self.ecr.initiate_layer_upload, {"repositoryName": "empty"})):
            self.assertIsNotNone(error_code(call, **more))


if __name__ == "__main__":
    unittest.main()
