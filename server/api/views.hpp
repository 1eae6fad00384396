// What the API answers: described structs, so that encode() writes and schema() documents the same
// thing. Building them from the state, and hiding what an actor may not see, is in ticket_view.cpp.
#pragma once

#include "server/api/text_forms.hpp"
#include "server/json/shape.hpp"
#include "ticketing/record/describe.hpp"

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hotline::server::api {

struct BothTongues {
    std::string zh, en;
};
BOOST_DESCRIBE_STRUCT(BothTongues, (), (zh, en))

struct Receipt {
    TicketNumber number;
    std::int64_t version = 0;
    Stage stage = Stage::awaiting_dispatch;
    std::vector<std::string> assignments;  // the ones this command created
    std::optional<std::string> petition;   // the one it created
};
BOOST_DESCRIBE_STRUCT(Receipt, (), (number, version, stage, assignments, petition))

struct Caller {
    CallerType type = CallerType::person;
    std::string name, phone, address;
    bool confidential = false;
    bool anonymous = false;
    bool masked = false;  // something of it is not shown to you
};
BOOST_DESCRIBE_STRUCT(Caller, (), (type, name, phone, address, confidential, anonymous, masked))

struct Routing {
    std::string unit;
    std::string explanation;
};
BOOST_DESCRIBE_STRUCT(Routing, (), (unit, explanation))

struct Visit {
    Instant at{};
    bool reached = false, contacted = false, solved = false, satisfied = false;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(Visit, (), (at, reached, contacted, solved, satisfied, note))

struct PauseReason {
    std::string code, name;
    std::int32_t max_working_days = 0;
};
BOOST_DESCRIBE_STRUCT(PauseReason, (), (code, name, max_working_days))

// The next extension that the policy allows.
struct NextExtension {
    ExtensionMode mode = ExtensionMode::add;
    std::int32_t max_working_days = 0;
    Role approver = Role::dispatcher;
    std::string office;
    ExtensionNeeds needs = ExtensionNeeds::nothing;
};
BOOST_DESCRIBE_STRUCT(NextExtension, (), (mode, max_working_days, approver, office, needs))

struct Assignment {
    std::string id, unit, unit_name;
    LegRole role = LegRole::lead;
    std::int32_t level = 1;
    std::optional<std::string> parent;
    LegState state = LegState::awaiting_receipt;
    Instant dispatched_at{};
    std::optional<Instant> received_at, contacted_at, replied_at;
    std::string public_reply, internal_reply;
    std::int32_t sent_back_count = 0, extension_count = 0;
    std::string policy;       // of its limits, "city-default@2026.1"
    bool designated = false;  // it cannot be returned
    bool received_by_clock = false;
    std::optional<Instant> accepted_at, confirmed_at;
    std::string plan, progress;
    std::optional<Instant> suspended_until;
    // What its policy allows further; live assignments only.
    std::optional<NextExtension> next_extension;
    std::optional<Instant> return_until;
    std::vector<PauseReason> pause_reasons;
    bool service_confirmation = false;
};
BOOST_DESCRIBE_STRUCT(Assignment, (),
                      (id, unit, unit_name, role, level, parent, state, dispatched_at, received_at,
                       contacted_at, replied_at, public_reply, internal_reply, sent_back_count,
                       extension_count, policy, designated, received_by_clock, accepted_at,
                       confirmed_at, plan, progress, suspended_until, next_extension, return_until,
                       pause_reasons, service_confirmation))

struct Petition {
    std::string id;
    PetitionKind kind = PetitionKind::return_leg;
    std::string assignment;
    PetitionState state = PetitionState::pending;
    std::string reason, basis, suggested_unit;
    std::int32_t working_days = 0;
    std::string code;                      // of a suspension
    std::optional<Role> approver;          // who decides a pending extension
    std::string office;                    // the same for people
    std::optional<std::string> milestone;  // of an appeal
    Instant asked_at{};
    std::optional<Instant> decided_at;
    std::string decision_note;
};
BOOST_DESCRIBE_STRUCT(Petition, (),
                      (id, kind, assignment, state, reason, basis, suggested_unit, working_days,
                       code, approver, office, milestone, asked_at, decided_at, decision_note))

struct Correction {
    Instant at{};
    bool counts = false;
    Instant due_at{};
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(Correction, (), (at, counts, due_at, reason))

struct Notice {
    std::string id;
    NoticeKind kind = NoticeKind::message;
    TicketNumber ticket;
    std::string milestone;
    std::optional<std::string> assignment;
    std::string to;
    Instant at{};
    std::optional<Instant> done_at;
    std::string done_by, note;
};
BOOST_DESCRIBE_STRUCT(Notice, (),
                      (id, kind, ticket, milestone, assignment, to, at, done_at, done_by, note))

// A call still to be made, with what the caller needs to know.
struct OpenCall {
    Notice notice;
    std::string title, unit, unit_name;
    MilestoneKind kind = MilestoneKind::resolve;
    Instant due_at{};
};
BOOST_DESCRIBE_STRUCT(OpenCall, (), (notice, title, unit, unit_name, kind, due_at))

struct NoticeList {
    std::vector<OpenCall> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(NoticeList, (), (items, next))

struct Milestone {
    std::string id;
    MilestoneKind kind = MilestoneKind::resolve;
    std::optional<std::string> assignment;
    ClockState state = ClockState::running;
    Instant started_at{}, due_at{};
    bool guessed = false, yellow = false, red = false, overdue = false;
    std::optional<Instant> stopped_at;
    std::optional<std::int64_t> working_minutes_left;  // running ones; negative when overdue
    std::string limit;                                 // "5wd"
    BothTongues limit_text;
    std::string label;  // what the city calls it, or empty
    std::optional<Instant> paused_until;
    std::optional<Correction> correction;
};
BOOST_DESCRIBE_STRUCT(Milestone, (),
                      (id, kind, assignment, state, started_at, due_at, guessed, yellow, red,
                       overdue, stopped_at, working_minutes_left, limit, limit_text, label,
                       paused_until, correction))

struct Ticket {
    TicketNumber number;
    std::int64_t version = 0;
    Stage stage = Stage::awaiting_dispatch;
    Channel channel = Channel::phone;
    RequestKind kind = RequestKind::help;
    Urgency urgency = Urgency::normal;
    std::string title, body, district, place, item;
    Origin origin = Origin::citizen;
    std::vector<std::string> tags;
    std::string law;
    std::optional<Instant> external_due_at;
    Caller caller;
    Instant received_at{}, opened_at{};
    std::string opened_by, policy;
    Routing routing;
    std::string missing;
    std::vector<std::string> supplements;
    std::string direct_answer;
    std::optional<DeclineReason> decline_reason;
    std::optional<EmergencyLine> emergency_line;
    std::string closing_note;
    std::optional<TicketNumber> merged_into;
    std::string led_by, source, external_id;
    std::int32_t urge_count = 0;
    bool supervised = false, overdue = false, complex = false, visit_open = false;
    std::string caller_answer;
    std::optional<Instant> caller_answered_at;
    std::int32_t redo_count = 0, visit_attempts = 0;
    std::optional<Visit> first_visit, final_visit;
    std::optional<Instant> closed_at;
    std::vector<Assignment> assignments;
    std::vector<Petition> petitions;
    std::vector<Milestone> milestones;
    std::vector<Notice> notices;
};
BOOST_DESCRIBE_STRUCT(Ticket, (),
                      (number, version, stage, channel, kind, urgency, title, body, district, place,
                       item, origin, tags, law, external_due_at, caller, received_at, opened_at,
                       opened_by, policy, routing, missing, supplements, direct_answer,
                       decline_reason, emergency_line, closing_note, merged_into, led_by, source,
                       external_id, urge_count, supervised, overdue, complex, visit_open,
                       caller_answer, caller_answered_at, redo_count, visit_attempts, first_visit,
                       final_visit, closed_at, assignments, petitions, milestones, notices))

struct TicketSummary {
    TicketNumber number;
    std::int64_t version = 0;
    Stage stage = Stage::awaiting_dispatch;
    Channel channel = Channel::phone;
    RequestKind kind = RequestKind::help;
    Urgency urgency = Urgency::normal;
    std::string title, district, item, unit, unit_name;
    Instant received_at{};
    std::optional<Instant> next_due_at;
    std::optional<std::int64_t> working_minutes_left;
    bool overdue = false, yellow = false, red = false, supervised = false, confidential = false;
    std::int32_t urge_count = 0;
    std::string led_by;
};
BOOST_DESCRIBE_STRUCT(TicketSummary, (),
                      (number, version, stage, channel, kind, urgency, title, district, item, unit,
                       unit_name, received_at, next_due_at, working_minutes_left, overdue, yellow,
                       red, supervised, confidential, urge_count, led_by))

struct TicketList {
    std::vector<TicketSummary> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(TicketList, (), (items, next))

struct Attempt {
    std::int32_t attempt = 0;
    Instant at{};
    std::int64_t duration_ms = 0;
    std::int32_t status = 0;  // 0: no answer
    bool delivered = false;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(Attempt, (), (attempt, at, duration_ms, status, delivered, detail))

enum class DeliveryState { pending, delivered };
BOOST_DESCRIBE_ENUM(DeliveryState, pending, delivered)

struct Delivery {
    std::string id, endpoint;
    std::int64_t sequence = 0;
    std::string type;
    DeliveryState state = DeliveryState::pending;
    Instant created_at{};
    std::vector<Attempt> attempts;
};
BOOST_DESCRIBE_STRUCT(Delivery, (), (id, endpoint, sequence, type, state, created_at, attempts))

struct DeliveryList {
    std::vector<Delivery> items;
};
BOOST_DESCRIBE_STRUCT(DeliveryList, (), (items))

struct Me {
    Role role = Role::agent;
    std::string name, unit, unit_name;
};
BOOST_DESCRIBE_STRUCT(Me, (), (role, name, unit, unit_name))

struct CityUnit {
    std::string code, name, kind, parent, district;
    bool webhook = false;
};
BOOST_DESCRIBE_STRUCT(CityUnit, (), (code, name, kind, parent, district, webhook))

struct CityDistrict {
    std::string code, name;
};
BOOST_DESCRIBE_STRUCT(CityDistrict, (), (code, name))

struct CityItem {
    std::string code, name, parent;
};
BOOST_DESCRIBE_STRUCT(CityItem, (), (code, name, parent))

struct City {
    std::string name, version;
    std::vector<CityUnit> units;
    std::vector<CityDistrict> districts;
    std::vector<CityItem> catalogue;
};
BOOST_DESCRIBE_STRUCT(City, (), (name, version, units, districts, catalogue))

struct StageCount {
    Stage stage = Stage::awaiting_dispatch;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(StageCount, (), (stage, count))

struct Overview {
    std::vector<StageCount> stages;
    std::int64_t overdue_open = 0, outbox_pending = 0, last_seq = 0;
};
BOOST_DESCRIBE_STRUCT(Overview, (), (stages, overdue_open, outbox_pending, last_seq))

struct RoutingSuggestion {
    std::string unit, unit_name, district, item, explanation;
};
BOOST_DESCRIBE_STRUCT(RoutingSuggestion, (), (unit, unit_name, district, item, explanation))

enum class CalendarDayKind { working, off, holiday, make_up, half_day };
BOOST_DESCRIBE_ENUM(CalendarDayKind, working, off, holiday, make_up, half_day)

struct CalendarDay {
    std::string date;
    CalendarDayKind kind = CalendarDayKind::working;
    std::string name;
    bool known = true;
};
BOOST_DESCRIBE_STRUCT(CalendarDay, (), (date, kind, name, known))

struct CalendarMonth {
    std::string month, version;
    std::vector<CalendarDay> days;
};
BOOST_DESCRIBE_STRUCT(CalendarMonth, (), (month, version, days))

struct DutySlot {
    std::string id, date;
    Instant from{}, to{};
    std::string kind, leader, post, unit, unit_name, seat, phone, scope, status;
};
BOOST_DESCRIBE_STRUCT(DutySlot, (),
                      (id, date, from, to, kind, leader, post, unit, unit_name, seat, phone, scope,
                       status))

struct DutyMonth {
    std::string month;
    std::vector<DutySlot> slots;
    std::vector<std::string> vacant;  // dates on which nobody is duty officer for some of the day
};
BOOST_DESCRIBE_STRUCT(DutyMonth, (), (month, slots, vacant))

struct DutyNow {
    Instant at{};
    std::vector<DutySlot> slots;
    bool vacant = false;  // nobody is duty officer
};
BOOST_DESCRIBE_STRUCT(DutyNow, (), (at, slots, vacant))

}  // namespace hotline::server::api
