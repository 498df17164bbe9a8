// An organization of many accounts with policies of their own: what a decision costs on the road, cold and warm, how soon a
// change counts, and what is kept in memory. Everything goes through the house, as calls do.
//
//   authority_bench [ACCOUNTS] [POLICIES]      5000 and 10000 where nothing is said
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "server/assembly.h"
#include "services/iam/api.h"
#include "services/organizations/api.h"
#include "services/organizations/ports.h"

namespace {

namespace org = organizations;
using Clock = std::chrono::steady_clock;

constexpr const char* kManagement = "111111111111";

double mebibytes() {
  std::ifstream in("/proc/self/statm");
  long size = 0, resident = 0;
  in >> size >> resident;
  return double(resident) * double(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

service::PrincipalPtr root_user(const std::string& account) {
  auto p = std::make_shared<service::Principal>();
  p->who = service::Who::root;
  p->identity = {.type = "Root", .principal_id = account, .arn = "arn:aws:iam::" + account + ":root", .account = account};
  p->entity_id = account;
  return p;
}

service::PrincipalPtr session_of(const std::string& account, const iam::Role& role) {
  auto p = std::make_shared<service::Principal>();
  p->who = service::Who::role_session;
  p->identity = {.type = "AssumedRole", .principal_id = role.roleId + ":bench", .arn = "arn:aws:sts::" + account + ":assumed-role/" + role.roleName + "/bench", .account = account};
  p->entity_id = role.roleId;
  p->entity_name = role.roleName;
  p->role_arn = role.arn;
  return p;
}

// Of a usual size, and no two alike.
std::string document(const std::string& mark, std::string_view effect = "Allow") {
  std::string out = R"({"Version":"2012-10-17","Statement":[)";
  for (int i = 0; i < 6; ++i)
    out += R"({"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:ListBucket"],"Resource":["arn:aws:s3:::team-)" + mark + "-" + std::to_string(i) +
           R"(","arn:aws:s3:::team-)" + mark + R"(/${aws:PrincipalTag/team}/*"],"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},"Bool":{"aws:SecureTransport":"true"}}},)";
  return out + R"({"Effect":")" + std::string(effect) + R"(","Action":"iam:ListRoles","Resource":"*"}]})";
}

class Bench {
 public:
  Bench(std::size_t accounts, std::size_t policies) : policies_(policies), clock_(base::Time::seconds(1'772'460'000)), assembly_(server::Config{}, clock_, {}, std::string(32, 'k'), true) {
    house().note([&](store::Txn& txn) { org::register_account(txn, kManagement, "management", "root@example.com", clock_.now()); });
    make_organization(accounts);
    make_policies();
  }

  void run() {
    std::printf("%-62s %10.0f MiB\n", "resident, with everything made", mebibytes());
    pass("decisions, nothing kept in memory", true);
    pass("decisions, everything kept in memory", true);
    std::printf("%-62s %10.0f MiB\n", "resident", mebibytes());
    changes_count_at_once();
    many_documents();
  }

 private:
  service::House& house() { return assembly_.house(); }
  template <class Q> typename Q::Result as(const std::string& account, const Q& q) { return house().act(root_user(account), {account, "us-east-1"}, q); }
  template <class Q> typename Q::Result manage(const Q& q) { return as(kManagement, q); }

  void make_organization(std::size_t accounts) {
    manage(org::CreateOrganization{});
    root_ = manage(org::ListRoots{}).roots.at(0).id;
    manage(org::EnablePolicyType{.rootId = root_, .policyType = "SERVICE_CONTROL_POLICY"});
    std::string parent = root_;
    for (const char* name : {"Workloads", "Production"}) parent = manage(org::CreateOrganizationalUnit{.parentId = parent, .name = name}).organizationalUnit.id;
    std::vector<std::string> making;
    for (std::size_t i = 0; i < accounts; ++i)
      making.push_back(manage(org::CreateAccount{.email = org::Email("a" + std::to_string(i) + "@example.com"), .accountName = org::AccountName("a" + std::to_string(i))}).createAccountStatus.id);
    for (;;) {
      assembly_.settle();
      auto last = manage(org::DescribeCreateAccountStatus{.createAccountRequestId = making.back()}).createAccountStatus;
      if (last.state != "IN_PROGRESS") break;
      clock_.advance_seconds(5);
    }
    for (auto& id : making) {
      auto made = manage(org::DescribeCreateAccountStatus{.createAccountRequestId = id}).createAccountStatus;
      if (!made.accountId || made.state != "SUCCEEDED") std::abort();
      manage(org::MoveAccount{.accountId = *made.accountId, .sourceParentId = root_, .destinationParentId = parent});
      accounts_.push_back(*made.accountId);
    }
    unit_ = parent;
  }

  void make_policies() {
    const std::string trust = R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}})";
    for (auto& account : accounts_)
      sessions_.push_back(session_of(account, as(account, iam::CreateRole{.roleName = "bench", .assumeRolePolicyDocument = trust}).role));
    for (std::size_t i = 0; i < policies_; ++i) {
      const std::string& account = accounts_[i % accounts_.size()];
      auto made = as(account, iam::CreatePolicy{.policyName = "p" + std::to_string(i), .policyDocument = document(std::to_string(i))});
      as(account, iam::AttachRolePolicy{.roleName = "bench", .policyArn = made.policy.arn});
    }
  }

  bool allowed(std::size_t i) {
    static const iam::ListRoles question;
    auto found = house().find("iam:ListRoles");
    store::Txn txn = house().store.read();
    service::Effects effects;
    service::Call call(house(), txn, sessions_[i], {accounts_[i], "us-east-1"}, {.source_ip = "203.0.113.44", .user_agent = "bench", .host = "iam.amazonaws.com", .tls_version = "TLSv1.3"}, effects);
    return house().would_allow(*found.service, *found.operation, &question, call);
  }

  void pass(const char* what, bool expected) {
    auto begin = Clock::now();
    for (std::size_t i = 0; i < accounts_.size(); ++i) if (allowed(i) != expected) std::abort();
    double us = std::chrono::duration<double, std::micro>(Clock::now() - begin).count() / double(accounts_.size());
    std::printf("%-62s %10.2f us\n", what, us);
  }

  void changes_count_at_once() {
    auto denied = manage(org::CreatePolicy{.content = R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:*","Resource":"*"}})", .name = "no", .type = "SERVICE_CONTROL_POLICY"});
    const std::string id = denied.policy.policySummary.id;
    manage(org::AttachPolicy{.policyId = id, .targetId = unit_});
    pass("decisions right after a unit's policy denies, all denied", false);
    manage(org::DetachPolicy{.policyId = id, .targetId = unit_});
    pass("decisions right after it is gone, all allowed", true);
    auto begin = Clock::now();
    for (std::size_t i = 0; i < 500; ++i) {
      const std::string& account = accounts_[i % accounts_.size()];
      as(account, iam::PutRolePolicy{.roleName = "bench", .policyName = "no", .policyDocument = R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:*","Resource":"*"}})"});
      if (allowed(i % accounts_.size())) std::abort();
      as(account, iam::DeleteRolePolicy{.roleName = "bench", .policyName = "no"});
      if (!allowed(i % accounts_.size())) std::abort();
    }
    std::printf("%-62s %10.2f us\n", "a role's policy put and deleted, each counting in the next call", std::chrono::duration<double, std::micro>(Clock::now() - begin).count() / 500);
  }

  // Documents that nobody asks for again, as sessions bring them: of the largest size that a resource policy may have.
  void many_documents() {
    double before = mebibytes(), most = before;
    for (int round = 0; round < 5; ++round) {
      for (int i = 0; i < 10'000; ++i) {
        std::string mark = std::to_string(round * 10'000 + i);
        mark.append(1900 - mark.size(), 'x');
        if (!house().compiled(document(mark))) std::abort();
      }
      most = std::max(most, mebibytes());
      std::printf("%-62s %10.0f MiB\n", ("resident, after " + std::to_string((round + 1) * 10'000) + " further documents of 20 KB").c_str(), mebibytes());
    }
  }

  std::size_t policies_;
  base::LabClock clock_;
  server::Assembly assembly_;
  std::string root_, unit_;
  std::vector<std::string> accounts_;
  std::vector<service::PrincipalPtr> sessions_;
};

}  // namespace

int main(int argc, char** argv) {
  std::size_t accounts = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 5000, policies = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 10000;
  std::printf("# %zu accounts, %zu policies attached\n", accounts, policies);
  Bench(accounts, policies).run();
}
