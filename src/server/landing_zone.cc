#include "server/landing_zone.h"

#include "base/ids.h"
#include "base/log.h"
#include "services/iam/api.h"
#include "services/organizations/api.h"
#include "services/organizations/ports.h"

namespace server {
namespace {

namespace org = organizations;
using service::ApiError;

// How far the first start has come. docs/formats/state.md.
struct Progress {
  std::string management_account;
  bool complete = false;
};
BOOST_DESCRIBE_STRUCT(Progress, (), (management_account, complete))
constexpr store::Table<Progress> kProgress{"server.landing_zone", store::Reach::everywhere};

Progress progress(service::House& house) {
  store::Txn txn = house.store.read();
  return store::Bound<Progress>(txn, kProgress, "", "").get("").value_or(Progress{});
}
void note(service::House& house, const Progress& p) {
  house.note([&](store::Txn& txn) { store::Bound<Progress>(txn, kProgress, "", "").put("", p); });
}

class Builder {
 public:
  Builder(Assembly& assembly, const Config& config, std::string management)
      : assembly_(assembly), house_(assembly.house()), config_(config), management_(std::move(management)), who_(root_user(house_, management_)) {}

  void run() {
    make_administrator();
    if (!config_.organization) return;
    assembly_.settle();                                          // accounts that were being made
    make_organization(*config_.organization);
  }
  const std::string& doing() const { return doing_; }

 private:
  template <class Q> typename Q::Result call(const Q& request) {
    return house_.act(who_, {management_, "us-east-1"}, request);
  }
  // Nothing when the call is refused with this code.
  template <class Q> std::optional<typename Q::Result> call_unless(std::string_view code, const Q& request) {
    try {
      return call(request);
    } catch (const ApiError& e) {
      if (e.code != code) throw;
      return {};
    }
  }
  // Every page of a listing.
  template <class Q, class F> void each_page(Q request, F visit) {
    for (;;) {
      auto result = call(request);
      visit(result);
      if (!result.nextToken) return;
      request.nextToken = *result.nextToken;
    }
  }

  void make_administrator();
  void make_organization(const OrganizationPlan&);
  void make_policies(const OrganizationPlan&, const org::Root&);
  void fill(const std::string& parent, const UnitPlan&);
  void make_account(const std::string& parent, const AccountPlan&);
  std::string make_unit(const std::string& parent, const std::string& name);
  void attach(const std::string& target, const std::vector<std::string>& policies);

  Assembly& assembly_;
  service::House& house_;
  const Config& config_;
  const std::string management_;
  service::PrincipalPtr who_;
  std::string root_;                                             // of the organization
  std::map<std::string, std::string> accounts_, policies_;       // name -> id
  std::string doing_;                                            // what is made, for the text of a refusal
};

// The management account's root user makes an administrator, who does the rest.
void Builder::make_administrator() {
  const std::string name(kAdministrator);
  if (!call_unless("NoSuchEntity", iam::GetUser{.userName = name})) call(iam::CreateUser{.userName = name});
  call(iam::AttachUserPolicy{.userName = name, .policyArn = "arn:" + house_.settings.partition + ":iam::aws:policy/AdministratorAccess"});
  auto keys = call(iam::ListAccessKeys{{}, name}).accessKeyMetadata;
  std::string key = keys.empty() ? call(iam::CreateAccessKey{name}).accessKey.accessKeyId : keys.front().accessKeyId;
  store::Txn txn = house_.store.read();
  auto answer = house_.ports().credential(house_, txn, key, "");
  if (!answer.credential) throw Misuse("the access key of the administrator does not work");
  who_ = answer.credential->principal;
}

void Builder::make_organization(const OrganizationPlan& plan) {
  if (!call_unless("AWSOrganizationsNotInUseException", org::DescribeOrganization{})) call(org::CreateOrganization{.featureSet = "ALL"});
  auto root = call(org::ListRoots{}).roots.at(0);
  root_ = root.id;
  each_page(org::ListAccounts{}, [&](auto& page) { for (auto& a : page.accounts) accounts_[a.name] = a.id; });
  for (auto& service : plan.trusted_services) {
    doing_ = "trusted service \"" + service + "\": ";
    call(org::EnableAWSServiceAccess{service});
  }
  make_policies(plan, root);
  fill(root.id, plan.root);
}

void Builder::make_policies(const OrganizationPlan& plan, const org::Root& root) {
  std::set<std::string> types;
  for (auto& p : plan.policies) types.insert(p.type);
  for (auto& type : types) {
    bool enabled = std::any_of(root.policyTypes.begin(), root.policyTypes.end(), [&](auto& t) { return t.type == type; });
    if (!enabled) call(org::EnablePolicyType{root.id, type});
    each_page(org::ListPolicies{.filter = type}, [&](auto& page) { for (auto& p : page.policies) policies_[p.name] = p.id; });
  }
  for (auto& p : plan.policies) {
    doing_ = "policy \"" + p.name + "\": ";
    if (!policies_.contains(p.name))
      policies_[p.name] = call(org::CreatePolicy{.content = p.document, .description = p.description, .name = p.name, .type = p.type}).policy.policySummary.id;
  }
}

void Builder::fill(const std::string& parent, const UnitPlan& plan) {
  for (auto& account : plan.accounts) make_account(parent, account);
  for (auto& unit : plan.units) fill(make_unit(parent, unit.name), unit);
  attach(parent, plan.policies);
}

std::string Builder::make_unit(const std::string& parent, const std::string& name) {
  doing_ = "unit \"" + name + "\": ";
  std::string id;
  each_page(org::ListOrganizationalUnitsForParent{.parentId = parent}, [&](auto& page) {
    for (auto& unit : page.organizationalUnits) if (unit.name == name) id = unit.id;
  });
  return id.empty() ? call(org::CreateOrganizationalUnit{.parentId = parent, .name = name}).organizationalUnit.id : id;
}

void Builder::make_account(const std::string& parent, const AccountPlan& plan) {
  doing_ = "account \"" + plan.name + "\": ";
  std::string& id = accounts_[plan.name];
  if (id.empty()) {
    auto request = call(org::CreateAccount{.email = org::Email(plan.email), .accountName = org::AccountName(plan.name)}).createAccountStatus.id;
    assembly_.settle();
    auto status = call(org::DescribeCreateAccountStatus{request}).createAccountStatus;
    if (status.state != "SUCCEEDED" || !status.accountId) throw Misuse("account " + plan.name + ": " + status.state + " " + status.failureReason.value_or(""));
    id = *status.accountId;
    base::log_info("account " + plan.name + " is " + id);
  }
  auto at = call(org::ListParents{.childId = id}).parents.at(0).id;
  if (at == root_ && parent != root_) call(org::MoveAccount{.accountId = id, .sourceParentId = at, .destinationParentId = parent});
  attach(id, plan.policies);
}

void Builder::attach(const std::string& target, const std::vector<std::string>& policies) {
  for (auto& name : policies) {
    doing_ = "policy \"" + name + "\" for " + target + ": ";
    call_unless("DuplicatePolicyAttachmentException", org::AttachPolicy{policies_[name], target});
  }
}

void register_management(service::House& house, const Config& config) {
  std::string id = config.management_id.empty() ? std::string(1, base::random_text(1, "123456789")[0]) + base::random_text(11, base::kDigits) : config.management_id;
  house.note([&](store::Txn& txn) {
    org::register_account(txn, id, config.management.name, config.management.email, house.clock.now());
    store::Bound<Progress>(txn, kProgress, "", "").put("", {id, false});
  });
}

}  // namespace

service::PrincipalPtr root_user(const service::House& house, const std::string& account) {
  auto p = std::make_shared<service::Principal>();
  p->who = service::Who::root;
  p->entity_id = account;
  p->identity = {.type = "Root", .principal_id = account, .arn = "arn:" + house.settings.partition + ":iam::" + account + ":root", .account = account};
  return p;
}

std::string management_account(service::House& house) { return progress(house).management_account; }

void bring_up(Assembly& assembly, const Config& config) {
  auto& house = assembly.house();
  if (management_account(house).empty()) register_management(house, config);
  auto state = progress(house);
  if (state.complete) return;
  Builder builder(assembly, config, state.management_account);
  try {
    builder.run();
  } catch (const ApiError& e) {
    throw Misuse("the organization could not be brought up: " + builder.doing() + e.code + ": " + e.message);
  }
  state.complete = true;
  note(house, state);
}

}  // namespace server
