#pragma once
// Objects are read.
#include "services/s3/door.h"
#include "services/s3/encryption.h"

namespace s3 {

// What a request makes depend on the version that is there: RFC 9110, 13.1. `go`: the conditions hold.
struct Conditions { Named match, none_match; std::optional<base::Time> modified_since, unmodified_since; };
enum class Verdict : std::uint8_t { go, not_modified, failed_match, failed_unmodified };
Verdict judge(const Conditions&, const Version&);

// The version asked for: not a delete marker, else the error S3 gives.
Versions::Found found_object(const Versions&, const std::string& key, const Named& id);

// The parts an object was uploaded in: where each begins and how long it is.
struct PartSpan { std::int64_t from = 0, length = 0; };
std::vector<PartSpan> parts_of(const Object&);

std::vector<Access> may_read(const GetObject&, Call&);
std::vector<Access> may_look(const HeadObject&, Call&);
GetObjectResult get_object(const GetObject&, Call&);
GetObjectResult head_object(const HeadObject&, Call&);

std::vector<Access> may_read_attributes(const GetObjectAttributes&, Call&);
GetObjectAttributesResult get_object_attributes(const GetObjectAttributes&, Call&);

// The checksums as members of XML.
void tell_checksums(ChecksumMembers&, const Words&);

}  // namespace s3
