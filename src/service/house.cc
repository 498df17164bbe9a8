#include "service/house.h"

#include "base/crypto.h"
#include "base/log.h"

namespace service {

std::vector<std::string> default_regions() {
  return {"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1",
          "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2"};
}

House::House(const base::Clock& c, journal::Journal& j, store::Store& s, store::Blobs& b, std::string root_key, Settings set, std::vector<Service> services, Ports ports)
    : clock(c), journal(j), store(s), blobs(b), settings(std::move(set)), root_key_(std::move(root_key)), services_(std::move(services)), ports_(ports) {
  for (std::size_t i = 0; i < services_.size(); ++i) {
    by_name_[services_[i].name] = i;
    for (auto& o : services_[i].operations) by_operation_[std::string(services_[i].name) + ":" + std::string(o.name)] = {&services_[i], &o};
  }
}

const std::string& House::key_for(std::string_view purpose) const {
  std::lock_guard lock(keys_mutex_);
  auto it = keys_.find(purpose);
  if (it == keys_.end()) it = keys_.emplace(purpose, base::derive_key(root_key_, purpose)).first;
  return it->second;
}

const Service* House::find_service(std::string_view name) const {
  auto it = by_name_.find(name);
  return it == by_name_.end() ? nullptr : &services_[it->second];
}

House::Found House::find(std::string_view qualified) const {
  auto it = by_operation_.find(std::string(qualified));
  return it == by_operation_.end() ? Found{} : it->second;
}

const Operation* House::find_operation(const Service& service, std::string_view name) {
  for (auto& o : service.operations) if (o.name == name) return &o;
  return nullptr;
}

Reply House::serve(const Service& service, const Operation& operation, const void* request, std::vector<std::string> missing, PrincipalPtr caller, Scope scope,
                   Peer peer, store::Body* body) {
  Reply reply;
  store::Txn txn = operation.effect == Effect::write ? store.write() : store.read();
  Call call(*this, txn, std::move(caller), std::move(scope), std::move(peer), reply.effects);
  call.set_request_id(service.make_request_id ? service.make_request_id() : base::uuid());
  call.body = body;
  try {
    reply.result = perform(service, operation, request, call, std::move(missing));
  } catch (ApiError& e) {
    reply.error = std::move(e);
    reply.effects = {};
  }
  reply.request_id = call.request_id();
  reply.sequence = store.commit(std::move(txn), store::Store::Writer::caller);
  return reply;
}

namespace {
// Where a call between services comes from: the service itself, whoever's identity it uses.
Peer peer_of(const Principal& who, std::string_view via) {
  std::string host(!via.empty() ? via : who.who == Who::service ? std::string_view(who.service) : std::string_view(who.identity.invoked_by));
  if (host.empty()) return {.source_ip = "127.0.0.1", .user_agent = "orgtrail", .host = "orgtrail"};
  return {.source_ip = host, .user_agent = host, .host = host, .via = std::string(via)};
}
}  // namespace

Box House::act(std::string_view name, const void* request, PrincipalPtr who, Scope scope, std::string_view via, const Finish& finish, store::Body* body) {
  auto found = find(name);
  if (!found.operation) throw ApiError{"InternalFailure", 500, "no operation " + std::string(name)};
  store::Txn txn = found.operation->effect == Effect::write || finish ? store.write() : store.read();
  Effects effects;
  Peer peer = peer_of(*who, via);
  Call call(*this, txn, std::move(who), std::move(scope), std::move(peer), effects);
  call.set_request_id(found.service->make_request_id ? found.service->make_request_id() : base::uuid());
  call.body = body;
  try {
    Box result = perform(*found.service, *found.operation, request, call);
    if (finish) finish(txn, result.get());
    journal.wait(store.commit(std::move(txn)));
    for (auto& place : effects.forgotten) blobs.remove(place);
    return result;
  } catch (const ApiError&) {
    journal.wait(store.commit(std::move(txn)));        // the attempt is recorded, its state was taken back
    throw;
  }
}

void House::note(const Beside& write) {
  store::Txn txn = store.write();
  write(txn);
  journal.wait(store.commit(std::move(txn)));
}

void House::announce(const ServiceEvent& event, const Beside& beside) {
  note([&](store::Txn& txn) {
    record_service_event(event, clock.now(), txn);
    if (beside) beside(txn);
  });
}

std::shared_ptr<const policy::Document> House::compiled(std::string_view text) {
  {
    std::shared_lock lock(documents_mutex_);
    if (auto it = documents_.find(text); it != documents_.end()) return it->second;
  }
  auto document = policy::compile(text);
  constexpr std::size_t most = 20'000, most_bytes = 64 << 20;      // of texts; a compiled policy takes about three times its text
  std::unique_lock lock(documents_mutex_);
  if (documents_.size() >= most || document_bytes_ + text.size() > most_bytes) {
    documents_.clear();
    document_bytes_ = 0;
  }
  auto [at, is_new] = documents_.try_emplace(std::string(text), std::move(document));
  if (is_new) document_bytes_ += at->first.size();
  return at->second;
}

std::shared_ptr<const Guardrails> House::guardrails(store::Txn& txn, std::string_view account) {
  return guardrails_.get(account, store.touched("organizations"), txn, [&] { return std::make_shared<const Guardrails>(ports_.guardrails(*this, txn, account)); });
}

std::shared_ptr<const IdentityPolicies> House::identity_policies(store::Txn& txn, const Principal& p) {
  const bool vouched_for = p.who == Who::federated && p.account().empty();       // by a provider, for no account yet
  if (p.who == Who::root || p.who == Who::service || p.who == Who::anonymous || vouched_for) {
    static const auto none = std::make_shared<const IdentityPolicies>();
    return none;
  }
  return identities_.get(p.account() + "/" + p.entity_id, store.touched("iam"), txn,
                         [&] { return std::make_shared<const IdentityPolicies>(ports_.identity_policies(*this, txn, p)); });
}

}  // namespace service
