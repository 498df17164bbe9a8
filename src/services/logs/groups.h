#pragma once
// Log groups: made, described, changed, deleted; their retention and keys.
#include "services/logs/door.h"

namespace logs {

std::vector<Access> to_create_log_group(const CreateLogGroup&, Call&);
Access to_delete_log_group(const DeleteLogGroup&, Call&);
Access to_describe_log_groups(const DescribeLogGroups&, Call&);
Access to_list_log_groups(const ListLogGroups&, Call&);
Access to_put_retention_policy(const PutRetentionPolicy&, Call&);
Access to_delete_retention_policy(const DeleteRetentionPolicy&, Call&);
Access to_put_deletion_protection(const PutLogGroupDeletionProtection&, Call&);
Access to_associate_kms_key(const AssociateKmsKey&, Call&);
Access to_disassociate_kms_key(const DisassociateKmsKey&, Call&);

Nothing create_log_group(const CreateLogGroup&, Call&);
Nothing delete_log_group(const DeleteLogGroup&, Call&);
DescribeLogGroupsResult describe_log_groups(const DescribeLogGroups&, Call&);
ListLogGroupsResult list_log_groups(const ListLogGroups&, Call&);
Nothing put_retention_policy(const PutRetentionPolicy&, Call&);
Nothing delete_retention_policy(const DeleteRetentionPolicy&, Call&);
Nothing put_deletion_protection(const PutLogGroupDeletionProtection&, Call&);
Nothing associate_kms_key(const AssociateKmsKey&, Call&);
Nothing disassociate_kms_key(const DisassociateKmsKey&, Call&);

// ---- tags

Access to_tag_log_group(const TagLogGroup&, Call&);
Access to_untag_log_group(const UntagLogGroup&, Call&);
Access to_list_tags_log_group(const ListTagsLogGroup&, Call&);
Access to_tag_resource(const TagResource&, Call&);
Access to_untag_resource(const UntagResource&, Call&);
Access to_list_tags_for_resource(const ListTagsForResource&, Call&);

Nothing tag_log_group(const TagLogGroup&, Call&);
Nothing untag_log_group(const UntagLogGroup&, Call&);
TagsResult list_tags_log_group(const ListTagsLogGroup&, Call&);
Nothing tag_resource(const TagResource&, Call&);
Nothing untag_resource(const UntagResource&, Call&);
TagsResult list_tags_for_resource(const ListTagsForResource&, Call&);

// Throws InvalidParameterException, and `too_many` beyond fifty.
void set_tags(std::map<std::string, std::string>& on, const Tags&, std::string_view too_many, const Call&);

inline void put_group(const Call& call, const Group& g) { call.in(kGroups).put(g.name, g); }

}  // namespace logs
