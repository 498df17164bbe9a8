#include "services/lambda/runtime/host.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <future>
#include <thread>

#include "base/log.h"
#include "services/lambda/runtime/instance.h"
#include "services/lambda/runtime/interpreters.h"
#include "services/lambda/runtime/layers.h"

namespace lambda::runtime {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
constexpr std::size_t kMaxWaiting = 10'000;

void refuse(const Job& job, std::string why) {
  Outcome outcome;
  outcome.refused = std::move(why);
  job.tell(std::move(outcome));
}

}  // namespace

struct Host::Parts {
  Shop shop;
  std::optional<Interpreters> interpreters;
  std::vector<std::shared_ptr<Instance>> instances;
  std::deque<Job> waiting;
  std::string no_ground;                               // why the folder could not be prepared
  mutable std::mutex mutex;
  mutable std::optional<std::string> unavailable;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work;
  asio::thread_pool preparing{1};
  std::thread thread;

  void run();
  void place(Job, bool soon = true);
  void start(Job);
  struct Ready { Interpreter interpreter; fs::path opt; Credentials credentials; std::string refusal; };
  Ready prepare(const Function&, const Credit&);
  void run(std::shared_ptr<Instance>, const Ready&);
  void idle(Instance&);
  void gone(Instance&);
  void stop();
  std::shared_ptr<Instance> find(Instance::Phase, const Function* fitting) const;
  std::size_t free_slot() const;
};

void Host::Parts::run() {
  for (;;) {
    try {
      shop.io.run();
      return;
    } catch (const std::exception& e) {
      base::log_error(std::string("Lambda's host: ") + e.what());
    }
  }
}

std::shared_ptr<Instance> Host::Parts::find(Instance::Phase phase, const Function* fitting) const {
  for (auto& i : instances)
    if (i->phase() == phase && !i->taken() && (!fitting || i->fits(*fitting))) return i;
  return nullptr;
}

std::size_t Host::Parts::free_slot() const {
  for (std::size_t slot = 0;; ++slot)
    if (std::none_of(instances.begin(), instances.end(), [&](auto& i) { return i->slot() == slot; })) return slot;
}

// To a warm instance; else to a new one; else, where there are as many as there may be, to the queue, and an idle one makes room.
void Host::Parts::place(Job job, bool soon) {
  if (shop.stopping) return refuse(job, "the server is stopping");
  if (auto warm = find(Instance::Phase::idle, job.function.get())) return warm->take(std::move(job));
  if (auto next = find(Instance::Phase::finishing, job.function.get()); next && soon) return next->take_soon(std::move(job));
  if (instances.size() < std::clamp<std::size_t>(shop.settings.concurrency, 1, kSlots)) return start(std::move(job));
  if (waiting.size() >= kMaxWaiting) return refuse(job, "too many invocations wait for an instance");
  waiting.push_back(std::move(job));
  if (auto other = find(Instance::Phase::idle, nullptr)) other->end();
}

void Host::Parts::start(Job job) {
  auto function = job.function;
  auto credit = job.credit;
  auto made = std::make_shared<Instance>(shop, free_slot(), std::move(job));
  instances.push_back(made);
  asio::post(preparing, [this, made, function, credit] {
    auto ready = prepare(*function, credit);
    asio::post(shop.io, [this, made, ready = std::move(ready)] { run(made, ready); });
  });
}

// What takes its time: interpreters, folders, roles.
Host::Parts::Ready Host::Parts::prepare(const Function& f, const Credit& credit) {
  Ready out;
  out.interpreter = interpreters->of(f.runtime);
  out.refusal = out.interpreter.missing;
  if (!out.refusal.empty()) return out;
  try {
    out.credentials = credit();
  } catch (const std::exception& e) {
    out.refusal = e.what();
    return out;
  }
  try {
    if (f.layers.size() == 1) out.opt = f.layers[0];
    if (f.layers.size() > 1) out.opt = merge_layers(shop.settings.folder / "layers", f.layers);
  } catch (const std::exception& e) {
    out.refusal = std::string("its layers cannot be put together: ") + e.what();
  }
  return out;
}

void Host::Parts::run(std::shared_ptr<Instance> made, const Ready& ready) {
  if (shop.stopping || !ready.refusal.empty()) {
    made->refuse(shop.stopping ? "the server is stopping" : ready.refusal);
    return gone(*made);
  }
  made->start(ready.interpreter.path, ready.interpreter.version, ready.opt, ready.credentials);
}

void Host::Parts::idle(Instance& instance) {
  if (shop.stopping || instance.spent()) return instance.end();
  for (auto job = waiting.begin(); job != waiting.end(); ++job) {
    if (!instance.fits(*job->function)) continue;
    Job next = std::move(*job);
    waiting.erase(job);
    return instance.take(std::move(next));
  }
  if (!waiting.empty()) instance.end();
}

void Host::Parts::gone(Instance& instance) {
  std::erase_if(instances, [&](auto& i) { return i.get() == &instance; });
  if (waiting.empty() || shop.stopping) return;
  Job next = std::move(waiting.front());
  waiting.pop_front();
  place(std::move(next));
}

void Host::Parts::stop() {
  shop.stopping = true;
  for (auto& job : std::exchange(waiting, {})) refuse(job, "the server is stopping");
  for (auto& instance : std::vector(instances)) instance->end();
}

Host::Host(Settings settings, LogSink sink) : parts_(std::make_unique<Parts>()) {
  Parts& p = *parts_;
  p.shop.settings = std::move(settings);
  p.shop.sink = std::move(sink);
  p.shop.idle = [&p](Instance& i) { p.idle(i); };
  p.shop.again = [&p](Job job) { p.place(std::move(job), false); };
  p.shop.gone = [&p](Instance& i) { p.gone(i); };
  try {
    p.shop.settings.folder = fs::absolute(p.shop.settings.folder);
    fs::remove_all(p.shop.settings.folder);
    p.shop.ground = prepare_ground(p.shop.settings.folder, p.shop.settings.ca_bundle);
  } catch (const std::exception& e) {
    p.no_ground = e.what();
  }
  p.interpreters.emplace(p.shop.ground);
  p.work.emplace(p.shop.io.get_executor());
  p.thread = std::thread([&p] { p.run(); });
}

Host::~Host() {
  Parts& p = *parts_;
  asio::post(p.shop.io, [&p] { p.stop(); });
  p.preparing.join();
  p.work.reset();
  p.thread.join();                                     // when the last instance has been reaped
}

void Host::invoke(std::shared_ptr<const Function> function, Invocation invocation, Credit credit, std::function<void(Outcome)> done) {
  auto job = std::make_shared<Job>(Job{std::move(function), std::move(invocation), std::move(credit), std::move(done)});
  asio::post(parts_->shop.io, [this, job] {
    if (auto why = unavailable(); !why.empty()) return refuse(*job, std::move(why));
    parts_->place(std::move(*job));
  });
}

void Host::expect(std::string_view runtime) {
  asio::post(parts_->preparing, [this, runtime = std::string(runtime)] { parts_->interpreters->of(runtime); });
}

void Host::retire(std::string_view arn) {
  asio::post(parts_->shop.io, [this, arn = std::string(arn)] {
    for (auto& instance : std::vector(parts_->instances)) {
      if (instance->function()->arn != arn) continue;
      instance->retire();
      if (instance->phase() == Instance::Phase::idle) instance->end();
    }
  });
}

std::string Host::unavailable() const {
  std::lock_guard lock(parts_->mutex);
  if (!parts_->unavailable) {
    parts_->unavailable = !parts_->no_ground.empty() ? parts_->no_ground : try_sandbox(parts_->shop.ground);
    if (!parts_->unavailable->empty()) base::log_error("Lambda functions cannot run here: " + *parts_->unavailable);
  }
  return *parts_->unavailable;
}

}  // namespace lambda::runtime
