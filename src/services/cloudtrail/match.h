#pragma once
// Event selectors held against events. Pure: CloudTrail User Guide, "Logging management events", "Logging data events",
// "Filtering data events by using advanced event selectors".
#include "services/cloudtrail/api.h"

namespace cloudtrail {

// What selectors look at in one event. Texts belong to the caller; an empty one is a field the event lacks.
struct Subject {
  bool data = false, read_only = false;
  std::string_view source, name, type, caller_arn, error_code, vpc_endpoint, from_console;
  struct Resource {
    std::string_view type, arn;        // ARN, or a prefix of ARNs
    std::string_view more{};           // what a listing's own prefix adds to it
    bool open = false;                 // the listing's prefix is not known: it may be any
  };
  std::vector<Resource> resources;
};

// A trail's selectors, ready to be asked. Any of them that matches selects the event.
class Selection {
 public:
  // Advanced selectors stand in place of basic ones. Both have passed their checks.
  Selection(const std::vector<EventSelector>&, const std::vector<AdvancedEventSelector>&);

  // What an event's category and kind decide alone; nothing: the rest must be looked at.
  std::optional<bool> at_once(bool data, bool read_only) const;
  bool wants(const Subject&) const;
  bool wants_data() const;             // any data event at all

 private:
  struct Field {
    std::string name;
    std::vector<std::string> equals, starts, ends, not_equals, not_starts, not_ends;
    bool holds(std::string_view value, bool present) const;
    bool holds(const Subject&, std::string_view type) const;
  };
  struct Value { std::string type, text; bool all = false, exact = false; };
  struct Rule {
    bool data = false, never = false;
    std::optional<bool> read_only;
    std::vector<std::string> excluded;                   // basic: event sources
    std::vector<Value> values;                           // basic: data resources
    std::string type;                                    // advanced: of the resource
    std::vector<Field> fields;                           // advanced
    bool may_match(bool is_data, bool is_read) const { return !never && data == is_data && (!read_only || *read_only == is_read); }
    bool unconditional() const { return !data && excluded.empty() && fields.empty(); }
    bool matches(const Subject&) const;
  };
  void add(const EventSelector&);
  void add(const AdvancedEventSelector&);
  std::vector<Rule> rules_;
};

// Values of basic selectors that stand for every object, function or table. The forms with a star were taken by AWS
// until late 2025 and are still sent by its own reference solution.
bool stands_for_all(std::string_view type, std::string_view value);

}  // namespace cloudtrail
