// Is the record sound? Reads all of it in one snapshot, one ticket in memory at a time.
#pragma once

#include "ticketing/record/engine.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hotline::record {

struct VerifyReport {
    std::int64_t tickets = 0;
    std::int64_t entries = 0;
    std::int64_t events = 0;
    std::int64_t outbox_rows = 0;
    std::int64_t problems = 0;
    std::vector<std::string> first_problems;  // the first 100, for the operator; no personal data
    bool sound() const { return problems == 0; }
};

// Checks that the journal of every ticket folds to its rows, derived columns included; that seq has
// no gaps; that every queue of the outbox counts 1, 2, ..., is delivered in order and has the right
// head; that counters and ticket numbers agree with a recount; that publications are what was
// published; integrity and foreign keys. The caller gives the connection no deadline. Throws
// DbError when the database cannot be read at all.
VerifyReport verify(Engine& engine);

}  // namespace hotline::record
