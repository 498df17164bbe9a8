#include "services/cloudtrail/workers.h"

#include "services/cloudtrail/delivery.h"
#include "services/cloudtrail/digest.h"
#include "services/cloudtrail/keys.h"
#include "services/iam/api.h"

namespace cloudtrail {

using service::ApiError, service::House;

namespace {

// The last multiple of the delivery interval: what a file's name says, and how often files are made.
base::Time slot_of(const House& house, base::Time now) {
  std::int64_t width = house.settings.delivery_seconds;
  return base::Time::seconds(now.s() / width * width);
}

class Cadence {
 public:
  std::optional<base::Time> run(House& house) {
    const base::Time now = house.clock.now(), slot = slot_of(house, now);
    if (slot == last_slot_ && now < next_ && house.store.touched("cloudtrail") == seen_) return next_;
    auto trails = active_trails(house);
    bool closing = std::any_of(trails.begin(), trails.end(), [](auto& t) { return t.closing; });
    if (slot != last_slot_ || closing) {
      deliver_all(house, slot);
      last_slot_ = slot;
    }
    write_digests(house, now);
    bool more = ready_signer(house, trails);
    seen_ = house.store.touched("cloudtrail");
    return next_ = more ? now : next(house, trails, now);
  }

 private:
  // Key pairs take a while: they are made before the first digest asks for them, one a round. True: one was made.
  static bool ready_signer(House& house, const std::vector<Trail>& trails) {
    for (auto& t : trails) {
      if (!t.validation || t.digestAnchor.ms == 0) continue;
      for (auto& region : house.settings.regions)
        if ((t.multiRegion || region == t.homeRegion) && !has_signer(house, region)) { signer_for(house, region); return true; }
    }
    return false;
  }

  static base::Time next(const House& house, const std::vector<Trail>& trails, base::Time now) {
    base::Time out = slot_of(house, now).plus_seconds(house.settings.delivery_seconds);
    for (auto& t : trails)
      if (t.digestAnchor.ms != 0) out = std::min(out, window_end(house, t, now));
    return out;
  }

  base::Time last_slot_{-1}, next_;
  std::uint64_t seen_ = 0;               // version of CloudTrail's own state that the last round left
};

// CloudTrail makes its service-linked role as the account itself.
service::PrincipalPtr account_itself(const std::string& account) {
  auto p = std::make_shared<service::Principal>();
  p->who = service::Who::root;
  p->entity_id = account;
  p->identity = {.type = "Root", .principal_id = account, .arn = "arn:aws:iam::" + account + ":root", .account = account, .invoked_by = "cloudtrail.amazonaws.com"};
  return p;
}

void make_service_linked_role(House& house, const std::string& account) {
  try {
    house.act(account_itself(account), {account, "us-east-1"}, iam::CreateServiceLinkedRole{.aWSServiceName = "cloudtrail.amazonaws.com"});
  } catch (const ApiError& e) {
    if (e.code != "InvalidInput" && e.code != "EntityAlreadyExists") throw;      // it is there
  }
}

}  // namespace

std::vector<service::Worker> workers() {
  auto cadence = std::make_shared<Cadence>();
  return {{"cloudtrail delivery", [cadence](House& house) { return cadence->run(house); }}};
}

std::vector<service::OutboxHandler> outbox_handlers() { return {{"cloudtrail.service_linked_role", make_service_linked_role}}; }

void flush(House& house, bool digests) {
  const base::Time now = house.clock.now();
  deliver_all(house, slot_of(house, now));
  write_digests(house, now, digests);
}

}  // namespace cloudtrail
