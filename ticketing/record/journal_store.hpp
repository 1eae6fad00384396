// The journal's rows. One connection, one thread; throws DbError.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/record/journal_entry.hpp"

#include <vector>

namespace hotline::record {

class JournalAppender {
  public:
    explicit JournalAppender(Connection& connection);
    void append(const JournalEntry& entry, const std::string& events_json);

  private:
    Statement& append_;
};

std::int64_t read_last_seq(Connection& connection);  // 0 for an empty journal
std::vector<JournalEntry> read_journal_of(Connection& connection, TicketNumber number);
std::vector<JournalEntry> read_journal_after(Connection& connection, std::int64_t seq,
                                             std::int32_t limit);

}  // namespace hotline::record
