// Milestones: why is this the deadline, and the appeal against an overdue. Notices: the calls still
// to be made, and that one was made.
#include "server/api/command_route.hpp"
#include "server/api/explanation_view.hpp"
#include "server/api/read_route.hpp"
#include "server/api/requests.hpp"
#include "server/api/ticket_view.hpp"
#include "server/auth/visibility.hpp"
#include "server/json/encode.hpp"

#include <charconv>

namespace hotline::server {
namespace {

using enum Role;
using boost::asio::awaitable;
using Made = Result<Command>;

Refusal no_such_milestone() {
    return {"clock_not_found", "", "there is no such milestone"};
}

// The JSON of the explanation, or why there is none.
struct Explained {
    std::string json;
    std::optional<Refusal> refusal;
};

Explained explain(record::ReadSession& session, const PolicyBook& book, const ClockRef& ref,
                  const Actor& actor) {
    const auto ticket = session.ticket(ref.ticket);
    if (!ticket || !may_see(actor, *ticket)) return {{}, no_such_milestone()};
    const Clock* clock = find_clock(*ticket, ref.clock);
    if (clock == nullptr) return {{}, no_such_milestone()};
    const auto view = explanation_view(book, *ticket, *clock, session.journal_of(ref.ticket));
    if (!view) return {{}, view.error()};
    return {encode(*view), std::nullopt};
}

awaitable<Response> explanation(const Services* services, Request request) {
    const auto ref = parse_milestone(request.params["id"]);
    if (!ref) co_return refusal_response(no_such_milestone(), request.request_id);
    std::function<Explained(record::ReadSession&)> job =
        [ref = *ref, actor = request.actor, book = services->rules()](
            record::ReadSession& session) { return explain(session, *book, ref, actor); };
    auto answer = co_await read<Explained>(services, std::move(job));
    if (!answer) co_return refusal_response(answer.error(), request.request_id);
    if (answer->refusal) co_return refusal_response(*answer->refusal, request.request_id);
    co_return json_response(std::move(answer->json));
}

constexpr std::int32_t notices_of_page = 100;

// "1772416800000-20260213000017-n1"
std::string cursor_text(const record::PhoneTask& task) {
    return std::to_string(task.notice.at.time_since_epoch().count()) + "-" +
           notice_text(task.ticket, task.notice.id);
}

std::optional<record::PhoneTaskPlace> parse_cursor(std::string_view text) {
    std::int64_t ms = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
    if (error != std::errc{} || end == text.data() + text.size() || *end != '-') {
        return std::nullopt;
    }
    const auto notice = parse_notice(text.substr(static_cast<std::size_t>(end - text.data()) + 1));
    if (!notice) return std::nullopt;
    return record::PhoneTaskPlace{Instant{Millis{ms}}, notice->ticket, notice->notice};
}

// The ticket of a phone task is read too: whom to call, and about what.
api::OpenCall open_call(const Services& services, record::ReadSession& session,
                        const record::PhoneTask& task) {
    api::OpenCall call;
    call.notice = notice_view(task.ticket, task.notice);
    const auto ticket = session.ticket(task.ticket);
    if (!ticket) return call;
    call.title = ticket->request.title;
    if (const Clock* clock = find_clock(*ticket, task.notice.clock)) {
        call.kind = clock->kind;
        call.due_at = clock->due_at;
    }
    const Leg* leg = task.notice.leg ? find_leg(*ticket, *task.notice.leg) : nullptr;
    if (leg != nullptr) {
        call.unit = leg->unit;
        call.unit_name = unit_name(services, leg->unit);
    }
    return call;
}

api::NoticeList open_calls(const Services& services, record::ReadSession& session,
                           const record::PhoneTaskPlace& after) {
    const auto page = session.open_phone_tasks(after, notices_of_page);
    api::NoticeList list;
    for (const record::PhoneTask& task : page)
        list.items.push_back(open_call(services, session, task));
    if (static_cast<std::int32_t>(page.size()) == notices_of_page) {
        list.next = cursor_text(page.back());
    }
    return list;
}

awaitable<Response> open_tasks(const Services* services, Request request) {
    record::PhoneTaskPlace after;
    const auto cursor = request.query.find("cursor");
    if (cursor != request.query.end()) {
        const auto parsed = parse_cursor(cursor->second);
        if (!parsed) {
            const Refusal refusal{"invalid_query", "query/cursor", "a cursor of an earlier page"};
            co_return refusal_response(refusal, request.request_id);
        }
        after = *parsed;
    }
    std::function<api::NoticeList(record::ReadSession&)> job =
        [services, after](record::ReadSession& session) {
            return open_calls(*services, session, after);
        };
    const auto list = co_await read<api::NoticeList>(services, std::move(job));
    if (!list) co_return refusal_response(list.error(), request.request_id);
    co_return json_response(encode(*list));
}

}  // namespace

RouteTable milestone_routes(const Services* services) {
    RouteTable table;
    table.push_back(read_route(services,
                               {"/api/v1/milestones/{id}/explanation", "explain_milestone",
                                "Why it is due when it is due", "Explanation"},
                               explanation));
    table.push_back(command_route<ClockTarget, api::WithReason>(
        services,
        {"/api/v1/milestones/{id}/appeal",
         "appeal",
         "Ask that this overdue does not count",
         {unit, dispatcher, supervisor},
         "WithReason"},
        [](const Services&, const ClockRef& ref, api::WithReason body) -> Made {
            return Command{AskAppeal{ref.clock, std::move(body.reason.value)}};
        }));
    table.push_back(
        read_route(services,
                   {"/api/v1/notices", "list_open_calls",
                    "Calls to units that are still to be made, oldest first", "NoticeList"},
                   open_tasks));
    table.back().roles = {agent, dispatcher, visitor, supervisor, admin};
    table.back().query = {"cursor"};
    table.push_back(command_route<NoticeTarget, api::WithNote>(
        services,
        {"/api/v1/notices/{id}/complete",
         "complete_notice",
         "The call was made, or the notice was seen",
         {agent, dispatcher, visitor, supervisor, leader},
         "WithNote"},
        [](const Services&, const NoticeRef& ref, api::WithNote body) -> Made {
            return Command{CompleteNotice{ref.notice, std::move(body.note.value)}};
        }));
    return table;
}

}  // namespace hotline::server
