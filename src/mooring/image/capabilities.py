"""File capabilities in the words of `getcap`.

Linux keeps them in the extended attribute `security.capability` (include/uapi/linux/capability.h, `struct vfs_ns_cap_data`): a
little-endian word with revision and effective bit, then permitted and inheritable sets in halves of 32 bits, then (revision 3) the
user id that is root in the namespace they hold in.
"""

import struct
from itertools import groupby

NAMES = (
    "chown", "dac_override", "dac_read_search", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap", "linux_immutable",
    "net_bind_service", "net_broadcast", "net_admin", "net_raw", "ipc_lock", "ipc_owner", "sys_module", "sys_rawio", "sys_chroot",
    "sys_ptrace", "sys_pacct", "sys_admin", "sys_boot", "sys_nice", "sys_resource", "sys_time", "sys_tty_config", "mknod", "lease",
    "audit_write", "audit_control", "setfcap", "mac_override", "mac_admin", "syslog", "wake_alarm", "block_suspend", "audit_read",
    "perfmon", "bpf", "checkpoint_restore",
)  # fmt: skip
"""By number (capabilities(7))."""
UNREADABLE = "unreadable"
"""What stands for an attribute that is set and makes no sense: a reader must not take it for none."""
ATTRIBUTE = "security.capability"
_LENGTHS = {1: 12, 2: 20, 3: 24}
_EFFECTIVE = 1


def words_of(attribute: bytes) -> str:
    """`cap_net_admin,cap_net_raw=ep`; groups of different flags follow each other, `[rootid=N]` ends those of a user namespace.

    Empty where no capability is set; `unreadable` for a length or revision that Linux does not know.
    """
    revision = attribute[3] if len(attribute) >= 4 else 0
    if len(attribute) != _LENGTHS.get(revision):
        return UNREADABLE
    numbers = struct.unpack(f"<{len(attribute) // 4}I", attribute)
    if revision == 1:
        permitted, inheritable = numbers[1], numbers[2]
    else:
        permitted, inheritable = numbers[1] | numbers[3] << 32, numbers[2] | numbers[4] << 32
    text = _text(permitted, inheritable, is_effective=bool(numbers[0] & _EFFECTIVE))
    root = numbers[5] if revision == 3 else 0
    return f"{text} [rootid={root}]" if text and root else text


def _text(permitted: int, inheritable: int, *, is_effective: bool) -> str:
    flags = [
        ("e" if is_effective else "")
        + ("i" if inheritable >> number & 1 else "")
        + ("p" if permitted >> number & 1 else "")
        for number in range(64)
    ]
    rows = [(flag, number) for number, flag in enumerate(flags) if flag.strip("e")]
    every = {flag for flag, number in rows if number < len(NAMES)}
    if len(rows) >= len(NAMES) and len(every) == 1:
        return f"={rows[0][0]}"  # all that there are
    grouped = groupby(sorted(rows), key=lambda row: row[0])
    named = [(flag, [_name(number) for _, number in group]) for flag, group in grouped]
    return " ".join(f"{','.join(names)}={flag}" for flag, names in named)


def _name(number: int) -> str:
    return f"cap_{NAMES[number]}" if number < len(NAMES) else f"cap_{number}"
