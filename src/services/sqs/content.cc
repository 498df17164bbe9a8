#include "services/sqs/content.h"

#include "base/crypto.h"
#include "base/log.h"
#include "services/kms/api.h"

namespace sqs {
namespace {

// Data keys in use. An entry serves the caller and queue it was made for, until its period ends.
class DataKeys {
 public:
  struct Key { std::string plain, encrypted; base::Time made; };
  ~DataKeys() { clear(); }

  std::optional<Key> find(const std::string& name, base::Time now, std::int64_t seconds) {
    std::lock_guard lock(mutex_);
    auto it = keys_.find(name);
    if (it == keys_.end() || it->second.made.plus_seconds(seconds) <= now || it->second.made > now) return {};
    return it->second;
  }
  void keep(const std::string& name, Key key) {
    std::lock_guard lock(mutex_);
    if (keys_.size() >= kMost) clear();
    keys_[name] = std::move(key);
  }

 private:
  static constexpr std::size_t kMost = 4096;
  void clear() {
    for (auto& [name, key] : keys_) base::wipe(key.plain);
    keys_.clear();
  }
  std::mutex mutex_;
  std::unordered_map<std::string, Key> keys_;
};

// KMS's refusals as SQS passes them on.
[[noreturn]] void pass_on(const ApiError& e) {
  struct Pair { std::string_view theirs, ours; };
  static constexpr auto pairs = std::to_array<Pair>({{"AccessDeniedException", "KmsAccessDenied"}, {"DisabledException", "KmsDisabled"},
                                                     {"KMSInvalidStateException", "KmsInvalidState"}, {"NotFoundException", "KmsNotFound"},
                                                     {"InvalidKeyUsageException", "KmsInvalidKeyUsage"}, {"ThrottlingException", "KmsThrottled"}});
  for (auto& p : pairs) if (p.theirs == e.code) throw ApiError{std::string(p.ours), 400, e.message};
  throw ApiError{"KmsInvalidState", 400, e.message};
}

template <class Q> typename Q::Result ask_kms(const Q& question, const Found& queue, Call& call) {
  try {
    return call.via("sqs.amazonaws.com").at({call.scope().account, queue.at.region}).ask(question);
  } catch (const ApiError& e) {
    pass_on(e);
  }
}

// Ids and aliases are those of the queue's account, whoever sends.
std::string key_name(const std::string& id, const Found& queue, const House& house) {
  if (id.starts_with("arn:")) return id;
  return "arn:" + house.settings.partition + ":kms:" + queue.at.region + ":" + queue.at.account + ":" + (id.starts_with("alias/") ? id : "key/" + id);
}

std::string caller_name(const Call& call) {
  auto& c = call.caller();
  return c.who == service::Who::service ? c.service + " " + c.source_arn : c.identity.arn + " " + c.identity.access_key;
}

DataKeys::Key fresh_key(const std::string& id, const Found& queue, Call& call) {
  const std::string name = store::joined("make", queue.queue.id, store::joined(id, caller_name(call)));
  auto& keys = call.house().cache<DataKeys>();
  if (auto known = keys.find(name, call.now(), number(queue.queue, "KmsDataKeyReusePeriodSeconds"))) return *known;
  auto made = ask_kms(kms::GenerateDataKey{.keySpec = "AES_256", .encryptionContext = Words{{"aws:sqs:arn", queue.arn}},
                                           .keyId = key_name(id, queue, call.house())}, queue, call);
  DataKeys::Key key{std::move(made.plaintext.bytes), std::move(made.ciphertextBlob.bytes), call.now()};
  keys.keep(name, key);
  return key;
}

std::string known_key(const Content& content, const Found& queue, Call& call) {
  const std::string name = store::joined("open", content.data_key, caller_name(call));
  auto& keys = call.house().cache<DataKeys>();
  if (auto known = keys.find(name, call.now(), number(queue.queue, "KmsDataKeyReusePeriodSeconds"))) return known->plain;
  auto opened = ask_kms(kms::Decrypt{.encryptionContext = Words{{"aws:sqs:arn", content.queue_arn}},
                                     .ciphertextBlob = shape::Secret<shape::Blob>(shape::Blob{content.data_key})}, queue, call);
  keys.keep(name, {opened.plaintext.bytes, {}, call.now()});
  return std::move(opened.plaintext.bytes);
}

}  // namespace

Content sealed(const Letter& letter, std::string_view message_id, const Found& queue, Call& call) {
  const std::string plain = shape::packed(letter), id = text(queue.queue, "KmsMasterKeyId");
  if (id.empty()) return {base::seal(call.house().key_for("sqs"), plain, message_id), {}, {}};
  DataKeys::Key key = fresh_key(id, queue, call);
  Content out{base::seal(key.plain, plain, message_id), std::move(key.encrypted), queue.arn};
  base::wipe(key.plain);
  return out;
}

Letter opened(const Content& content, std::string_view message_id, const Found& queue, Call& call) {
  std::string key = content.data_key.empty() ? call.house().key_for("sqs") : known_key(content, queue, call);
  auto plain = base::open(key, content.sealed, message_id);
  base::wipe(key);
  auto letter = plain ? shape::unpacked<Letter>(*plain) : std::nullopt;
  if (letter) return std::move(*letter);
  base::log_error("a message does not open");
  throw ApiError{"InternalError", 500, "We encountered an internal error. Please try again."};
}

}  // namespace sqs
