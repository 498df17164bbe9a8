#include "services/kms/managed.h"

#include "base/bytes.h"
#include "base/crypto.h"

namespace kms {
namespace {

using service::House, service::Scope;

constexpr std::string_view kPrefix = "alias/aws/";

std::string derived(House& house, const Scope& at, std::string_view service, std::string_view what) {
  return base::hmac_sha256(house.key_for("kms-managed"), store::joined(store::joined(what, at.account), at.region, service));
}

std::string id_of(House& house, const Scope& at, std::string_view service) {
  std::string bytes = derived(house, at, service, "id").substr(0, 16);
  bytes[6] = char((bytes[6] & 0x0F) | 0x40);
  bytes[8] = char((bytes[8] & 0x3F) | 0x80);
  std::string out = base::hex(bytes);
  for (std::size_t dash : {8, 13, 18, 23}) out.insert(dash, 1, '-');
  return out;
}

// The account's principals may use the key through the service, as far as that lets them, and look at it.
std::string policy_of(const House& house, const Scope& at, std::string_view service) {
  std::string name(service);
  return R"({"Version":"2012-10-17","Id":"auto-)" + name + R"(-2","Statement":[{"Sid":"Allow access through )" + name +
         R"( for all principals in the account that are authorized to use )" + name +
         R"(","Effect":"Allow","Principal":{"AWS":"*"},"Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*",)"
         R"("kms:GenerateDataKey*","kms:DescribeKey"],"Resource":"*","Condition":{"StringEquals":{"kms:CallerAccount":")" + at.account + R"(","kms:ViaService":")" + name + "." + at.region +
         R"(.amazonaws.com"}}},{"Sid":"Allow direct access to key metadata to the account","Effect":"Allow","Principal":{"AWS":"arn:)" +
         house.settings.partition + ":iam::" + at.account + R"(:root"},"Action":["kms:Describe*","kms:Get*",)"
         R"("kms:List*","kms:RevokeGrant"],"Resource":"*"}]})";
}

}  // namespace

std::optional<std::string> managed_id(House& house, const Scope& at, std::string_view alias) {
  if (!alias.starts_with(kPrefix)) return {};
  for (auto service : kManagedServices) if (alias.substr(kPrefix.size()) == service) return id_of(house, at, service);
  return {};
}

std::optional<ManagedKey> find_managed(House& house, const Scope& at, std::string_view id) {
  for (auto service : kManagedServices) {
    if (id_of(house, at, service) != id) continue;
    ManagedKey out;
    KeyRecord& r = out.record;
    r.id = id;
    r.state = kEnabled;
    r.description = "Default key that protects my data in " + std::string(service) + " when no other key is defined";
    r.spec = "SYMMETRIC_DEFAULT";
    r.usage = "ENCRYPT_DECRYPT";
    r.policy = policy_of(house, at, service);
    r.aliases = {std::string(kPrefix) + std::string(service)};
    out.material = derived(house, at, service, "material");
    return out;
  }
  return {};
}

}  // namespace kms
