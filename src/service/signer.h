#pragma once
// What a service signs towards the outside (SNS): one RSA pair a Region, sealed at rest, with a certificate that anyone may
// fetch. docs/formats/signer.md
#include "service/house.h"

namespace service {

struct SignerRecord { std::string id, sealed_key, certificate; };      // id: 32 hex digits; certificate: PEM
BOOST_DESCRIBE_STRUCT(SignerRecord, (), (id, sealed_key, certificate))
inline constexpr store::Table<SignerRecord> kSigners{"service.signer", store::Reach::everywhere};      // by service and Region

class Signer {
 public:
  Signer(std::string id, void* key) : id_(std::move(id)), key_(key) {}
  ~Signer();
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;
  const std::string& id() const { return id_; }
  enum class Hash : std::uint8_t { sha1, sha256 };
  std::string sign(std::string_view text, Hash) const;      // RSASSA-PKCS1-v1_5

 private:
  std::string id_;
  void* key_;
};

// The pair of a service's Region, made when it is first asked for. That takes up to a second: for workers only.
std::shared_ptr<const Signer> signer_for(House&, std::string_view service, const std::string& region);

// The certificate of that id as PEM, if it is one of the service's Region.
std::optional<std::string> signing_certificate(House&, std::string_view service, std::string_view region, std::string_view id);

}  // namespace service
