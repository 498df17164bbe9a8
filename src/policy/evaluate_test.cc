#include "policy/evaluate.h"

#include <gtest/gtest.h>

namespace policy {
namespace {

using Kind = Caller::Kind;
constexpr auto A = "111111111111", B = "222222222222";

const Caller kUser{.kind = Kind::user, .account = A, .arn = "arn:aws:iam::111111111111:user/alice", .id = "AIDAALICE0000000"};
const Caller kSession{.kind = Kind::role_session, .account = A, .arn = "arn:aws:sts::111111111111:assumed-role/Reader/s1",
                      .role_arn = "arn:aws:iam::111111111111:role/team/Reader", .id = "AROAREADER000000:s1"};
const Caller kFederated{.kind = Kind::federated, .account = A, .arn = "arn:aws:sts::111111111111:federated-user/fred"};
const Caller kRoot{.kind = Kind::root, .account = A, .arn = "arn:aws:iam::111111111111:root", .id = A};
const Caller kService{.kind = Kind::service, .service = "cloudtrail.amazonaws.com"};
const Caller kAnonymous{};

std::string statement(std::string_view effect, std::string_view rest) {
  return R"({"Effect":")" + std::string(effect) + R"(",)" + std::string(rest) + "}";
}
std::string allow(std::string_view rest = R"("Action":"*","Resource":"*")") { return statement("Allow", rest); }
std::string deny(std::string_view rest = R"("Action":"*","Resource":"*")") { return statement("Deny", rest); }
std::string to(std::string_view principal, std::string_view action = "*") {
  return R"("Principal":)" + std::string(principal) + R"(,"Action":")" + std::string(action) + R"(","Resource":"*")";
}

// Documents and context keys around one decision.
struct Scene {
  Inputs in;
  Context context;
  std::vector<std::shared_ptr<const Document>> owned;

  const Document* doc(const std::string& statements) {
    owned.push_back(compile(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}"));
    EXPECT_TRUE(owned.back()) << statements;
    return owned.back().get();
  }
  Decision decide(const Caller& caller, std::string_view action = "s3:GetObject",
                  std::string_view resource = "arn:aws:s3:::b/k") const {
    return evaluate(Request{action, resource, context, caller}, in);
  }
  bool allows(const Caller& caller, std::string_view action = "s3:GetObject",
              std::string_view resource = "arn:aws:s3:::b/k") const {
    return decide(caller, action, resource).allowed;
  }
};

void expect(const Decision& d, bool allowed, bool explicit_deny = false, Cause cause = Cause::none) {
  EXPECT_EQ(d.allowed, allowed);
  EXPECT_EQ(d.explicit_deny, explicit_deny);
  EXPECT_EQ(d.cause, cause);
}

TEST(Evaluate, NothingAllowsNothing) {
  expect(Scene().decide(kUser), false, false, Cause::identity);
  expect(Scene().decide(kSession), false, false, Cause::identity);
  expect(Scene().decide(kAnonymous), false, false, Cause::resource);
  expect(Scene().decide(kService), false, false, Cause::resource);
  expect(Scene().decide(kRoot), true);
}

TEST(Evaluate, StatementsMatchActionsAndResources) {
  struct Case { const char* statement; const char* action; const char* resource; bool allowed; };
  for (auto& c : std::vector<Case>{
           {R"("Action":"cloudtrail:*logging","Resource":"*")", "cloudtrail:StopLogging", "arn:aws:cloudtrail:e:1:trail/t", true},
           {R"("Action":"CLOUDTRAIL:Stop?ogging","Resource":"*")", "cloudtrail:StopLogging", "*", true},
           {R"("Action":"s3:Get*","Resource":"arn:aws:s3:::b/*")", "s3:GetObject", "arn:aws:s3:::b/a/b:c", true},
           {R"("Action":"s3:Get*","Resource":"arn:aws:s3:::b/*")", "s3:GetObject", "arn:aws:s3:::B/a", false},
           {R"("Action":["s3:Get*","s3:List*"],"Resource":["arn:aws:s3:::x","arn:aws:s3:::b"])", "s3:ListBucket",
            "arn:aws:s3:::b", true},
           {R"("NotAction":"iam:*","Resource":"*")", "s3:GetObject", "*", true},
           {R"("NotAction":["iam:*","s3:get*"],"Resource":"*")", "s3:GetObject", "*", false},
           {R"("Action":"*","NotResource":"arn:aws:s3:::secret/*")", "s3:GetObject", "arn:aws:s3:::b/k", true},
           {R"("Action":"*","NotResource":"arn:aws:s3:::secret/*")", "s3:GetObject", "arn:aws:s3:::secret/k", false},
           {R"("Action":"*","NotResource":"arn:aws:s3:::${aws:None}/*")", "s3:GetObject", "arn:aws:s3:::b/k", false},
           {R"("Action":"*","Resource":"arn:aws:s3:::b/${aws:username}/*")", "s3:GetObject", "arn:aws:s3:::b/alice/k", true},
           {R"("Action":"*","Resource":"arn:aws:s3:::b/${aws:username}/*")", "s3:GetObject", "arn:aws:s3:::b/bob/k", false},
           {R"("Action":"*","Resource":"arn:aws:cloudtrail:*:*:trail/*")", "cloudtrail:DescribeTrails", "*", false},
           {R"("Action":"*","Resource":"*")", "cloudtrail:DescribeTrails", "*", true},
           {R"("Action":"*","Resource":"*",
                "Condition":{"Bool":{"aws:SecureTransport":"true"},"StringEquals":{"aws:username":"alice"}})", "s3:Get", "*", true},
           {R"("Action":"*","Resource":"*",
                "Condition":{"Bool":{"aws:SecureTransport":true},"StringEquals":{"aws:username":"bob"}})", "s3:Get", "*", false},
       }) {
    Scene s;
    s.context.set("aws:username", "alice");
    s.context.set("aws:SecureTransport", "true");
    s.in.identity = {s.doc(allow(c.statement))};
    EXPECT_EQ(s.allows(kUser, c.action, c.resource), c.allowed) << c.statement;
  }
}

TEST(Evaluate, OldVersionHasNoVariables) {
  Scene s;
  s.context.set("aws:username", "alice");
  auto old = compile(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/${aws:username}"}})");
  s.in.identity = {old.get()};
  EXPECT_FALSE(s.allows(kUser, "s3:GetObject", "arn:aws:s3:::b/alice"));
  EXPECT_TRUE(s.allows(kUser, "s3:GetObject", "arn:aws:s3:::b/${aws:username}"));
}

TEST(Evaluate, DenyWithAnUnresolvedNotResourceStands) {
  Scene s;
  s.in.identity = {s.doc(allow()), s.doc(deny(R"("Action":"*","NotResource":"arn:aws:s3:::${aws:None}/*")"))};
  expect(s.decide(kUser), false, true, Cause::identity);
}

TEST(Evaluate, AnUnreadablePolicyDenies) {
  Scene s;
  s.in.identity = {s.doc(allow()), nullptr};
  expect(s.decide(kUser), false, true, Cause::identity);
}

// Section 1.1: whether an Allow of the resource policy is limited by implicit denies within the account.
TEST(Evaluate, ResourcePolicyAgainstImplicitDenies) {
  struct Row { Caller caller; std::string principal; bool without_identity, past_boundary, past_session; };
  const std::vector<Row> rows = {
      {kUser, R"({"AWS":"arn:aws:iam::111111111111:user/alice"})", true, true, true},
      {kUser, R"({"AWS":"AIDAALICE0000000"})", true, true, true},
      {kSession, R"({"AWS":"arn:aws:iam::111111111111:role/team/Reader"})", true, false, false},
      {kSession, R"({"AWS":"AROAREADER000000"})", true, false, false},
      {kSession, R"({"AWS":"arn:aws:sts::111111111111:assumed-role/Reader/s1"})", true, true, true},
      {kFederated, R"({"AWS":"arn:aws:sts::111111111111:federated-user/fred"})", true, true, true},
      {kUser, R"({"AWS":"arn:aws:iam::111111111111:root"})", false, false, false},
      {kSession, R"({"AWS":"111111111111"})", false, false, false},
      {kUser, R"("*")", true, false, false},
      {kSession, R"({"AWS":["111111111111","*"]})", true, false, false},
      {kSession, R"({"AWS":["*","arn:aws:sts::111111111111:assumed-role/Reader/s1"]})", true, true, true},
  };
  for (auto& row : rows) {
    Scene s;
    s.in.resource_policy = s.doc(allow(to(row.principal)));
    EXPECT_EQ(s.allows(row.caller), row.without_identity) << row.principal;
    auto* other = s.doc(allow(R"("Action":"ec2:*","Resource":"*")"));
    s.in.boundary = other;
    EXPECT_EQ(s.allows(row.caller), row.past_boundary) << row.principal;
    s.in.boundary = nullptr;
    s.in.session = Documents{other};
    EXPECT_EQ(s.allows(row.caller), row.past_session) << row.principal;
  }
}

TEST(Evaluate, PrincipalsThatAreSomebodyElse) {
  const std::pair<Caller, const char*> cases[] = {
      {kUser, R"({"AWS":"arn:aws:iam::111111111111:user/al*"})"},
      {kUser, R"({"AWS":"arn:aws:iam::111111111111:user/bob"})"},
      {kUser, R"({"AWS":"AROAREADER000000"})"},
      {kUser, R"({"Service":"cloudtrail.amazonaws.com"})"},
      {kSession, R"({"AWS":"arn:aws:iam::111111111111:role/Reader"})"},
      {kSession, R"({"AWS":"arn:aws:sts::111111111111:assumed-role/Reader/s2"})"},
      {kService, R"({"AWS":"111111111111"})"},
      {kService, R"({"Service":"config.amazonaws.com"})"},
      {kAnonymous, R"({"AWS":"111111111111","Service":""})"},
      {kAnonymous, R"({"Federated":""})"},
  };
  for (auto& [caller, principal] : cases) {
    Scene s;
    s.in.resource_policy = s.doc(allow(to(principal)));
    EXPECT_FALSE(s.allows(caller)) << principal;
  }
  Scene s;
  s.in.resource_policy = s.doc(allow());           // no Principal at all
  EXPECT_FALSE(s.allows(kUser));
}

TEST(Evaluate, ServicesAnonymousCallersAndProviders) {
  Scene s;
  s.in.same_account = false;
  s.in.resource_policy = s.doc(allow(to(R"({"Service":["cloudtrail.amazonaws.com"]})")));
  s.in.scps_apply = s.in.rcps_apply = true;
  s.in.scps = {{}};                                // would deny whoever it binds
  EXPECT_TRUE(s.allows(kService));
  s.in.rcps = {{s.doc(deny())}};
  expect(s.decide(kService), false, true, Cause::rcp);
  s.in.rcps.clear();
  s.in.resource_policy = s.doc(allow(to("\"*\"")));
  EXPECT_TRUE(s.allows(kAnonymous));
  Caller provider{.kind = Kind::federated, .arn = "arn:aws:iam::111111111111:saml-provider/idp"};
  s.in.rule = ResourceRule::resource_must_allow;
  s.in.resource_policy = s.doc(
      allow(to(R"({"Federated":"arn:aws:iam::111111111111:saml-provider/idp"})", "sts:AssumeRoleWithSAML")));
  EXPECT_TRUE(s.allows(provider, "sts:AssumeRoleWithSAML"));
  provider.arn = "arn:aws:iam::111111111111:saml-provider/other";
  expect(s.decide(provider, "sts:AssumeRoleWithSAML"), false, false, Cause::trust);
}

TEST(Evaluate, NotPrincipalInADenySparesNobodyWithABoundary) {
  Scene s;
  s.in.identity = {s.doc(allow())};
  s.in.resource_policy = s.doc(deny(R"("NotPrincipal":{"AWS":["111111111111","arn:aws:iam::111111111111:user/alice"]},"Action":"*","Resource":"*")"));
  EXPECT_TRUE(s.allows(kUser));
  s.in.boundary = s.doc(allow());
  expect(s.decide(kUser), false, true, Cause::resource);
}

TEST(Evaluate, NotPrincipalSparesWhomItNamesInFull) {
  const std::string both = R"({"AWS":["arn:aws:iam::111111111111:user/alice","111111111111"]})";
  const std::string session = R"({"AWS":["arn:aws:sts::111111111111:assumed-role/Reader/s1",
      "arn:aws:iam::111111111111:role/team/Reader","arn:aws:iam::111111111111:root"]})";
  auto denies = [](const Caller& caller, const std::string& spared) {
    Scene s;
    s.in.identity = {s.doc(allow())};
    s.in.resource_policy = s.doc(allow(to("\"*\"")) + "," +
                                 deny(R"("NotPrincipal":)" + spared + R"(,"Action":"*","Resource":"*")"));
    return s.decide(caller).explicit_deny;
  };
  EXPECT_FALSE(denies(kUser, both));
  EXPECT_TRUE(denies(kUser, R"({"AWS":"arn:aws:iam::111111111111:user/alice"})"));
  EXPECT_TRUE(denies(kUser, R"({"AWS":"111111111111"})"));
  EXPECT_FALSE(denies(kRoot, R"({"AWS":"111111111111"})"));
  EXPECT_FALSE(denies(kSession, session));
  EXPECT_TRUE(denies(kSession, both));
  EXPECT_TRUE(denies(kSession, R"({"AWS":["arn:aws:iam::111111111111:role/team/Reader","111111111111"]})"));
  EXPECT_FALSE(denies(kService, R"({"Service":"cloudtrail.amazonaws.com"})"));
  EXPECT_TRUE(denies(kAnonymous, both));
  EXPECT_FALSE(denies(kAnonymous, "\"*\""));
  Scene s;
  s.in.resource_policy = s.doc(allow(R"("NotPrincipal":{"AWS":"111111111111"},"Action":"*","Resource":"*")"));
  EXPECT_FALSE(s.allows(kUser));
  EXPECT_TRUE(s.allows(kAnonymous));
}

TEST(Evaluate, BoundaryAndSessionLimitIdentityPolicies) {
  Scene s;
  s.in.identity = {s.doc(allow())};
  auto* s3 = s.doc(allow(R"("Action":"s3:*","Resource":"*")"));
  auto* ec2 = s.doc(allow(R"("Action":"ec2:*","Resource":"*")"));
  s.in.boundary = s3;
  EXPECT_TRUE(s.allows(kSession));
  s.in.boundary = ec2;
  expect(s.decide(kSession), false, false, Cause::boundary);
  s.in.boundary = nullptr;
  s.in.session = Documents{ec2};
  expect(s.decide(kSession), false, false, Cause::session);
  s.in.session = Documents{ec2, s3};
  EXPECT_TRUE(s.allows(kSession));
  s.in.session = Documents{};
  expect(s.decide(kSession), false, false, Cause::session);
}

TEST(Evaluate, AcrossAccountsBothSidesAllow) {
  Scene s;
  s.in.same_account = false;
  s.in.identity = {s.doc(allow())};
  expect(s.decide(kUser), false, false, Cause::resource);
  for (const char* principal : {R"({"AWS":"111111111111"})", R"({"AWS":"arn:aws:iam::111111111111:user/alice"})", R"("*")"}) {
    s.in.resource_policy = s.doc(allow(to(principal)));
    EXPECT_TRUE(s.allows(kUser)) << principal;
    EXPECT_TRUE(s.allows(kRoot) || std::string_view(principal).find("alice") != std::string_view::npos) << principal;
    Documents kept = std::move(s.in.identity);
    s.in.identity = {};
    expect(s.decide(kUser), false, false, Cause::identity);   // being named directly does not help here
    s.in.identity = kept;
  }
  s.in.boundary = s.doc(allow(R"("Action":"ec2:*","Resource":"*")"));
  expect(s.decide(kUser), false, false, Cause::boundary);
  Caller other = kUser;
  other.account = B;
  other.arn = "arn:aws:iam::222222222222:user/alice";
  s.in.boundary = nullptr;
  s.in.resource_policy = s.doc(allow(to(R"({"AWS":"111111111111"})")));
  expect(s.decide(other), false, false, Cause::resource);
}

TEST(Evaluate, KeyPoliciesMustAllowThemselves) {
  constexpr auto key = "arn:aws:kms:us-east-1:111111111111:key/k";
  Scene s;
  s.in.rule = ResourceRule::resource_must_allow;
  s.in.identity = {s.doc(allow())};
  s.in.resource_policy = s.doc(allow(to(R"({"AWS":"arn:aws:iam::111111111111:user/admin"})")));
  expect(s.decide(kUser, "kms:Decrypt", key), false, false, Cause::resource);
  expect(s.decide(kRoot, "kms:Decrypt", key), false, false, Cause::resource);
  s.in.resource_policy = s.doc(allow(to(R"({"AWS":"arn:aws:iam::111111111111:root"})")));
  EXPECT_TRUE(s.allows(kUser, "kms:Decrypt", key));
  EXPECT_TRUE(s.allows(kRoot, "kms:Decrypt", key));
  s.in.identity = {};
  expect(s.decide(kUser, "kms:Decrypt", key), false, false, Cause::identity);
  s.in.resource_policy = s.doc(allow(to(R"({"AWS":"arn:aws:iam::111111111111:user/alice"})")));
  EXPECT_TRUE(s.allows(kUser, "kms:Decrypt", key));
}

TEST(Evaluate, TrustPolicies) {
  constexpr auto role = "arn:aws:iam::111111111111:role/R";
  auto trust = [](const std::string& principal) { return R"("Principal":)" + principal + R"(,"Action":"sts:AssumeRole")"; };
  Scene s;
  s.in.rule = ResourceRule::resource_must_allow;
  s.in.resource_policy = s.doc(allow(trust(R"({"AWS":"arn:aws:iam::111111111111:user/alice"})")));
  EXPECT_TRUE(s.allows(kUser, "sts:AssumeRole", role));
  s.in.same_account = false;
  expect(s.decide(kUser, "sts:AssumeRole", role), false, false, Cause::identity);
  s.in.same_account = true;
  s.in.resource_policy = s.doc(allow(trust(R"({"AWS":"111111111111"})")));
  expect(s.decide(kUser, "sts:AssumeRole", role), false, false, Cause::identity);
  s.in.identity = {s.doc(allow())};
  EXPECT_TRUE(s.allows(kUser, "sts:AssumeRole", role));
  s.in.resource_policy = s.doc(allow(trust(R"({"Service":"lambda.amazonaws.com"})")));
  expect(s.decide(kUser, "sts:AssumeRole", role), false, false, Cause::trust);
  s.in.resource_policy = s.doc(deny(trust("\"*\"")));
  expect(s.decide(kUser, "sts:AssumeRole", role), false, true, Cause::trust);
}

TEST(Evaluate, EveryLevelMustAllow) {
  Scene s;
  s.in.identity = {s.doc(allow())};
  auto* full = s.doc(allow());
  auto *s3 = s.doc(allow(R"("Action":"s3:*","Resource":"*")")), *ec2 = s.doc(allow(R"("Action":"ec2:*","Resource":"*")"));
  auto* no_delete = s.doc(deny(R"("Action":"s3:Delete*","Resource":"*")"));
  s.in.scps_apply = true;
  for (auto& [levels, allowed] : std::vector<std::pair<std::vector<Documents>, bool>>{
           {{{full}, {full}, {full}}, true},
           {{{full}, {s3, ec2}, {full}}, true},
           {{{full}, {ec2}, {full}}, false},
           {{{ec2}, {s3}}, false},
           {{{full}, {}, {full}}, false},
           {{{full}, {no_delete}}, false},
           {{{full, no_delete}, {full}}, true},
           {{}, true}}) {
    s.in.scps = levels;
    Decision d = s.decide(kUser);
    expect(d, allowed, false, allowed ? Cause::none : Cause::scp);
    EXPECT_EQ(s.allows(kRoot), allowed);
  }
  s.in.scps = {{full}, {full, no_delete}, {full}};
  expect(s.decide(kRoot, "s3:DeleteObject"), false, true, Cause::scp);
  s.in.scps_apply = false;                        // the management account
  EXPECT_TRUE(s.allows(kRoot, "s3:DeleteObject"));
  s.in.rcps_apply = true;
  s.in.rcps = {{full}, {ec2}};
  expect(s.decide(kUser), false, false, Cause::rcp);
}

TEST(Evaluate, ReportsTheFirstCause) {
  Scene s;
  auto *full = s.doc(allow()), *none = s.doc(deny());
  s.in.scps_apply = s.in.rcps_apply = true;
  s.in.scps = s.in.rcps = {{none}};
  s.in.resource_policy = s.doc(deny(to("\"*\"")));
  s.in.identity = {none};
  s.in.boundary = none;
  s.in.session = Documents{none};
  expect(s.decide(kUser), false, true, Cause::scp);
  s.in.scps = {{full}};
  expect(s.decide(kUser), false, true, Cause::rcp);
  s.in.rcps = {{full}};
  expect(s.decide(kUser), false, true, Cause::resource);
  s.in.resource_policy = nullptr;
  expect(s.decide(kUser), false, true, Cause::identity);
  s.in.identity = {};                             // an implicit deny; the boundary's explicit one comes first
  expect(s.decide(kUser), false, true, Cause::boundary);
  s.in.boundary = nullptr;
  expect(s.decide(kUser), false, true, Cause::session);
  s.in.session = Documents{};
  s.in.scps = s.in.rcps = {{}};
  expect(s.decide(kUser), false, false, Cause::rcp);
  s.in.rcps = {{full}};
  expect(s.decide(kUser), false, false, Cause::scp);
  s.in.scps = {{full}};
  expect(s.decide(kUser), false, false, Cause::identity);
}

// A root session's task policy limits it, also where the resource policy names its account.
TEST(Evaluate, RootSessionsKeepToTheirSessionPolicy) {
  Scene s;
  s.in.session = Documents{s.doc(allow(R"("Action":"s3:DeleteBucketPolicy","Resource":"*")"))};
  s.in.resource_policy = s.doc(allow(to(R"({"AWS":"111111111111"})")));
  EXPECT_TRUE(s.allows(kRoot, "s3:DeleteBucketPolicy"));
  expect(s.decide(kRoot), false, false, Cause::session);
}

TEST(Examples, OrganizationGuardsTheTrail) {
  constexpr auto trail = "arn:aws:cloudtrail:us-east-1:111111111111:trail/org-trail";
  Caller admin{.kind = Kind::role_session, .account = B, .arn = "arn:aws:sts::222222222222:assumed-role/Admin/me",
               .role_arn = "arn:aws:iam::222222222222:role/Admin"};
  Scene s;
  s.in.identity = {s.doc(allow())};
  auto* full = s.doc(allow());
  s.in.scps_apply = true;
  s.in.scps = {{full, s.doc(deny(R"("Action":"cloudtrail:StopLogging","Resource":"arn:aws:cloudtrail:*:*:trail/*")"))}, {full}};
  Decision d = s.decide(admin, "cloudtrail:StopLogging", trail);
  expect(d, false, true, Cause::scp);
  EXPECT_EQ(denial(admin.arn, "cloudtrail:StopLogging", trail, d),
            "User: arn:aws:sts::222222222222:assumed-role/Admin/me is not authorized to perform: cloudtrail:StopLogging "
            "on resource: arn:aws:cloudtrail:us-east-1:111111111111:trail/org-trail "
            "with an explicit deny in a service control policy");
  s.in.scps_apply = false;
  EXPECT_TRUE(s.allows(admin, "cloudtrail:StopLogging", trail));

  s.in.scps_apply = true;
  s.in.scps = {{full, s.doc(deny(R"("Action":"cloudtrail:StopLogging","Resource":"*",
      "Condition":{"StringNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/BreakGlass"}})"))}};
  s.context.set("aws:PrincipalArn", "arn:aws:iam::222222222222:role/Admin");
  EXPECT_FALSE(s.allows(admin, "cloudtrail:StopLogging", trail));
  s.context.set("aws:PrincipalArn", "arn:aws:iam::222222222222:role/BreakGlass");
  EXPECT_TRUE(s.allows(admin, "cloudtrail:StopLogging", trail));
}

TEST(Examples, CloudTrailDeliversAMembersLog) {
  Scene s;
  s.in.same_account = false;
  s.context.set("aws:SourceArn", "arn:aws:cloudtrail:us-east-1:111111111111:trail/org-trail");
  s.context.set("s3:x-amz-acl", "bucket-owner-full-control");
  auto policy = [&](std::string_view source) {
    return s.doc(allow(R"("Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:PutObject",
        "Resource":"arn:aws:s3:::logs/AWSLogs/o-1/*","Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control",
        "aws:SourceArn":")" + std::string(source) + "\"}}"));
  };
  constexpr auto object = "arn:aws:s3:::logs/AWSLogs/o-1/222222222222/CloudTrail/us-east-1/2026/03/02/f.json.gz";
  s.in.resource_policy = policy("arn:aws:cloudtrail:us-east-1:111111111111:trail/org-trail");
  EXPECT_TRUE(s.allows(kService, "s3:PutObject", object));
  s.in.resource_policy = policy("arn:aws:cloudtrail:us-east-1:222222222222:trail/org-trail");
  expect(s.decide(kService, "s3:PutObject", object), false, false, Cause::resource);
}

TEST(Examples, BucketForTheOrganizationOnly) {
  auto decide = [](const Caller& caller, const char* org, const char* is_service) {
    Scene s;
    s.in.same_account = false;
    if (org) s.context.set("aws:PrincipalOrgID", org);
    if (is_service) s.context.set("aws:PrincipalIsAWSService", is_service);
    s.in.identity = {s.doc(allow())};
    s.in.resource_policy = s.doc(
        deny(to("\"*\"", "s3:*") + R"(,"Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"},
             "Bool":{"aws:PrincipalIsAWSService":"false"}})") +
        "," + allow(to(R"({"AWS":"111111111111","Service":"cloudtrail.amazonaws.com"})")));
    return s.decide(caller);
  };
  expect(decide(kSession, "o-1", "false"), true);
  expect(decide(kSession, "o-2", "false"), false, true, Cause::resource);
  expect(decide(kSession, nullptr, "false"), false, true, Cause::resource);
  expect(decide(kService, nullptr, "true"), true);
  expect(decide(kAnonymous, nullptr, nullptr), false, false, Cause::resource);
}

TEST(Examples, KeysOfTheTrail) {
  constexpr auto key = "arn:aws:kms:us-east-1:333333333333:key/k";
  constexpr auto trail = "arn:aws:cloudtrail:us-east-1:111111111111:trail/org-trail";
  Scene s;
  s.in.same_account = false;
  s.in.rule = ResourceRule::resource_must_allow;
  s.in.resource_policy = s.doc(
      allow(R"("Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"kms:GenerateDataKey*","Resource":"*",
          "Condition":{"StringLike":{"kms:EncryptionContext:aws:cloudtrail:arn":
              "arn:*:cloudtrail:*:111111111111:trail/*"}})") + "," +
      allow(R"("Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"kms:Decrypt","Resource":"*",
          "Condition":{"Null":{"kms:EncryptionContext:aws:cloudtrail:arn":"false"}})"));
  EXPECT_FALSE(s.allows(kService, "kms:GenerateDataKey", key));
  s.in.identity = {s.doc(allow(R"("Action":"kms:Decrypt","Resource":"arn:aws:kms:*:333333333333:key/*")"))};
  expect(s.decide(kSession, "kms:Decrypt", key), false, false, Cause::resource);
  s.context.set("kms:EncryptionContext:aws:cloudtrail:arn", trail);
  EXPECT_TRUE(s.allows(kService, "kms:GenerateDataKey", key));
  EXPECT_TRUE(s.allows(kSession, "kms:Decrypt", key));
  s.in.identity = {};
  expect(s.decide(kSession, "kms:Decrypt", key), false, false, Cause::identity);

  Scene bucket;                                   // the same reader, on the bucket of its own account
  bucket.in.identity = {bucket.doc(allow(R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::logs/*")"))};
  EXPECT_TRUE(bucket.allows(kSession, "s3:GetObject", "arn:aws:s3:::logs/AWSLogs/f"));
}

TEST(Denial, Texts) {
  auto text = [](bool explicit_deny, Cause cause) { return denial("arn:x", "s3:Get", "", {false, explicit_deny, cause}); };
  const std::string base = "User: arn:x is not authorized to perform: s3:Get";
  EXPECT_EQ(text(true, Cause::scp), base + " with an explicit deny in a service control policy");
  EXPECT_EQ(text(true, Cause::rcp), base + " with an explicit deny in a resource control policy");
  EXPECT_EQ(text(true, Cause::resource), base + " with an explicit deny in a resource-based policy");
  EXPECT_EQ(text(true, Cause::identity), base + " with an explicit deny in an identity-based policy");
  EXPECT_EQ(text(true, Cause::boundary), base + " with an explicit deny in a permissions boundary");
  EXPECT_EQ(text(true, Cause::session), base + " with an explicit deny in a session policy");
  EXPECT_EQ(text(true, Cause::trust), base + " with an explicit deny in the role trust policy");
  EXPECT_EQ(text(false, Cause::scp), base + " because no service control policy allows the s3:Get action");
  EXPECT_EQ(text(false, Cause::rcp), base + " because no resource control policy allows the s3:Get action");
  EXPECT_EQ(text(false, Cause::resource), base + " because no resource-based policy allows the s3:Get action");
  EXPECT_EQ(text(false, Cause::identity), base + " because no identity-based policy allows the s3:Get action");
  EXPECT_EQ(text(false, Cause::boundary), base + " because no permissions boundary allows the s3:Get action");
  EXPECT_EQ(text(false, Cause::session), base + " because no session policy allows the s3:Get action");
  EXPECT_EQ(text(false, Cause::trust), base + " because no role trust policy allows the s3:Get action");
  EXPECT_EQ(denial("", "s3:GetObject", "arn:aws:s3:::b/k", {}, Quote::double_quotes),
            "User: anonymous is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::b/k\"");
  EXPECT_EQ(denial("arn:x", "organizations:ListRoots", "*", {}),
            "User: arn:x is not authorized to perform: organizations:ListRoots on resource: *");
}

}  // namespace
}  // namespace policy
