#pragma once
// What a trail's selectors may say: the quotas and refusals of PutEventSelectors. Pure; throws InvalidEventSelectorsException.
#include "services/cloudtrail/api.h"

namespace cloudtrail {

// arn:aws:s3:::* and arn:aws:lambda:* as values: CloudTrail took them until the end of 2025, published solutions send them.
struct SelectorWildcards { bool accepted = true; };

// Fills in what was left out, as CloudTrail answers it.
std::vector<EventSelector> checked(std::vector<EventSelector>, SelectorWildcards = {});
void check_advanced(const std::vector<AdvancedEventSelector>&);

}  // namespace cloudtrail
