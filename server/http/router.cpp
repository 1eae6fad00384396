#include "server/http/router.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <utility>

namespace hotline::server {

namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> method_names{{
    {Method::get, "GET"},
    {Method::post, "POST"},
    {Method::put, "PUT"},
    {Method::patch, "PATCH"},
    {Method::delete_, "DELETE"},
    {Method::head, "HEAD"},
    {Method::options, "OPTIONS"},
}};

bool is_param(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

// Takes the first segment off "/a/b": gives "a" and leaves "/b".
std::string_view take_segment(std::string_view& path) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    return segment;
}

[[noreturn]] void wrong(const Route& route, const std::string& why) {
    throw std::invalid_argument("route " + std::string{method_name(route.method)} + " " +
                                route.path + ": " + why);
}

}  // namespace

// One segment of the paths. Literals are few per node, so a sorted map is quick enough.
struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> param;
    std::string param_name;
    std::vector<std::pair<Method, const Route*>> routes;

    const Route* route_of(Method method) const {
        for (const auto& [each, route] : routes) {
            if (each == method) return route;
        }
        return nullptr;
    }
};

Router::Router(RouteTable table) : table_(std::move(table)), root_(std::make_unique<Node>()) {
    std::set<std::string> ids;
    for (const Route& route : table_) {
        if (route.id.empty() || !ids.insert(route.id).second)
            wrong(route, "its id is missing or taken");
        if (!route.handler) wrong(route, "it has no handler");
        add(route);
    }
}

Router::~Router() = default;

void Router::add(const Route& route) {
    if (route.path.empty() || route.path[0] != '/')
        wrong(route, "the path does not start with a slash");
    if (route.method == Method::head) wrong(route, "HEAD comes with GET");
    Node* node = root_.get();
    std::string_view rest = route.path;
    while (!rest.empty()) {
        const std::string_view segment = take_segment(rest);
        const bool only_root = segment.empty() && rest.empty() && node == root_.get();
        if (segment.empty() && !only_root) wrong(route, "a segment of the path is empty");
        if (!is_param(segment)) {
            auto& next = node->literals[std::string{segment}];
            if (!next) next = std::make_unique<Node>();
            node = next.get();
            continue;
        }
        const std::string name{segment.substr(1, segment.size() - 2)};
        if (!node->param) {
            node->param = std::make_unique<Node>();
            node->param_name = name;
        }
        if (node->param_name != name) wrong(route, "the parameter has another name elsewhere");
        node = node->param.get();
    }
    if (node->route_of(route.method) != nullptr) wrong(route, "it is there twice");
    node->routes.emplace_back(route.method, &route);
}

const Router::Node* Router::find(
    std::string_view path,
    std::vector<std::pair<std::string_view, std::string_view>>* params) const {
    const Node* node = root_.get();
    if (path.empty() || path[0] != '/') return nullptr;
    while (!path.empty()) {
        const std::string_view segment = take_segment(path);
        const auto literal = node->literals.find(segment);
        if (literal != node->literals.end()) {
            node = literal->second.get();
        } else if (node->param && !segment.empty()) {
            if (params != nullptr) params->emplace_back(node->param_name, segment);
            node = node->param.get();
        } else {
            return nullptr;
        }
    }
    return node->routes.empty() ? nullptr : node;
}

RouteMatch Router::match(std::optional<Method> method, std::string_view path) const {
    RouteMatch match;
    const Node* node = find(path, &match.params);
    if (node == nullptr) return match;
    match.path_known = true;
    if (method) match.route = node->route_of(*method == Method::head ? Method::get : *method);
    return match;
}

std::string Router::allow(std::string_view path) const {
    std::string list;
    const Node* node = find(path, nullptr);
    if (node == nullptr) return list;
    for (const auto& [method, name] : method_names) {
        const Method looked_for = method == Method::head ? Method::get : method;
        if (node->route_of(looked_for) == nullptr) continue;
        if (!list.empty()) list += ", ";
        list += name;
    }
    return list;
}

std::string_view method_name(Method method) {
    for (const auto& [each, name] : method_names) {
        if (each == method) return name;
    }
    return "";
}

std::optional<Method> method_of(std::string_view name) {
    for (const auto& [method, each] : method_names) {
        if (each == name) return method;
    }
    return std::nullopt;
}

Problem no_route_problem(const Router& router, const RouteMatch& match, std::string_view path) {
    if (!match.path_known) return make_problem("not_found", "there is nothing at this path");
    std::string allow = router.allow(path);
    Problem problem = make_problem("method_not_allowed", "this path takes " + allow);
    problem.headers.emplace_back("Allow", std::move(allow));
    return problem;
}

std::optional<Problem> check_query(const Route& route,
                                   const std::map<std::string, std::string>& query) {
    for (const auto& [name, value] : query) {
        if (std::find(route.query.begin(), route.query.end(), name) != route.query.end()) continue;
        return make_problem("unknown_parameter", "the call has no such query parameter",
                            "query/" + name);
    }
    return std::nullopt;
}

}  // namespace hotline::server
