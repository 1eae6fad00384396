// Calendars and policies: what was published, the dry run of a new version, its publication, and
// how far the recalculation has come.
#include "server/api/calls.hpp"
#include "server/api/publication_views.hpp"
#include "server/api/read_route.hpp"
#include "server/api/routes.hpp"
#include "server/json/encode.hpp"
#include "server/publishing/publisher.hpp"

#include <charconv>

namespace hotline::server {
namespace {

using enum Role;
using boost::asio::awaitable;

constexpr std::size_t publication_bytes_max = 4u << 20;
constexpr std::int64_t scan_ms = 120'000;  // a preview over some million clocks

PublicationWish wish_of(api::NewPublication body, const Actor& actor) {
    PublicationWish wish;
    wish.kind = body.kind;
    wish.text = std::move(body.text.value);
    wish.note = std::move(body.note.value);
    wish.by = actor.name;
    wish.recount = body.recount;
    wish.adopt_policies = body.adopt_policies;
    return wish;
}

api::MoveEffect effect_of(dispatch::MoveEffect effect) {
    switch (effect) {
        case dispatch::MoveEffect::moves:
            return api::MoveEffect::moves;
        case dispatch::MoveEffect::becomes_overdue:
            return api::MoveEffect::becomes_overdue;
        case dispatch::MoveEffect::stops_being_overdue:
            return api::MoveEffect::stops_being_overdue;
    }
    return api::MoveEffect::moves;
}

api::PublicationPreview view_of(const dispatch::RecountPreview& preview) {
    api::PublicationPreview out;
    out.tickets = preview.tickets;
    out.milestones = preview.clocks;
    out.moved = preview.moved;
    out.become_overdue = preview.become_overdue;
    out.stop_being_overdue = preview.stop_being_overdue;
    out.corrected_ended = preview.corrected_ended;
    for (const dispatch::PreviewedMove& move : preview.first) {
        out.first.push_back({move.ticket, clock_text(move.ticket, move.clock), move.kind,
                             move.due_at, move.new_due_at, effect_of(move.effect)});
    }
    return out;
}

// JSON, or why not.
struct Answer {
    std::string json;
    std::optional<Refusal> refusal;
};

// On the thread for long questions: they wait for the writer or scan every clock.
awaitable<Response> long_answer(const Services* services, Request request,
                                std::function<Answer(record::ReadSession&)> job, int status) {
    const std::string request_id = request.request_id;
    auto answer = co_await read_from<Answer>(services->long_reads, std::move(job), scan_ms);
    if (!answer) co_return refusal_response(answer.error(), request_id);
    if (answer->refusal) co_return refusal_response(*answer->refusal, request_id);
    co_return json_response(std::move(answer->json), status);
}

awaitable<Response> preview(const Services* services, Request request) {
    auto body = decode<api::NewPublication>(request.body);
    if (!body) co_return problem_response(problem_of(body.error()), request.request_id);
    std::function<Answer(record::ReadSession&)> job =
        [publisher = services->publisher,
         wish = wish_of(std::move(*body), request.actor)](record::ReadSession& session) -> Answer {
        const auto preview = publisher->preview(session, wish);
        if (!preview) return {{}, preview.error()};
        return {encode(view_of(*preview)), std::nullopt};
    };
    co_return co_await long_answer(services, std::move(request), std::move(job), 200);
}

awaitable<Response> publish(const Services* services, Request request) {
    auto body = decode<api::NewPublication>(request.body);
    if (!body) co_return problem_response(problem_of(body.error()), request.request_id);
    std::function<Answer(record::ReadSession&)> job =
        [publisher = services->publisher,
         wish = wish_of(std::move(*body), request.actor)](record::ReadSession& session) -> Answer {
        const auto published = publisher->publish(session, wish);
        if (!published) return {{}, published.error()};
        const api::Published out{published->publication, published->job};
        return {encode(out), std::nullopt};
    };
    co_return co_await long_answer(services, std::move(request), std::move(job), 201);
}

api::Publication view_of(const record::Publication& publication) {
    return {publication.id,           publication.kind,   publication.name,
            publication.version,      publication.sha256, publication.published_at,
            publication.published_by, publication.note,   publication.text};
}

awaitable<Response> publications(const Services* services, Request request) {
    std::function<api::PublicationList(record::ReadSession&)> job =
        [](record::ReadSession& session) {
            api::PublicationList list;
            for (const record::Publication& each : session.publications())
                list.items.push_back(view_of(each));
            return list;
        };
    const auto list = co_await read<api::PublicationList>(services, std::move(job));
    if (!list) co_return refusal_response(list.error(), request.request_id);
    co_return json_response(encode(*list));
}

api::Job view_of(const record::Job& job) {
    const record::JobProgress& progress = job.progress;
    return {job.id,         job.kind,         job.publication,  job.state,
            progress.total, progress.visited, progress.changed, progress.corrected,
            job.detail,     job.started_at,   job.updated_at,   job.finished_at};
}

awaitable<Response> jobs(const Services* services, Request request) {
    std::function<api::JobList(record::ReadSession&)> job = [](record::ReadSession& session) {
        api::JobList list;
        for (const record::Job& each : session.jobs())
            list.items.push_back(view_of(each));
        return list;
    };
    const auto list = co_await read<api::JobList>(services, std::move(job));
    if (!list) co_return refusal_response(list.error(), request.request_id);
    co_return json_response(encode(*list));
}

awaitable<Response> one_job(const Services* services, Request request) {
    const Refusal missing{"job_not_found", "", "there is no such job"};
    const std::string& text = request.params["id"];
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || end != text.data() + text.size()) {
        co_return refusal_response(missing, request.request_id);
    }
    using Found = std::optional<record::Job>;
    std::function<Found(record::ReadSession&)> job = [id](record::ReadSession& session) {
        return session.job(id);
    };
    const auto found = co_await read<Found>(services, std::move(job));
    if (!found) co_return refusal_response(found.error(), request.request_id);
    if (!*found) co_return refusal_response(missing, request.request_id);
    co_return json_response(encode(view_of(**found)));
}

Route publishing_route(const Services* services, const char* path, const char* id,
                       const char* summary, const char* response,
                       awaitable<Response> (*handler)(const Services*, Request)) {
    Route route;
    route.method = Method::post;
    route.path = path;
    route.id = id;
    route.summary = summary;
    route.roles = {admin};
    route.body_bytes_max = publication_bytes_max;
    route.request_schema = "NewPublication";
    route.response_schema = response;
    route.handler = [services, handler](Request request) {
        return handler(services, std::move(request));
    };
    return route;
}

}  // namespace

RouteTable publication_routes(const Services* services) {
    RouteTable table;
    table.push_back(publishing_route(services, "/api/v1/publications/preview",
                                     "preview_publication",
                                     "What a new calendar or policy version would move, changing "
                                     "nothing",
                                     "PublicationPreview", preview));
    table.push_back(publishing_route(services, "/api/v1/publications", "publish",
                                     "Publish a calendar or policies, and count again if wanted",
                                     "Published", publish));
    table.back().success_status = 201;
    table.push_back(read_route(
        services,
        {"/api/v1/publications", "list_publications",
         "Every calendar and policy version published here, as its text", "PublicationList"},
        publications));
    table.back().roles = {supervisor, admin};
    table.push_back(read_route(
        services, {"/api/v1/jobs", "list_jobs", "Recalculations and their progress", "JobList"},
        jobs));
    table.back().roles = {supervisor, admin};
    table.push_back(read_route(
        services, {"/api/v1/jobs/{id}", "get_job", "One recalculation and its progress", "Job"},
        one_job));
    table.back().roles = {supervisor, admin};
    return table;
}

}  // namespace hotline::server
