// The room in a house of its own: every call goes the whole way, in memory. IAM is played by three operations.
#include "services/organizations/organizations.h"

#include <gtest/gtest.h>

#include "services/iam/api.h"
#include "services/organizations/api.h"
#include "services/organizations/ports.h"
#include "services/organizations/workers.h"

namespace organizations {
namespace {

using service::ApiError, service::Call;

const std::string kManagement = "111111111111";

// ---- an IAM that only remembers what was asked of it

std::vector<std::string> asked;
template <class Q> std::vector<service::Access> own(const Q&, Call&) {
  std::vector<service::Access> wanted;
  wanted.push_back({Q::operation});
  return wanted;
}
iam::RoleResult make_role(const iam::CreateRole& q, Call& c) { return asked.push_back(c.scope().account + " CreateRole " + q.roleName), iam::RoleResult{}; }
iam::RoleResult make_linked(const iam::CreateServiceLinkedRole& q, Call& c) {
  return asked.push_back(c.scope().account + " CreateServiceLinkedRole " + q.aWSServiceName), iam::RoleResult{};
}
shape::Nothing attach_role(const iam::AttachRolePolicy& q, Call& c) { return asked.push_back(c.scope().account + " AttachRolePolicy " + q.policyArn), shape::Nothing{}; }

service::Service fake_iam() {
  service::Service s{.name = "iam", .event_source = "iam.amazonaws.com", .protocol = wire::Protocol::query, .version = "2010-05-08", .global = true};
  s.operations = {service::operation<own<iam::CreateRole>, make_role>("CreateRole", service::Effect::write),
                  service::operation<own<iam::CreateServiceLinkedRole>, make_linked>("CreateServiceLinkedRole", service::Effect::write),
                  service::operation<own<iam::AttachRolePolicy>, attach_role>("AttachRolePolicy", service::Effect::write)};
  return s;
}

service::PrincipalPtr root(const std::string& account) {
  auto p = std::make_shared<service::Principal>();
  p->who = service::Who::root;
  p->identity = {.type = "Root", .principal_id = account, .arn = "arn:aws:iam::" + account + ":root", .account = account};
  p->entity_id = account;
  return p;
}

class Organizations : public testing::Test {
 protected:
  Organizations()
      : clock_(base::Time::seconds(1'772'460'000)), journal_(journal::Journal::open({})), store_({}, *journal_), blobs_({}),
        house_(clock_, *journal_, store_, blobs_, std::string(32, 'k'), {.regions = {"us-east-1"}}, {organizations(), fake_iam()},
               {.identity_policies = [](service::House&, store::Txn&, const service::Principal&) { return service::IdentityPolicies{}; },
                .guardrails = guardrails}) {
    asked.clear();
    house_.note([&](store::Txn& txn) { register_account(txn, kManagement, "management", "root@example.com", clock_.now()); });
  }

  template <class Q> typename Q::Result as(const std::string& account, const Q& q) { return house_.act(root(account), {account, "us-east-1"}, q); }
  template <class Q> typename Q::Result manage(const Q& q) { return as(kManagement, q); }
  template <class Q> std::string refused(const std::string& account, const Q& q) {
    try {
      as(account, q);
    } catch (const ApiError& e) {
      return e.extra.empty() ? e.code : e.code + " " + e.extra[0].second;
    }
    return "";
  }
  void work() { while (auto next = service::drain_outbox(house_, outbox_handlers())) clock_.advance_seconds(std::max<std::int64_t>(1, next->s() - clock_.now().s())); }
  template <class F> auto look(F f) { auto txn = store_.read(); return f(txn); }

  // An organization with all features, service control policies in force.
  void found() {
    auto made = manage(CreateOrganization{}).organization;
    organization_ = made.id;
    root_ = manage(ListRoots{}).roots.at(0).id;
    manage(EnablePolicyType{.rootId = root_, .policyType = "SERVICE_CONTROL_POLICY"});
    work();
  }
  std::string new_account(const std::string& email) {
    auto id = manage(CreateAccount{.email = Email(email), .accountName = AccountName("member")}).createAccountStatus.id;
    work();
    return manage(DescribeCreateAccountStatus{.createAccountRequestId = id}).createAccountStatus.accountId.value_or("");
  }
  std::string new_unit(const std::string& parent, const std::string& name) {
    return manage(CreateOrganizationalUnit{.parentId = parent, .name = name}).organizationalUnit.id;
  }
  std::string new_policy(const std::string& name, const std::string& statement) {
    return manage(CreatePolicy{.content = R"({"Version":"2012-10-17","Statement":[)" + statement + "]}", .name = name, .type = "SERVICE_CONTROL_POLICY"})
        .policy.policySummary.id;
  }
  std::vector<std::string> records(const std::string& account, const std::string& event) {
    std::vector<std::string> out;
    journal_->read(account, "us-east-1", 0, [&](const journal::RecordView& r) {
      if (r.json.find("\"eventName\":\"" + event + "\"") != r.json.npos) out.emplace_back(r.json);
      return true;
    });
    return out;
  }

  base::LabClock clock_;
  std::unique_ptr<journal::Journal> journal_;
  store::Store store_;
  store::Blobs blobs_;
  service::House house_;
  std::string organization_, root_;
};

TEST_F(Organizations, AnOrganizationIsFoundedOnce) {
  EXPECT_EQ(refused(kManagement, DescribeOrganization{}), "AWSOrganizationsNotInUseException");
  found();
  EXPECT_EQ(refused(kManagement, CreateOrganization{}), "AlreadyInOrganizationException");
  EXPECT_EQ(asked, std::vector<std::string>{kManagement + " CreateServiceLinkedRole organizations.amazonaws.com"});
  auto shown = manage(DescribeOrganization{}).organization;
  EXPECT_EQ(shown.masterAccountArn, "arn:aws:organizations::" + kManagement + ":account/" + organization_ + "/" + kManagement);
  EXPECT_EQ(shown.featureSet, "ALL");
  auto made = records(kManagement, "CreateOrganization").at(0);
  EXPECT_NE(made.find("\"masterAccountEmail\":\"****\""), made.npos);
  EXPECT_EQ(made.find("root@example.com"), made.npos);
}

TEST_F(Organizations, AnAccountIsMadeInTheBackground) {
  found();
  asked.clear();
  auto status = manage(CreateAccount{.email = Email("a@example.com"), .accountName = AccountName("log archive"), .tags = {{{"team", "audit"}}}}).createAccountStatus;
  EXPECT_EQ(status.state, "IN_PROGRESS");
  EXPECT_EQ(refused(kManagement, DeleteOrganization{}), "OrganizationNotEmptyException");
  work();
  auto done = manage(DescribeCreateAccountStatus{.createAccountRequestId = status.id}).createAccountStatus;
  ASSERT_EQ(done.state, "SUCCEEDED");
  std::string account = *done.accountId;
  EXPECT_EQ(asked, (std::vector<std::string>{account + " CreateServiceLinkedRole organizations.amazonaws.com", account + " CreateRole OrganizationAccountAccessRole",
                                             account + " AttachRolePolicy arn:aws:iam::aws:policy/AdministratorAccess"}));
  auto shown = manage(DescribeAccount{.accountId = account}).account;
  EXPECT_EQ(shown.paths, std::vector<std::string>{organization_ + "/" + root_ + "/" + account + "/"});
  EXPECT_EQ(shown.joinedMethod, "CREATED");
  EXPECT_EQ(manage(ListTagsForResource{.resourceId = account}).tags.at(0).value, "audit");
  auto event = records(kManagement, "CreateAccountResult").at(0);
  EXPECT_NE(event.find("\"serviceEventDetails\":{\"createAccountStatus\":{\"id\":\"" + status.id + "\",\"state\":\"SUCCEEDED\",\"accountName\":\"****\",\"accountId\":\"" +
                       account + "\",\"requestedTimestamp\":\"Mar 2, 2026 2:00:"),
            event.npos)
      << event;
  EXPECT_EQ(event.find("archive"), event.npos);
  auto asked_for = records(kManagement, "CreateAccount").at(0);
  EXPECT_NE(asked_for.find("\"email\":\"****\",\"accountName\":\"****\""), asked_for.npos) << asked_for;
  auto role = records(account, "CreateRole").at(0);
  EXPECT_NE(role.find("\"invokedBy\":\"organizations.amazonaws.com\""), role.npos);
}

TEST_F(Organizations, AnAddressBelongsToOneAccount) {
  found();
  new_account("a@example.com");
  auto id = manage(CreateAccount{.email = Email("A@Example.com"), .accountName = AccountName("again")}).createAccountStatus.id;
  work();
  auto status = manage(DescribeCreateAccountStatus{.createAccountRequestId = id}).createAccountStatus;
  EXPECT_EQ(status.state, "FAILED");
  EXPECT_EQ(status.failureReason, "EMAIL_ALREADY_EXISTS");
  EXPECT_FALSE(status.accountId);
  EXPECT_EQ(manage(ListAccounts{}).accounts.size(), 2u);
  EXPECT_EQ(manage(ListCreateAccountStatus{.states = {{"FAILED"}}}).createAccountStatuses.size(), 1u);
}

TEST_F(Organizations, MembersMayNotManage) {
  found();
  std::string member = new_account("a@example.com");
  EXPECT_EQ(as(member, DescribeOrganization{}).organization.id, organization_);
  EXPECT_EQ(refused(member, ListAccounts{}), "AccessDeniedException");
  EXPECT_EQ(refused(member, EnableAWSServiceAccess{.servicePrincipal = "cloudtrail.amazonaws.com"}), "AccessDeniedException");
  auto record = records(member, "ListAccounts").at(0);
  EXPECT_NE(record.find("\"errorCode\":\"AccessDenied\",\"errorMessage\":\"You don't have permissions to access this resource.\""), record.npos) << record;
  EXPECT_TRUE(records(kManagement, "ListAccounts").empty());
}

TEST_F(Organizations, TheTreeOfUnits) {
  found();
  std::string at = root_;
  for (int depth = 1; depth <= 5; ++depth) at = new_unit(at, "unit " + std::to_string(depth));
  EXPECT_EQ(refused(kManagement, CreateOrganizationalUnit{.parentId = at, .name = "six"}), "ConstraintViolationException OU_DEPTH_LIMIT_EXCEEDED");
  EXPECT_EQ(refused(kManagement, CreateOrganizationalUnit{.parentId = root_, .name = "unit 1"}), "DuplicateOrganizationalUnitException");
  EXPECT_EQ(refused(kManagement, CreateOrganizationalUnit{.parentId = "r-none", .name = "x"}), "ParentNotFoundException");
  std::string top = manage(ListChildren{.parentId = root_, .childType = "ORGANIZATIONAL_UNIT"}).children.at(0).id;
  EXPECT_EQ(refused(kManagement, DeleteOrganizationalUnit{.organizationalUnitId = top}), "OrganizationalUnitNotEmptyException");
  std::string member = new_account("a@example.com");
  EXPECT_EQ(refused(kManagement, MoveAccount{.accountId = member, .sourceParentId = top, .destinationParentId = root_}), "AccountNotFoundException");
  manage(MoveAccount{.accountId = member, .sourceParentId = root_, .destinationParentId = at});
  EXPECT_EQ(manage(ListParents{.childId = member}).parents.at(0).id, at);
  EXPECT_EQ(manage(ListAccountsForParent{.parentId = at}).accounts.size(), 1u);
  EXPECT_EQ(refused(kManagement, DeleteOrganizationalUnit{.organizationalUnitId = at}), "OrganizationalUnitNotEmptyException");
  manage(UpdateOrganizationalUnit{.organizationalUnitId = at, .name = "leaf"});
  EXPECT_EQ(manage(DescribeOrganizationalUnit{.organizationalUnitId = at}).organizationalUnit.name, "leaf");
  auto guards = look([&](store::Txn& txn) { return guardrails(house_, txn, member); });
  EXPECT_EQ(guards.scps.size(), 7u);
  EXPECT_TRUE(guards.rcps.empty());
  EXPECT_TRUE(guards.path.starts_with(organization_ + "/" + root_ + "/ou-")) << guards.path;
  EXPECT_TRUE(guards.path.ends_with(at + "/")) << guards.path;
}

TEST_F(Organizations, ListsComeInPages) {
  found();
  for (int i = 0; i < 45; ++i) new_unit(root_, "unit " + std::to_string(i));
  std::set<std::string> seen;
  std::optional<Token> token;
  int pages = 0;
  do {
    auto page = manage(ListOrganizationalUnitsForParent{.parentId = root_, .nextToken = token});
    for (auto& unit : page.organizationalUnits) EXPECT_TRUE(seen.insert(unit.id).second);
    token.reset();
    if (page.nextToken) token = *page.nextToken;
    ++pages;
  } while (token);
  EXPECT_EQ(seen.size(), 45u);
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(refused(kManagement, ListAccounts{.nextToken = "not a token!"}), "InvalidInputException INVALID_NEXT_TOKEN");
  EXPECT_EQ(refused(kManagement, ListAccounts{.maxResults = PageSize{21}}), "InvalidInputException");
}

TEST_F(Organizations, ServiceControlPoliciesBindMembersAtOnce) {
  found();
  std::string member = new_account("a@example.com"), unit = new_unit(root_, "workloads");
  manage(MoveAccount{.accountId = member, .sourceParentId = root_, .destinationParentId = unit});
  std::string deny = new_policy("deny", R"({"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"})");
  EXPECT_EQ(refused(kManagement, CreatePolicy{.content = "{}", .name = "bad", .type = "SERVICE_CONTROL_POLICY"}), "MalformedPolicyDocumentException");
  EXPECT_EQ(refused(kManagement, CreatePolicy{.content = "{}", .name = "chat", .type = "CHATBOT_POLICY"}), "MalformedPolicyDocumentException");
  manage(AttachPolicy{.policyId = deny, .targetId = unit});
  EXPECT_EQ(refused(kManagement, AttachPolicy{.policyId = deny, .targetId = unit}), "DuplicatePolicyAttachmentException");
  EXPECT_EQ(refused(kManagement, DeletePolicy{.policyId = deny}), "PolicyInUseException");
  try {
    as(member, LeaveOrganization{});
    FAIL() << "left";
  } catch (const ApiError& e) {
    EXPECT_EQ(e.message, "User: arn:aws:iam::" + member + ":root is not authorized to perform: organizations:LeaveOrganization on resource: * "
                         "with an explicit deny in a service control policy");
  }
  manage(DetachPolicy{.policyId = deny, .targetId = unit});
  EXPECT_EQ(refused(kManagement, DetachPolicy{.policyId = "p-FullAWSAccess", .targetId = unit}),
            "ConstraintViolationException MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
  EXPECT_EQ(refused(kManagement, DetachPolicy{.policyId = "p-RCPFullAWSAccess", .targetId = unit}), "InvalidInputException NON_DETACHABLE_POLICY");
  EXPECT_EQ(refused(kManagement, UpdatePolicy{.policyId = "p-FullAWSAccess", .name = "mine"}), "InvalidInputException IMMUTABLE_POLICY");
  for (int i = 0; i < 4; ++i) manage(AttachPolicy{.policyId = new_policy("p" + std::to_string(i), R"({"Effect":"Allow","Action":"*","Resource":"*"})"), .targetId = unit});
  EXPECT_EQ(refused(kManagement, AttachPolicy{.policyId = deny, .targetId = unit}), "ConstraintViolationException MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
  manage(DisablePolicyType{.rootId = root_, .policyType = "SERVICE_CONTROL_POLICY"});
  auto left = manage(ListPoliciesForTarget{.targetId = unit, .filter = "SERVICE_CONTROL_POLICY"}).policies;
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].arn, "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess");
  as(member, LeaveOrganization{});
}

TEST_F(Organizations, HistoryByVersion) {
  found();
  std::string member = new_account("a@example.com");
  auto version = [&] { return store_.version(); };
  auto member_at = [&](std::uint64_t v) { return look([&](store::Txn& txn) { return was_member(txn, member, organization_, v); }); };
  auto trusted_at = [&](std::uint64_t v) { return look([&](store::Txn& txn) { return had_service_access(txn, organization_, "cloudtrail.amazonaws.com", v); }); };
  manage(EnableAWSServiceAccess{.servicePrincipal = "cloudtrail.amazonaws.com"});
  auto enabled = version();
  manage(EnableAWSServiceAccess{.servicePrincipal = "cloudtrail.amazonaws.com"});
  EXPECT_FALSE(trusted_at(enabled - 1));
  EXPECT_TRUE(trusted_at(enabled));
  EXPECT_EQ(refused(kManagement, RegisterDelegatedAdministrator{.accountId = kManagement, .servicePrincipal = "cloudtrail.amazonaws.com"}),
            "ConstraintViolationException CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR");
  EXPECT_EQ(refused(kManagement, RegisterDelegatedAdministrator{.accountId = member, .servicePrincipal = "config.amazonaws.com"}),
            "ConstraintViolationException SERVICE_ACCESS_NOT_ENABLED");
  manage(RegisterDelegatedAdministrator{.accountId = member, .servicePrincipal = "cloudtrail.amazonaws.com"});
  EXPECT_EQ(refused(kManagement, RegisterDelegatedAdministrator{.accountId = member, .servicePrincipal = "cloudtrail.amazonaws.com"}), "AccountAlreadyRegisteredException");
  EXPECT_EQ(as(member, ListAccounts{}).accounts.size(), 2u);
  EXPECT_EQ(as(member, ListDelegatedAdministrators{.servicePrincipal = "cloudtrail.amazonaws.com"}).delegatedAdministrators.at(0).id, member);
  EXPECT_EQ(as(member, ListDelegatedServicesForAccount{.accountId = member}).delegatedServices.size(), 1u);
  EXPECT_EQ(refused(kManagement, DisableAWSServiceAccess{.servicePrincipal = "cloudtrail.amazonaws.com"}),
            "ConstraintViolationException DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE");
  EXPECT_EQ(refused(member, LeaveOrganization{}), "ConstraintViolationException CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG");
  manage(DeregisterDelegatedAdministrator{.accountId = member, .servicePrincipal = "cloudtrail.amazonaws.com"});
  manage(DisableAWSServiceAccess{.servicePrincipal = "cloudtrail.amazonaws.com"});
  auto disabled = version();
  EXPECT_TRUE(trusted_at(disabled - 1));
  EXPECT_FALSE(trusted_at(disabled)) << "what is read afterwards carries the same version";
  EXPECT_TRUE(manage(ListAWSServiceAccessForOrganization{}).enabledServicePrincipals.empty());
  as(member, LeaveOrganization{});
  auto left = version();
  EXPECT_TRUE(member_at(left - 1));
  EXPECT_FALSE(member_at(left));
  EXPECT_EQ(refused(member, DescribeOrganization{}), "AWSOrganizationsNotInUseException");
  as(member, CreateOrganization{});
  EXPECT_FALSE(member_at(version()));
  EXPECT_TRUE(member_at(left - 1));
}

TEST_F(Organizations, ClosingAndRemoving) {
  found();
  std::string member = new_account("a@example.com"), other = new_account("b@example.com");
  manage(CloseAccount{.accountId = member});
  EXPECT_EQ(refused(kManagement, CloseAccount{.accountId = member}), "ConflictException");
  work();
  EXPECT_EQ(manage(DescribeAccount{.accountId = member}).account.status, "SUSPENDED");
  EXPECT_EQ(refused(kManagement, CloseAccount{.accountId = member}), "AccountAlreadyClosedException");
  EXPECT_EQ(refused(kManagement, CloseAccount{.accountId = kManagement}), "ConstraintViolationException CANNOT_CLOSE_MANAGEMENT_ACCOUNT");
  EXPECT_EQ(records(kManagement, "CloseAccountResult").size(), 1u);
  EXPECT_EQ(refused(kManagement, RemoveAccountFromOrganization{.accountId = kManagement}), "MasterCannotLeaveOrganizationException");
  manage(TagResource{.resourceId = other, .tags = {{"a", "1"}}});
  manage(RemoveAccountFromOrganization{.accountId = other});
  EXPECT_EQ(refused(kManagement, ListTagsForResource{.resourceId = other}), "TargetNotFoundException");
  EXPECT_EQ(refused(kManagement, RemoveAccountFromOrganization{.accountId = other}), "AccountNotFoundException");
  EXPECT_EQ(look([](store::Txn& txn) { return all_accounts(txn).size(); }), 3u);
  EXPECT_EQ(look([&](store::Txn& txn) { return accounts_of(txn, organization_).size(); }), 2u);
}

TEST_F(Organizations, DeletionKeepsNothingButHistory) {
  found();
  new_unit(root_, "a");
  new_policy("allow", R"({"Effect":"Allow","Action":"*","Resource":"*"})");
  manage(EnableAWSServiceAccess{.servicePrincipal = "cloudtrail.amazonaws.com"});
  manage(DeleteOrganization{});
  auto gone = store_.version();
  look([&](store::Txn& txn) {
    EXPECT_TRUE(was_member(txn, kManagement, organization_, gone - 1));
    EXPECT_FALSE(was_member(txn, kManagement, organization_, gone));
    EXPECT_FALSE(had_service_access(txn, organization_, "cloudtrail.amazonaws.com", gone));
    EXPECT_FALSE(organization_of(txn, kManagement));
    txn.scan("organizations.", "", [&](std::string_view key, std::string_view) {
      std::string_view table = key.substr(0, key.find('\0'));
      EXPECT_TRUE(table == "organizations.account" || table == "organizations.email" || table == "organizations.membership" || table == "organizations.trusted_service")
          << table;
      return true;
    });
    return 0;
  });
  EXPECT_EQ(manage(CreateOrganization{.featureSet = "CONSOLIDATED_BILLING"}).organization.availablePolicyTypes.size(), 0u);
  EXPECT_EQ(refused(kManagement, EnableAWSServiceAccess{.servicePrincipal = "cloudtrail.amazonaws.com"}),
            "ConstraintViolationException ORGANIZATION_NOT_IN_ALL_FEATURES_MODE");
}

}  // namespace
}  // namespace organizations
