#include "services/secretsmanager/told.h"

#include "service/trace.h"

namespace secretsmanager {

void record_happening(store::Txn& txn, const service::Scope& at, base::Time now, const Happening& h) {
  constexpr std::string_view kHost = "secretsmanager.amazonaws.com";
  std::string additional;
  base::JsonWriter w(additional);
  w.open('{').key("SecretId").text(h.arn);
  if (!h.version.empty()) w.key("SecretVersionId").text(h.version);
  w.close('}');
  const record::Identity identity{.account = at.account, .invoked_by = std::string(kHost)};
  const std::string id = base::uuid();
  const record::Event event{.identity = &identity, .time = now, .source = kHost, .name = h.name, .region = at.region, .source_ip = kHost, .user_agent = kHost,
                            .additional = additional, .event_id = id, .type = "AwsServiceEvent", .recipient = at.account, .read_only = false};
  record::compose(event, txn.entry().begin_record(at.account, at.region, service::kHistory | service::kChange, now));
  txn.entry().end_record();
}

}  // namespace secretsmanager
