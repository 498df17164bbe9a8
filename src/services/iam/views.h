#pragma once
// Stored records as IAM's answers show them.
#include "services/iam/api.h"
#include "services/iam/directory.h"

namespace iam {

User user_view(const Directory&, const state::Entity&);            // without boundary and tags, as listings show it
User user_in_full(const Directory&, const state::Entity&);
Group group_view(const Directory&, const state::Entity&);
Role role_view(const Directory&, const state::Entity&);            // without boundary and tags, as listings show it
Role role_in_full(const Directory&, const state::Entity&);
InstanceProfile profile_view(const Directory&, const state::Profile&);

std::optional<AttachedPermissionsBoundary> boundary_view(const std::string& arn);
std::vector<Tag> tags_view(const std::map<std::string, std::string>&);
std::string document_view(std::string_view document);              // percent-encoded

}  // namespace iam
