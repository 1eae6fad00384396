// The bodies of the API's calls. Each says its own limits, so that the decoder checks what the
// OpenAPI document promises. Mapping to commands is in commands.cpp.
#pragma once

#include "server/api/text_forms.hpp"
#include "server/json/shape.hpp"
#include "ticketing/record/describe.hpp"
#include "ticketing/rules/limits.hpp"

#include <boost/describe/class.hpp>

#include <optional>
#include <vector>

namespace hotline::server::api {

using Field = Text<0, limits::field_chars_max>;
using Code = Text<0, limits::code_chars_max>;
using UnitName = Text<1, limits::code_chars_max>;
using Note = Text<0, limits::note_chars_max>;
using Reason = Text<1, limits::note_chars_max>;
using LongText = Text<1, limits::text_chars_max>;

struct NewCaller {
    CallerType type = CallerType::person;
    Field name, phone, address;
    bool confidential = false;
    bool anonymous = false;
    static constexpr auto defaulted =
        members("type", "name", "phone", "address", "confidential", "anonymous");
};
BOOST_DESCRIBE_STRUCT(NewCaller, (), (type, name, phone, address, confidential, anonymous))

enum class DispatchMode { auto_, manual };
BOOST_DESCRIBE_ENUM(DispatchMode, auto_, manual)

struct NewTicket {
    Channel channel = Channel::phone;
    RequestKind kind = RequestKind::help;
    Text<1, limits::title_chars_max> title;
    Text<0, limits::text_chars_max> body;
    Urgency urgency = Urgency::normal;
    Code district;
    Field place;
    Code item;
    Origin origin = Origin::citizen;
    List<Text<1, limits::code_chars_max>, 0, limits::tags_max> tags;
    Code law;
    std::optional<Instant> external_due_at;
    bool complex = false;
    NewCaller caller;
    Note missing;
    Field led_by;
    Code source;
    Field external_id;
    std::optional<Instant> received_at;
    DispatchMode dispatch = DispatchMode::auto_;
    static constexpr auto defaulted =
        members("body", "urgency", "district", "place", "item", "origin", "tags", "law", "complex",
                "caller", "missing", "led_by", "source", "external_id", "dispatch");
};
BOOST_DESCRIBE_STRUCT(NewTicket, (),
                      (channel, kind, title, body, urgency, district, place, item, origin, tags,
                       law, external_due_at, complex, caller, missing, led_by, source, external_id,
                       received_at, dispatch))

struct WithText {
    LongText text;
};
BOOST_DESCRIBE_STRUCT(WithText, (), (text))

struct NewAnswer {
    LongText answer;
};
BOOST_DESCRIBE_STRUCT(NewAnswer, (), (answer))

struct NewDecline {
    DeclineReason reason = DeclineReason::outside_jurisdiction;
    Reason told;
};
BOOST_DESCRIBE_STRUCT(NewDecline, (), (reason, told))

struct NewTransfer {
    EmergencyLine line = EmergencyLine::police_110;
    Note note;
    static constexpr auto defaulted = members("note");
};
BOOST_DESCRIBE_STRUCT(NewTransfer, (), (line, note))

struct NewAssignment {
    UnitName unit;
    LegRole role = LegRole::lead;
};
BOOST_DESCRIBE_STRUCT(NewAssignment, (), (unit, role))

struct NewDispatch {
    List<NewAssignment, 1, 20> assignments;
    Note note;
    static constexpr auto defaulted = members("note");
};
BOOST_DESCRIBE_STRUCT(NewDispatch, (), (assignments, note))

struct NewVisit {
    bool reached = false;
    bool contacted = false;
    bool solved = false;
    bool satisfied = false;
    bool final = false;
    Note note;
    static constexpr auto defaulted = members("contacted", "solved", "satisfied", "final", "note");
};
BOOST_DESCRIBE_STRUCT(NewVisit, (), (reached, contacted, solved, satisfied, final, note))

struct WithReason {
    Reason reason;
};
BOOST_DESCRIBE_STRUCT(WithReason, (), (reason))

struct WithNote {
    Note note;
    static constexpr auto defaulted = members("note");
};
BOOST_DESCRIBE_STRUCT(WithNote, (), (note))

// Supervision, the complex mark: put on or taken off.
struct OnOff {
    bool on = true;
    Note note;
    static constexpr auto defaulted = members("note");
};
BOOST_DESCRIBE_STRUCT(OnOff, (), (on, note))

struct NewMerge {
    TicketNumber into;
};
BOOST_DESCRIBE_STRUCT(NewMerge, (), (into))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

struct NewSubDispatch {
    List<UnitName, 1, 20> units;
    Note note;
    static constexpr auto defaulted = members("note");
};
BOOST_DESCRIBE_STRUCT(NewSubDispatch, (), (units, note))

struct NewReturn {
    Reason reason;
    Reason basis;
    Code suggested_unit;
    static constexpr auto defaulted = members("suggested_unit");
};
BOOST_DESCRIBE_STRUCT(NewReturn, (), (reason, basis, suggested_unit))

struct NewExtension {
    Integer<1, 365> working_days;
    Reason reason;
};
BOOST_DESCRIBE_STRUCT(NewExtension, (), (working_days, reason))

struct NewSuspension {
    Text<1, limits::code_chars_max> code;
    Integer<1, 365> working_days;
    Reason reason;
};
BOOST_DESCRIBE_STRUCT(NewSuspension, (), (code, working_days, reason))

struct NewReply {
    LongText public_text;
    Text<0, limits::text_chars_max> internal_text;
    static constexpr auto defaulted = members("internal_text");
};
BOOST_DESCRIBE_STRUCT(NewReply, (), (public_text, internal_text))

struct NewCheck {
    bool accept = false;
    Note note;
    static constexpr auto defaulted = members("note");
};
BOOST_DESCRIBE_STRUCT(NewCheck, (), (accept, note))

struct RoutingQuestion {
    Text<0, limits::title_chars_max> title;
    Text<0, limits::text_chars_max> body;
    Code district;
    Field place;
    Code item;
    RequestKind kind = RequestKind::help;
    static constexpr auto defaulted = members("title", "body", "district", "place", "item", "kind");
};
BOOST_DESCRIBE_STRUCT(RoutingQuestion, (), (title, body, district, place, item, kind))

}  // namespace hotline::server::api
