#include "workload.h"

#include "services/cloudtrail/api.h"
#include "services/cloudtrail/keys.h"
#include "services/cloudtrail/workers.h"
#include "services/iam/api.h"
#include "services/kms/api.h"
#include "services/organizations/api.h"
#include "services/organizations/ports.h"
#include "services/s3/api.h"
#include "services/sts/api.h"

namespace crash {
namespace {

namespace org = organizations;

constexpr const char* kManagement = "111122223333";

std::string root_arn(const std::string& account) { return "arn:aws:iam::" + account + ":root"; }

std::string account_named(Life& life, const std::string& name) {
  for (auto& a : life.ask(life.root(kManagement), org::ListAccounts{}).accounts)
    if (a.name == name) return a.id;
  return {};
}

std::string make_account(Life& life, const std::string& name) {
  life.ask(life.root(kManagement), org::CreateAccount{.email = org::Email(name + "@example.com"), .accountName = org::AccountName(name)});
  life.drain();
  return account_named(life, name);
}

std::string make_user(Life& life, const std::string& account, const std::string& name) {
  life.ask(life.root(account), iam::CreateUser{.userName = name});
  return life.ask(life.root(account), iam::CreateAccessKey{.userName = name}).accessKey.accessKeyId;
}

std::string key_policy(const World& w) {
  return R"({"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Principal":{"AWS":")" + root_arn(w.audit) + R"("},"Action":"kms:*","Resource":"*"},
    {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"kms:GenerateDataKey*","Resource":"*","Condition":{
      "StringEquals":{"aws:SourceArn":")" + w.trail_arn + R"("},
      "StringLike":{"kms:EncryptionContext:aws:cloudtrail:arn":"arn:aws:cloudtrail:*:)" + w.management + R"(:trail/*"}}},
    {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"kms:DescribeKey","Resource":"*"},
    {"Effect":"Allow","Principal":{"AWS":")" + root_arn(w.archive) + R"("},"Action":"kms:Decrypt","Resource":"*"}]})";
}

std::string bucket_policy(const World& w) {
  const std::string arn = std::string("arn:aws:s3:::") + kArchiveBucket, service = R"({"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},)";
  return R"({"Version":"2012-10-17","Statement":[)" + service + R"("Action":"s3:GetBucketAcl","Resource":")" + arn + R"("},)" + service +
         R"("Action":"s3:PutObject","Resource":")" + arn + R"(/AWSLogs/*","Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control"},
         "StringLike":{"aws:SourceArn":["arn:aws:cloudtrail:*:)" + w.management + R"(:trail/*","arn:aws:cloudtrail:*:)" + w.archive + R"(:trail/*"]}}}]})";
}

}  // namespace

World build(Life& life) {
  World w{.management = kManagement};
  w.trail_arn = std::string("arn:aws:cloudtrail:") + kRegion + ":" + w.management + ":trail/organization-trail";
  life.house().note([&](store::Txn& txn) { org::register_account(txn, w.management, "management", "management@example.com", life.clock().now()); });
  auto management = life.root(w.management);
  w.organization = life.ask(management, org::CreateOrganization{}).organization.id;
  w.audit = make_account(life, "audit");
  w.archive = make_account(life, "archive");
  w.admin_key = make_user(life, w.management, "admin");
  life.ask(management, iam::AttachUserPolicy{.userName = "admin", .policyArn = "arn:aws:iam::aws:policy/AdministratorAccess"});
  w.powerless_key = make_user(life, w.archive, "powerless");

  auto key = life.ask(life.root(w.audit), kms::CreateKey{.policy = kms::PolicyText(key_policy(w))}).keyMetadata.arn;
  for (auto name : {kArchiveBucket, kDataBucket}) life.ask(life.root(w.archive), s3::CreateBucket{.bucket = name});
  life.ask(life.root(w.archive), s3::PutBucketPolicy{{.bucket = kArchiveBucket}, {}, bucket_policy(w)});

  life.ask(management, org::EnableAWSServiceAccess{"cloudtrail.amazonaws.com"});
  life.ask(management, cloudtrail::CreateTrail{.name = "organization-trail", .s3BucketName = kArchiveBucket, .isMultiRegionTrail = true,
                                                     .enableLogFileValidation = true, .kmsKeyId = key, .isOrganizationTrail = true});
  life.drain();
  for (auto region : {kRegion, kOtherRegion}) cloudtrail::signer_for(life.house(), region);
  life.ask(management, cloudtrail::StartLogging{w.trail_arn});
  return w;
}

void flush(Life& life) {
  life.clock().advance_seconds(300);
  cloudtrail::flush(life.house(), true);
}

const std::vector<Step>& workload() {
  static const std::vector<Step> steps = {
      {"CreateUser", [](Life& l, const World& w) { l.call(l.root(w.audit), iam::CreateUser{.userName = "alice"}); }},
      {"CreateAccessKey", [](Life& l, const World& w) { l.call(l.root(w.audit), iam::CreateAccessKey{.userName = "alice"}); }},
      {"CreateKey", [](Life& l, const World& w) { l.call(l.root(w.audit), kms::CreateKey{.description = "another"}, kOtherRegion); }},
      {"CreateAccount", [](Life& l, const World& w) {
         if (account_named(l, "late").empty())
           l.call(l.root(w.management), org::CreateAccount{.email = org::Email("late@example.com"), .accountName = org::AccountName("late")});
       }},
      {"drain", [](Life& l, const World&) { l.drain(); }},
      {"AssumeRole", [](Life& l, const World& w) {
         l.call(l.user(w.admin_key), sts::AssumeRole{.roleArn = "arn:aws:iam::" + w.archive + ":role/OrganizationAccountAccessRole", .roleSessionName = "session"});
       }},
      {"PutObject", [](Life& l, const World& w) {
         store::Blobs::Writer writer(l.house().blobs);
         writer.add(std::string(20'000, 'b'));
         auto body = writer.finish();
         l.call(l.root(w.archive), s3::PutObject{.bucket = kDataBucket, .key = "large"}, kRegion, &body);
       }},
      {"StopLogging by a member", [](Life& l, const World& w) { l.call(l.root(w.archive), cloudtrail::StopLogging{w.trail_arn}); }},
      {"StopLogging by the powerless", [](Life& l, const World& w) { l.call(l.user(w.powerless_key), cloudtrail::StopLogging{w.trail_arn}); }},
      {"CreateTrail", [](Life& l, const World& w) {
         l.call(l.root(w.archive), cloudtrail::CreateTrail{.name = "own-trail", .s3BucketName = kArchiveBucket, .enableLogFileValidation = true});
       }},
      {"StartLogging", [](Life& l, const World& w) { l.call(l.root(w.archive), cloudtrail::StartLogging{"own-trail"}); }},
      {"first flush", [](Life& l, const World&) { flush(l); }},
      {"a burst", [](Life& l, const World& w) {
         l.begin(l.root(w.audit), iam::CreateUser{.userName = "bob"});
         l.begin(l.user(w.admin_key), sts::GetCallerIdentity{}, kOtherRegion);
         l.begin(l.root(w.audit), kms::CreateKey{.description = "a third"});
         l.begin(l.user(w.powerless_key), iam::ListUsers{});
         l.await();
       }},
      {"DeleteUser", [](Life& l, const World& w) { l.call(l.root(w.audit), iam::DeleteUser{"bob"}); }},
      {"StopLogging", [](Life& l, const World& w) { l.call(l.root(w.archive), cloudtrail::StopLogging{"own-trail"}); }},
      {"second flush", [](Life& l, const World&) { flush(l); }},
      {"DeleteTrail", [](Life& l, const World& w) { l.call(l.root(w.archive), cloudtrail::DeleteTrail{"own-trail"}); }},
  };
  return steps;
}

std::size_t run(Life& life, const World& w, std::size_t from) {
  std::size_t done = from;
  try {
    for (; done < workload().size(); ++done) {
      life.clock().advance_seconds(1);
      workload()[done].run(life, w);
    }
  } catch (const std::runtime_error&) {
    // the fault: what was under way ends here, as its process would
  }
  return done;
}

}  // namespace crash
