#pragma once
// A handler's whole world: its tables, the time, fresh ids, and questions to other services.
#include <functional>
#include <memory>

#include "base/ids.h"
#include "base/time.h"
#include "service/error.h"
#include "service/principal.h"
#include "store/blobs.h"
#include "store/table.h"

namespace service {

class House;
struct Operation;

struct Scope { std::string account, region; };

// Where a call came from. For calls between services the address and agent are the calling service's host.
struct Peer {
  std::string source_ip, user_agent, host;
  std::string_view tls_version, tls_cipher;    // empty: not TLS
  std::string via;                             // forward access session: the services that re-use the caller's identity (called_via.h)
  std::string authentication;                  // AuthHeader, QueryString
  std::string endpoint;                        // "global" or "regional": sts.amazonaws.com or sts.<region>.amazonaws.com
  std::int64_t bytes_in = 0;
  std::string referer;
  std::string payload;                         // to S3, signed: x-amz-content-sha256 as sent
  std::optional<base::Time> signed_at;         // likewise: by the signature's word
};

using Box = std::unique_ptr<void, void (*)(void*)>;
template <class T> Box box(T v) {
  return {new T(std::move(v)), [](void* p) { delete static_cast<T*>(p); }};
}

// A body to be sent behind the headers, straight from where it is stored.
struct BodyOut { store::BodyPlace place; std::string key; std::int64_t from = 0, length = 0; };

// What outlives the handler, beside state and records.
struct Effects {
  std::optional<BodyOut> body;
  std::vector<BodyOut> rest;                   // further pieces of the body, in order (objects of many parts)
  std::vector<store::BodyPlace> forgotten;     // bodies no longer named, removed once the commit is durable
  int status = 0;                              // REST: overrides the operation's own
  std::vector<record::Resource> made;          // for the record, beside what the accesses name: a key just created
};

class Call {
 public:
  Call(House& house, store::Txn& txn, PrincipalPtr caller, Scope scope, Peer peer, Effects& effects);

  const Principal& caller() const { return *caller_; }
  const PrincipalPtr& caller_ptr() const { return caller_; }
  const Scope& scope() const { return scope_; }
  const Peer& peer() const { return peer_; }
  House& house() const { return house_; }
  store::Txn& txn() const { return txn_; }
  base::Time now() const { return now_; }
  const std::string& request_id() const { return request_id_; }
  void set_request_id(std::string id) { request_id_ = std::move(id); }
  Effects& effects() const { return effects_; }
  // The Region a resource turned out to be in, where that decides the record's awsRegion (S3).
  void set_record_region(std::string region) { record_region_ = std::move(region); }
  const std::string& record_region() const { return record_region_; }

  // The table at the scope of this call. Crossing over is spelled out.
  template <class R> store::Bound<R> in(const store::Table<R>& t) const { return {txn_, t, scope_.account, scope_.region}; }
  template <class R> store::Bound<R> elsewhere(const store::Table<R>& t, std::string_view account, std::string_view region = "") const {
    return {txn_, t, account, region};
  }

  // A question to another service, as this caller: authorized and recorded like any call, and read-only.
  template <class Q> typename Q::Result ask(const Q& request) {
    Box answer = ask(Q::operation, &request);
    return std::move(*static_cast<typename Q::Result*>(answer.get()));
  }
  // Whether this caller would be let through to that operation; nothing is run or recorded.
  template <class Q> bool may(const Q& request) { return may(Q::operation, &request); }
  Call as(PrincipalPtr who) const;                  // another principal, such as the service itself
  Call via(std::string_view service_host) const;    // the same caller, through this service
  Call at(Scope scope) const;                       // another account's or Region's endpoint

  // Work for after this commit, done by a worker as its own authorized, recorded calls: at least once.
  void later(std::string_view kind, std::string payload);

  // A body that came with the request, already stored.
  store::Body* body = nullptr;

 private:
  Box ask(std::string_view operation, const void* request);
  bool may(std::string_view operation, const void* request);
  House& house_;
  store::Txn& txn_;
  PrincipalPtr caller_;
  Scope scope_;
  Peer peer_;
  Effects& effects_;
  base::Time now_;
  std::string request_id_, record_region_;
};

}  // namespace service
