#include "services/sqs/queues.h"

#include "base/arn.h"
#include "services/sqs/attributes.h"
#include "services/sqs/paging.h"
#include "services/sqs/tags.h"

namespace sqs {
namespace {

constexpr std::int64_t kPause = 60;        // seconds between a deletion and a queue of that name, and between purges

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; });
}

void check_name(const std::string& name, bool fifo) {
  if (fifo && (name.size() > 80 || !name.ends_with(".fifo") || !is_name(name.substr(0, name.size() - 5))))
    throw invalid_value(
        "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.");
  if (!fifo && (name.size() > 80 || !is_name(name)))
    throw invalid_value("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
}

std::string fresh_id() { return base::random_text(20, base::kLowerAlnum); }

// What a pile or a queue leaves behind is erased by and by.
void leave(store::Txn& txn, const Scope& at, const std::string& id, base::Time now) { add_errand(txn, {now, std::string(kErase), at.account, at.region, id}); }

void drop_expiry(store::Txn& txn, const Found& f, const Tally& tally) {
  if (tally.look.ms) drop_errand(txn, {tally.look, std::string(kExpire), f.at.account, f.at.region, f.queue.name});
}

// The queue of that name, if what is asked for is what it has.
CreateQueueResult existing(const CreateQueue& q, const Found& there, Call& call) {
  Found wanted = there;
  if (q.attributes) apply(*q.attributes, wanted, call);
  for (auto& [name, value] : q.attributes.value_or(Words{}))
    if (shown(name, wanted) != shown(name, there))
      throw ApiError{"QueueNameExists", 400, "A queue already exists with the same name and a different value for attribute " + name};
  return {url_for(call, there.at, there.queue.name)};
}

}  // namespace

std::vector<Access> to_create_queue(const CreateQueue& q, Call& call) {
  const Scope& at = call.scope();
  Access create{.action = "sqs:CreateQueue", .resource = arn_of(call.house(), at, q.queueName), .owner = at.account, .type = "AWS::SQS::Queue"};
  if (q.tags) create.keys = request_tags(*q.tags);
  std::vector<Access> out{create};
  if (q.tags && !q.tags->empty()) {
    create.action = "sqs:TagQueue";
    out.push_back(std::move(create));
  }
  return out;
}

CreateQueueResult create_queue(const CreateQueue& q, Call& call) {
  const Scope& at = call.scope();
  const bool fifo = q.attributes && q.attributes->contains("FifoQueue") && q.attributes->at("FifoQueue") == "true";
  check_name(q.queueName, fifo);
  if (auto there = look_up(call.house(), call.txn(), at, q.queueName)) return existing(q, *there, call);
  if (auto deleted = call.in(kDeleted).get(q.queueName); deleted && deleted->at.plus_seconds(kPause) > call.now())
    throw ApiError{"QueueDeletedRecently", 400, "You must wait 60 seconds after deleting a queue before you can create another with the same name."};
  Found made{at, arn_of(call.house(), at, q.queueName),
             {.name = q.queueName, .id = fresh_id(), .pile = fresh_id(), .created = call.now(), .modified = call.now()}};
  if (q.attributes) apply(*q.attributes, made, call);
  if (q.tags) add_tags(*q.tags, made.queue);
  save(call.txn(), made);
  return {url_for(call, at, q.queueName)};
}

Access to_get_queue_url(const GetQueueUrl& q, Call& call) {
  if (q.queueOwnerAWSAccountId && !base::is_account_id(*q.queueOwnerAWSAccountId)) throw no_queue();
  auto found = look_up(call.house(), call.txn(), {q.queueOwnerAWSAccountId.value_or(call.scope().account), call.scope().region}, q.queueName);
  if (!found) throw no_queue();
  return to_queue(call, "sqs:GetQueueUrl", *found);
}

CreateQueueResult get_queue_url(const GetQueueUrl& q, Call& call) {
  return {url_for(call, {q.queueOwnerAWSAccountId.value_or(call.scope().account), call.scope().region}, q.queueName)};
}

Access to_list_queues(const ListQueues&, Call& call) { return {.action = "sqs:ListQueues", .resource = arn_of(call.house(), call.scope(), "")}; }

ListQueuesResult list_queues(const ListQueues& q, Call& call) {
  ListQueuesResult out;
  Texts urls;
  out.nextToken = page(call.in(kQueues), q.queueNamePrefix.value_or(""), q.nextToken, q.maxResults, [&](const Queue& queue) {
    urls.push_back(url_for(call, call.scope(), queue.name));
    return true;
  });
  if (!urls.empty()) out.queueUrls = std::move(urls);
  return out;
}

Access to_delete_queue(const DeleteQueue& q, Call& call) { return to_queue(call, "sqs:DeleteQueue", q.queueUrl, Reach::owner); }

shape::Nothing delete_queue(const DeleteQueue& q, Call& call) {
  const Found f = find_queue(call, q.queueUrl);
  drop_expiry(call.txn(), f, call.elsewhere(kTallies, f.at.account, f.at.region).get(f.queue.pile).value_or(Tally{}));
  call.elsewhere(kQueues, f.at.account, f.at.region).erase(f.queue.name);
  call.elsewhere(kDeleted, f.at.account, f.at.region).put(f.queue.name, {call.now()});
  add_errand(call.txn(), {call.now().plus_seconds(kPause), std::string(kAllow), f.at.account, f.at.region, f.queue.name});
  leave(call.txn(), f.at, f.queue.pile, call.now());
  leave(call.txn(), f.at, f.queue.id, call.now());
  return {};
}

Access to_purge_queue(const PurgeQueue& q, Call& call) { return to_queue(call, "sqs:PurgeQueue", q.queueUrl); }

shape::Nothing purge_queue(const PurgeQueue& q, Call& call) {
  Found f = find_queue(call, q.queueUrl);
  if (f.queue.purged.ms && f.queue.purged.plus_seconds(kPause) > call.now())
    throw ApiError{"PurgeQueueInProgress", 403, "Only one PurgeQueue operation on " + f.queue.name + " is allowed every 60 seconds."};
  auto tallies = call.elsewhere(kTallies, f.at.account, f.at.region);
  const Tally old = tallies.get(f.queue.pile).value_or(Tally{});
  drop_expiry(call.txn(), f, old);
  leave(call.txn(), f.at, f.queue.pile, call.now());
  f.queue.pile = fresh_id();
  f.queue.purged = call.now();
  tallies.put(f.queue.pile, {.next = old.next});
  save(call.txn(), f);
  return {};
}

}  // namespace sqs
