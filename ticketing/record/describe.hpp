// Boost.Describe of the rules' types, so that record/ and the rooms above can walk their members.
// It lives here because rules/ includes nothing but std and boost::system::result. Record's own
// types that have a JSON or row form stand at the end.
//
// A new member or enumerator of a described type is added to its line here;
// tests/record/event_json_test.cpp fails when it is forgotten.
#pragma once

#include "ticketing/record/job.hpp"
#include "ticketing/record/publication.hpp"
#include "ticketing/rules/command.hpp"
#include "ticketing/rules/event.hpp"
#include "ticketing/rules/policy.hpp"

#include <boost/describe.hpp>

namespace hotline {

// actor.hpp, calendar.hpp
BOOST_DESCRIBE_ENUM(Role, agent, dispatcher, visitor, unit, supervisor, leader, admin, system)
BOOST_DESCRIBE_ENUM(DayKind, holiday, make_up_day, half_day)

// time_limit.hpp. A TimeLimit is not described: everywhere outside it is its text.
BOOST_DESCRIBE_ENUM(LimitUnit, minutes, hours, working_minutes, working_hours, working_days,
                    calendar_days, same_day)
BOOST_DESCRIBE_ENUM(Counting, civil_code, instant, inclusive)
BOOST_DESCRIBE_ENUM(CapReason, none, parent, external)
BOOST_DESCRIBE_ENUM(SegmentKind, counted, start_day, deferred, outside_hours, weekend, holiday,
                    paused, rolled, extension, cut)
BOOST_DESCRIBE_STRUCT(DaySpan, (), (from_minute, to_minute))
BOOST_DESCRIBE_STRUCT(Pause, (), (from, to, code))
BOOST_DESCRIBE_STRUCT(Derivation, (), (limit, extended_working_days, pauses, cap, cap_reason))
BOOST_DESCRIBE_STRUCT(Segment, (), (from, to, kind, amount, name))

// ticket.hpp
BOOST_DESCRIBE_ENUM(Channel, phone, web, wechat, app, mail, platform, leader_session)
BOOST_DESCRIBE_ENUM(RequestKind, consultation, help, complaint, report, suggestion, praise, other)
BOOST_DESCRIBE_ENUM(Urgency, normal, urgent, critical)
BOOST_DESCRIBE_ENUM(CallerType, person, enterprise)
BOOST_DESCRIBE_ENUM(Origin, citizen, leader, supervision, recheck, superior)
BOOST_DESCRIBE_ENUM(DayClass, any, working, off)
BOOST_DESCRIBE_ENUM(Stage, needs_supplement, awaiting_dispatch, handling, awaiting_check,
                    awaiting_visit, awaiting_redo, closed, answered_directly, declined, transferred,
                    withdrawn, merged, archived)
BOOST_DESCRIBE_ENUM(LegRole, lead, assist)
BOOST_DESCRIBE_ENUM(LegState, awaiting_receipt, handling, replied, done, returned, exited,
                    superseded)
BOOST_DESCRIBE_ENUM(PetitionKind, return_leg, extend, suspend, appeal)
BOOST_DESCRIBE_ENUM(PetitionState, pending, approved, rejected, void_)
BOOST_DESCRIBE_ENUM(MilestoneKind, dispatch, receive, return_window, contact, plan, reply, resolve,
                    visit, redo, caller_reply)
BOOST_DESCRIBE_ENUM(StepKind, notify, warn_yellow, urge, overdue, auto_receive, deem_accepted,
                    start_visit, warn_red, tell_duty, written_notice, supervise, raise)
BOOST_DESCRIBE_ENUM(ClockState, running, met, cancelled)
BOOST_DESCRIBE_ENUM(MoveCause, extended, suspended, resumed, return_rejected, marked_complex,
                    recounted)
BOOST_DESCRIBE_ENUM(NoticeKind, message, phone_task, duty_told, written, supervision, raised)
BOOST_DESCRIBE_ENUM(DeclineReason, outside_jurisdiction, other_power_organ, emergency_line,
                    statutory_route, secret_or_privacy, against_law_or_morals, already_handled,
                    malicious_or_empty)
BOOST_DESCRIBE_ENUM(EmergencyLine, police_110, fire_119, medical_120, traffic_122)

BOOST_DESCRIBE_STRUCT(Actor, (), (role, name, unit))
BOOST_DESCRIBE_STRUCT(Caller, (), (type, name, phone, address, confidential, anonymous))
BOOST_DESCRIBE_STRUCT(Request, (),
                      (channel, kind, urgency, title, body, district, place, item, origin, tags,
                       law, external_due_at, complex, caller, source, external_id))
BOOST_DESCRIBE_STRUCT(Leg, (),
                      (id, unit, role, level, parent, state, dispatched_at, received_at,
                       contacted_at, replied_at, public_reply, internal_reply, sent_back_count,
                       extension_count, policy_id, policy_version, designated, received_by_clock,
                       accepted_at, plan, progress, confirmed_at))
BOOST_DESCRIBE_STRUCT(Petition, (),
                      (id, kind, leg, state, reason, basis, suggested_unit, working_days, code,
                       clock, asked_at, decided_at, decision_note))
BOOST_DESCRIBE_STRUCT(Correction, (), (at, counts, due_at, reason))
BOOST_DESCRIBE_STRUCT(Notice, (), (id, kind, clock, leg, to, at, done_at, done_by, note))
BOOST_DESCRIBE_STRUCT(ClockStep, (), (kind, at))
BOOST_DESCRIBE_STRUCT(Clock, (),
                      (id, kind, leg, state, started_at, due_at, guessed, policy_id, policy_version,
                       calendar_id, calendar_version, derivation, steps, steps_reached, stopped_at,
                       yellow, red, overdue, correction))
BOOST_DESCRIBE_STRUCT(Visit, (), (at, reached, contacted, solved, satisfied, note))
BOOST_DESCRIBE_STRUCT(RoutingNote, (), (unit, explanation))
BOOST_DESCRIBE_STRUCT(TicketState, (),
                      (number, version, stage, request, received_at, opened_at, opened_by,
                       policy_id, policy_version, routing, missing, supplements, direct_answer,
                       decline_reason, emergency_line, closing_note, merged_into, led_by,
                       urge_count, supervised, complex, visit_open, caller_answer,
                       caller_answered_at, overdue, redo_count, visit_attempts, first_visit,
                       final_visit, closed_at, legs, petitions, clocks, notices))

// event.hpp
BOOST_DESCRIBE_STRUCT(Opened, (),
                      (number, request, received_at, opened_at, opened_by, policy_id,
                       policy_version, routing, missing, led_by))
BOOST_DESCRIBE_STRUCT(Supplemented, (), (text))
BOOST_DESCRIBE_STRUCT(AnsweredDirectly, (), (at, answer))
BOOST_DESCRIBE_STRUCT(Declined, (), (at, reason, told))
BOOST_DESCRIBE_STRUCT(TransferredToEmergency, (), (at, line, note))
BOOST_DESCRIBE_STRUCT(Dispatched, (),
                      (leg, unit, role, level, parent, at, note, policy_id, policy_version,
                       designated))
BOOST_DESCRIBE_STRUCT(Received, (), (leg, at, by_clock))
BOOST_DESCRIBE_STRUCT(DeemedAccepted, (), (leg, at))
BOOST_DESCRIBE_STRUCT(PlanSubmitted, (), (leg, text, at))
BOOST_DESCRIBE_STRUCT(ProgressAnswered, (), (leg, text, at))
BOOST_DESCRIBE_STRUCT(ServiceConfirmed, (), (leg, note, at))
BOOST_DESCRIBE_STRUCT(ComplexMarked, (), (on, note, at))
BOOST_DESCRIBE_STRUCT(ContactRecorded, (), (leg, at, note))
BOOST_DESCRIBE_STRUCT(PetitionAsked, (),
                      (petition, kind, leg, reason, basis, suggested_unit, working_days, code,
                       clock, at))
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
                      (clock, kind, leg, started_at, due_at, guessed, policy_id, policy_version,
                       calendar_id, calendar_version, derivation, steps))
BOOST_DESCRIBE_STRUCT(ClockStopped, (), (clock, state, at))
BOOST_DESCRIBE_STRUCT(ClockMoved, (),
                      (clock, cause, at, due_at, guessed, policy_version, calendar_id,
                       calendar_version, derivation, steps, steps_reached))
BOOST_DESCRIBE_STRUCT(ClockCorrected, (), (clock, correction))
BOOST_DESCRIBE_STRUCT(NoticeIssued, (), (notice, kind, clock, leg, to, at))
BOOST_DESCRIBE_STRUCT(NoticeDone, (), (notice, note, by, at))
BOOST_DESCRIBE_STRUCT(VisitOpened, (), (at))
BOOST_DESCRIBE_STRUCT(CallerAnswered, (), (text, at))
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
BOOST_DESCRIBE_STRUCT(SubmitPlan, (), (leg, text))
BOOST_DESCRIBE_STRUCT(AnswerProgress, (), (leg, text))
BOOST_DESCRIBE_STRUCT(ConfirmService, (), (leg, note))
BOOST_DESCRIBE_STRUCT(MarkComplex, (), (on, note))
BOOST_DESCRIBE_STRUCT(SubDispatch, (), (leg, units, note))
BOOST_DESCRIBE_STRUCT(AskReturn, (), (leg, reason, basis, suggested_unit))
BOOST_DESCRIBE_STRUCT(AskExtension, (), (leg, working_days, reason))
BOOST_DESCRIBE_STRUCT(AskSuspension, (), (leg, code, working_days, reason))
BOOST_DESCRIBE_STRUCT(Resume, (), (leg, note))
BOOST_DESCRIBE_STRUCT(AskAppeal, (), (clock, reason))
BOOST_DESCRIBE_STRUCT(DecidePetition, (), (petition, approve, note))
BOOST_DESCRIBE_STRUCT(Reply, (), (leg, public_text, internal_text))
BOOST_DESCRIBE_STRUCT(CheckReply, (), (leg, accept, note))
BOOST_DESCRIBE_STRUCT(ExitLeg, (), (leg, reason))
BOOST_DESCRIBE_STRUCT(RecordVisit, (), (reached, contacted, solved, satisfied, final, note))
BOOST_DESCRIBE_STRUCT(Redo, (), (reason))
BOOST_DESCRIBE_STRUCT(Urge, (), (note))
BOOST_DESCRIBE_STRUCT(Supervise, (), (on, note))
BOOST_DESCRIBE_STRUCT(CompleteNotice, (), (notice, note))
BOOST_DESCRIBE_STRUCT(Merge, (), (into))
BOOST_DESCRIBE_STRUCT(AnswerCaller, (), (text))
BOOST_DESCRIBE_STRUCT(Withdraw, (), (reason))
BOOST_DESCRIBE_STRUCT(Archive, (), ())
BOOST_DESCRIBE_STRUCT(ReachStep, (), (clock, step, at, told, to))
BOOST_DESCRIBE_STRUCT(Recount, (), (adopt_policies, reason))

// policy.hpp
BOOST_DESCRIBE_ENUM(StartEvent, opened, dispatched, received, contacted, planned, reply_accepted,
                    merged)
BOOST_DESCRIBE_ENUM(ExtensionMode, add, total)
BOOST_DESCRIBE_ENUM(ExtensionNeeds, nothing, several_units, complex)
BOOST_DESCRIBE_STRUCT(StepRule, (), (kind, working_days, percent, minutes))
BOOST_DESCRIBE_STRUCT(MilestoneRule, (), (kind, start, limit, steps, label))
BOOST_DESCRIBE_STRUCT(ItemLimit, (), (item, kind, limit))
BOOST_DESCRIBE_STRUCT(ExtensionStep, (), (max_working_days, approver, office, needs))
BOOST_DESCRIBE_STRUCT(ExtensionRule, (), (mode, cap_working_days, steps))
BOOST_DESCRIBE_STRUCT(ReturnRule, (),
                      (window, window_complex, deemed_acceptance, max_dispatches, charge_time))
BOOST_DESCRIBE_STRUCT(RedoRule, (), (escalate_at))
BOOST_DESCRIBE_STRUCT(PauseReason, (), (code, name, max_working_days))
BOOST_DESCRIBE_STRUCT(PauseRule, (), (reasons, max_total_working_days, stops_ticket))
BOOST_DESCRIBE_STRUCT(PolicySelector, (),
                      (channels, kinds, urgencies, caller_types, origins, items, tags, districts,
                       laws, units, received_hours, received_on))
BOOST_DESCRIBE_STRUCT(Policy, (),
                      (id, version, name, source, official, assessed, priority, calendar_id,
                       effective_from, effective_to, selector, milestones, item_limits, extension,
                       returning, redo, pause, external_margin, service_confirmation,
                       child_may_exceed))

namespace record {

BOOST_DESCRIBE_ENUM(PublicationKind, calendar, policies)
BOOST_DESCRIBE_ENUM(JobState, running, done, failed)

}  // namespace record

}  // namespace hotline
