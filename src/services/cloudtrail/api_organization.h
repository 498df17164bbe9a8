#pragma once
// CloudTrail's own delegated administrators, and what may be configured of a trail's events beside its selectors.
#include "services/cloudtrail/api.h"

namespace cloudtrail {

using AccountId = Text<12, 16, R"(\d+)">;

struct RegisterOrganizationDelegatedAdmin {
  AccountId memberAccountId;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:RegisterOrganizationDelegatedAdmin";
};
BOOST_DESCRIBE_STRUCT(RegisterOrganizationDelegatedAdmin, (), (memberAccountId))
struct DeregisterOrganizationDelegatedAdmin {
  AccountId delegatedAdminAccountId;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:DeregisterOrganizationDelegatedAdmin";
};
BOOST_DESCRIBE_STRUCT(DeregisterOrganizationDelegatedAdmin, (), (delegatedAdminAccountId))

struct ContextKeySelector { OneOf<"TagContext", "RequestContext"> type; List<Text<1, 128>, 1, 50> equals; };
BOOST_DESCRIBE_STRUCT(ContextKeySelector, (), (type, equals))
struct AggregationConfiguration { List<OneOf<"API_ACTIVITY", "RESOURCE_ACCESS", "USER_ACTIONS">, 1, 50> templates; OneOf<"Data"> eventCategory; };
BOOST_DESCRIBE_STRUCT(AggregationConfiguration, (), (templates, eventCategory))

struct EventConfiguration {
  Maybe<std::string> trailARN, eventDataStoreArn, maxEventSize;
  std::vector<ContextKeySelector> contextKeySelectors;
  std::vector<AggregationConfiguration> aggregationConfigurations;
};
BOOST_DESCRIBE_STRUCT(EventConfiguration, (), (trailARN, eventDataStoreArn, maxEventSize, contextKeySelectors, aggregationConfigurations))
struct GetEventConfiguration {
  Maybe<std::string> trailName, eventDataStore;
  using Result = EventConfiguration;
  static constexpr std::string_view operation = "cloudtrail:GetEventConfiguration";
};
BOOST_DESCRIBE_STRUCT(GetEventConfiguration, (), (trailName, eventDataStore))
struct PutEventConfiguration {
  Maybe<std::string> trailName, eventDataStore;
  Maybe<OneOf<"Standard", "Large">> maxEventSize;
  Maybe<List<ContextKeySelector, 0, 2>> contextKeySelectors;
  Maybe<List<AggregationConfiguration, 0, 1>> aggregationConfigurations;
  using Result = EventConfiguration;
  static constexpr std::string_view operation = "cloudtrail:PutEventConfiguration";
};
BOOST_DESCRIBE_STRUCT(PutEventConfiguration, (), (trailName, eventDataStore, maxEventSize, contextKeySelectors, aggregationConfigurations))

}  // namespace cloudtrail
