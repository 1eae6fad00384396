// Finds the route of a path. Built once from the table, then immutable: any thread.
#pragma once

#include "server/http/problem.hpp"
#include "server/http/route.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hotline::server {

struct RouteMatch {
    const Route* route = nullptr;  // nullptr: no route
    bool path_known = false;       // the path exists, with other methods
    std::vector<std::pair<std::string_view, std::string_view>> params;  // still percent-encoded
};

class Router {
  public:
    // Throws std::invalid_argument naming the route when two have the same method and shape or the
    // same id, when a path is not "/segment/{param}", or when a handler is missing.
    explicit Router(RouteTable table);
    ~Router();
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;

    // `path` is percent-encoded and without query, so that an encoded slash stays inside its
    // segment. A HEAD finds the GET route. A literal segment wins over a parameter. `method` empty:
    // a method we do not have. The views point into `path` and into the router.
    RouteMatch match(std::optional<Method> method, std::string_view path) const;

    std::string allow(std::string_view path) const;  // "GET, HEAD, POST": for the 405

    const RouteTable& table() const { return table_; }

  private:
    struct Node;
    const Node* find(std::string_view path,
                     std::vector<std::pair<std::string_view, std::string_view>>* params) const;
    void add(const Route& route);

    RouteTable table_;
    std::unique_ptr<Node> root_;
};

std::string_view method_name(Method method);
std::optional<Method> method_of(std::string_view name);

// 404 or 405 (with Allow) for a match without a route.
Problem no_route_problem(const Router& router, const RouteMatch& match, std::string_view path);

// The first query parameter the route does not list, as a 400; nothing when all are known.
std::optional<Problem> check_query(const Route& route,
                                   const std::map<std::string, std::string>& query);

}  // namespace hotline::server
