#include "services/iam/public_keys.h"

#include "services/iam/page.h"
#include "services/iam/pem.h"
#include "services/iam/state_certificates.h"

namespace iam {

using service::ApiError, service::Call, store::joined;

namespace {

constexpr std::size_t kKeysPerUser = 5, kLeastBits = 2048, kMostBits = 16384, kMostExponent = 8 /* bytes */;

struct Found { state::Entity user; state::SshKey key; };

Found need_key(const Directory& dir, const std::string& user_name, const std::string& id) {
  auto user = dir.need(Kind::user, user_name);
  auto key = dir.in(state::kSshKeys).get(joined(user.id, id));
  if (!key) no_such_entity("The Public Key with id " + id + " cannot be found.");
  return {std::move(user), std::move(*key)};
}

std::string status_of(bool active) { return active ? "Active" : "Inactive"; }

SSHPublicKeyResult shown(const state::Entity& user, const std::string& id, const state::SshKey& k, std::string body) {
  return {{user.name, id, k.fingerprint, std::move(body), status_of(k.active), k.uploaded}};
}

RsaPublicKey readable(const std::string& text) {
  auto key = parse_public_key(text);
  if (!key || key->bits() < kLeastBits || key->bits() > kMostBits || key->exponent.size() > kMostExponent) throw ApiError{"InvalidPublicKey", 400, "The public key is malformed or otherwise invalid."};
  return std::move(*key);
}

// Keys of a user with their ids, until visit answers false.
template <class F> void each_key(const Directory& dir, std::string_view user_id, F visit) {
  std::string begin = joined(user_id, "");
  dir.in(state::kSshKeys).each(begin, "", [&](std::string_view row, const state::SshKey& k) { return visit(row.substr(row.rfind('\0') + 1), k); });
}

}  // namespace

bool has_ssh_keys(const Directory& dir, std::string_view user_id) {
  bool any = false;
  each_key(dir, user_id, [&](std::string_view, const state::SshKey&) { return !(any = true); });
  return any;
}

SSHPublicKeyResult upload_ssh_public_key(const UploadSSHPublicKey& q, Call& call) {
  Directory dir(call);
  auto user = dir.need(Kind::user, q.userName);
  state::SshKey key{.body = q.sSHPublicKeyBody, .fingerprint = ssh_fingerprint(readable(q.sSHPublicKeyBody)), .active = true, .uploaded = call.now()};
  std::size_t held = 0;
  each_key(dir, user.id, [&](std::string_view, const state::SshKey& other) {
    ++held;
    if (other.fingerprint == key.fingerprint)
      throw ApiError{"DuplicateSSHPublicKey", 400, "The SSH public key is already associated with the specified IAM user."};
    return true;
  });
  if (held >= kKeysPerUser) limit_exceeded("SSHPublicKeysPerUser", kKeysPerUser);
  std::string id = base::unique_id("APKA");
  dir.in(state::kSshKeys).put(joined(user.id, id), key);
  return shown(user, id, key, key.body);
}

SSHPublicKeyResult get_ssh_public_key(const GetSSHPublicKey& q, Call& call) {
  auto [user, key] = need_key(Directory(call), q.userName, q.sSHPublicKeyId);
  auto parsed = readable(key.body);
  return shown(user, q.sSHPublicKeyId, key, q.encoding == "PEM" ? pem_text(parsed) : key.body.starts_with("ssh-rsa") ? key.body : ssh_text(parsed));
}

ListSSHPublicKeysResult list_ssh_public_keys(const ListSSHPublicKeys& q, Call& call) {
  Directory dir(call);
  auto user = user_or_self(q.userName ? std::optional<std::string>(*q.userName) : std::nullopt, call);
  Page page(q);
  ListSSHPublicKeysResult out;
  if (user)
    each_key(dir, user->id, [&](std::string_view id, const state::SshKey& k) {
      if (id < page.from()) return true;
      if (!page.take(id)) return false;
      out.sSHPublicKeys.push_back({user->name, std::string(id), status_of(k.active), k.uploaded});
      return true;
    });
  page.close(out);
  return out;
}

Nothing update_ssh_public_key(const UpdateSSHPublicKey& q, Call& call) {
  Directory dir(call);
  auto [user, key] = need_key(dir, q.userName, q.sSHPublicKeyId);
  if (q.status == "Expired") throw ApiError{"InvalidInput", 400, "The status of an SSH public key is Active or Inactive."};
  key.active = q.status == "Active";
  dir.in(state::kSshKeys).put(joined(user.id, q.sSHPublicKeyId), key);
  return {};
}

Nothing delete_ssh_public_key(const DeleteSSHPublicKey& q, Call& call) {
  Directory dir(call);
  auto [user, key] = need_key(dir, q.userName, q.sSHPublicKeyId);
  dir.in(state::kSshKeys).erase(joined(user.id, q.sSHPublicKeyId));
  return {};
}

}  // namespace iam
