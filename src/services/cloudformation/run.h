#pragma once
// One operation of a stack in one phase, as it is carried out: the rows it works on in memory, each change of theirs a commit.
// Only the background's thread has runs. Who asks for another operation meanwhile writes its row: the run looks at it before
// each step and ends where it is no longer the one.
#include <chrono>

#include "services/cloudformation/acting.h"
#include "services/cloudformation/blueprint.h"
#include "services/cloudformation/chronicle.h"
#include "services/cloudformation/rows.h"
#include "services/cloudformation/stages.h"

namespace cloudformation {

class Run {
 public:
  Run(House&, OperationRecord);

  struct Round {
    bool over = false;                           // the phase has changed, or the operation is done
    bool more = false;                           // there is work left that need not wait
    std::optional<base::Time> again;             // when it is worth looking at the latest; nothing: when the state changes
  };
  using Deadline = std::chrono::steady_clock::time_point;
  Round advance(const OperationRecord& now, Deadline);
  bool fits(const OperationRecord& o) const { return o.id == operation_.id && o.phase == operation_.phase; }

 private:
  friend class StackHands;
  using Rows = std::map<std::string, ResourceRecord>;
  enum class Step : std::uint8_t { waits, done, failed };

  // run.cc
  void load();
  bool mine();                                   // whether the operation's row still is this one's
  void commit(const std::function<void(store::Txn&, StackRecord&)>& write);
  void change_phase(store::Txn&, std::string_view phase);
  void end_operation(store::Txn&);
  language::Environment environment(const language::Environment& base);
  std::optional<Value> ref_of(std::string_view logical) const;
  std::optional<Value> attribute_of(std::string_view logical, std::string_view attribute) const;
  std::optional<Value> import(std::string_view name);
  void keep_properties(ResourceRecord&, const Value& declared);
  void answer_references(ResourceRecord&, const Value& declared);
  void keep_attributes(ResourceRecord&, const Value&) const;
  Resource resource_of(const ResourceRecord&) const;
  const Hands& hands();
  void note_time(Round&, base::Time) const;

  // step.cc
  Step step(ResourceRecord&, Round&);
  void make(ResourceRecord&, Round&);
  bool wait_for(ResourceRecord&, Round&);        // whether it is there, or gone
  bool signalled(ResourceRecord&, Round&);
  void save(store::Txn&, const ResourceRecord&);
  void complete(ResourceRecord&);
  void fail(ResourceRecord&, const std::string& reason);

  // forward.cc
  Round forward(Deadline);
  void refuse_triggers() const;                  // throws language::Fault
  void refuse_deletions();
  bool is_monitored(Round&);
  bool begin_ready();                            // whether something began or turned out to be done
  bool decide(const std::string& id, std::vector<ResourceRecord>& begun, std::vector<ResourceRecord>& kept);
  ResourceRecord wanted(const std::string& id);
  void begin(store::Txn&, StackRecord&, ResourceRecord&);
  void abandon(const std::string& reason);       // the operation has failed: rolled back, deleted or left as it is
  std::string failure(std::string_view verb) const;
  void finish_forward();
  void put_aside(store::Txn&);                   // what the update replaced or dropped

  // removal.cc
  Round remove(Deadline);
  bool begin_removals();
  bool is_retained(const ResourceRecord&) const;
  void finish_removal();
  void finish_deletion(store::Txn&, StackRecord&);

  // restore.cc
  Round restore(Deadline);
  void begin_restore();
  bool begin_restores();
  void finish_restore();

  House& house_;
  OperationRecord operation_;
  Place place_;
  StackRecord stack_;                            // as it was when last read
  Plan plan_;
  Rows rows_, former_;
  bool leftovers_ = false;                       // rows_ are those of kLeftovers: cleanup
  std::optional<Blueprint> blueprint_;
  language::Environment full_, veiled_;
  std::optional<Hands> hands_;
  std::set<std::string> done_, flying_, blocked_;      // keys of rows_; blocked: could not be removed
  std::vector<std::string> failed_;
  std::map<std::string, std::string> failed_how_;            // create, update: of those that failed
  std::string fault_;                            // what stands against the whole operation
  std::set<std::string> imported_;
  std::string last_call_;                        // the operation called last, for reasons
  bool over_ = false, started_ = false;
};

}  // namespace cloudformation
