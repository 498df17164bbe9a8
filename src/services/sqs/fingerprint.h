#pragma once
// MD5 of message attributes, as SDKs verify it. SQS Developer Guide, "Calculating the MD5 message digest for message attributes".
#include <map>
#include <string>

namespace sqs {

struct LetterAttribute;

// In hex. The map's order, by name, is the digest's.
std::string attributes_md5(const std::map<std::string, LetterAttribute>&);

}  // namespace sqs
