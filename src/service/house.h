#pragma once
// The house: its rooms and what they share, and the one road through it. HTTP requests, calls between
// services and the workers' own calls all go the same way: validate, authorize, run, record, commit.
#include <mutex>
#include <shared_mutex>
#include <typeindex>
#include <unordered_map>

#include "service/kept.h"
#include "service/operation.h"
#include "service/ports.h"
#include "store/store.h"

namespace service {

struct Settings {
  std::string partition = "aws";
  std::vector<std::string> regions;            // enabled in every account
  std::int64_t delivery_seconds = 300;         // of CloudTrail's log files
  std::int64_t digest_seconds = 3600;
  bool lab = false;                            // a clock that can be set, flush
};
std::vector<std::string> default_regions();    // those AWS enables for every account

// A request's way through the house and what is left to do when its commit is durable.
struct Reply {
  Box result{nullptr, [](void*) {}};
  std::optional<ApiError> error;
  std::string request_id;
  Effects effects;
  journal::Sequence sequence = 0;              // the answer may leave once this is durable: whoever serves waits or drives
};

class House {
 public:
  House(const base::Clock& clock, journal::Journal& journal, store::Store& store, store::Blobs& blobs, std::string root_key, Settings settings,
        std::vector<Service> services, Ports ports);

  const base::Clock& clock;
  journal::Journal& journal;
  store::Store& store;
  store::Blobs& blobs;
  const Settings settings;

  // A key of one purpose under the root key, which itself is never used: "kms", "credentials", "sessions".
  const std::string& key_for(std::string_view purpose) const;

  const std::vector<Service>& services() const { return services_; }
  const Service* find_service(std::string_view name) const;
  struct Found { const Service* service = nullptr; const Operation* operation = nullptr; };
  Found find(std::string_view qualified) const;                                       // "kms:GenerateDataKey"
  static const Operation* find_operation(const Service&, std::string_view name);

  // One request from outside: `missing` are the wire's sentences on required members that did not come.
  Reply serve(const Service&, const Operation&, const void* request, std::vector<std::string> missing, PrincipalPtr, Scope, Peer,
              store::Body* body = nullptr);
  // How long such a request may wait first; nothing: serve it now. `admitted`: its caller has been let through before.
  std::optional<Patience> patience(const Service&, const Operation&, const void* request, const PrincipalPtr&, const Scope&, const Peer&, bool admitted);
  // A request that named no operation of ours, or could not be read: refused, and recorded where it was authenticated.
  Reply refuse(const Service&, std::string_view operation, const ApiError&, PrincipalPtr, Scope, Peer);

  // A worker's call, durable when this returns; `beside` writes the worker's own state into the same commit.
  using Beside = std::function<void(store::Txn&)>;
  template <class Q> typename Q::Result act(PrincipalPtr who, Scope scope, const Q& request, const Beside& beside = {}, store::Body* body = nullptr) {
    Finish finish;
    if (beside) finish = [&](store::Txn& txn, const void*) { beside(txn); };
    Box answer = act(Q::operation, &request, std::move(who), std::move(scope), {}, finish, body);
    return std::move(*static_cast<typename Q::Result*>(answer.get()));
  }
  // The same of an operation known by name. `via` is the service that re-uses this caller's identity (forward access
  // session); `finish` sees the result and writes into the call's own commit.
  using Finish = std::function<void(store::Txn&, const void* result)>;
  Box act(std::string_view operation, const void* request, PrincipalPtr, Scope, std::string_view via, const Finish& finish = {}, store::Body* body = nullptr);

  // A worker's bookkeeping: state that explains no call. Durable when this returns.
  void note(const Beside& write);
  // A service event (AwsServiceEvent) of one account, with bookkeeping in the same commit.
  struct ServiceEvent { std::string_view source, name; std::string account, region, details; std::vector<record::Resource> resources; };
  void announce(const ServiceEvent&, const Beside& beside = {});
  static void record_service_event(const ServiceEvent&, base::Time, store::Txn&);

  // The road itself, inside a Txn. Throws ApiError; the records are in the Txn either way.
  Box perform(const Service&, const Operation&, const void* request, Call&, std::vector<std::string> missing = {});

  // Whether the road would lead to the handler; ApiErrors of the access function count as no.
  bool would_allow(const Service&, const Operation&, const void* request, Call&);

  // For handlers that decide item by item (s3:DeleteObjects). Throws ApiError.
  void authorize(const Service&, Call&, const Access&);

  // Compiled once per text, shared, bounded.
  std::shared_ptr<const policy::Document> compiled(std::string_view policy_text);

  // A room's own cache: one T for the life of the house, made when it is first asked for.
  template <class T> T& cache() {
    std::lock_guard lock(rooms_mutex_);
    auto& slot = rooms_[std::type_index(typeid(T))];
    if (!slot) slot = std::make_shared<T>();
    return *static_cast<T*>(slot.get());
  }

  const Ports& ports() const { return ports_; }
  std::shared_ptr<const Guardrails> guardrails(store::Txn&, std::string_view account);
  std::shared_ptr<const IdentityPolicies> identity_policies(store::Txn&, const Principal&);

 private:
  std::string root_key_;
  std::vector<Service> services_;
  Ports ports_;
  std::unordered_map<std::string_view, std::size_t> by_name_;
  std::unordered_map<std::string, Found> by_operation_;

  mutable std::mutex keys_mutex_;
  mutable std::map<std::string, std::string, std::less<>> keys_;
  std::shared_mutex documents_mutex_;
  std::unordered_map<std::string, std::shared_ptr<const policy::Document>, TextHash, std::equal_to<>> documents_;
  std::size_t document_bytes_ = 0;
  Kept<Guardrails, 20'000> guardrails_;
  Kept<IdentityPolicies, 20'000> identities_;
  std::mutex rooms_mutex_;
  std::unordered_map<std::type_index, std::shared_ptr<void>> rooms_;
};

}  // namespace service
