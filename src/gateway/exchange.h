#pragma once
// One request and its answer, without a socket: who asks (signature), what for (route), with what (wire), and what
// the house says to it.
#include "gateway/credentials.h"
#include "gateway/document_room.h"
#include "gateway/hosts.h"
#include "gateway/payload.h"
#include "service/house.h"
#include "wire/wire.h"

namespace gateway {

struct Answer {
  wire::Outbound out;
  std::vector<service::BodyOut> stream;            // pieces that follow the headers instead of out.body
  std::vector<store::Blobs::Held> held;            // their bodies, until they are sent
  std::vector<store::BodyPlace> forgotten;         // to be removed once the answer's commit is durable
  journal::Sequence sequence = 0;                  // the answer leaves when this is durable
  bool head = false;                               // HEAD: the body's length without the body
  bool close = false;
};

// What the connection knows of the other end.
struct Remote {
  std::string address;
  std::string_view tls_version, tls_cipher;
};

class Exchange {
 public:
  static constexpr std::size_t kMaxDocument = 8u << 20;             // bodies that are parsed
  static constexpr std::size_t kMaxArchive = 32u << 20;             // those with a zip in them (base64): what a JSON document may have
  static constexpr std::size_t kMaxUnsigned = 64u << 10;            // of who brings a token instead of a signature
  static constexpr std::uint64_t kMaxObject = 5ull << 30;           // bodies that are stored

  Exchange(service::House& house, CredentialCache& credentials, DocumentRoom& room, const std::vector<std::string>& local_names)
      : house_(house), credentials_(credentials), room_(room), local_names_(local_names) {}
  ~Exchange() { let_go(); }
  Exchange(const Exchange&) = delete;

  // Takes the head. False: the answer is ready, the body is not wanted.
  bool admit(const Request&, const Remote&);
  std::uint64_t body_limit() const { return stored_ ? kMaxObject + (1u << 20) : unsigned_ || door_ ? kMaxUnsigned : document_limit(); }
  bool stores_body() const { return stored_.has_value(); }
  // A piece of the body. False: the answer is ready.
  bool add(std::string_view piece);
  void too_large();                                // the body is over the limit: the answer is ready
  void failed();                                   // through no fault of the client's: the answer is ready
  // Whether finish() waits for a disk and should not run where it would hold up others.
  bool slow_finish() const { return unsigned_ || door_ || (stored_ && stored_->size() > std::int64_t(store::kInline)); }
  // Has the request answered, unless it may wait first: then run() does, when what it waits for has come or cannot.
  void finish();
  bool waiting() const { return waiting_; }
  // How long it may still wait; nothing: not at all, or no longer.
  std::optional<service::Patience> patience();
  std::string_view waits_for() const { return service_->name; }       // whose state may change
  bool begun() const { return waiting_ && service_->name == "lambda"; }     // what it waits for is its own doing: a function runs
  void run();

  Answer& answer() { return answer_; }

 private:
  bool gather(std::string_view piece);
  void let_go();
  void finish_document();
  std::size_t document_limit() const { return service_->name == "lambda" ? kMaxArchive : kMaxDocument; }
  bool find_service(const Endpoint&, Fault);
  bool admit_unsigned();
  bool is_door(const Endpoint&);
  void knock();
  bool identify();
  bool open_to_all() const;
  bool route_rest(const Endpoint&);
  bool verify(std::string_view body_sha256);
  void read(const wire::Inbound&);
  void deliver(service::Reply, const service::Operation*);
  bool refuse(const Refusal&);
  bool refuse(service::CredentialFault);
  void tell_query_code(std::string_view code, int status);
  void refuse_operation(std::string_view name, service::ApiError);
  wire::Naming naming(std::string_view operation, std::string_view request_id) const;
  wire::Inbound inbound();
  service::Scope scope() const;
  service::Peer peer() const;
  Dialect dialect() const;
  std::string operation_name() const;
  std::string_view version() const { return speaks_query_also() ? service_->query->version : service_->version; }
  bool speaks_query_also() const { return service_->query && protocol_ == wire::Protocol::query; }

  service::House& house_;
  CredentialCache& credentials_;
  DocumentRoom& room_;
  const std::vector<std::string>& local_names_;

  const Request* request_ = nullptr;
  const Remote* remote_ = nullptr;
  Claim claim_;
  std::string nobodys_region_;                     // the endpoint's, for requests without a signature
  const service::Service* service_ = nullptr;
  service::Service stranger_{};                    // a service we do not have: refused, and recorded like any other
  std::string stranger_name_, stranger_source_;
  wire::Protocol protocol_{};                      // the service's, or the other one it speaks
  const service::Operation* operation_ = nullptr;
  service::PrincipalPtr principal_;
  CredentialCache::Known* known_ = nullptr;
  bool global_endpoint_ = false;
  std::vector<wire::Pair> query_, labels_;
  Payload payload_;
  std::vector<wire::Header> headers_;              // the request's, with the checksum its trailer brought
  std::string document_;
  std::size_t taken_ = 0;                          // bytes of the room that it stands for
  std::optional<store::Blobs::Writer> stored_;
  std::int64_t bytes_in_ = 0;
  service::Box asked_{nullptr, [](void*) {}};      // the request as it was read
  std::vector<std::string> missing_;
  bool unsigned_ = false;                          // of STS: what its body asks for decides whether it needed a signature
  bool door_ = false;                              // its address alone says that it may answer there: service/door.h
  std::string door_bucket_;
  bool waiting_ = false, admitted_ = false;        // may wait; was let through when it was asked before
  Answer answer_;
};

}  // namespace gateway
