#include "ticketing/record/verify.hpp"

#include "ticketing/record/event_json.hpp"
#include "ticketing/record/old_journal.hpp"
#include "ticketing/record/row.hpp"
#include "ticketing/record/summary.hpp"
#include "ticketing/record/ticket_load.hpp"
#include "ticketing/record/verify_counts.hpp"
#include "ticketing/rules/decide.hpp"

#include <sstream>

namespace hotline::record {
namespace {

// The journal in the order of tickets, one ticket at a time.
class JournalByTicket {
  public:
    explicit JournalByTicket(Connection& connection) : rows_(connection.query("verify_journal")) {
        more_ = rows_.step();
    }
    ~JournalByTicket() { rows_.reset(); }
    JournalByTicket(const JournalByTicket&) = delete;
    JournalByTicket& operator=(const JournalByTicket&) = delete;

    bool more() const { return more_; }
    TicketNumber ticket() const { return TicketNumber{rows_.integer(0)}; }

    struct Line {
        std::int64_t seq = 0;
        std::int64_t version = 0;
        std::string events;
    };
    Line take() {
        Line line;
        TicketNumber number;
        Row{rows_}.read(number, line.seq, line.version, line.events);
        more_ = rows_.step();
        return line;
    }

  private:
    Statement& rows_;
    bool more_ = false;
};

// Whether the state has what an event's member names; a member that names nothing is always known.
struct Known {
    const TicketState& state;

    bool operator()(LegId id) const { return find_leg(state, id) != nullptr; }
    bool operator()(PetitionId id) const { return find_petition(state, id) != nullptr; }
    bool operator()(ClockId id) const { return find_clock(state, id) != nullptr; }
    bool operator()(NoticeId id) const { return find_notice(state, id) != nullptr; }
    template <class T>
    bool operator()(const std::optional<T>& item) const {
        return !item || (*this)(*item);
    }
    template <class T>
    bool operator()(const T& /*item*/) const {
        return true;
    }
};

// True when the event only names legs, petitions, clocks and notices that the state has, and makes
// only the next one. apply() trusts its events; a damaged journal must be reported, not followed.
bool fits(const TicketState& state, const Event& event) {
    const Known known{state};
    const auto next = [](auto id, const auto& rows) {
        return id.value == static_cast<std::int32_t>(rows.size()) + 1;
    };
    if (const auto* e = std::get_if<Dispatched>(&event)) {
        return next(e->leg, state.legs) && known(e->parent);
    }
    if (const auto* e = std::get_if<PetitionAsked>(&event)) {
        return next(e->petition, state.petitions) && known(e->leg) && known(e->clock);
    }
    if (const auto* e = std::get_if<ClockStarted>(&event)) {
        // A known clock may start again.
        return (known(e->clock) || next(e->clock, state.clocks)) && known(e->leg);
    }
    if (const auto* e = std::get_if<NoticeIssued>(&event)) {
        return next(e->notice, state.notices) && known(e->clock) && known(e->leg);
    }
    return std::visit(
        [&](const auto& body) {
            using Body = std::decay_t<decltype(body)>;
            bool all = true;
            boost::mp11::mp_for_each<
                boost::describe::describe_members<Body, boost::describe::mod_public>>(
                [&](auto member) { all = all && known(body.*member.pointer); });
            return all;
        },
        event);
}

class Verifier {
  public:
    explicit Verifier(Connection& connection) : connection_(connection), loader_(connection) {}

    VerifyReport run() {
        check_tickets();
        const auto problem = [this](const std::string& what) { add_problem(what); };
        check_journal_span(connection_, report_.entries, problem);
        check_orphans(connection_, problem);
        report_.outbox_rows = check_outbox(connection_, problem);
        check_counters(connection_, problem);
        check_numbers(connection_, problem);
        check_publications(connection_, problem);
        return std::move(report_);
    }

    void add_problem(const std::string& what) {
        constexpr std::size_t listed_max = 100;
        ++report_.problems;
        if (report_.first_problems.size() < listed_max) report_.first_problems.push_back(what);
    }

  private:
    // Walks tickets and journal side by side, both in order of numbers.
    void check_tickets() {
        Statement& numbers = connection_.query("verify_numbers");
        const ResetOnExit reset{numbers};
        JournalByTicket journal{connection_};
        while (numbers.step()) {
            TicketNumber number;
            Row{numbers}.read(number);
            while (journal.more() && journal.ticket() < number)
                skip_unknown(journal);
            ++report_.tickets;
            check_ticket(number, fold_ticket(number, journal));
        }
        while (journal.more())
            skip_unknown(journal);
    }

    void skip_unknown(JournalByTicket& journal) {
        add_problem("journal of unknown ticket " + std::to_string(journal.ticket().value));
        journal.take();
        ++report_.entries;
    }

    TicketState fold_ticket(TicketNumber number, JournalByTicket& journal) {
        TicketState state;
        while (journal.more() && journal.ticket() == number) {
            const JournalByTicket::Line line = journal.take();
            ++report_.entries;
            try {
                for (const Event& event : events_from_json(line.events)) {
                    if (!fits(state, event)) {
                        throw std::runtime_error(std::string{event_name(event)} +
                                                 " of unknown rows");
                    }
                    hotline::apply(state, as_of_today(event, state));
                    ++report_.events;
                }
            } catch (const std::runtime_error& error) {
                add_problem(name(number) + ", seq " + std::to_string(line.seq) + ": " +
                            error.what());
            }
            if (state.version != line.version) {
                add_problem(name(number) + ", seq " + std::to_string(line.seq) + ": version " +
                            std::to_string(line.version) + " but its events give " +
                            std::to_string(state.version));
            }
        }
        return state;
    }

    void check_ticket(TicketNumber number, const TicketState& folded) {
        const std::optional<TicketState> rows = loader_.load(number);
        if (!rows) return add_problem(name(number) + " cannot be loaded");
        if (*rows != folded)
            add_problem(name(number) + ": rows and journal differ" + where(*rows, folded));
        check_derived(*rows);
    }

    void check_derived(const TicketState& state) {
        const TicketSummary expected = summary_of(state);
        const std::optional<TicketSummary> row = loader_.summary(state.number);
        if (!row || row->lead_unit != expected.lead_unit ||
            row->next_due_at != expected.next_due_at || row->yellow != expected.yellow ||
            row->red != expected.red) {
            add_problem(name(state.number) + ": list columns differ from its legs and clocks");
        }
        Statement& legs = bound(connection_.query("verify_live"), state.number);
        while (legs.step()) {
            LegId id;
            bool live = false;
            Row{legs}.read(id, live);
            const Leg* leg = find_leg(state, id);
            if (leg == nullptr || live != is_live(*leg)) {
                add_problem(name(state.number) + ": live flag of leg " + std::to_string(id.value));
            }
        }
        Statement& clocks = bound(connection_.query("verify_next_at"), state.number);
        while (clocks.step()) {
            ClockId id;
            std::optional<Instant> next_at;
            Row{clocks}.read(id, next_at);
            const Clock* clock = find_clock(state, id);
            const auto step = clock != nullptr ? next_step(*clock) : std::nullopt;
            if (next_at != (step ? std::optional{step->at} : std::nullopt)) {
                add_problem(name(state.number) + ": next step of clock " +
                            std::to_string(id.value));
            }
        }
    }

    static std::string name(TicketNumber number) {
        return "ticket " + std::to_string(number.value);
    }

    // The names of the members that differ: enough to look, and no personal data.
    static std::string where(const TicketState& a, const TicketState& b) {
        std::string names;
        boost::mp11::mp_for_each<
            boost::describe::describe_members<TicketState, boost::describe::mod_public>>(
            [&](auto member) {
                if (!(a.*member.pointer == b.*member.pointer)) {
                    names.append(" ").append(member.name);
                }
            });
        return names;
    }

    Connection& connection_;
    TicketLoader loader_;
    VerifyReport report_;
};

}  // namespace

VerifyReport verify(Engine& engine) {
    const std::unique_ptr<Connection> connection = engine.open_reader();
    connection->begin();
    Verifier verifier{*connection};
    std::istringstream damage{engine.check_integrity()};
    for (std::string line; std::getline(damage, line);)
        verifier.add_problem(line);
    VerifyReport report = verifier.run();
    connection->rollback();
    return report;
}

}  // namespace hotline::record
