#pragma once
// Topics: their life and their attributes.
#include "services/sns/names.h"

namespace sns {

Access to_create_topic(const CreateTopic&, Call&);
CreateTopicResult create_topic(const CreateTopic&, Call&);

Access to_delete_topic(const DeleteTopic&, Call&);
Nothing delete_topic(const DeleteTopic&, Call&);

Access to_list_topics(const ListTopics&, Call&);
ListTopicsResult list_topics(const ListTopics&, Call&);

Access to_get_topic_attributes(const GetTopicAttributes&, Call&);
AttributesResult get_topic_attributes(const GetTopicAttributes&, Call&);

Access to_set_topic_attributes(const SetTopicAttributes&, Call&);
Nothing set_topic_attributes(const SetTopicAttributes&, Call&);

Access to_get_data_protection_policy(const GetDataProtectionPolicy&, Call&);
GetDataProtectionPolicyResult get_data_protection_policy(const GetDataProtectionPolicy&, Call&);
Access to_put_data_protection_policy(const PutDataProtectionPolicy&, Call&);
Nothing put_data_protection_policy(const PutDataProtectionPolicy&, Call&);

}  // namespace sns
