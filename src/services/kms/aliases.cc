#include "services/kms/aliases.h"

#include "services/kms/managed.h"
#include "services/kms/paging.h"

namespace kms {
namespace {

constexpr std::size_t kMostPerKey = 50;

ApiError invalid(std::string text) { return {"ValidationException", 400, std::move(text)}; }

void check_name(const std::string& name) {
  if (!name.starts_with("alias/") || name.size() == 6) throw invalid("Invalid identifier");
  if (name.starts_with("alias/aws/")) throw ApiError{"NotAuthorizedException", 400, ""};
  if (name.find(':') != name.npos) throw invalid(name + " contains invalid characters for an alias");
}

Named find_target(Call& call, const std::string& name) {
  if (name.starts_with("alias/") || name.find(":alias/") != name.npos) throw invalid("Aliases must refer to keys. Not aliases");
  return find_key(call, name);
}

Access to_alias(Call& call, std::string_view action, const std::string& name) {
  Access out = access_to_all(call, action);
  out.resource = alias_arn(call.house(), call.scope(), name);
  out.owner = call.scope().account;
  out.type = "AWS::KMS::Alias";
  return out;
}

AliasRecord stored(Call& call, const std::string& name) {
  auto record = call.in(kAliases).get(name);
  if (!record) throw ApiError{"NotFoundException", 400, "Alias " + alias_arn(call.house(), call.scope(), name) + " is not found."};
  return *record;
}

void point(Call& call, const std::string& key, const std::string& alias) {
  change_key(call, key, [&](const Key& k, KeyRecord& r) {
    must_not_be_pending(k);
    if (r.aliases.size() >= kMostPerKey)
      throw ApiError{"LimitExceededException", 400, "A key can have at most " + std::to_string(kMostPerKey) + " aliases."};
    r.aliases.insert(std::lower_bound(r.aliases.begin(), r.aliases.end(), alias), alias);
  });
}

// What code that names a key by its alias relies on: symmetric, asymmetric or HMAC, and the usage, which tells the last apart.
bool are_alike(const KeyRecord& a, const KeyRecord& b) { return is_pair(a.spec) == is_pair(b.spec) && a.usage == b.usage; }

void unpoint(Call& call, const std::string& key, const std::string& alias) {
  change_key(call, key, [&](const Key&, KeyRecord& r) { std::erase(r.aliases, alias); });
}

// One entry for each name behind the marker and before the limit, AWS managed keys' among them.
struct Listing {
  Call& call;
  std::string from;
  std::size_t limit;
  std::vector<AliasListEntry> entries{};

  bool full() const { return entries.size() > limit; }       // one more than wanted tells that there is more
  void add(const std::string& name, const std::string& key_id, std::optional<AliasRecord> record) {
    if (name < from || full()) return;
    AliasListEntry e{name, alias_arn(call.house(), call.scope(), name), key_id, {}, {}};
    if (record) { e.creationDate = record->created; e.lastUpdatedDate = record->updated; }
    entries.push_back(std::move(e));
  }
};

void list_all(Listing& out) {
  auto managed = kManagedServices.begin();
  auto managed_before = [&](std::string_view name) {
    for (; managed != kManagedServices.end(); ++managed) {
      std::string alias = "alias/aws/" + std::string(*managed);
      if (!name.empty() && alias > name) return;
      out.add(alias, *managed_id(out.call.house(), out.call.scope(), alias), {});
    }
  };
  out.call.in(kAliases).each("", out.from, [&](std::string_view name, AliasRecord record) {
    managed_before(name);
    std::string id = record.key_id;
    out.add(std::string(name), id, std::move(record));
    return !out.full();
  });
  managed_before("");
}

}  // namespace

std::vector<Access> to_create_alias(const CreateAlias& q, Call& call) {
  check_name(q.aliasName);
  std::vector<Access> out;
  out.push_back(to_alias(call, "kms:CreateAlias", q.aliasName));
  out.push_back(access_to(call, "kms:CreateAlias", find_target(call, q.targetKeyId), Callers::own));
  return out;
}

std::vector<Access> to_update_alias(const UpdateAlias& q, Call& call) {
  check_name(q.aliasName);
  std::vector<Access> out;
  out.push_back(to_alias(call, "kms:UpdateAlias", q.aliasName));
  out.push_back(access_to(call, "kms:UpdateAlias", find_key(call, stored(call, q.aliasName).key_id), Callers::own));
  out.push_back(access_to(call, "kms:UpdateAlias", find_target(call, q.targetKeyId), Callers::own));
  return out;
}

std::vector<Access> to_delete_alias(const DeleteAlias& q, Call& call) {
  check_name(q.aliasName);
  std::vector<Access> out;
  out.push_back(to_alias(call, "kms:DeleteAlias", q.aliasName));
  out.push_back(access_to(call, "kms:DeleteAlias", find_key(call, stored(call, q.aliasName).key_id), Callers::own));
  return out;
}

Access to_list_aliases(const ListAliases&, Call& call) { return access_to_all(call, "kms:ListAliases"); }

Done create_alias(const CreateAlias& q, Call& call) {
  auto aliases = call.in(kAliases);
  std::string arn = alias_arn(call.house(), call.scope(), q.aliasName);
  if (aliases.has(q.aliasName)) throw ApiError{"AlreadyExistsException", 400, "An alias with the name " + arn + " already exists"};
  KeyPtr key = authorized_key(call, q.targetKeyId);
  point(call, q.targetKeyId, q.aliasName);
  aliases.put(q.aliasName, {key->record.id, call.now(), call.now()});
  return {key->arn};
}

Done update_alias(const UpdateAlias& q, Call& call) {
  AliasRecord record = stored(call, q.aliasName);
  KeyPtr key = authorized_key(call, q.targetKeyId), before = load_key(call, call.scope(), record.key_id);
  must_not_be_pending(*key);
  if (before && !are_alike(before->record, key->record))
    throw invalid("Alias " + q.aliasName + " can move only to a KMS key of the same type and key usage.");
  if (record.key_id != key->record.id) {
    unpoint(call, record.key_id, q.aliasName);
    point(call, q.targetKeyId, q.aliasName);
  }
  record.key_id = key->record.id;
  record.updated = call.now();
  call.in(kAliases).put(q.aliasName, record);
  return {key->arn};
}

Done delete_alias(const DeleteAlias& q, Call& call) {
  AliasRecord record = stored(call, q.aliasName);
  unpoint(call, record.key_id, q.aliasName);
  call.in(kAliases).erase(q.aliasName);
  return {key_arn(call.house(), call.scope(), record.key_id)};
}

ListAliasesResult list_aliases(const ListAliases& q, Call& call) {
  Listing listing{call, after(q.marker), page_size(q.limit, 50)};
  if (q.keyId) {
    KeyPtr key = find_key_proper(call, *q.keyId).key;
    if (!key || key->at.account != call.scope().account) throw ApiError{"NotFoundException", 400, "Key '" + *q.keyId + "' does not exist"};
    for (auto& name : key->record.aliases) listing.add(name, key->record.id, call.in(kAliases).get(name));
  } else {
    list_all(listing);
  }
  ListAliasesResult out;
  if (listing.full()) {
    listing.entries.pop_back();
    out.nextMarker = base::base64url(listing.entries.back().aliasName);
  }
  out.truncated = out.nextMarker.has_value();
  out.aliases = std::move(listing.entries);
  return out;
}

}  // namespace kms
