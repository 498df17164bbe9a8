#pragma once
// How far a stack's operation, and a resource's change within it, have come. Kept in their rows, so that whoever takes an
// operation up after a crash goes on where it was.
#include <string_view>

namespace cloudformation {

// Phases of an operation.
inline constexpr std::string_view kForward = "forward";                    // resources are made and updated as the plan has them
inline constexpr std::string_view kHeld = "held";                          // a nested stack's update is through: its parent says what follows
inline constexpr std::string_view kCleanup = "cleanup";                    // what was replaced or dropped is removed
inline constexpr std::string_view kPurge = "purge";                        // before a deletion: what failed attempts left over is removed
inline constexpr std::string_view kBackward = "backward";                  // everything is removed: a deletion, or the rollback of a creation
inline constexpr std::string_view kRestore = "restore";                    // the rollback of an update
inline constexpr std::string_view kRestoreCleanup = "restore-cleanup";     // what the update had made is removed

// What is being done to a resource.
inline constexpr std::string_view kCreate = "create", kUpdate = "update", kReplace = "replace", kRestoring = "restore", kDelete = "delete";
inline constexpr std::string_view kDropped = "dropped", kReplaced = "replaced", kUndone = "undone";      // of leftovers: why

// Stages of a change. None: at rest.
inline constexpr std::string_view kBegun = "begun";                        // decided and told; what follows has perhaps happened
inline constexpr std::string_view kMade = "made";                          // the call that must not be repeated is done
inline constexpr std::string_view kSettled = "settled";                    // all calls are done; it may take time until it is there or gone
inline constexpr std::string_view kGone = "gone";                          // removed, or left behind: still told of

}  // namespace cloudformation
