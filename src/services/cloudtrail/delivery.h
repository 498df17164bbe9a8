#pragma once
// Delivery: from the journal's streams into the trails' buckets, as cloudtrail.amazonaws.com. The file, the records of
// putting it there, and how far its lane has come are one commit: each record is delivered exactly once.
#include "services/cloudtrail/names.h"

namespace cloudtrail {

// An account's Region a trail covers, or once covered.
struct Covered { std::string account, region; };
std::vector<Covered> covered(service::House&, const Trail&);

// A little before the first record of the stream that a call of this version or a later one left.
std::int64_t cursor_before(service::House&, const Covered&, std::int64_t version);
std::string lane_key(const Trail&, std::string_view account, std::string_view region);
Lane lane_of(service::House&, const Trail&, const Covered&);
void put_lane(store::Txn&, const Trail&, const Covered&, const Lane&);

// Every trail that is owed anything: those that are, and those deleted but not yet through.
std::vector<Trail> active_trails(service::House&);

// The last multiple of the delivery interval: what a file's name says, and how often files are made.
base::Time slot_of(const service::House&, base::Time now);

// How long a file that the archive refuses is tried again; then its records are given up (delivery facts, 7).
inline constexpr std::int64_t kRetrySeconds = 30 * 86400;

// Delivers what the lane's stream holds for the trail, in files named after the slot. False: the archive refused; tried again later.
bool deliver(service::House&, const Trail&, const Covered&, base::Time slot);
void deliver_all(service::House&, base::Time slot);

}  // namespace cloudtrail
