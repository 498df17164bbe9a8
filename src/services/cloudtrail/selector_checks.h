#pragma once
// What a trail's selectors may say: the quotas and refusals of PutEventSelectors. Pure; throws InvalidEventSelectorsException.
#include "services/cloudtrail/api.h"

namespace cloudtrail {

// Fills in what was left out, as CloudTrail answers it.
std::vector<EventSelector> checked(std::vector<EventSelector>);
void check_advanced(const std::vector<AdvancedEventSelector>&);

}  // namespace cloudtrail
