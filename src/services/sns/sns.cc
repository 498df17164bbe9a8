#include "services/sns/sns.h"

#include "services/sns/permissions.h"
#include "services/sns/publish.h"
#include "services/sns/subscription_attributes.h"
#include "services/sns/subscriptions.h"
#include "services/sns/tags.h"
#include "services/sns/topics.h"

namespace sns {

using service::Effect, service::operation, service::Service, service::Trace;

// The records show no password either.
static void parameters(Call&, const service::Operation& o, const void* request, std::string& json) {
  base::JsonWriter w(json);
  if (o.request == shape::of<Subscribe>()) {
    Subscribe q = *static_cast<const Subscribe*>(request);
    if (q.endpoint) q.endpoint = shown_endpoint(*q.endpoint);
    return record::write_value(w, *o.request, &q, record::Dates::comma);
  }
  record::write_value(w, *o.request, request, record::Dates::comma);
  if (json == "{}") json.clear();
}

Service sns() {
  constexpr Trace kData{.data_event = true};
  return {.name = "sns", .event_source = "sns.amazonaws.com", .protocol = wire::Protocol::query, .version = "2010-03-31", .xml_namespace = "http://sns.amazonaws.com/doc/2010-03-31/",
          .denied_code = "AuthorizationError", .denied_status = 403, .record_error_suffix = "Exception",
          .operations = {
              operation<to_create_topic, create_topic>("CreateTopic", Effect::write),
              operation<to_delete_topic, delete_topic>("DeleteTopic", Effect::write),
              operation<to_list_topics, list_topics>("ListTopics", Effect::read),
              operation<to_get_topic_attributes, get_topic_attributes>("GetTopicAttributes", Effect::read),
              operation<to_set_topic_attributes, set_topic_attributes>("SetTopicAttributes", Effect::write),
              operation<to_add_permission, add_permission>("AddPermission", Effect::write),
              operation<to_remove_permission, remove_permission>("RemovePermission", Effect::write),
              operation<to_get_data_protection_policy, get_data_protection_policy>("GetDataProtectionPolicy", Effect::read),
              operation<to_put_data_protection_policy, put_data_protection_policy>("PutDataProtectionPolicy", Effect::write),

              operation<to_tag_resource, tag_resource>("TagResource", Effect::write),
              operation<to_untag_resource, untag_resource>("UntagResource", Effect::write),
              operation<to_list_tags_for_resource, list_tags_for_resource>("ListTagsForResource", Effect::read),

              operation<to_subscribe, subscribe>("Subscribe", Effect::write),
              operation<to_confirm_subscription, confirm_subscription>("ConfirmSubscription", Effect::write),
              operation<to_unsubscribe, unsubscribe>("Unsubscribe", Effect::write),
              operation<to_list_subscriptions, list_subscriptions>("ListSubscriptions", Effect::read),
              operation<to_list_subscriptions_by_topic, list_subscriptions_by_topic>("ListSubscriptionsByTopic", Effect::read),
              operation<to_get_subscription_attributes, get_subscription_attributes>("GetSubscriptionAttributes", Effect::read),
              operation<to_set_subscription_attributes, set_subscription_attributes>("SetSubscriptionAttributes", Effect::write),

              operation<to_publish, publish>("Publish", Effect::write, kData),
              operation<to_publish_batch, publish_batch>("PublishBatch", Effect::write, kData),
          },
          .parameters = parameters};
}

}  // namespace sns
