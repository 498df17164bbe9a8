#pragma once
// What CloudTrail keeps: docs/formats/state.md tells how. Members only ever added at the end.
#include "services/cloudtrail/api.h"
#include "store/table.h"

namespace cloudtrail {

// The configuration that records of the state versions from `from` on are judged by, until the next epoch.
struct Epoch {
  std::int64_t from = 0;
  bool logging = false, multiRegion = false, organization = false, globalEvents = true;
  std::vector<EventSelector> selectors;
  std::vector<AdvancedEventSelector> advanced;   // not empty: in place of `selectors`
};
BOOST_DESCRIBE_STRUCT(Epoch, (), (from, logging, multiRegion, organization, globalEvents, selectors, advanced))

// Where files go, and under which key.
struct Destination { std::string bucket, prefix, keyArn; };
BOOST_DESCRIBE_STRUCT(Destination, (), (bucket, prefix, keyArn))

struct Trail {
  std::string id;                       // of this making of the trail; a trail made again under the same name has another
  std::string name, account, homeRegion;
  std::string bucket, prefix, topicArn, logGroupArn, logRoleArn, keyArn;
  bool globalEvents = true, multiRegion = false, validation = false, organization = false;
  std::string organizationId;
  bool logging = false;
  base::Time started, stopped;          // 0: never
  std::vector<EventSelector> selectors; // empty: the default
  std::vector<Tag> tags;
  std::vector<Epoch> epochs;            // oldest first
  base::Time digestAnchor;              // digest windows are counted from here; 0: no chain is open
  bool deleted = false;                 // kept until what it is owed has been delivered
  bool closing = false;                 // the chain ends with one more digest
  std::vector<AdvancedEventSelector> advanced;   // not empty: in place of `selectors`
  Destination former;                   // of an organization's trail that became an ordinary one: members' last files go there
};
BOOST_DESCRIBE_STRUCT(Trail, (), (id, name, account, homeRegion, bucket, prefix, topicArn, logGroupArn, logRoleArn, keyArn, globalEvents, multiRegion, validation,
                                  organization, organizationId, logging, started, stopped, selectors, tags, epochs, digestAnchor, deleted, closing, advanced,
                                  former))
inline constexpr store::Table<Trail> kTrails{"cloudtrail.trail", store::Reach::account};       // home Region, name
// Written with every change of a trail's configuration, and with nothing else: its room's version tells caches of trails.
struct Change {};
BOOST_DESCRIBE_STRUCT(Change, (), ())
inline constexpr std::string_view kTrailsRoom = "trails";
inline constexpr store::Table<Change> kChanges{"trails.change", store::Reach::everywhere};
inline constexpr store::Table<Trail> kDeleted{"cloudtrail.deleted", store::Reach::everywhere}; // id

struct DeliveredFile { std::string bucket, key, hash; base::Time newest, oldest, slot{}; };
BOOST_DESCRIBE_STRUCT(DeliveredFile, (), (bucket, key, hash, newest, oldest, slot))

// One trail's way through one account's Region: how far it is, what its next digest lists, and where its chain stands.
struct Lane {
  std::int64_t cursor = 0;              // last record of the stream that was looked at
  std::vector<DeliveredFile> files;     // delivered since the last digest
  base::Time digestEnd;                 // of the last digest; 0: the next one starts a chain
  std::string digestBucket, digestKey, digestHash, digestSignature;
  base::Time delivered, digested, attempted;
  std::string deliveryError, digestError;
  base::Time failingSince;
  base::Time digestFailingSince;
  std::int64_t givenUp = 0;             // records that could not be delivered within thirty days
};
BOOST_DESCRIBE_STRUCT(Lane, (), (cursor, files, digestEnd, digestBucket, digestKey, digestHash, digestSignature, delivered, digested, attempted, deliveryError, digestError,
                                 failingSince, digestFailingSince, givenUp))
inline constexpr store::Table<Lane> kLanes{"cloudtrail.lane", store::Reach::everywhere};       // trail id, account, Region

struct SigningKey { std::string region, fingerprint, publicDer, sealedPrivate; base::Time start, end; };
BOOST_DESCRIBE_STRUCT(SigningKey, (), (region, fingerprint, publicDer, sealedPrivate, start, end))
// The accounts CloudTrail has made its service-linked role in: id of the organization by account.
struct RoleMade { std::string organization; };
BOOST_DESCRIBE_STRUCT(RoleMade, (), (organization))
inline constexpr store::Table<RoleMade> kRolesMade{"cloudtrail.role_made", store::Reach::everywhere};

inline constexpr store::Table<SigningKey> kSigningKeys{"cloudtrail.signing_key", store::Reach::everywhere};   // Region, start

std::string trail_arn(std::string_view region, std::string_view account, std::string_view name);
inline std::string arn_of(const Trail& t) { return trail_arn(t.homeRegion, t.account, t.name); }
inline std::string trail_key(std::string_view region, std::string_view name) { return store::joined(region, name); }
// The selectors a trail without custom ones behaves by.
std::vector<EventSelector> default_selectors();
inline std::vector<EventSelector> selectors_of(const Trail& t) { return t.selectors.empty() ? default_selectors() : t.selectors; }

}  // namespace cloudtrail
