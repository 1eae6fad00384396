// Boost.Describe of the rules' types, so that record/ and the rooms above can walk their members.
// It lives here because rules/ includes nothing but std and boost::system::result.
//
// A new member or enumerator of a described type is added to its line here;
// tests/record/event_json_test.cpp fails when it is forgotten.
#pragma once

#include "ticketing/rules/command.hpp"
#include "ticketing/rules/event.hpp"
#include "ticketing/rules/policy.hpp"

#include <boost/describe.hpp>

namespace hotline {

// actor.hpp, calendar.hpp, policy.hpp
BOOST_DESCRIBE_ENUM(Role, agent, dispatcher, visitor, unit, supervisor, leader, admin, system)
BOOST_DESCRIBE_ENUM(DayKind, holiday, make_up_day, half_day)
BOOST_DESCRIBE_ENUM(LimitUnit, minutes, hours, working_minutes, working_hours, working_days,
                    calendar_days)
BOOST_DESCRIBE_ENUM(Counting, civil_code, instant)
BOOST_DESCRIBE_ENUM(StartEvent, opened, dispatched, received, reply_accepted)

// ticket.hpp
BOOST_DESCRIBE_ENUM(Channel, phone, web, wechat, app, mail, platform, leader_session)
BOOST_DESCRIBE_ENUM(RequestKind, consultation, help, complaint, report, suggestion, praise, other)
BOOST_DESCRIBE_ENUM(Urgency, normal, urgent, critical)
BOOST_DESCRIBE_ENUM(Stage, needs_supplement, awaiting_dispatch, handling, awaiting_check,
                    awaiting_visit, awaiting_redo, closed, answered_directly, declined, transferred,
                    withdrawn, merged, archived)
BOOST_DESCRIBE_ENUM(LegRole, lead, assist)
BOOST_DESCRIBE_ENUM(LegState, awaiting_receipt, handling, replied, done, returned, exited,
                    superseded)
BOOST_DESCRIBE_ENUM(PetitionKind, return_leg, extend)
BOOST_DESCRIBE_ENUM(PetitionState, pending, approved, rejected, void_)
BOOST_DESCRIBE_ENUM(MilestoneKind, receive, contact, plan, reply, resolve, visit, redo)
BOOST_DESCRIBE_ENUM(StepKind, warn_yellow, overdue, warn_red)
BOOST_DESCRIBE_ENUM(ClockState, running, met, cancelled)
BOOST_DESCRIBE_ENUM(DeclineReason, outside_jurisdiction, other_power_organ, emergency_line,
                    statutory_route, secret_or_privacy, against_law_or_morals, already_handled,
                    malicious_or_empty)
BOOST_DESCRIBE_ENUM(EmergencyLine, police_110, fire_119, medical_120, traffic_122)

BOOST_DESCRIBE_STRUCT(Actor, (), (role, name, unit))
BOOST_DESCRIBE_STRUCT(Caller, (), (name, phone, address, confidential, anonymous))
BOOST_DESCRIBE_STRUCT(Request, (),
                      (channel, kind, urgency, title, body, district, place, item, caller, source,
                       external_id))
BOOST_DESCRIBE_STRUCT(Leg, (),
                      (id, unit, role, level, parent, state, dispatched_at, received_at,
                       contacted_at, replied_at, public_reply, internal_reply, sent_back_count,
                       extension_count))
BOOST_DESCRIBE_STRUCT(Petition, (),
                      (id, kind, leg, state, reason, basis, suggested_unit, working_days, asked_at,
                       decided_at, decision_note))
BOOST_DESCRIBE_STRUCT(ClockStep, (), (kind, at))
BOOST_DESCRIBE_STRUCT(Clock, (),
                      (id, kind, leg, state, started_at, due_at, guessed, policy_version,
                       calendar_version, steps, steps_reached, stopped_at, yellow, red, overdue))
BOOST_DESCRIBE_STRUCT(Visit, (), (at, reached, contacted, solved, satisfied, note))
BOOST_DESCRIBE_STRUCT(RoutingNote, (), (unit, explanation))
BOOST_DESCRIBE_STRUCT(TicketState, (),
                      (number, version, stage, request, received_at, opened_at, opened_by,
                       policy_id, policy_version, routing, missing, supplements, direct_answer,
                       decline_reason, emergency_line, closing_note, merged_into, led_by,
                       urge_count, supervised, overdue, redo_count, visit_attempts, first_visit,
                       final_visit, closed_at, legs, petitions, clocks))

// event.hpp
BOOST_DESCRIBE_STRUCT(Opened, (),
                      (number, request, received_at, opened_at, opened_by, policy_id,
                       policy_version, routing, missing, led_by))
BOOST_DESCRIBE_STRUCT(Supplemented, (), (text))
BOOST_DESCRIBE_STRUCT(AnsweredDirectly, (), (at, answer))
BOOST_DESCRIBE_STRUCT(Declined, (), (at, reason, told))
BOOST_DESCRIBE_STRUCT(TransferredToEmergency, (), (at, line, note))
BOOST_DESCRIBE_STRUCT(Dispatched, (), (leg, unit, role, level, parent, at, note))
BOOST_DESCRIBE_STRUCT(Received, (), (leg, at))
BOOST_DESCRIBE_STRUCT(ContactRecorded, (), (leg, at, note))
BOOST_DESCRIBE_STRUCT(PetitionAsked, (),
                      (petition, kind, leg, reason, basis, suggested_unit, working_days, at))
BOOST_DESCRIBE_STRUCT(PetitionDecided, (), (petition, state, note, at))
BOOST_DESCRIBE_STRUCT(LegEnded, (), (leg, state, reason, at))
BOOST_DESCRIBE_STRUCT(Replied, (), (leg, public_text, internal_text, at))
BOOST_DESCRIBE_STRUCT(ReplyChecked, (), (leg, accepted, note, at))
BOOST_DESCRIBE_STRUCT(Visited, (), (visit, closes))
BOOST_DESCRIBE_STRUCT(RedoOrdered, (), (leg, reason, at))
BOOST_DESCRIBE_STRUCT(Urged, (), (note, at))
BOOST_DESCRIBE_STRUCT(SupervisionSet, (), (on, note, at))
BOOST_DESCRIBE_STRUCT(MergedInto, (), (into, at))
BOOST_DESCRIBE_STRUCT(Withdrawn, (), (reason, at))
BOOST_DESCRIBE_STRUCT(Archived, (), (at))
BOOST_DESCRIBE_STRUCT(ClockStarted, (),
                      (clock, kind, leg, started_at, due_at, guessed, policy_version,
                       calendar_version, steps))
BOOST_DESCRIBE_STRUCT(ClockStopped, (), (clock, state, at))
BOOST_DESCRIBE_STRUCT(ClockMoved, (), (clock, due_at, guessed, steps))
BOOST_DESCRIBE_STRUCT(StepReached, (), (clock, step, at, told))

// command.hpp
BOOST_DESCRIBE_STRUCT(NewLeg, (), (unit, role))
BOOST_DESCRIBE_STRUCT(OpenTicket, (),
                      (request, received_at, routing, dispatch_now, missing, led_by))
BOOST_DESCRIBE_STRUCT(Supplement, (), (text))
BOOST_DESCRIBE_STRUCT(AnswerDirectly, (), (answer))
BOOST_DESCRIBE_STRUCT(Decline, (), (reason, told))
BOOST_DESCRIBE_STRUCT(TransferToEmergency, (), (line, note))
BOOST_DESCRIBE_STRUCT(Dispatch, (), (legs, note))
BOOST_DESCRIBE_STRUCT(Receive, (), (leg))
BOOST_DESCRIBE_STRUCT(RecordContact, (), (leg, note))
BOOST_DESCRIBE_STRUCT(SubDispatch, (), (leg, units, note))
BOOST_DESCRIBE_STRUCT(AskReturn, (), (leg, reason, basis, suggested_unit))
BOOST_DESCRIBE_STRUCT(AskExtension, (), (leg, working_days, reason))
BOOST_DESCRIBE_STRUCT(DecidePetition, (), (petition, approve, note))
BOOST_DESCRIBE_STRUCT(Reply, (), (leg, public_text, internal_text))
BOOST_DESCRIBE_STRUCT(CheckReply, (), (leg, accept, note))
BOOST_DESCRIBE_STRUCT(ExitLeg, (), (leg, reason))
BOOST_DESCRIBE_STRUCT(RecordVisit, (), (reached, contacted, solved, satisfied, final, note))
BOOST_DESCRIBE_STRUCT(Redo, (), (reason))
BOOST_DESCRIBE_STRUCT(Urge, (), (note))
BOOST_DESCRIBE_STRUCT(Supervise, (), (on, note))
BOOST_DESCRIBE_STRUCT(Merge, (), (into))
BOOST_DESCRIBE_STRUCT(Withdraw, (), (reason))
BOOST_DESCRIBE_STRUCT(Archive, (), ())
BOOST_DESCRIBE_STRUCT(ReachStep, (), (clock, step, told))

}  // namespace hotline
