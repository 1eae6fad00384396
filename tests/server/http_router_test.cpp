#include "server/http/openapi.hpp"
#include "server/http/response_head.hpp"
#include "server/http/router.hpp"
#include "server/http/target.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/refusals.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <string>

using namespace hotline::server;
using hotline::Role;

namespace {

boost::asio::awaitable<Response> nothing(Request) {
    co_return Response{};
}

Route row(Method method, std::string path, std::string id) {
    Route route;
    route.method = method;
    route.path = std::move(path);
    route.id = std::move(id);
    route.summary = "does " + route.id;
    route.handler = nothing;
    return route;
}

RouteTable sample() {
    RouteTable table;
    table.push_back(row(Method::get, "/", "root"));
    table.push_back(row(Method::get, "/tickets", "list"));
    table.back().roles = {Role::agent, Role::unit};
    table.back().query = {"limit"};
    table.push_back(row(Method::post, "/tickets", "create"));
    table.back().roles = {Role::agent};
    table.back().request_schema = "NewTicket";
    table.back().response_schema = "Receipt";
    table.back().success_status = 201;
    table.push_back(row(Method::get, "/tickets/{number}", "one"));
    table.push_back(row(Method::get, "/tickets/latest", "latest"));
    table.push_back(row(Method::post, "/tickets/{number}/legs/{leg}/receive", "receive"));
    return table;
}

std::string found(const Router& router, Method method, std::string_view path) {
    const RouteMatch match = router.match(method, path);
    std::string text = match.route != nullptr ? match.route->id : match.path_known ? "405" : "404";
    for (const auto& [name, value] : match.params)
        text.append(" ").append(name).append("=").append(value);
    return text;
}

std::string why_not(RouteTable table) {
    try {
        const Router router{std::move(table)};
        return "taken";
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
}

}  // namespace

TEST_CASE("a path finds its route and its parameters") {
    const Router router{sample()};
    CHECK(found(router, Method::get, "/") == "root");
    CHECK(found(router, Method::get, "/tickets") == "list");
    CHECK(found(router, Method::head, "/tickets") == "list");
    CHECK(found(router, Method::post, "/tickets") == "create");
    CHECK(found(router, Method::get, "/tickets/20260213000017") == "one number=20260213000017");
    CHECK(found(router, Method::get, "/tickets/latest") == "latest");
    CHECK(found(router, Method::get, "/tickets/a%2Fb") == "one number=a%2Fb");
    CHECK(found(router, Method::post, "/tickets/7/legs/2/receive") == "receive number=7 leg=2");
    CHECK(found(router, Method::get, "/tickets/7/legs/2/receive") == "405 number=7 leg=2");
    CHECK(found(router, Method::delete_, "/tickets") == "405");
    for (const char* path :
         {"", "tickets", "/tickets/", "//tickets", "/tickets//legs/2/receive", "/ticket",
          "/tickets/7/legs", "/tickets/7/legs/2/receive/x", "/TICKETS"}) {
        CAPTURE(path);
        CHECK(found(router, Method::get, path).starts_with("404"));
    }
    CHECK(router.allow("/tickets") == "GET, POST, HEAD");
    CHECK(router.allow("/tickets/7/legs/2/receive") == "POST");
    const RouteMatch unknown_method = router.match(std::nullopt, "/tickets");
    CHECK(unknown_method.route == nullptr);
    CHECK(unknown_method.path_known);
}

TEST_CASE("a route table that contradicts itself does not start") {
    const auto with = [](Route route) {
        RouteTable table = sample();
        table.push_back(std::move(route));
        return why_not(std::move(table));
    };
    CHECK(why_not(sample()) == "taken");
    CHECK(with(row(Method::get, "/tickets/{number}", "again")) ==
          "route GET /tickets/{number}: it is there twice");
    CHECK(with(row(Method::put, "/tickets/{id}", "other")) ==
          "route PUT /tickets/{id}: the parameter has another name elsewhere");
    CHECK(with(row(Method::put, "/other", "list")) ==
          "route PUT /other: its id is missing or taken");
    CHECK(with(row(Method::put, "other", "other")) ==
          "route PUT other: the path does not start with a slash");
    CHECK(with(row(Method::put, "/other/", "other")) ==
          "route PUT /other/: a segment of the path is empty");
    Route silent = row(Method::put, "/other", "other");
    silent.handler = nullptr;
    CHECK(with(silent) == "route PUT /other: it has no handler");
}

TEST_CASE("queries are decoded once and refused when unclear") {
    std::map<std::string, std::string> query;
    CHECK_FALSE(parse_query("a=1&b=%E8%B7%AF+%2B&c&d=", query));
    CHECK(query ==
          std::map<std::string, std::string>{{"a", "1"}, {"b", "路 +"}, {"c", ""}, {"d", ""}});
    CHECK_FALSE(parse_query("", query));
    CHECK(query.empty());
    const auto twice = parse_query("limit=1&%6Cimit=2", query);
    REQUIRE(twice);
    CHECK(twice->code == "repeated_parameter");
    CHECK(twice->field == "query/limit");
    for (const char* bad :
         {"a=%", "a=%4", "a=%zz", "a=%00", "a=%0A", "a=%FF", "a=%C0%AF", "%01=1"}) {
        CAPTURE(bad);
        const auto problem = parse_query(bad, query);
        REQUIRE(problem);
        CHECK(problem->code == "bad_target");
    }
}

TEST_CASE("every code has its status") {
    CHECK(status_of("malformed_json") == 400);
    CHECK(status_of("ticket_not_found") == 404);
    CHECK(status_of("petition_not_found") == 404);
    CHECK(status_of("version_conflict") == 412);
    CHECK(status_of("idempotency_mismatch") == 422);
    CHECK(status_of("external_id_taken") == 409);
    CHECK(status_of("overloaded") == 503);
    CHECK(status_of("wrong_stage") == 409);
    CHECK(status_of("too_long") == 422);
    CHECK(status_of("role_not_allowed") == 403);
    CHECK(status_of("policy_gone") == 500);
    for (const hotline::RefusalCode& row : hotline::refusals::all) {
        CAPTURE(row.code);
        CHECK(status_of(row.code) >= 400);
    }
    CHECK(status_of("a_code_of_tomorrow") == 409);
}

TEST_CASE("a problem is written as RFC 9457 says with all findings") {
    Problems problems;
    problems.items = {{"/a", "required", "required member is missing"},
                      {"/b", "too_long", "long \"x\""}};
    const Response response = problem_response(problem_of(problems), "r1");
    CHECK(response.status == 422);
    CHECK(response.content_type == "application/problem+json");
    CHECK(boost::json::parse(response.body) == boost::json::parse(R"({"type":"about:blank",
        "title":"Unprocessable Content","status":422,"code":"required",
        "detail":"required member is missing",
        "field":"/a","errors":[
        {"field":"/a","code":"required","detail":"required member is missing"},
        {"field":"/b","code":"too_long","detail":"long \"x\""}],"request_id":"r1"})"));
    problems.malformed = true;
    CHECK(problem_of(problems).status == 400);
    CHECK(make_problem("overloaded", "").headers.at(0).first == "Retry-After");
    CHECK(make_problem("unauthenticated", "").headers.at(0).first == "WWW-Authenticate");
}

TEST_CASE("a response header with a control character is not written at all") {
    std::string out = "before";
    Response response;
    const ResponseFacts facts{.date = "", .request_id = "r1"};
    for (const std::string& value :
         {std::string{"a\r\nX: b"}, std::string{"a\nb"}, std::string{"a\rb"},
          std::string{"a\0b", 3}, std::string{"\x7F"}, std::string{"\t"}}) {
        response.headers = {{"X-Name", value}};
        CHECK_FALSE(append_response_head(out, response, facts));
    }
    for (const char* name :
         {"", "X Name", "X:", "X\r\n", "Content-Length", "TRANSFER-ENCODING", "Connection"}) {
        CAPTURE(name);
        response.headers = {{name, "a"}};
        CHECK_FALSE(append_response_head(out, response, facts));
    }
    response.headers.clear();
    response.content_type = "text/plain\r\nX: 1";
    CHECK_FALSE(append_response_head(out, response, facts));
    response.content_type = "text/plain";
    response.status = 99;
    CHECK_FALSE(append_response_head(out, response, facts));
    CHECK(out == "before");
    response.status = 200;
    response.headers = {{"X-Name", "值"}};
    CHECK(append_response_head(out, response, facts));
    CHECK(out.starts_with(
        "beforeHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n"));
}

TEST_CASE("the OpenAPI document says what the route table says") {
    const SchemaBook schemas{{"NewTicket", schema<std::string>()}, {"Receipt", schema<bool>()}};
    const std::string text = openapi_document(sample(), schemas, {"Hotline", "0.1", ""});
    const boost::json::object document = boost::json::parse(text).as_object();
    CHECK(document.at("openapi") == "3.1.0");
    const boost::json::object& paths = document.at("paths").as_object();
    CHECK(paths.size() == 5);
    const boost::json::value expected = boost::json::parse(R"({
        "operationId":"create","summary":"does create",
        "requestBody":{"required":true,"content":{"application/json":{"schema":
            {"$ref":"#/components/schemas/NewTicket"}}}},
        "responses":{"201":{"description":"Created","content":{"application/json":{"schema":
            {"$ref":"#/components/schemas/Receipt"}}}},
            "default":{"$ref":"#/components/responses/Problem"}},
        "security":[{"bearer":["agent"]}]})");
    CHECK(paths.at("/tickets").at("post") == expected);
    CHECK(paths.at("/tickets/{number}/legs/{leg}/receive").at("post").at("parameters") ==
          boost::json::parse(R"([
            {"name":"number","in":"path","required":true,"schema":{"type":"string"}},
            {"name":"leg","in":"path","required":true,"schema":{"type":"string"}}])"));
    CHECK(paths.at("/tickets").at("get").at("parameters").at(0).at("in") == "query");
    CHECK(paths.at("/").at("get").at("security") == boost::json::array{});
    CHECK(document.at("components").at("schemas").at("Receipt") == schema<bool>());
    CHECK(document.at("components").at("securitySchemes").at("bearer").at("scheme") == "bearer");

    CHECK_THROWS_AS(openapi_document(sample(), {}, {}), std::invalid_argument);
}
