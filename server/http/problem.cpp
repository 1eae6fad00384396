#include "server/http/problem.hpp"

#include "server/json/json_writer.hpp"
#include "ticketing/rules/refusals.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hotline::server {

namespace {

struct CodeRow {
    std::string_view code;
    int status;
};

// The codes of the doors and of the record, by status. Those of the rules are in
// ticketing/rules/refusals.hpp.
constexpr CodeRow code_rows[] = {
    {"malformed_json", 400},
    {"duplicate_member", 400},
    {"malformed_request", 400},
    {"bad_target", 400},
    {"bad_upgrade", 400},
    {"repeated_header", 400},
    {"repeated_parameter", 400},
    {"unknown_parameter", 400},
    {"invalid_query", 400},
    {"invalid_if_match", 400},
    {"invalid_idempotency_key", 400},
    {"unauthenticated", 401},
    {"forbidden", 403},
    {"forbidden_member", 403},
    {"foreign_origin", 403},
    {"not_found", 404},
    {"method_not_allowed", 405},
    {"request_timeout", 408},
    {"length_required", 411},
    {"version_conflict", 412},
    {"body_too_large", 413},
    {"body_not_allowed", 413},
    {"target_too_long", 414},
    {"unsupported_media_type", 415},
    {"expectation_failed", 417},
    {"misdirected", 421},
    {"unknown_member", 422},
    {"wrong_type", 422},
    {"too_short", 422},
    {"unknown_value", 422},
    {"unknown_unit", 422},
    {"publication_unsound", 422},
    {"job_not_found", 404},
    {"not_explained", 404},
    {"publication_known", 409},
    {"publication_exists", 409},
    {"publication_outrun", 409},
    {"unknown_district", 422},
    {"unknown_item", 422},
    {"invalid", 422},
    {"idempotency_mismatch", 422},
    {"upgrade_required", 426},
    {"too_many_sockets", 429},
    {"too_many_requests", 429},
    {"header_too_large", 431},
    {"internal", 500},
    {"overloaded", 503},
    {"stopping", 503},
    {"store_failed", 503},
    {"read_failed", 503},
    {"not_ready", 503},
    {"numbers_exhausted", 503},
    {"too_many_connections", 503},
    {"http_version", 505},
};

int status_of(RefusalClass kind) {
    switch (kind) {
        case RefusalClass::malformed:
            return 422;
        case RefusalClass::forbidden:
            return 403;
        case RefusalClass::missing:
            return 404;
        case RefusalClass::conflict:
            return 409;
        case RefusalClass::setup:
            return 500;  // not 503: trying again does not help before the operator has acted
    }
    return 409;
}

struct StatusRow {
    int status;
    std::string_view phrase;
};

constexpr StatusRow status_rows[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
};

void write_error(JsonWriter& writer, const FieldProblem& error) {
    writer.begin_object();
    writer.member("field", error.field).member("code", error.code).member("detail", error.detail);
    writer.end_object();
}

}  // namespace

int status_of(std::string_view code) {
    for (const CodeRow& row : code_rows) {
        if (row.code == code) return row.status;
    }
    for (const RefusalCode& row : refusals::all) {
        if (row.code == code) return status_of(row.kind);
    }
    constexpr std::string_view not_found = "_not_found";
    return code.ends_with(not_found) ? 404 : 409;
}

std::string_view reason_phrase(int status) {
    for (const StatusRow& row : status_rows) {
        if (row.status == status) return row.phrase;
    }
    return "Status";
}

Problem make_problem(std::string code, std::string detail, std::string field) {
    Problem problem;
    problem.status = status_of(code);
    problem.code = std::move(code);
    problem.detail = std::move(detail);
    problem.field = std::move(field);
    if (problem.status == 503 || problem.status == 429)
        problem.headers.emplace_back("Retry-After", "1");
    if (problem.status == 401) problem.headers.emplace_back("WWW-Authenticate", "Bearer");
    return problem;
}

Problem problem_of(const Refusal& refusal) {
    return make_problem(refusal.code, refusal.detail, refusal.field);
}

Problem problem_of(const Problems& problems) {
    Problem problem = problems.items.empty()
                          ? make_problem("invalid", "the body is not valid")
                          : make_problem(problems.items[0].code, problems.items[0].detail,
                                         problems.items[0].field);
    problem.status = problems.malformed ? 400 : 422;
    if (problems.items.size() > 1) problem.errors = problems.items;
    return problem;
}

Response problem_response(const Problem& problem, std::string_view request_id) {
    Response response;
    response.status = problem.status;
    response.content_type = "application/problem+json";
    response.headers = problem.headers;
    JsonWriter writer{response.body};
    writer.begin_object();
    writer.member("type", "about:blank").member("title", reason_phrase(problem.status));
    writer.member("status", problem.status).member("code", problem.code);
    if (!problem.detail.empty()) writer.member("detail", problem.detail);
    if (!problem.field.empty()) writer.member("field", problem.field);
    if (!problem.errors.empty()) {
        writer.key("errors").begin_array();
        for (const FieldProblem& error : problem.errors)
            write_error(writer, error);
        writer.end_array();
    }
    writer.member("request_id", request_id).end_object();
    return response;
}

Response refusal_response(const Refusal& refusal, std::string_view request_id) {
    return problem_response(problem_of(refusal), request_id);
}

Response internal_error(std::string_view request_id) {
    return problem_response(make_problem("internal", ""), request_id);
}

void throw_exception_from_error(const Problem& problem, const boost::source_location& /*where*/) {
    throw std::logic_error("value() of a problem: " + problem.code + ": " + problem.detail);
}

}  // namespace hotline::server
