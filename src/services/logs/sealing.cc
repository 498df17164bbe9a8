#include "services/logs/sealing.h"

#include <mutex>

#include "base/arn.h"
#include "base/log.h"
#include "services/kms/api.h"

namespace logs {
namespace {

constexpr std::int64_t kKeptSeconds = 300, kFreshSeconds = 86'400;     // of a data key in memory, and in use for new events

class PlainKeys {
 public:
  ~PlainKeys() { clear(); }
  std::optional<std::string> find(const std::string& sealed, base::Time now) {
    std::lock_guard lock(mutex_);
    auto it = keys_.find(sealed);
    if (it == keys_.end() || it->second.until <= now) return {};
    return it->second.plain;
  }
  void keep(const std::string& sealed, const std::string& plain, base::Time now) {
    std::lock_guard lock(mutex_);
    if (keys_.size() >= 1000) clear();
    keys_[sealed] = {plain, now.plus_seconds(kKeptSeconds)};
  }

 private:
  void clear() {
    for (auto& [sealed, key] : keys_) base::wipe(key.plain);
    keys_.clear();
  }
  struct Kept { std::string plain; base::Time until; };
  std::mutex mutex_;
  std::unordered_map<std::string, Kept> keys_;
};

std::string key_row(const std::string& group, std::int64_t number) { return group + digits(number, 12); }

Call as_logs(Call& call, const Scope& at, const std::string& arn) {
  return call.as(service::service_principal("logs." + at.region + ".amazonaws.com", arn, at.account)).at(at);
}

std::map<std::string, std::string> context_of(const std::string& arn) { return {{"aws:logs:arn", arn}}; }

ApiError refused(const std::string& arn) {
  return {"AccessDeniedException", 400, "The specified KMS key does not exist or is not allowed to be used with LogGroup '" + arn + "'"};
}

// Makes the group's next data key and stores it.
std::string make_data_key(Call& call, const Scope& at, Group& group, const std::string& key) {
  const std::string arn = group_arn(call.house(), at, group.name);
  kms::GenerateDataKey ask{.keyId = key};
  ask.keySpec = "AES_256";
  ask.encryptionContext = context_of(arn);
  auto made = as_logs(call, at, arn).ask(ask);
  group.kms_key = made.keyId;
  ++group.data_key;
  call.elsewhere(kDataKeys, at.account, at.region).put(key_row(group.id, group.data_key), {made.ciphertextBlob.bytes, made.keyId, call.now()});
  call.house().cache<PlainKeys>().keep(made.ciphertextBlob.bytes, made.plaintext.bytes, call.now());
  return std::move(made.plaintext.bytes);
}

std::string plain_key(Call& call, const Scope& at, const Group& group, const DataKey& key) {
  auto& kept = call.house().cache<PlainKeys>();
  if (auto plain = kept.find(key.sealed, call.now())) return std::move(*plain);
  const std::string arn = group_arn(call.house(), at, group.name);
  kms::Decrypt ask;
  ask.encryptionContext = context_of(arn);
  ask.ciphertextBlob = shape::Secret<shape::Blob>(shape::Blob{key.sealed});
  try {
    auto opened = as_logs(call, at, arn).ask(ask);
    kept.keep(key.sealed, opened.plaintext.bytes, call.now());
    return std::move(opened.plaintext.bytes);
  } catch (const ApiError&) {
    throw refused(arn);
  }
}

std::string current_key(Call& call, const Scope& at, Group& group) {
  auto row = call.elsewhere(kDataKeys, at.account, at.region).get(key_row(group.id, group.data_key));
  if (row && row->kms_key == group.kms_key && row->made.plus_seconds(kFreshSeconds) > call.now()) return plain_key(call, at, group, *row);
  try {
    return make_data_key(call, at, group, group.kms_key);
  } catch (const ApiError&) {
    throw refused(group_arn(call.house(), at, group.name));
  }
}

}  // namespace

std::string seal(Call& call, const Scope& at, Group& group, std::string_view plain, std::string_view bound) {
  if (group.kms_key.empty()) return base::seal(call.house().key_for("logs"), plain, bound);
  std::string key = current_key(call, at, group);
  std::string out = base::seal(key, plain, bound);
  base::wipe(key);
  return out;
}

std::string open(Call& call, const Scope& at, const Group& group, std::int64_t data_key, std::string_view sealed, std::string_view bound) {
  std::optional<std::string> plain;
  if (data_key == 0) {
    plain = base::open(call.house().key_for("logs"), sealed, bound);
  } else if (auto row = call.elsewhere(kDataKeys, at.account, at.region).get(key_row(group.id, data_key))) {
    std::string key = plain_key(call, at, group, *row);
    plain = base::open(key, sealed, bound);
    base::wipe(key);
  }
  if (plain) return std::move(*plain);
  base::log_error("events of log group " + group.name + " do not open");
  throw ApiError{"ServiceUnavailableException", 500, "The service cannot complete the request."};
}

void take_key(Call& call, Group& group, const std::string& key) {
  auto arn = base::parse_arn(key);
  if (!arn || arn->service != "kms") throw invalid("The specified KMS Key Id could not be found.");
  if (arn->region != call.scope().region) throw invalid("The specified KMS Key Id is not in the Region of the log group.");
  std::string plain;
  try {
    plain = make_data_key(call, call.scope(), group, key);
  } catch (const ApiError& e) {
    if (e.code == "DisabledException" || e.code == "KMSInvalidStateException") throw invalid("The specified KMS Key is disabled.");
    throw refused(group_arn(call.house(), call.scope(), group.name));
  }
  base::wipe(plain);
}

}  // namespace logs
