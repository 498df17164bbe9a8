#pragma once
// Whether CloudTrail itself may write where a trail wants it to: asked as cloudtrail.amazonaws.com, under the real
// bucket and key policies. Source: CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail".
#include "services/cloudtrail/names.h"

namespace cloudtrail {

// CloudTrail acting for a trail: aws:SourceArn and aws:SourceAccount are the home Region's ARN and the owner.
service::PrincipalPtr acting_for(const Trail&);

// "<prefix>/AWSLogs/" with the organization's id where the trail is one of an organization.
std::string log_root(const Trail&);
// Folder of one account's files, without a slash at its end: <root><account>/<folder>/<region>.
std::string folder(const Trail&, std::string_view account, std::string_view kind, std::string_view region);

// Throws the documented exception of the first destination that does not hold; resolves the key to its ARN.
void check_destinations(Trail&, const std::optional<std::string>& key_id, service::Call&);

// The access test's markers: empty objects at the folders' names, written behind the call that was let through. The test
// itself asks whether they could be. Best effort: a bucket that since refuses them refuses the files too, and says so.
void want_markers(const Trail&, service::Call&);
inline constexpr std::string_view kMarkers = "cloudtrail.markers";
void write_markers(service::House&, const std::string& payload);

// A trail as it concerns one account's files: where the trail was an organization's and is one no more, members' last
// files go where they went then.
Trail as_delivered(const Trail&, std::string_view account);

}  // namespace cloudtrail
