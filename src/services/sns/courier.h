#pragma once
// The courier brings published messages to their subscribers, as sns.amazonaws.com acting for the topic: to queues under
// the queue's own policy, to HTTP endpoints signed; what fails is tried again as the delivery policy says, then goes to the
// subscription's dead-letter queue or is given up. An item stays due until its outcome is written: at least once.
#include <set>

#include "service/outgoing.h"
#include "services/sns/envelope.h"
#include "services/sns/names.h"
#include "services/sns/retry.h"

namespace sns {

class Courier {
 public:
  std::optional<base::Time> run(House&);

 private:
  struct Item { std::string key; DueRecord due; };
  struct Outcome { Item item; service::OutgoingAnswer answer; };
  struct Inbox { std::mutex mutex; std::vector<Outcome> outcomes; };

  // What an item is about, as it is now.
  struct Parcel {
    TopicName topic;
    TopicRecord record;
    SubscriptionRecord subscription;
    MessageRecord message;
    Content content;                           // of a notification
  };
  std::optional<Parcel> parcel(House&, const Item&);
  bool is_turn(House&, const Item&);

  void settle_outcomes(House&);
  std::vector<Item> due_items(House&, base::Time now);
  void handle(House&, const Item&, base::Time now);
  void send_to_queue(House&, const Item&, const Parcel&);
  void send_to_function(House&, const Item&, const Parcel&);
  void send_to_endpoint(House&, const Item&, const Parcel&, base::Time now);
  void failed(House&, const Item&, const Parcel&, bool for_good, const std::string& why);
  void dead_letter(House&, const Item&, const Parcel&);
  void postpone(House&);

  Envelope envelope(House&, const Item&, const Parcel&);
  std::string text_for(const Parcel&) const;

  std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();
  std::set<std::string> under_way_;            // keys of items whose endpoint has not answered yet
  std::vector<std::pair<Item, base::Time>> later_;      // not now: written in one go at the round's end
  std::map<std::string, base::Time> paced_;    // subscriptions with a throttle policy: when the next delivery may go
  std::string signed_text_, signature_;        // the last: the same for all subscribers of a message
  std::optional<base::Time> next_;
  std::optional<std::uint64_t> seen_;          // version of SNS's state that the last round looked at
  service::OutgoingPool pool_;                 // last: it ends before what its answers go to
};

}  // namespace sns
