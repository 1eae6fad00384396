// For those who run the server: is it alive, may it be sent work, how is it doing.
#include "server/api/calls.hpp"
#include "server/api/routes.hpp"

namespace hotline::server {
namespace {

boost::asio::awaitable<Response> health(const Services* services, Request /*request*/) {
    co_return json_response(services->health());
}

// 503 when a due step was not acted on, or nobody has looked lately.
boost::asio::awaitable<Response> deadlines(const Services* services, Request /*request*/) {
    co_return json_response(services->audit(), services->deadlines_well() ? 200 : 503);
}

boost::asio::awaitable<Response> ready(const Services* services, Request request) {
    if (services->ready()) co_return json_response(R"({"ready":true})");
    const Refusal refusal{"not_ready", "", "starting, stopping, or the store is not writable"};
    co_return refusal_response(refusal, request.request_id);
}

boost::asio::awaitable<Response> metrics(const Services* services, Request /*request*/) {
    std::function<std::int64_t(record::ReadSession&)> job = [](record::ReadSession& session) {
        return session.outbox_pending();
    };
    const auto pending = co_await read<std::int64_t>(services, std::move(job));
    std::optional<std::int64_t> known;
    if (pending) known = *pending;
    Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = services->metrics(known);
    co_return response;
}

using Answer = boost::asio::awaitable<Response> (*)(const Services*, Request);

Route open_route(const Services* services, std::string path, std::string id, std::string summary,
                 Answer answer) {
    Route route;
    route.path = std::move(path);
    route.id = std::move(id);
    route.summary = std::move(summary);
    route.handler = [services, answer](Request request) {
        return answer(services, std::move(request));
    };
    return route;
}

}  // namespace

RouteTable operations_routes(const Services* services) {
    return {open_route(services, "/healthz", "health", "The process turns; health of its loops",
                       health),
            open_route(services, "/healthz/deadlines", "deadlines_health",
                       "Every due step of every milestone has been acted on", deadlines),
            open_route(services, "/readyz", "ready", "It may be sent work", ready),
            open_route(services, "/metrics", "metrics", "Prometheus text format", metrics)};
}

}  // namespace hotline::server
