#include "ticketing/record/journal_store.hpp"

#include "ticketing/record/event_json.hpp"
#include "ticketing/record/failpoint.hpp"
#include "ticketing/record/row.hpp"

namespace hotline::record {
namespace {

std::vector<JournalEntry> read_entries(Statement& rows) {
    std::vector<JournalEntry> entries;
    while (rows.step()) {
        JournalEntry& entry = entries.emplace_back();
        std::string events;
        Row{rows}.read(entry.seq, entry.ticket, entry.version, entry.at, entry.actor.role,
                       entry.actor.name, entry.actor.unit, events);
        try {
            entry.events = events_from_json(events);
        } catch (const std::runtime_error& error) {
            throw DbError(DbErrorKind::corrupt,
                          "journal " + std::to_string(entry.seq) + ": " + error.what());
        }
    }
    return entries;
}

}  // namespace

JournalAppender::JournalAppender(Connection& connection)
    : append_(connection.query("append_journal")) {}

void JournalAppender::append(const JournalEntry& entry, const std::string& events_json) {
    failpoint("journal.append");
    run(append_, entry.seq, entry.ticket, entry.version, entry.at, entry.actor.role,
        entry.actor.name, entry.actor.unit, events_json);
}

std::int64_t read_last_seq(Connection& connection) {
    std::int64_t seq = 0;
    read_one(connection.query("last_seq"), seq);
    return seq;
}

std::vector<JournalEntry> read_journal_of(Connection& connection, TicketNumber number) {
    return read_entries(bound(connection.query("journal_of"), number));
}

std::vector<JournalEntry> read_journal_after(Connection& connection, std::int64_t seq,
                                             std::int32_t limit) {
    return read_entries(bound(connection.query("journal_after"), seq, limit));
}

}  // namespace hotline::record
