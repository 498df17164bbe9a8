#include "services/organizations/workers.h"

#include "base/bytes.h"
#include "base/log.h"
#include "record/parameters.h"
#include "service/as_account.h"
#include "services/iam/api.h"
#include "services/organizations/directory.h"
#include "services/organizations/events.h"
#include "services/organizations/membership.h"
#include "services/organizations/validation.h"

namespace organizations {

using service::ApiError, service::House;

namespace {

constexpr std::string_view kHost = "organizations.amazonaws.com";

template <class Q> void act(House& house, const std::string& account, const Q& request) {
  house.act(service::service_as_account(kHost, account, house.settings.partition), {account, "us-east-1"}, request);
}

// A repetition finds what it made before.
void make_service_linked_role(House& house, const std::string& account) {
  try {
    act(house, account, iam::CreateServiceLinkedRole{.aWSServiceName = std::string(kHost)});
  } catch (const ApiError& e) {
    if (e.message.find("has been taken") == e.message.npos) throw;     // IAM has no code of its own for it
  }
}

void make_access_role(House& house, const CreationRow& creation, const std::string& management_account) {
  const std::string& partition = house.settings.partition;
  std::string trust = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:)" + partition + ":iam::" + management_account +
                      R"(:root"},"Action":"sts:AssumeRole"}]})";
  try {
    act(house, creation.account, iam::CreateRole{.roleName = creation.role, .assumeRolePolicyDocument = trust});
  } catch (const ApiError& e) {
    if (e.code != "EntityAlreadyExists") throw;
  }
  act(house, creation.account, iam::AttachRolePolicy{.roleName = creation.role, .policyArn = "arn:" + partition + ":iam::aws:policy/AdministratorAccess"});
}

struct Task { OrganizationRow organization; CreationRow creation; };

std::optional<Task> waiting_creation(store::Txn& txn, const std::string& key) {
  auto creation = rows(txn, kCreations).get(key);
  auto organization = find_organization(txn, std::string_view(key).substr(0, key.find('\0')));
  if (!creation || !organization || creation->state != "IN_PROGRESS") return {};
  return Task{std::move(*organization), std::move(*creation)};
}

// Gives the account its id and takes its e-mail address. False: the address is another account's.
bool reserve(House& house, const std::string& key) {
  bool free = true;
  house.note([&](store::Txn& txn) {
    auto task = waiting_creation(txn, key);
    if (!task || !task->creation.account.empty()) return;
    auto& creation = task->creation;
    std::string address = base::lower(creation.email);
    free = !rows(txn, kEmails).has(address);
    if (!free) return;
    do creation.account = base::random_text(12, base::kDigits);
    while (find_account(txn, creation.account));
    AccountRow account{.id = creation.account, .name = creation.name, .email = creation.email, .status = "PENDING_ACTIVATION",
                       .created = house.clock.now(), .tags = creation.tags};
    rows(txn, kAccounts).put(account.id, account);
    rows(txn, kEmails).put(address, {account.id});
    rows(txn, kCreations).put(key, creation);
  });
  return free;
}

// {"createAccountStatus": ...} as the service event shows it.
std::string creation_details(const CreationRow& creation) {
  std::string out, requested, completed;
  record::write_date(requested, creation.requested, record::Dates::plain);
  record::write_date(completed, creation.completed, record::Dates::plain);
  base::JsonWriter w(out);
  w.open('{').key("createAccountStatus").open('{').key("id").text(creation.id).key("state").text(creation.state).key("accountName").text("****");
  if (creation.failure.empty()) w.key("accountId").text(creation.account);
  else w.key("failureReason").text(creation.failure);
  w.key("requestedTimestamp").text(requested).key("completedTimestamp").text(completed).close('}').close('}');
  return out;
}

House::ServiceEvent event_of(std::string_view name, const OrganizationRow& organization, std::string details) {
  return {kHost, name, organization.management_account, "us-east-1", std::move(details), {}};
}

void succeed(House& house, const std::string& key, Task task) {
  task.creation.state = "SUCCEEDED";
  task.creation.completed = house.clock.now();
  house.announce(event_of("CreateAccountResult", task.organization, creation_details(task.creation)), [&](store::Txn& txn) {
    auto account = find_account(txn, task.creation.account);
    account->status = "ACTIVE";
    join(txn, task.organization, std::move(*account), "CREATED", task.creation.completed);
    record_joining(txn, task.organization, task.creation.account, "Created", task.creation.completed);
    rows(txn, kCreations).put(key, task.creation);
  });
}

// What was reserved is given back.
void fail(House& house, const std::string& key, Task task, std::string reason) {
  std::string account = std::exchange(task.creation.account, "");
  task.creation.state = "FAILED";
  task.creation.failure = std::move(reason);
  task.creation.completed = house.clock.now();
  house.announce(event_of("CreateAccountResult", task.organization, creation_details(task.creation)), [&](store::Txn& txn) {
    if (!account.empty()) {
      rows(txn, kAccounts).erase(account);
      rows(txn, kEmails).erase(base::lower(task.creation.email));
    }
    rows(txn, kCreations).put(key, task.creation);
    if (auto organization = find_organization(txn, task.organization.id)) {
      --organization->accounts;
      rows(txn, kOrganizations).put(organization->id, *organization);
    }
  });
}

// The roles are made while the account is in no organization yet, so that no service control policy stands against them.
void make_account(House& house, const std::string& key) {
  auto look = [&] {
    store::Txn txn = house.store.read();
    return waiting_creation(txn, key);
  };
  auto task = look();
  if (!task) return;
  if (!reserve(house, key)) return fail(house, key, std::move(*task), "EMAIL_ALREADY_EXISTS");
  task = look();
  try {
    if (task->organization.feature_set == "ALL") make_service_linked_role(house, task->creation.account);
    make_access_role(house, task->creation, task->organization.management_account);
  } catch (const ApiError& e) {
    if (e.status >= 500) throw;                // tried again later; a refusal would only be repeated
    base::log_error("account for " + task->creation.id + " not made: " + e.code + ": " + e.message);
    return fail(house, key, std::move(*task), "INTERNAL_FAILURE");
  }
  succeed(house, key, std::move(*task));
}

void finish_closure(House& house, const std::string& id) {
  std::optional<AccountRow> account;
  std::optional<OrganizationRow> organization;
  {
    store::Txn txn = house.store.read();
    account = find_account(txn, id);
    organization = organization_with(txn, id);
  }
  if (!account || !organization || account->status != "PENDING_CLOSURE") return;
  std::string details, requested, completed;
  record::write_date(requested, account->closing, record::Dates::plain);
  record::write_date(completed, house.clock.now(), record::Dates::plain);
  base::JsonWriter w(details);
  w.open('{').key("closeAccountStatus").open('{').key("accountId").text(id).key("state").text("SUCCEEDED");
  w.key("requestedTimestamp").text(requested).key("completedTimestamp").text(completed).close('}').close('}');
  house.announce(event_of("CloseAccountResult", *organization, std::move(details)), [&](store::Txn& txn) {
    if (auto now = find_account(txn, id)) {
      now->status = "SUSPENDED";
      rows(txn, kAccounts).put(id, *now);
    }
  });
}

}  // namespace

std::vector<service::OutboxHandler> outbox_handlers() {
  return {{kMakeAccount, make_account}, {kFinishClosure, finish_closure}, {kMakeServiceLinkedRole, make_service_linked_role},
          {kValidatePolicies, validate_policies}};
}

}  // namespace organizations
