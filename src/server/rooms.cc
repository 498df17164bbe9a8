#include "server/rooms.h"

#include "gateway/public_pages.h"
#include "server/retention.h"
#include "service/door.h"
#include "service/trace.h"
#include "service/vouch.h"
#include "services/cloudformation/cloudformation.h"
#include "services/cloudformation/responses.h"
#include "services/cloudformation/workers.h"
#include "services/cloudtrail/cloudtrail.h"
#include "services/cloudtrail/data.h"
#include "services/cloudtrail/interest.h"
#include "services/cloudtrail/lookup.h"
#include "services/cloudtrail/logged.h"
#include "services/cloudtrail/selector_checks.h"
#include "services/cloudtrail/workers.h"
#include "services/ecr/ecr.h"
#include "services/events/events.h"
#include "services/events/feed.h"
#include "services/events/workers.h"
#include "services/iam/iam.h"
#include "services/iam/ports.h"
#include "services/iam/workers.h"
#include "services/kms/kms.h"
#include "services/kms/workers.h"
#include "services/lambda/lambda.h"
#include "services/lambda/workers.h"
#include "services/logs/logs.h"
#include "services/logs/workers.h"
#include "services/organizations/organizations.h"
#include "services/organizations/ports.h"
#include "services/organizations/workers.h"
#include "services/s3/s3.h"
#include "services/s3/workers.h"
#include "services/secretsmanager/secretsmanager.h"
#include "services/secretsmanager/workers.h"
#include "services/sns/sns.h"
#include "services/sns/workers.h"
#include "services/sqs/sqs.h"
#include "services/sqs/workers.h"
#include "services/ssm/ssm.h"
#include "services/ssm/workers.h"
#include "services/sts/sts.h"
#include "services/sts/web_identity.h"
#include "wire/describe.h"

namespace server {
namespace {

service::Worker outbox_worker() {
  std::vector<service::OutboxHandler> handlers;
  for (auto& of_room : {organizations::outbox_handlers(), cloudtrail::outbox_handlers(), s3::outbox_handlers(), sqs::outbox_handlers(), sns::outbox_handlers(),
                        logs::outbox_handlers(), events::outbox_handlers(), iam::outbox_handlers(), secretsmanager::outbox_handlers(), cloudformation::outbox_handlers()}) handlers.insert(handlers.end(), of_room.begin(), of_room.end());
  return {"outbox", [handlers](service::House& house) { return service::drain_outbox(house, handlers); }};
}

// Start-up replays what the view has not applied: the view follows the journal closely, also where calls only read.
service::Worker state_worker() {
  auto flushed = std::make_shared<journal::Sequence>(0);
  return {"state", [flushed](service::House& house) -> std::optional<base::Time> {
            constexpr journal::Sequence kBehind = 20'000;
            if (auto now = house.journal.appended(); now > *flushed + kBehind) {
              house.store.flush();
              *flushed = now;
            }
            return house.clock.now().plus_seconds(10);
          }};
}

}  // namespace

std::vector<service::Service> rooms() {
  return {sts::sts(), iam::iam(), organizations::organizations(), kms::kms(), s3::s3(), cloudtrail::cloudtrail(), cloudtrail::cloudtrail_data(),
          sqs::sqs(), sns::sns(), logs::logs(), events::events(), lambda::lambda(), ssm::ssm(), secretsmanager::secretsmanager(), cloudformation::cloudformation(),
          ecr::ecr()};
}

service::Ports ports() {
  service::Ports p;
  p.credential = iam::credential;
  p.identity_policies = iam::identity_policies;
  p.unique_id = iam::unique_id;
  p.present_name = iam::present_name;
  p.guardrails = organizations::guardrails;
  p.organization_of = [](store::Txn& txn, std::string_view account) -> std::optional<service::OrganizationView> {
    auto view = organizations::organization_of(txn, account);
    if (!view) return {};
    return service::OrganizationView{view->id, view->management_account, view->all_features};
  };
  p.accounts_of = [](store::Txn& txn, std::string_view organization) {
    std::vector<service::AccountView> out;
    for (auto& a : organizations::accounts_of(txn, organization)) out.push_back({a.id, a.name, a.status});
    return out;
  };
  p.all_accounts = organizations::all_accounts;
  p.was_member = organizations::was_member;
  p.had_service_access = organizations::had_service_access;
  p.is_delegated_administrator = organizations::is_delegated_administrator;
  p.account_active = [](store::Txn& txn, std::string_view account) {
    auto view = organizations::account_of(txn, account);
    return !view || view->status != "SUSPENDED";
  };
  p.bucket_region = s3::bucket_region;
  p.log_group_exists = logs::group_exists;
  return p;
}

// What may take long, or wait for others, has a lane of its own.
std::vector<service::Lane> lanes() {
  service::Lane housekeeping{day_worker(), outbox_worker(), state_worker()};
  for (auto& of_room : {kms::workers(), s3::workers(), sqs::workers(), logs::workers(), ssm::workers(), secretsmanager::workers()})
    housekeeping.insert(housekeeping.end(), of_room.begin(), of_room.end());
  housekeeping.push_back(retention_worker());
  return {housekeeping, cloudtrail::workers(), events::workers(), sns::workers(), lambda::workers(), cloudformation::workers()};
}

void wire(service::House& house, const Config& config) {
  house.cache<service::DataEvents>().wanted = cloudtrail::wants_data_event;
  house.cache<gateway::Downloads>().code = lambda::download;
  house.cache<service::Doors>() = {cloudformation::is_response_bucket, cloudformation::take_response};
  house.cache<service::Vouchers>() = {sts::unsigned_operation, sts::vouched};
  house.cache<cloudtrail::LookupThrottle>().per_second = config.lookups_per_second;
  house.cache<cloudtrail::SelectorWildcards>().accepted = config.selector_wildcards;
  house.cache<events::Trails>().of = cloudtrail::logged_by_trails;
}

std::string describe_shapes() {
  std::string text;
  base::JsonWriter json(text);
  json.open('[');
  for (auto& room : rooms())
    for (auto& operation : room.operations) {
      text += '\n';
      wire::describe(json, room.name, operation.name, *operation.request, *operation.result);
    }
  json.close(']');
  return text + "\n";
}

void sweep_bodies(store::Store& store, store::Blobs& blobs) {
  store::Txn txn = store.read();
  blobs.keep_only([&](std::string_view file) { return s3::names_blob(txn, file) || lambda::names_blob(txn, file); });
}

}  // namespace server
