#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>
#include <vector>

#include "services/lambda/runtime/inside/inside.h"

namespace lambda::inside {
namespace {

#if defined(__x86_64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "the system calls of this architecture are not known here"
#endif

// Memory that belongs to no process and is counted nowhere; ways to new namespaces and to the kernel's rarer doors. All of
// them are answered as a kernel does that has been built without them, so that programs fall back.
constexpr long kUnknown[] = {
    SYS_memfd_create, SYS_shmget, SYS_clone3, SYS_unshare, SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot,
    SYS_move_mount, SYS_open_tree, SYS_fsopen, SYS_fsmount, SYS_fspick, SYS_fsconfig, SYS_bpf, SYS_perf_event_open,
    SYS_userfaultfd, SYS_add_key, SYS_request_key, SYS_keyctl, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
    SYS_kexec_load, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_swapon, SYS_swapoff, SYS_reboot,
    SYS_quotactl, SYS_acct, SYS_fanotify_init, SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_ptrace,
    SYS_process_vm_readv, SYS_process_vm_writev, SYS_msgget, SYS_semget, SYS_mq_open, 447 /* memfd_secret */};
constexpr unsigned kNamespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
constexpr unsigned kFamilies[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};

using Code = std::vector<sock_filter>;
void add(Code& code, unsigned short operation, unsigned k, unsigned char yes = 0, unsigned char no = 0) {
  code.push_back({operation, yes, no, k});
}
void load(Code& code, std::size_t offset) { add(code, BPF_LD | BPF_W | BPF_ABS, unsigned(offset)); }
void answer(Code& code, int error) { add(code, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | unsigned(error)); }

Code filter() {
  constexpr unsigned short equal = BPF_JMP | BPF_JEQ | BPF_K, any_bit = BPF_JMP | BPF_JSET | BPF_K, at_least = BPF_JMP | BPF_JGE | BPF_K;
  Code code;
  load(code, offsetof(seccomp_data, arch));
  add(code, equal, kArchitecture, 1, 0);
  add(code, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  load(code, offsetof(seccomp_data, nr));
  add(code, at_least, 0x40000000, 0, 1);                        // the x32 calls
  answer(code, ENOSYS);
  for (long call : kUnknown) {
    add(code, equal, unsigned(call), 0, 1);
    answer(code, ENOSYS);
  }
  add(code, equal, SYS_clone, 0, 4);
  load(code, offsetof(seccomp_data, args[0]));
  add(code, any_bit, kNamespaces, 0, 1);
  answer(code, EPERM);
  add(code, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  add(code, equal, SYS_socket, 1, 0);
  add(code, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  load(code, offsetof(seccomp_data, args[0]));
  for (unsigned family : kFamilies) {
    add(code, equal, family, 0, 1);
    add(code, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  }
  answer(code, EAFNOSUPPORT);
  return code;
}

}  // namespace

void forbid_system_calls() {
  Code code = filter();
  sock_fprog program{static_cast<unsigned short>(code.size()), code.data()};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    fail("system calls cannot be limited", errno);
}

}  // namespace lambda::inside
