#include "services/iam/access_keys.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "services/iam/access_key_ids.h"
#include "services/iam/page.h"

namespace iam {

using service::ApiError, service::Call, store::joined;

namespace {

constexpr std::size_t kKeysPerUser = 2;

std::string bound_to(std::string_view id, const state::AccessKey& key) { return joined("access key", id, joined(key.account, key.owner)); }

// The keys of a user, or of the root user.
class Owner {
 public:
  Owner(const std::optional<UserName>& name, const Call& call)
      : dir_(call), user_(user_or_self(name ? std::optional<std::string>(*name) : std::nullopt, call)) {
    if (!user_) account_ = dir_.settings();
  }
  std::vector<std::string>& keys() { return user_ ? user_->keys : account_.root_keys; }
  const std::string& id() const { return user_ ? user_->id : dir_.account(); }
  std::optional<std::string> name() const { return user_ ? std::optional(user_->name) : std::nullopt; }
  const Directory& dir() const { return dir_; }
  void put() const { if (user_) dir_.put(*user_); else dir_.put(account_); }

  state::AccessKey need(const std::string& key_id) {
    auto& held = keys();
    bool ours = std::find(held.begin(), held.end(), key_id) != held.end();
    auto key = ours ? dir_.in(state::kAccessKeys).get(key_id) : std::nullopt;
    if (!key) no_such_entity("The Access Key with id " + key_id + " cannot be found.");
    return std::move(*key);
  }

 private:
  Directory dir_;
  std::optional<state::Entity> user_;
  state::Account account_;
};

}  // namespace

KeyPair add_access_key(const service::House& house, const Directory& dir, std::vector<std::string>& held, const std::string& owner) {
  if (held.size() >= kKeysPerUser) limit_exceeded("AccessKeysPerUser", kKeysPerUser);
  auto table = dir.in(state::kAccessKeys);
  KeyPair pair{.secret = base::base64(base::random_bytes(30))};       // 40 characters
  do pair.id = make_access_key_id("AKIA", dir.account()); while (table.has(pair.id));
  state::AccessKey key{.account = dir.account(), .owner = owner, .created = dir.now()};
  key.sealed = base::seal(house.key_for("credentials"), pair.secret, bound_to(pair.id, key));
  table.put(pair.id, key);
  held.push_back(pair.id);
  return pair;
}

std::optional<std::string> secret_of(const service::House& house, std::string_view id, const state::AccessKey& key) {
  return base::open(house.key_for("credentials"), key.sealed, bound_to(id, key));
}

CreateAccessKeyResult create_access_key(const CreateAccessKey& q, Call& call) {
  Owner owner(q.userName, call);
  KeyPair pair = add_access_key(call.house(), owner.dir(), owner.keys(), owner.id());
  owner.put();
  return {{.accessKeyId = pair.id, .status = "Active", .userName = owner.name(), .secretAccessKey = pair.secret, .createDate = call.now()}};
}

ListAccessKeysResult list_access_keys(const ListAccessKeys& q, Call& call) {
  Owner owner(q.userName, call);
  Page page(q);
  ListAccessKeysResult out;
  auto ids = owner.keys();
  std::sort(ids.begin(), ids.end());
  for (auto& id : ids) {
    auto key = owner.dir().in(state::kAccessKeys).get(id);
    if (id < page.from() || !key) continue;
    if (!page.take(id)) break;
    out.accessKeyMetadata.push_back({owner.name(), id, key->active ? "Active" : "Inactive", key->created});
  }
  page.close(out);
  return out;
}

Nothing update_access_key(const UpdateAccessKey& q, Call& call) {
  Owner owner(q.userName, call);
  auto key = owner.need(q.accessKeyId);
  key.active = q.status == "Active";
  owner.dir().in(state::kAccessKeys).put(q.accessKeyId, key);
  return {};
}

Nothing delete_access_key(const DeleteAccessKey& q, Call& call) {
  Owner owner(q.userName, call);
  owner.need(q.accessKeyId);
  owner.dir().in(state::kAccessKeys).erase(q.accessKeyId);
  std::erase(owner.keys(), std::string(q.accessKeyId));
  owner.put();
  return {};
}

}  // namespace iam
