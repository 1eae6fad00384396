#include "server/http/response_head.hpp"

#include "server/http/head.hpp"
#include "server/http/problem.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace hotline::server {

namespace {

constexpr std::string_view common_fields =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "X-Frame-Options: DENY\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

constexpr std::string_view api_policy =
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";

constexpr std::string_view console_policy =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self' "
    "'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'\r\n";

constexpr std::array<std::string_view, 5> session_fields{
    "content-length", "connection", "transfer-encoding", "date", "x-request-id"};

bool is_token_char(char c) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           marks.find(c) != std::string_view::npos;
}

bool may_be_sent(const Response& response) {
    if (response.status < 200 || response.status > 599) return false;
    if (!is_field_value(response.content_type)) return false;
    for (const auto& [name, value] : response.headers) {
        if (!is_field_name(name) || !is_field_value(value)) return false;
        for (const std::string_view own : session_fields) {
            if (equals_ignoring_case(name, own)) return false;
        }
    }
    return true;
}

void append_number(std::string& out, std::size_t number) {
    std::array<char, 20> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number);
    out.append(text.data(), end.ptr);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool is_field_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), is_token_char);
}

bool is_field_value(std::string_view value) {
    const auto is_plain = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7F;
    };
    return std::all_of(value.begin(), value.end(), is_plain);
}

bool append_response_head(std::string& out, const Response& response, const ResponseFacts& facts) {
    if (!may_be_sent(response)) return false;
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::size_t>(response.status));
    out.append(" ").append(reason_phrase(response.status)).append("\r\n");

    const bool has_content = response.status != 204 && response.status != 304;
    if (has_content) {
        if (!response.content_type.empty())
            append_field(out, "Content-Type", response.content_type);
        out.append("Content-Length: ");
        append_number(out, facts.content_length);
        out.append("\r\n");
    }
    bool says_cache = false;
    for (const auto& [name, value] : response.headers) {
        says_cache = says_cache || equals_ignoring_case(name, "cache-control");
        append_field(out, name, value);
    }
    if (!says_cache) out.append("Cache-Control: no-store\r\n");
    if (!facts.date.empty()) append_field(out, "Date", facts.date);
    append_field(out, "X-Request-Id", facts.request_id);
    out.append(common_fields);
    out.append(facts.policy == ContentPolicy::api ? api_policy : console_policy);
    if (facts.closes) out.append("Connection: close\r\n");
    out.append("\r\n");
    return true;
}

}  // namespace hotline::server
