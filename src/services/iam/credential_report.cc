#include "services/iam/credential_report.h"

#include "services/iam/certificates.h"
#include "services/iam/last_used.h"
#include "services/iam/state_mfa.h"
#include "services/iam/state_reports.h"

namespace iam {

using service::ApiError, service::Call, service::House;

namespace {

constexpr std::int64_t kGoodSeconds = 4 * 3600;

constexpr std::string_view kColumns =
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,"
    "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
    "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,"
    "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

// Times as the report writes them: 2026-03-02T10:05:11+00:00.
std::string stamp(base::Time t) {
  std::string out = base::iso(t);
  out.pop_back();
  return out + "+00:00";
}

class Report {
 public:
  Report(const House& house, const Directory& dir) : house_(house), dir_(dir), settings_(dir.settings()), text_(kColumns) {}

  std::string all() && {
    row({"<root_account>", "arn:" + dir_.partition() + ":iam::" + dir_.account() + ":root", stamp(settings_.created), "not_supported", "no_information",
         "not_supported", "not_supported", mfa(dir_.account())});
    keys(settings_.root_keys);
    certificates(dir_.account());
    dir_.each(Kind::user, "", [&](std::string_view, const std::string& id) {
      if (auto user = dir_.entity(id)) add(*user);
      return true;
    });
    return std::move(text_);
  }

 private:
  // No name or ARN has a comma or a quotation mark in it but for names, where a comma is allowed.
  static std::string field(const std::string& text) { return text.find(',') == text.npos ? text : '"' + text + '"'; }
  void cell(const std::string& text) { text_.append(1, ',').append(field(text)); }
  void row(const std::vector<std::string>& cells) {
    text_.append(1, '\n').append(field(cells[0]));
    for (std::size_t i = 1; i < cells.size(); ++i) cell(cells[i]);
  }

  std::string mfa(const std::string& owner) const {
    bool active = false;
    dir_.in(state::kMfaOf).each(store::joined(owner, ""), "", [&](std::string_view, const state::Since&) { return !(active = true); });
    return active ? "true" : "false";
  }

  // Nobody signs in with a password here, so none was ever used.
  void add(const state::Entity& user) {
    auto login = dir_.in(state::kLogins).get(user.id);
    std::string changed = "N/A", next = "N/A";
    if (login) {
      base::Time since = login->changed.ms ? login->changed : login->created;
      changed = stamp(since);
      auto& rules = settings_.password_policy;
      if (rules && rules->maxPasswordAge) next = stamp(since.plus_seconds(*rules->maxPasswordAge * 86400));
    }
    row({user.name, dir_.arn(user), stamp(user.created), login ? "true" : "false", login ? "no_information" : "N/A", changed, next, mfa(user.id)});
    keys(user.keys);
    certificates(user.id);
  }

  void keys(const std::vector<std::string>& ids) {
    for (std::size_t i = 0; i < 2; ++i) {
      auto key = i < ids.size() ? dir_.in(state::kAccessKeys).get(ids[i]) : std::nullopt;
      cell(key && key->active ? "true" : "false");
      cell(key ? stamp(key->created) : "N/A");
      auto use = key ? last_use_of_key(house_, dir_.account(), ids[i]) : std::nullopt;
      cell(use ? stamp(use->time) : "N/A");
      cell(use ? use->region : "N/A");
      cell(use ? use->service : "N/A");
    }
  }

  void certificates(std::string_view owner) {
    auto held = signing_certificates_of(dir_, owner);
    for (std::size_t i = 0; i < 2; ++i) {
      cell(i < held.size() && held[i].active ? "true" : "false");
      cell(i < held.size() ? stamp(held[i].uploaded) : "N/A");
    }
  }

  const House& house_;
  const Directory& dir_;
  state::Account settings_;
  std::string text_;
};

bool good(const state::CredentialReport& r, base::Time now) { return r.generated.ms && now < r.generated.plus_seconds(kGoodSeconds); }

}  // namespace

void write_credential_report(House& house, const std::string& account) {
  state::CredentialReport report;
  {
    store::Txn txn = house.store.read();
    Directory dir(house, txn, account);
    auto row = dir.in(state::kCredentialReports).get("report");
    if (!row || row->generated.ms) return;             // done before
    report = std::move(*row);
    report.content = Report(house, dir).all();
    report.generated = house.clock.now();
  }
  house.note([&](store::Txn& txn) { Directory(house, txn, account).in(state::kCredentialReports).put("report", report); });
}

GenerateCredentialReportResult generate_credential_report(const GenerateCredentialReport&, Call& call) {
  Directory dir(call);
  auto table = dir.in(state::kCredentialReports);
  auto row = table.get("report");
  if (row && !row->generated.ms) return {"INPROGRESS", {}};
  if (row && good(*row, call.now())) return {"COMPLETE", {}};
  table.put("report", {.asked = call.now(), .generated = {}, .content = {}});
  call.later(kCredentialReport, dir.account());
  return {"STARTED", "No report exists. Starting a new report generation task"};
}

GetCredentialReportResult get_credential_report(const GetCredentialReport&, Call& call) {
  auto row = Directory(call).in(state::kCredentialReports).get("report");
  if (!row)
    throw ApiError{"ReportNotPresent", 410, "No report exists. Please use GenerateCredentialReport to generate one.", "CredentialReportNotPresentException"};
  if (!row->generated.ms) throw ApiError{"ReportInProgress", 404, "Credential report generation is still in progress.", "CredentialReportNotReadyException"};
  if (!good(*row, call.now()))
    throw ApiError{"ReportExpired", 410, "The most recent credential report has expired. To generate a new credential report, use GenerateCredentialReport.",
                   "CredentialReportExpiredException"};
  return {.content = {row->content}, .generatedTime = base::Time::seconds(row->generated.s())};
}

}  // namespace iam
