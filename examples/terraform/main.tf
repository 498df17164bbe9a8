# An organization trail by Terraform, with its key in the account audit and its bucket in log-archive:
#
#   orgtrail exec --profile management -- aws organizations enable-aws-service-access --service-principal cloudtrail.amazonaws.com
#   orgtrail exec --profile management -- terraform apply

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region  = "us-east-1"
  profile = "management"
}

provider "aws" {
  alias   = "audit"
  region  = "us-east-1"
  profile = "audit"
}

provider "aws" {
  alias   = "archive"
  region  = "us-east-1"
  profile = "log-archive"
}

data "aws_organizations_organization" "this" {}
data "aws_caller_identity" "management" {}
data "aws_caller_identity" "audit" { provider = aws.audit }
data "aws_caller_identity" "archive" { provider = aws.archive }

locals {
  name         = "terraform-trail"
  organization = data.aws_organizations_organization.this.id
  management   = data.aws_caller_identity.management.account_id
  trail        = "arn:aws:cloudtrail:us-east-1:${local.management}:trail/${local.name}"
  cloudtrail   = { Service = "cloudtrail.amazonaws.com" }
}

resource "aws_kms_key" "trail" {
  provider                = aws.audit
  description             = "log files of ${local.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Administration", Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.audit.account_id}:root" }, Action = "kms:*", Resource = "*" },
      { Sid = "TrailDescribes", Effect = "Allow", Principal = local.cloudtrail, Action = "kms:DescribeKey", Resource = "*" },
      {
        Sid = "TrailEncrypts", Effect = "Allow", Principal = local.cloudtrail, Action = "kms:GenerateDataKey*", Resource = "*"
        Condition = {
          StringEquals = { "aws:SourceArn" = local.trail }
          StringLike   = { "kms:EncryptionContext:aws:cloudtrail:arn" = "arn:aws:cloudtrail:*:${local.management}:trail/*" }
        }
      },
      {
        Sid = "ArchiveReads", Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.archive.account_id}:root" }
        Action = "kms:Decrypt", Resource = "*", Condition = { Null = { "kms:EncryptionContext:aws:cloudtrail:arn" = "false" } }
      },
    ]
  })
}

resource "aws_kms_alias" "trail" {
  provider      = aws.audit
  name          = "alias/${local.name}"
  target_key_id = aws_kms_key.trail.key_id
}

resource "aws_s3_bucket" "archive" {
  provider      = aws.archive
  bucket        = "terraform-log-archive"
  force_destroy = true
  tags          = { purpose = "audit" }
}

resource "aws_s3_bucket_versioning" "archive" {
  provider = aws.archive
  bucket   = aws_s3_bucket.archive.id
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_bucket_public_access_block" "archive" {
  provider                = aws.archive
  bucket                  = aws_s3_bucket.archive.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "archive" {
  provider = aws.archive
  bucket   = aws_s3_bucket.archive.id
  rule { object_ownership = "BucketOwnerPreferred" }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "archive" {
  provider = aws.archive
  bucket   = aws_s3_bucket.archive.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.trail.arn
    }
    bucket_key_enabled = true
  }
}

resource "aws_s3_bucket_policy" "archive" {
  provider = aws.archive
  bucket   = aws_s3_bucket.archive.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = local.cloudtrail, Action = "s3:GetBucketAcl", Resource = aws_s3_bucket.archive.arn },
      {
        Effect    = "Allow", Principal = local.cloudtrail, Action = "s3:PutObject"
        Resource  = [for path in [local.management, local.organization] : "${aws_s3_bucket.archive.arn}/AWSLogs/${path}/*"]
        Condition = { StringEquals = { "s3:x-amz-acl" = "bucket-owner-full-control", "aws:SourceArn" = local.trail } }
      },
    ]
  })
}

resource "aws_cloudtrail" "organization" {
  name                          = local.name
  s3_bucket_name                = aws_s3_bucket.archive.id
  is_organization_trail         = true
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  kms_key_id                    = aws_kms_key.trail.arn
  tags                          = { purpose = "audit" }
  depends_on                    = [aws_s3_bucket_policy.archive]
}

output "trail" { value = aws_cloudtrail.organization.arn }
