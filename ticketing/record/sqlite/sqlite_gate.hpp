// May this SQLite library keep our record?
#pragma once

#include <string>

namespace hotline::record {

// Empty when it may, else why not, for the operator.
//
// The WAL-reset bug of SQLite 3.7.0 to 3.51.2 (Debian 12 ships 3.40.1) loses acknowledged commits
// when one connection checkpoints while another one commits: the checkpointer can restart the log
// with a stale idea of how much of it was written back. It needs two connections that both write or
// checkpoint. Here only one connection of one process ever does either: the writer's. Readers are
// opened read-only with wal_autocheckpoint=0, the lock file keeps other processes out, and
// mmap_size=0 closes the window that memory-mapped reads widen. So affected versions are safe here
// and are not refused; a second writing connection would make them unsafe, and
// Engine::open_writer() refuses to hand one out. Refused are versions without what the schema needs
// and 3.52.0, which was withdrawn.
std::string why_unsafe_sqlite(int version_number, bool threadsafe);

}  // namespace hotline::record
