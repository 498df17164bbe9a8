// Who is bound by what: organizations' policies of both kinds, judged on the road that every call takes.
#include <gtest/gtest.h>

#include "service/as_account.h"
#include "service/house.h"

namespace service {
namespace {

constexpr const char *kManagement = "111111111111", *kMember = "222222222222", *kStranger = "333333333333";

struct Ask {
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "s3:GetObject";
};
BOOST_DESCRIBE_STRUCT(Ask, (), ())

// What the next call wants, and what the organization lays upon its members.
Access wanted;
std::string scp, rcp;
Access want(const Ask&, Call&) { return wanted; }
shape::Nothing answer(const Ask&, Call&) { return {}; }

// A caller of the service in between, that hands the question on in the caller's name.
struct Relay {
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "s3:Relay";
};
BOOST_DESCRIBE_STRUCT(Relay, (), ())
Access no_want(const Relay&, Call&) { return {}; }
shape::Nothing hand_on(const Relay&, Call& call) { return call.via("second.amazonaws.com").ask(Ask{}), shape::Nothing{}; }

Service s3() {
  Service s{.name = "s3", .event_source = "s3.amazonaws.com", .protocol = wire::Protocol::json11, .version = "1"};
  s.operations = {operation<want, answer>("GetObject", Effect::read), operation<no_want, hand_on>("Relay", Effect::read)};
  return s;
}

const std::string kAllowAll = R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";
std::string deny_s3(const char* condition = "") {
  return std::string(R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*")") + condition + "}}";
}

Guardrails laid_upon(House& house, store::Txn&, std::string_view account) {
  if (account == kStranger) return {};
  Guardrails out{.organization = "o-ab12cd34ef", .path = "o-ab12cd34ef/r-ab12/", .management_account = kManagement, .management = account == kManagement};
  auto level = [&](const std::string& text) {
    std::vector<DocumentPtr> documents = {house.compiled(kAllowAll)};
    if (!text.empty()) documents.push_back(house.compiled(text));
    return documents;
  };
  out.scps = {level(scp)};
  out.rcps = {level(rcp)};
  return out;
}

IdentityPolicies all_rights(House& house, store::Txn&, const Principal&) { return {.documents = {house.compiled(kAllowAll)}}; }

PrincipalPtr role_of(const std::string& account, const std::string& path_and_name) {
  auto p = std::make_shared<Principal>();
  p->who = Who::role_session;
  p->identity = {.type = "AssumedRole", .principal_id = "AROAEXAMPLE:here", .arn = "arn:aws:sts::" + account + ":assumed-role/" + path_and_name.substr(path_and_name.rfind('/') + 1) + "/here", .account = account};
  p->entity_id = "AROAEXAMPLE";
  p->role_arn = "arn:aws:iam::" + account + ":role/" + path_and_name;
  return p;
}

class Authorize : public testing::Test {
 protected:
  Authorize()
      : clock_(base::Time::seconds(1'772'460'000)), journal_(journal::Journal::open({})), store_({}, *journal_), blobs_({}),
        house_(clock_, *journal_, store_, blobs_, std::string(32, 'k'), {.regions = {"us-east-1"}}, {s3()}, {.identity_policies = all_rights, .guardrails = laid_upon}) {
    wanted = {.action = "s3:GetObject", .resource = "arn:aws:s3:::bucket/key"};
    scp = rcp = "";
  }

  // Empty: let through; else why not.
  std::string denied(const PrincipalPtr& who, const std::string& owner, std::string_view operation = Ask::operation) {
    wanted.owner = owner;
    wanted.resource_policy = house_.compiled(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}})");
    try {
      Ask request;
      house_.act(operation, &request, who, {who->who == Who::service ? owner : who->account(), "us-east-1"}, operation == Relay::operation ? "first.amazonaws.com" : "");
    } catch (const ApiError& e) {
      return e.message.substr(e.message.find(" with ") == std::string::npos ? 0 : e.message.find(" with ") + 1);
    }
    return "";
  }

  base::LabClock clock_;
  std::unique_ptr<journal::Journal> journal_;
  store::Store store_;
  store::Blobs blobs_;
  House house_;
};

const std::string kByScp = "with an explicit deny in a service control policy", kByRcp = "with an explicit deny in a resource control policy";
const std::string kToStrangers = "Access Denied";                                 // S3 tells those outside the owner's organization nothing more

TEST_F(Authorize, ServiceControlPoliciesBindTheMembersOwn) {
  scp = R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}})";
  EXPECT_EQ(denied(role_of(kMember, "team/Dev"), kMember), kByScp);
  EXPECT_EQ(denied(role_of(kMember, "team/Dev"), kStranger), kToStrangers);      // wherever the resource is
  EXPECT_EQ(denied(role_of(kManagement, "Admin"), kMember), "");
  EXPECT_EQ(denied(role_of(kStranger, "Dev"), kMember), "");                      // theirs do not bind strangers
  EXPECT_EQ(denied(role_of(kMember, "aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail"), kMember), "");
  EXPECT_EQ(denied(role_of(kMember, "team/aws-service-role/Dev"), kMember), kByScp);       // only AWS's own path is exempt
  EXPECT_EQ(denied(service_principal("cloudtrail.amazonaws.com", "arn:aws:cloudtrail:us-east-1:222222222222:trail/t", kMember), kMember), "");
  EXPECT_EQ(denied(service_as_account("organizations.amazonaws.com", kMember), kMember), "");
}

TEST_F(Authorize, ResourceControlPoliciesBindWhoeverComes) {
  rcp = deny_s3();
  EXPECT_EQ(denied(role_of(kMember, "team/Dev"), kMember), kByRcp);
  EXPECT_EQ(denied(role_of(kStranger, "Dev"), kMember), kToStrangers);
  EXPECT_EQ(denied(role_of(kManagement, "Admin"), kMember), kByRcp);              // the resource's account counts
  EXPECT_EQ(denied(role_of(kMember, "team/Dev"), kManagement), "");
  EXPECT_EQ(denied(role_of(kMember, "team/Dev"), kStranger), "");
  EXPECT_EQ(denied(role_of(kMember, "aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail"), kMember), "");
  EXPECT_EQ(denied(role_of(kMember, "team/aws-service-role/Dev"), kMember), kByRcp);
  EXPECT_EQ(denied(service_principal("cloudtrail.amazonaws.com", "arn:aws:cloudtrail:us-east-1:222222222222:trail/t", kMember), kMember), kByRcp);
  wanted.action = "sns:Publish";
  EXPECT_EQ(denied(role_of(kStranger, "Dev"), kMember), "");                      // a service that has none
}

TEST_F(Authorize, WhoseSourceAServiceBrings) {
  rcp = deny_s3(R"(,"Condition":{"StringNotEquals":{"aws:SourceOrgPaths":"o-ab12cd34ef/r-ab12/"},"Bool":{"aws:PrincipalIsAWSService":"true"}})");
  auto of = [](const std::string& account) { return service_principal("cloudtrail.amazonaws.com", "arn:aws:cloudtrail:us-east-1:" + account + ":trail/t", account); };
  EXPECT_EQ(denied(of(kMember), kMember), "");
  EXPECT_EQ(denied(of(kStranger), kMember), kByRcp);
}

// One service after the other, each in the caller's name: the first and the last are known, and all in their order.
TEST_F(Authorize, AChainOfServices) {
  int n = 0;
  auto only = [&](const char* condition) {                 // in an account of its own: what is laid upon one is kept
    const std::string account = "44444444444" + std::to_string(n++);
    rcp = deny_s3((std::string(R"(,"Condition":)") + condition).c_str());
    return denied(role_of(account, "Dev"), account, Relay::operation);
  };
  EXPECT_EQ(only(R"({"StringEquals":{"aws:CalledViaFirst":"first.amazonaws.com","aws:CalledViaLast":"second.amazonaws.com"}})"), kByRcp);
  EXPECT_EQ(only(R"({"ForAllValues:StringEquals":{"aws:CalledVia":["first.amazonaws.com","second.amazonaws.com"]},"Bool":{"aws:ViaAWSService":"true"}})"), kByRcp);
  EXPECT_EQ(only(R"({"ForAnyValue:StringEquals":{"aws:CalledVia":"third.amazonaws.com"}})"), "");
  EXPECT_EQ(only(R"({"StringEquals":{"aws:CalledViaFirst":"second.amazonaws.com"}})"), "");
}

TEST_F(Authorize, CompiledPoliciesAreBoundedInBytes) {
  std::vector<std::weak_ptr<const policy::Document>> made;
  constexpr std::size_t kLength = 20'480;                  // a bucket policy's largest
  for (int i = 0; i < 6'000; ++i) {
    std::string text = R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::)" + std::to_string(i) + "-";
    made.push_back(house_.compiled(text.append(kLength - text.size() - 3, 'x') + "\"}}"));
    ASSERT_FALSE(made.back().expired());
  }
  auto alive = std::count_if(made.begin(), made.end(), [](auto& document) { return !document.expired(); });
  EXPECT_LE(std::size_t(alive) * kLength, std::size_t(64) << 20);
  EXPECT_EQ(house_.compiled(kAllowAll), house_.compiled(kAllowAll));
}

}  // namespace
}  // namespace service
