#include "services/lambda/poller.h"

#include <set>

#include "base/arn.h"
#include "base/json.h"
#include "base/log.h"
#include "service/pattern.h"
#include "service/worker.h"
#include "services/lambda/engine.h"
#include "services/lambda/invoke.h"
#include "services/lambda/lineage.h"

namespace lambda {
namespace {

constexpr std::int64_t kEverySeconds = 1, kRestSeconds = 5, kConcurrency = 5;
constexpr std::size_t kMostBytes = 256u << 10;                   // of bodies in one batch

std::string url_of(const base::Arn& arn) { return sqs::url_of(arn.region, arn.account, arn.resource); }

// As the function gets it, and as filters look at it: with a body that is read where it is JSON.
std::string record_of(const sqs::Message& m, const Mapping& mapping, bool for_filter) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("messageId").text(m.messageId.value_or("")).key("receiptHandle").text(m.receiptHandle.value_or("")).key("body");
  const std::string body = m.body.value_or("");
  if (auto json = for_filter ? base::parse_json(body) : std::nullopt; json && json->is_object()) w.raw(simdjson::minify(*json));
  else w.text(body);
  w.key("attributes").open('{');
  if (m.attributes) for (auto& [key, value] : *m.attributes) w.key(key).text(value);
  w.close('}').key("messageAttributes").open('{');
  if (m.messageAttributes)
    for (auto& [name, a] : *m.messageAttributes) {
      w.key(name).open('{');
      if (a.stringValue) w.key("stringValue").text(*a.stringValue);
      if (a.binaryValue) w.key("binaryValue").text(base::base64(a.binaryValue->bytes));
      w.key("stringListValues").open('[').close(']').key("binaryListValues").open('[').close(']').key("dataType").text(a.dataType).close('}');
    }
  w.close('}').key("md5OfBody").text(m.mD5OfBody.value_or(""));
  if (m.mD5OfMessageAttributes) w.key("md5OfMessageAttributes").text(*m.mD5OfMessageAttributes);
  w.key("eventSource").text("aws:sqs").key("eventSourceARN").text(mapping.queue).key("awsRegion").text(mapping.region).close('}');
  return out;
}

bool wanted(const sqs::Message& m, const Mapping& mapping) {
  if (mapping.filters.empty()) return true;
  auto json = base::parse_json_owned(record_of(m, mapping, true));
  return json && std::any_of(mapping.filters.begin(), mapping.filters.end(), [&](auto& f) { return service::Pattern::compile(f)->matches(json->root); });
}

std::vector<sqs::Message> received(House& house, const service::PrincipalPtr& who, const Mapping& mapping, std::int64_t most) {
  auto arn = base::parse_arn(mapping.queue);
  sqs::ReceiveMessage receive;
  receive.queueUrl = url_of(*arn);
  receive.maxNumberOfMessages = most;
  receive.messageSystemAttributeNames = sqs::Texts{"All"};
  receive.messageAttributeNames = sqs::Texts{"All"};
  return house.act(who, {mapping.account, std::string(arn->region)}, receive).messages.value_or(std::vector<sqs::Message>());
}

Turn turn_of(House& house, const sqs::Message& m, const Mapping& mapping) {
  std::string trace;
  if (m.attributes)
    if (auto it = m.attributes->find("AWSTraceHeader"); it != m.attributes->end()) trace = it->second;
  return next_turn(trace, function_arn(house, {mapping.account, mapping.region}, mapping.name), house.clock.now());
}

// Not handed to the function and not deleted: it becomes visible again, until its queue's own dead-letter queue takes it.
bool loops(House& house, const sqs::Message& m, const Mapping& mapping) {
  if (turn_of(house, m, mapping).count <= kMostTurns) return false;
  store::Txn txn = house.store.read();
  auto f = store::Bound<Function>(txn, kFunctions, mapping.account, mapping.region).get(mapping.name);
  if (f && f->may_loop) return false;
  base::log_error("lambda: " + mapping.name + " runs in a recursive loop with " + mapping.queue + ": stopped");
  return true;
}

// A batch goes on with the longest chain of its messages.
std::string trace_of(House& house, const std::vector<sqs::Message>& messages, const Mapping& mapping) {
  Turn longest{{}, 0};
  for (auto& m : messages)
    if (Turn t = turn_of(house, m, mapping); t.count > longest.count) longest = std::move(t);
  return std::move(longest.trace);
}

void erase(House& house, const service::PrincipalPtr& who, const Mapping& mapping, const std::vector<const sqs::Message*>& messages) {
  auto arn = base::parse_arn(mapping.queue);
  for (std::size_t at = 0; at < messages.size(); at += 10) {
    sqs::DeleteMessageBatch batch;
    batch.queueUrl = url_of(*arn);
    for (std::size_t i = at; i < std::min(at + 10, messages.size()); ++i) batch.entries.push_back({std::to_string(i), messages[i]->receiptHandle.value_or("")});
    house.act(who, {who->account(), std::string(arn->region)}, batch);
  }
}

// The ids a function says it could not handle; nothing: its answer is none, and all have failed.
std::optional<std::set<std::string, std::less<>>> failures(const std::string& payload) {
  std::set<std::string, std::less<>> out;
  auto json = base::parse_json(payload);
  if (!json || json->is_null()) return out;
  simdjson::dom::array list;
  base::JsonValue items;
  if ((*json)["batchItemFailures"].get(items) || items.is_null()) return out;
  if (items.get(list)) return {};
  for (auto item : list) {
    std::string_view id;
    if (item["itemIdentifier"].get(id) || id.empty()) return {};
    out.emplace(id);
  }
  return out;
}

}  // namespace

std::optional<base::Time> Poller::run(House& house) {
  std::vector<Outcome> outcomes;
  {
    std::lock_guard lock(inbox_->mutex);
    outcomes.swap(inbox_->outcomes);
  }
  for (auto& o : outcomes) settle(house, o);
  const base::Time now = house.clock.now();
  const auto queues = house.store.touched("sqs"), own = house.store.touched("lambda");
  if (outcomes.empty() && queues == queues_seen_ && own == mappings_seen_ && now < next_) return next_;
  queues_seen_ = queues;
  mappings_seen_ = own;
  std::vector<std::pair<Mapping, Version>> live;
  bool any = false;
  {
    store::Txn txn = house.store.read();
    store::Bound<Mapping>(txn, kMappings, "", "").each([&](std::string_view, Mapping m) {
      any = true;
      if (!m.enabled || !house.ports().account_active(txn, m.account)) return;
      try {
        Version v = chosen_version(house, txn, {{m.account, m.region}, m.name, m.qualifier});
        live.emplace_back(std::move(m), std::move(v));
      } catch (const ApiError&) {}               // its function is gone, or not there yet
    });
  }
  std::erase_if(gathering_, [&](auto& g) { return std::none_of(live.begin(), live.end(), [&](auto& l) { return l.first.uuid == g.first; }); });
  bool more = false;
  for (auto& [m, v] : live) more = poll(house, m, v) || more;
  if (!any) return {};
  next_ = more ? now : now.plus_seconds(kEverySeconds);
  return next_;
}

bool Poller::poll(House& house, const Mapping& m, const Version& v) {
  const base::Time now = house.clock.now();
  if (auto rest = rests_.find(m.uuid); rest != rests_.end() && now < rest->second) return false;
  if (auto n = running_.find(m.uuid); n != running_.end() && n->second >= m.concurrency.value_or(kConcurrency)) return false;
  auto& batch = gathering_.try_emplace(m.uuid, Batch{m, {}, now}).first->second;
  bool more = false;
  try {
    auto session = house.cache<Engine>().session({m.account, m.region}, m.name, v.role);
    const std::int64_t room = std::min<std::int64_t>(10, m.batch - std::int64_t(batch.messages.size()));
    auto got = room > 0 ? received(house, session->principal, m, room) : std::vector<sqs::Message>();
    more = room > 0 && std::int64_t(got.size()) == room;
    std::vector<const sqs::Message*> unwanted;
    for (auto& message : got)
      if (!wanted(message, m)) unwanted.push_back(&message);
    if (!unwanted.empty()) erase(house, session->principal, m, unwanted);
    for (auto& message : got)
      if (wanted(message, m) && !loops(house, message, m)) {
        if (batch.messages.empty()) batch.since = now;
        batch.messages.push_back(std::move(message));
      }
  } catch (const ApiError& e) {
    base::log_error("lambda: the event source " + m.queue + " of " + m.name + ": " + e.code + ": " + e.message);
    rests_[m.uuid] = now.plus_seconds(kRestSeconds);
    return false;
  }
  if (batch.messages.empty()) {
    gathering_.erase(m.uuid);
    return more;
  }
  std::size_t bytes = 0;
  for (auto& message : batch.messages) bytes += message.body.value_or("").size();
  const bool full = std::int64_t(batch.messages.size()) >= m.batch || bytes >= kMostBytes;
  if (!full && (more || now < batch.since.plus_seconds(m.window))) return more;
  // More than a batch was gathered where the mapping's batches have become smaller.
  const auto end = batch.messages.begin() + std::ptrdiff_t(std::min(batch.messages.size(), std::size_t(m.batch)));
  Batch next{m, {std::make_move_iterator(batch.messages.begin()), std::make_move_iterator(end)}, batch.since};
  batch.messages.erase(batch.messages.begin(), end);
  const bool rest = !batch.messages.empty();
  if (!rest) gathering_.erase(m.uuid);
  begin(house, std::move(next), v);
  return more || rest;
}

void Poller::begin(House& house, Batch batch, const Version& v) {
  const Mapping& m = batch.mapping;
  auto& engine = house.cache<Engine>();
  const Scope at{m.account, m.region};
  const std::string whole = function_arn(house, at, m.name);
  std::optional<Function> f;
  {
    store::Txn txn = house.store.read();
    f = store::Bound<Function>(txn, kFunctions, at.account, at.region).get(m.name);
  }
  if (!f || !engine.enter(whole, f->reserved)) {                 // throttled: the messages become visible again by themselves
    rests_[m.uuid] = house.clock.now().plus_seconds(kRestSeconds);
    return;
  }
  std::string payload = "{\"Records\":[";
  for (auto& message : batch.messages) payload += (payload.back() == '[' ? "" : ",") + record_of(message, m, false);
  payload += "]}";
  ++running_[m.uuid];
  Engine::Job job{v, at, function_arn(house, at, m.name, m.qualifier), {base::uuid(), std::move(payload), {}, trace_of(house, batch.messages, m)}};
  engine.invoke(std::move(job), [&house, &engine, whole, inbox = inbox_, batch = std::move(batch), role = v.role](runtime::Outcome outcome) {
    engine.leave(whole);
    {
      std::lock_guard lock(inbox->mutex);
      inbox->outcomes.push_back({batch, role, std::move(outcome)});
    }
    house.cache<service::Bell>().ring();
  });
}

void Poller::settle(House& house, const Outcome& o) {
  const Mapping& m = o.batch.mapping;
  if (auto it = running_.find(m.uuid); it != running_.end() && --it->second == 0) running_.erase(it);
  if (o.outcome.function_error || o.outcome.refused) return;
  std::optional<std::set<std::string, std::less<>>> failed = std::set<std::string, std::less<>>();
  if (m.reports_failures) failed = failures(o.outcome.payload);
  if (!failed) return;
  std::vector<const sqs::Message*> handled;
  for (auto& message : o.batch.messages) if (!failed->contains(message.messageId.value_or(""))) handled.push_back(&message);
  try {
    auto session = house.cache<Engine>().session({m.account, m.region}, m.name, o.role);
    erase(house, session->principal, m, handled);
  } catch (const ApiError& e) {
    base::log_error("lambda: handled messages of " + m.queue + " are not deleted: " + e.code + ": " + e.message);
  }
}

}  // namespace lambda
