#include "server/http/admission.hpp"

#include "server/http/guard.hpp"
#include "server/http/router.hpp"
#include "server/http/target.hpp"

#include <algorithm>

namespace hotline::server {

namespace {

void copy_fields(const Head& head, Request& request) {
    for (const HeadField& field : head.fields) {
        std::string name{field.name};
        for (char& c : name) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        }
        const auto [at, is_new] = request.headers.try_emplace(std::move(name), field.value);
        if (!is_new) at->second.append(", ").append(field.value);  // a list field in several lines
    }
}

const WebSocketRoute* socket_of(const ListenerSetup& setup, const Head& head,
                                const Request& request) {
    if (!head.upgrade || request.method != Method::get) return nullptr;
    if (!equals_ignoring_case(request.header("upgrade"), "websocket")) return nullptr;
    for (const WebSocketRoute& socket : setup.sockets) {
        if (socket.path == request.path) return &socket;
    }
    return nullptr;
}

// A browser cannot set Authorization on a WebSocket, so the token travels as a subprotocol.
void move_token_to_authorization(Request& request) {
    constexpr std::string_view prefix = "bearer.";
    const auto offered = request.headers.find("sec-websocket-protocol");
    if (offered == request.headers.end()) return;
    std::string_view rest = offered->second;
    bool speaks_hotline = false;
    std::string token;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        std::string_view each = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (!each.empty() && each.front() == ' ')
            each.remove_prefix(1);
        while (!each.empty() && each.back() == ' ')
            each.remove_suffix(1);
        if (each == "hotline.v1") speaks_hotline = true;
        if (each.starts_with(prefix)) token = each.substr(prefix.size());
    }
    if (speaks_hotline)
        offered->second = "hotline.v1";
    else
        request.headers.erase(offered);
    if (!token.empty()) request.headers.try_emplace("authorization", "Bearer " + token);
}

std::optional<Problem> check_origin(const Request& request, const GuardFacts& facts,
                                    const ListenerSetup& setup) {
    const std::string_view origin = request.header("origin");
    if (origin.empty()) return std::nullopt;  // not a browser
    const std::size_t scheme = origin.find("://");
    if (scheme != std::string_view::npos) {
        const std::string_view authority = origin.substr(scheme + 3);
        // A "*" in allowed_hosts is about Host only: it must not let any page on the web open a
        // socket.
        const auto names_origin = [&](const std::string& host) {
            return host != "*" && is_allowed_host(authority, {host});
        };
        if (equals_ignoring_case(authority, facts.host) ||
            std::any_of(setup.allowed_hosts.begin(), setup.allowed_hosts.end(), names_origin)) {
            return std::nullopt;
        }
    }
    return make_problem("foreign_origin", "sockets are opened by our own pages only",
                        "header/origin");
}

std::optional<Problem> check_handshake(const Request& request) {
    if (request.header("sec-websocket-version") != "13") {
        Problem problem =
            make_problem("upgrade_required", "only WebSocket version 13 is spoken here",
                         "header/sec-websocket-version");
        problem.headers.emplace_back("Sec-WebSocket-Version", "13");
        return problem;
    }
    if (request.header("sec-websocket-key").size() != 24) {
        return make_problem("bad_upgrade", "Sec-WebSocket-Key is not 16 bytes in base64",
                            "header/sec-websocket-key");
    }
    return std::nullopt;
}

std::optional<Problem> check_actor(const std::vector<Role>& roles, const ListenerSetup& setup,
                                   Request& request) {
    if (!setup.authenticate) return make_problem("unauthenticated", "this server knows no tokens");
    Result<Actor> actor = setup.authenticate(request);
    if (!actor) return problem_of(actor.error());
    request.actor = std::move(*actor);
    if (roles.empty() || std::find(roles.begin(), roles.end(), request.actor.role) != roles.end()) {
        return std::nullopt;
    }
    return make_problem("forbidden", "the role of this token may not call this");
}

bool is_json(std::string_view content_type) {
    const std::size_t end = std::min(content_type.find(';'), content_type.size());
    std::string_view type = content_type.substr(0, end);
    while (!type.empty() && type.back() == ' ')
        type.remove_suffix(1);
    if (!equals_ignoring_case(type, "application/json")) return false;
    std::string_view rest = content_type.substr(end);
    if (rest.empty()) return true;
    rest.remove_prefix(1);
    while (!rest.empty() && rest.front() == ' ')
        rest.remove_prefix(1);
    return rest.empty() || equals_ignoring_case(rest, "charset=utf-8") ||
           equals_ignoring_case(rest, "charset=\"utf-8\"");
}

std::optional<Problem> check_body(const Route& route, const Request& request,
                                  std::uint64_t length) {
    if (length == 0) return std::nullopt;
    if (route.body_bytes_max == 0) {
        return make_problem("body_not_allowed", "this call takes no body", "header/content-length");
    }
    if (length > route.body_bytes_max) {
        return make_problem(
            "body_too_large",
            "the body of this call has at most " + std::to_string(route.body_bytes_max) + " bytes",
            "header/content-length");
    }
    if (!is_json(request.header("content-type"))) {
        return make_problem("unsupported_media_type", "bodies are application/json in UTF-8",
                            "header/content-type");
    }
    return std::nullopt;
}

std::optional<Problem> decode_params(const RouteMatch& match, Request& request) {
    for (const auto& [name, encoded] : match.params) {
        std::string value;
        if (!percent_decode(encoded, false, value)) {
            return make_problem("bad_target",
                                "the path is not percent-encoded UTF-8 without controls");
        }
        request.params.emplace(name, std::move(value));
    }
    return std::nullopt;
}

std::optional<Problem> admit_socket(const GuardFacts& facts, const ListenerSetup& setup,
                                    Admission& admission) {
    Request& request = admission.request;
    admission.route_id = admission.socket->path;
    if (auto problem = check_origin(request, facts, setup)) return problem;
    if (auto problem = check_handshake(request)) return problem;
    for (const auto& [name, value] : request.query) {
        const auto& known = admission.socket->query;
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        return make_problem("unknown_parameter", "the call has no such query parameter",
                            "query/" + name);
    }
    move_token_to_authorization(request);
    return check_actor(admission.socket->roles, setup, request);
}

std::optional<Problem> admit_route(const RouteMatch& match, const ListenerSetup& setup,
                                   Admission& admission) {
    Request& request = admission.request;
    const Route& route = *match.route;
    admission.route = &route;
    admission.route_id = route.id;
    if (auto problem = decode_params(match, request)) return problem;
    if (auto problem = check_query(route, request.query)) return problem;
    if (!route.roles.empty()) {
        if (auto problem = check_actor(route.roles, setup, request)) return problem;
    }
    return check_body(route, request, admission.content_length);
}

std::optional<Problem> admit_file(const GuardFacts& facts, const RouteMatch& match,
                                  const ListenerSetup& setup, Admission& admission) {
    const bool reads = facts.method == Method::get || facts.method == Method::head;
    if (!match.path_known && reads && setup.console) {
        admission.file = setup.console->find(admission.request.path);
    }
    if (admission.file == nullptr) return no_route_problem(*setup.router, match, facts.path);
    admission.route_id = "console";
    return std::nullopt;
}

std::optional<Problem> decide_admission(const Head& head, const ListenerSetup& setup,
                                        Admission& admission) {
    Request& request = admission.request;
    GuardFacts facts;
    const GuardRules rules{setup.limits.target_bytes_max, &setup.allowed_hosts};
    if (auto problem = guard(head, rules, facts)) return problem;

    admission.content_length = facts.content_length;
    admission.keep_alive = facts.keep_alive;
    admission.expects_continue = facts.expects_continue;
    admission.head_only = facts.method == Method::head;
    request.method = facts.method.value_or(Method::get);
    request.target = facts.target;
    copy_fields(head, request);
    if (!percent_decode(facts.path, false, request.path)) {
        return make_problem("bad_target", "the path is not percent-encoded UTF-8 without controls");
    }
    if (auto problem = parse_query(facts.query, request.query)) return problem;

    if (facts.method) admission.socket = socket_of(setup, head, request);
    if (admission.socket != nullptr) return admit_socket(facts, setup, admission);
    const RouteMatch match = setup.router->match(facts.method, facts.path);
    if (match.route != nullptr) return admit_route(match, setup, admission);
    return admit_file(facts, match, setup, admission);
}

}  // namespace

Admission admit(const Head& head, const ListenerSetup& setup, std::string peer,
                std::string request_id) {
    Admission admission;
    admission.request.peer = std::move(peer);
    admission.request.request_id = std::move(request_id);
    admission.problem = decide_admission(head, setup, admission);
    if (admission.problem) {
        admission.route = nullptr;
        admission.file = nullptr;
        admission.socket = nullptr;
    }
    return admission;
}

Admission refuse_admission(Problem problem, std::string peer, std::string request_id) {
    Admission admission;
    admission.request.peer = std::move(peer);
    admission.request.request_id = std::move(request_id);
    admission.problem = std::move(problem);
    return admission;
}

}  // namespace hotline::server
