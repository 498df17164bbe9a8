#pragma once
#include "services/cloudtrail/names.h"

namespace cloudtrail {

service::Access add_tags_access(const AddTags&, service::Call&);
service::Access remove_tags_access(const RemoveTags&, service::Call&);
std::vector<service::Access> list_tags_access(const ListTags&, service::Call&);
shape::Nothing add_tags(const AddTags&, service::Call&);
shape::Nothing remove_tags(const RemoveTags&, service::Call&);
ListTagsResult list_tags(const ListTags&, service::Call&);

}  // namespace cloudtrail
