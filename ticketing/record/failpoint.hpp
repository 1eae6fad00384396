// Named places where a test build can be made to crash or fail. Without HOTLINE_FAILPOINTS (every
// release) they compile to nothing.
//
// Armed by the environment, HOTLINE_FAILPOINT=name:action[:count], or by arm_failpoint() in tests.
// It fires once, at the count-th time the place is reached (1 by default). Actions: crash
// (_exit(137), as kill -9 would), fail (DbError other), io, full and corrupt (DbError of that
// kind).
//
// Places: writer.before_commit, writer.after_commit, writer.before_answer, store.save,
// journal.append, outbox.insert, receipt.save, migrate.step.
#pragma once

#include <string>
#include <string_view>

namespace hotline::record {

#ifdef HOTLINE_FAILPOINTS
void failpoint(std::string_view name);  // any thread
// Replaces what is armed; an empty spec disarms. Throws std::invalid_argument on a bad spec.
void arm_failpoint(const std::string& spec);
#else
inline void failpoint(std::string_view /*name*/) {}
#endif

}  // namespace hotline::record
