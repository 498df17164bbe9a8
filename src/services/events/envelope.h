#pragma once
// The event as rules are matched with it and targets get it. Source: EventBridge User Guide, "Event structure".
#include "base/json.h"
#include "base/time.h"

#include <string>
#include <vector>

namespace events {

struct Event {
  std::string_view id, detail_type, source, account, region;
  base::Time time;
  const std::vector<std::string>* resources = nullptr;
  std::string_view detail;               // one JSON object
};

inline std::string envelope(const Event& e) {
  std::string out;
  out.reserve(e.detail.size() + 400);
  base::JsonWriter w(out);
  w.open('{').key("version").text("0").key("id").text(e.id).key("detail-type").text(e.detail_type).key("source").text(e.source).key("account").text(e.account);
  w.key("time").text(base::iso(e.time)).key("region").text(e.region).key("resources").open('[');
  if (e.resources) for (auto& r : *e.resources) w.text(r);
  w.close(']').key("detail").raw(e.detail).close('}');
  return out;
}

}  // namespace events
