#include "services/lambda/engine.h"

#include "base/crypto.h"
#include "base/json.h"
#include "base/log.h"
#include "service/traces.h"
#include "service/worker.h"
#include "services/kms/api.h"
#include "services/lambda/archive.h"
#include "services/lambda/code.h"
#include "services/lambda/configuration.h"
#include "services/sts/api.h"

namespace lambda {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kThreads = 2, kMostKnown = 4096, kInstances = 24;
constexpr std::int64_t kSessionSeconds = 3600, kFreshSeconds = 2700;
constexpr std::size_t kMostFolders = 200;                        // of unpacked code, beside what was used lately
constexpr std::int64_t kUnusedSeconds = 7200;                    // longer than any instance lives without an invocation
constexpr std::string_view kService = "lambda.amazonaws.com";

base::Time machine_time() { return base::HostClock{}.now(); }

std::string key_of(const Engine::Job& job) { return store::joined(job.arn, job.version.revision); }
std::string session_key(const Scope& at, const std::string& function, const std::string& role) { return store::joined(store::joined(at.account, at.region), function, role); }

runtime::Outcome refused(std::string why) {
  runtime::Outcome out;
  out.refused = std::move(why);
  return out;
}

std::vector<std::pair<std::string, std::string>> pairs_of(const std::string& json) {
  std::vector<std::pair<std::string, std::string>> out;
  auto parsed = base::parse_json_owned(json);
  simdjson::dom::object object;
  if (!parsed || parsed->root.get(object)) return out;
  for (auto [key, value] : object)
    if (std::string_view text; !value.get(text)) out.emplace_back(key, text);
  return out;
}

}  // namespace

Engine::Engine() : code_(kMostFolders, kUnusedSeconds, machine_time) {}

void Engine::open(House& house, const Site& site) {
  house_ = &house;
  code_.open(site.folder / "code");
  logs_ = std::make_unique<LogWriter>(house, [this](const Scope& at, const std::string& function, const std::string& role) { return session(at, function, role); });
  runtime::Host::Settings settings{.folder = site.folder / "run", .endpoint_port = site.port, .ca_bundle = site.ca_bundle, .concurrency = kInstances, .clock = &house.clock,
                                   .traced = [&house](const std::string& access_key, const std::string& trace) { house.cache<service::Traces>().set(access_key, trace); }};
  host_ = std::make_unique<runtime::Host>(std::move(settings), [this](const runtime::Function& f, std::string stream, auto lines) {
    take_lines(f, std::move(stream), std::move(lines));
  });
  if (auto why = host_->unavailable(); !why.empty()) base::log_info("lambda: functions cannot run here: " + why);
  stopping_ = false;
  for (std::size_t i = 0; i < kThreads; ++i) threads_.emplace_back([this] { work(); });
}

void Engine::close() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  host_.reset();
  logs_.reset();
  code_.clear();
}

void Engine::work() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || !work_.empty(); });
      if (stopping_) return;
      job = std::move(work_.front());
      work_.pop_front();
    }
    job();
  }
}

void Engine::run_later(std::function<void()> job) {
  {
    std::lock_guard lock(mutex_);
    work_.push_back(std::move(job));
  }
  wake_.notify_one();
}

// ---- code

void Engine::unpack_all(const Version& v) {
  auto one = [&](const Archive& a) {
    const fs::path folder = code_.of(a.sha256);
    if (code_.use(folder)) return;
    auto bytes = bytes_of(*house_, a);
    if (!bytes) throw ArchiveFault("The stored code is damaged or gone.");
    unpack(*bytes, folder);
  };
  one(v.code);
  for (auto& layer : v.layers) one(layer.archive);
  code_.forget_unused();
}

bool Engine::lie_unpacked(const runtime::Function& f) {
  return code_.use(f.code) && std::all_of(f.layers.begin(), f.layers.end(), [&](auto& layer) { return code_.use(layer); });
}

Engine::Preparation Engine::prepare(const Version& v) {
  if (!host_) return {true, {}};
  host_->expect(v.runtime);
  auto lies = [&](const Archive& a) { return code_.use(code_.of(a.sha256)); };
  if (lies(v.code) && std::all_of(v.layers.begin(), v.layers.end(), [&](auto& l) { return lies(l.archive); })) return {true, {}};
  {
    std::lock_guard lock(mutex_);
    auto [it, fresh] = unpacking_.try_emplace(v.revision);
    if (!fresh) {
      Preparation out{false, it->second};
      if (!out.fault.empty()) unpacking_.erase(it);
      return out;
    }
  }
  run_later([this, v] {
    std::string fault;
    try {
      unpack_all(v);
    } catch (const std::exception& e) {
      fault = e.what();
    }
    {
      std::lock_guard lock(mutex_);
      if (fault.empty()) unpacking_.erase(v.revision);
      else unpacking_[v.revision] = fault;
    }
    house_->cache<service::Bell>().ring();
  });
  return {};
}

// ---- roles

std::shared_ptr<const Session> Engine::fresh_session(const std::string& key) const {
  std::lock_guard lock(mutex_);
  auto it = sessions_.find(key);
  return it != sessions_.end() && machine_time() < it->second->until ? it->second : nullptr;
}

std::shared_ptr<const Session> Engine::session(const Scope& at, const std::string& function, const std::string& role) {
  if (auto kept = fresh_session(session_key(at, function, role))) return kept;
  return new_session(at, function, role);
}

std::shared_ptr<const Session> Engine::new_session(const Scope& at, const std::string& function, const std::string& role) {
  sts::AssumeRole assume;
  assume.roleArn = role;
  assume.roleSessionName = function.size() < 2 ? function + "-" : function;
  const base::Time now = machine_time();
  auto answer = house_->act(acting_for(*house_, at, function), at, assume);
  auto made = std::make_shared<Session>();
  made->access_key = answer.credentials.accessKeyId;
  made->secret = answer.credentials.secretAccessKey;
  made->token = answer.credentials.sessionToken;
  made->until = now.plus_seconds(kFreshSeconds);
  made->expires = now.plus_seconds(kSessionSeconds);
  {
    store::Txn txn = house_->store.read();
    auto found = house_->ports().credential(*house_, txn, made->access_key, made->token);
    if (!found.credential) throw ApiError{"ServiceException", 500, "The role's session is not known."};
    auto principal = std::make_shared<service::Principal>(*found.credential->principal);
    principal->identity.invoked_by = kService;
    made->principal = std::move(principal);
  }
  std::lock_guard lock(mutex_);
  if (sessions_.size() >= kMostKnown) sessions_.clear();
  sessions_[session_key(at, function, role)] = made;
  return made;
}

std::vector<std::pair<std::string, std::string>> Engine::environment(const Job& job) {
  const Version& v = job.version;
  if (v.environment.empty()) return {};
  if (v.kms_key.empty()) {
    auto json = base::open(house_->key_for("lambda.environment"), v.environment, store::joined(job.at.account, job.at.region, v.name));
    return pairs_of(json.value_or("{}"));
  }
  kms::Decrypt decrypt;
  decrypt.ciphertextBlob.emplace().bytes = v.environment;
  decrypt.encryptionContext = kms::EncryptionContext{{"aws:lambda:FunctionArn", function_arn(*house_, job.at, v.name)}};
  return pairs_of(house_->act(session(job.at, v.name, v.role)->principal, job.at, decrypt).plaintext.bytes);
}

// ---- invocations

std::optional<Engine::Known> Engine::known(const Job& job) const {
  std::lock_guard lock(mutex_);
  auto it = known_.find(key_of(job));
  if (it == known_.end()) return {};
  return it->second;
}

Engine::Known Engine::make_known(const Job& job) {
  const Version& v = job.version;
  auto f = std::make_shared<runtime::Function>();
  f->arn = job.arn;
  f->revision = v.revision;
  f->name = v.name;
  f->version = v.version;
  f->runtime = v.runtime;
  f->handler = v.handler;
  f->code = code_.of(v.code.sha256);
  for (auto& layer : v.layers) f->layers.push_back(code_.of(layer.archive.sha256));
  f->environment = environment(job);
  f->memory_mb = v.memory;
  f->timeout_seconds = v.timeout;
  f->ephemeral_mb = v.ephemeral;
  f->region = job.at.region;
  f->account = job.at.account;
  Known made{std::move(f), v.role, v.log_group.empty() ? "/aws/lambda/" + v.name : v.log_group};
  std::lock_guard lock(mutex_);
  if (known_.size() >= kMostKnown) known_.clear();
  known_[key_of(job)] = made;
  return made;
}

void Engine::invoke(Job job, Done done) {
  if (!host_) return done(refused("Functions do not run in this server."));
  if (auto kept = known(job); kept && lie_unpacked(*kept->function)) return dispatch(job, *kept, done);
  run_later([this, job = std::move(job), done = std::move(done)] { prepare_and_dispatch(job, done); });
}

void Engine::prepare_and_dispatch(const Job& job, const Done& done) {
  try {
    unpack_all(job.version);
    auto kept = known(job);
    dispatch(job, kept ? *kept : make_known(job), done);
  } catch (const ApiError& e) {
    done(refused(e.code + ": " + e.message));
  } catch (const std::exception& e) {
    done(refused(e.what()));
  }
}

void Engine::dispatch(const Job& job, const Known& known, const Done& done) {
  // Each instance has a session of its own: by its access key its calls are known to come from it (service/traces.h).
  auto credit = [this, at = job.at, name = job.version.name, role = job.version.role] {
    try {
      auto s = new_session(at, name, role);
      return runtime::Credentials{s->access_key, s->secret, s->token, base::Time{house_->clock.now().ms + (s->expires.ms - machine_time().ms)}};
    } catch (const ApiError& e) {
      throw std::runtime_error(e.code + ": " + e.message);
    }
  };
  host_->invoke(known.function, job.invocation, credit, done);
}

void Engine::retire(const std::string& arn) {
  if (host_) host_->retire(arn);
}

void Engine::take_lines(const runtime::Function& f, std::string stream, std::vector<std::pair<std::int64_t, std::string>> lines) {
  LogWriter::Batch b{{f.account, f.region}, f.name, {}, {}, std::move(stream), std::move(lines)};
  {
    std::lock_guard lock(mutex_);
    auto it = known_.find(store::joined(f.arn, f.revision));
    if (it != known_.end()) {
      b.role = it->second.role;
      b.group = it->second.log_group;
    }
  }
  if (b.role.empty()) return;
  logs_->take(std::move(b));
}

bool Engine::enter(const std::string& arn, const std::optional<std::int64_t>& reserved) {
  std::lock_guard lock(mutex_);
  auto& n = entered_[arn];
  if (reserved && n >= *reserved) {
    if (n == 0) entered_.erase(arn);
    return false;
  }
  ++n;
  return true;
}

void Engine::leave(const std::string& arn) {
  std::lock_guard lock(mutex_);
  auto it = entered_.find(arn);
  if (it != entered_.end() && --it->second == 0) entered_.erase(it);
}

void open(House& house, const Site& site) { house.cache<Engine>().open(house, site); }
void close(House& house) { house.cache<Engine>().close(); }

}  // namespace lambda
