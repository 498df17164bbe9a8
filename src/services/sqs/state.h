#pragma once
// What SQS stores: docs/formats/sqs.md. New members go to the end.
#include "service/call.h"
#include "services/sqs/api.h"

namespace sqs {

struct Queue {
  std::string name;
  std::string id;                    // of this queue's life: a queue made again under the same name has another
  std::string pile;                  // of its messages since it was last purged
  base::Time created, modified, purged;
  Words attributes;                  // as they were set; the others have their defaults
  Words tags;

  bool fifo() const { return name.ends_with(".fifo"); }
};
BOOST_DESCRIBE_STRUCT(Queue, (), (name, id, pile, created, modified, purged, attributes, tags))

// What is known of a pile as a whole.
struct Tally {
  std::int64_t total = 0;            // messages
  std::int64_t received = 0;         // of them, those that were received at least once: at least as many as are in flight
  std::int64_t next = 0;             // number of the next message; goes on over a purge
  base::Time look;                   // when to look for expired ones; 0: there are no messages
};
BOOST_DESCRIBE_STRUCT(Tally, (), (total, received, next, look))

// A message without its content: rewritten when it is received.
struct Entry {
  std::string id;
  base::Time sent, visible;          // visible: not to be received before
  std::int64_t receives = 0;         // over all queues, and
  std::int64_t here = 0;             // since it is in this one
  base::Time first_received, last_received;
  std::string sender, group, dedup, sequence, dead_letter_source;
};
BOOST_DESCRIBE_STRUCT(Entry, (), (id, sent, visible, receives, here, first_received, last_received, sender, group, dedup, sequence, dead_letter_source))

// The content, written once. Sealed under a key of the house, or under a data key that KMS made for the queue.
struct Content {
  std::string sealed;                // Letter, bound to the message's id
  std::string data_key;              // as KMS encrypted it; empty: the house's key
  std::string queue_arn;             // the encryption context it was made with
};
BOOST_DESCRIBE_STRUCT(Content, (), (sealed, data_key, queue_arn))

struct LetterAttribute { std::string type, value; bool binary = false; };
BOOST_DESCRIBE_STRUCT(LetterAttribute, (), (type, value, binary))
struct Letter {
  std::string body, md5;             // md5 in hex
  std::map<std::string, LetterAttribute> attributes;
  std::string trace;                 // AWSTraceHeader
};
BOOST_DESCRIBE_STRUCT(Letter, (), (body, md5, attributes, trace))

struct Mark { bool received = false; };
BOOST_DESCRIBE_STRUCT(Mark, (), (received))

// FIFO: a group that has messages. It can be received from `available` on; `head` is its first message.
struct Group { base::Time available; std::int64_t head = 0; };
BOOST_DESCRIBE_STRUCT(Group, (), (available, head))
struct Ready { std::string group; };
BOOST_DESCRIBE_STRUCT(Ready, (), (group))

// FIFO, for five minutes: a deduplication id that was used, or what a receive attempt returned.
struct Remembered {
  base::Time at;
  std::string message_id, sequence;
  std::string pile;
  std::vector<std::int64_t> numbers, receives;
  base::Time visible;
};
BOOST_DESCRIBE_STRUCT(Remembered, (), (at, message_id, sequence, pile, numbers, receives, visible))

struct Move {
  std::string id, status, source, destination;     // ARNs; destination empty: each message's own source
  std::int64_t rate = 0, moved = 0, to_move = 0;   // rate 0: as fast as it goes
  std::string reason;
  base::Time started;
};
BOOST_DESCRIBE_STRUCT(Move, (), (id, status, source, destination, rate, moved, to_move, reason, started))

// Something to be done later for a queue.
struct Errand { base::Time at; std::string kind, account, region, name; };
BOOST_DESCRIBE_STRUCT(Errand, (), (at, kind, account, region, name))
inline constexpr std::string_view kExpire = "expire", kMoveOn = "move", kErase = "erase";
inline constexpr std::string_view kAllow = "allow";             // the name of a deleted queue may be used again

struct Deleted { base::Time at; };
BOOST_DESCRIBE_STRUCT(Deleted, (), (at))

// Times and numbers in keys are 16 hexadecimal digits.
inline constexpr store::Table<Queue> kQueues{"sqs.queue", store::Reach::regional};             // by name
inline constexpr store::Table<Deleted> kDeleted{"sqs.deleted", store::Reach::regional};        // by name: not to be made again at once
inline constexpr store::Table<Tally> kTallies{"sqs.tally", store::Reach::regional};            // by pile
inline constexpr store::Table<Entry> kEntries{"sqs.entry", store::Reach::regional};            // by pile and number
inline constexpr store::Table<Content> kContents{"sqs.content", store::Reach::regional};       // by pile and number
inline constexpr store::Table<Mark> kVisible{"sqs.visible", store::Reach::regional};           // by pile, visible and number
inline constexpr store::Table<Mark> kAges{"sqs.age", store::Reach::regional};                  // by pile, sent and number
inline constexpr store::Table<Mark> kLines{"sqs.line", store::Reach::regional};                // FIFO: by pile, group and number
inline constexpr store::Table<Group> kGroups{"sqs.group", store::Reach::regional};             // FIFO: by pile and group
inline constexpr store::Table<Ready> kReady{"sqs.ready", store::Reach::regional};              // FIFO: by pile, available and head
inline constexpr store::Table<Remembered> kRemembered{"sqs.remembered", store::Reach::regional};     // by queue id and what
inline constexpr store::Table<Mark> kForget{"sqs.forget", store::Reach::regional};             // by queue id, time and what
inline constexpr store::Table<Move> kMoves{"sqs.move", store::Reach::regional};                // by source queue's id, started and id
inline constexpr store::Table<Errand> kErrands{"sqs.errand", store::Reach::everywhere};        // by time, kind, account, Region and name

std::string order(std::int64_t);                             // 16 hexadecimal digits
inline std::string order(base::Time t) { return order(t.ms); }
std::int64_t unorder(std::string_view);

void add_errand(store::Txn&, const Errand&);
void drop_errand(store::Txn&, const Errand&);

}  // namespace sqs
