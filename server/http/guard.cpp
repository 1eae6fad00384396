#include "server/http/guard.hpp"

#include "server/http/router.hpp"
#include "server/http/target.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace hotline::server {

namespace {

// Fields that mean something only once. A second one is either a mistake or an attempt to be read
// differently by a proxy and by us.
constexpr std::array<std::string_view, 12> single_fields{
    "authorization", "content-type",  "expect",           "origin",
    "if-match",      "if-none-match", "idempotency-key",  "sec-websocket-key",
    "upgrade",       "cookie",        "content-encoding", "sec-websocket-version"};

// What the guard looks at, found in one pass.
struct Seen {
    std::string_view host;
    std::string_view content_length;
    std::string_view expect;
    int hosts = 0;
    int content_lengths = 0;
    bool transfer_encoding = false;
    bool content_encoding = false;
};

std::optional<Problem> look(const Head& head, Seen& seen) {
    std::uint32_t singles = 0;
    for (const HeadField& field : head.fields) {
        for (std::size_t i = 0; i < single_fields.size(); ++i) {
            if (!equals_ignoring_case(field.name, single_fields[i])) continue;
            if ((singles >> i & 1) != 0) {
                return make_problem("repeated_header", "the header field is there more than once",
                                    "header/" + std::string{single_fields[i]});
            }
            singles |= 1u << i;
        }
        if (equals_ignoring_case(field.name, "host")) {
            ++seen.hosts;
            seen.host = field.value;
        } else if (equals_ignoring_case(field.name, "content-length")) {
            ++seen.content_lengths;
            seen.content_length = field.value;
        } else if (equals_ignoring_case(field.name, "expect")) {
            seen.expect = field.value;
        } else if (equals_ignoring_case(field.name, "transfer-encoding")) {
            seen.transfer_encoding = true;
        } else if (equals_ignoring_case(field.name, "content-encoding")) {
            seen.content_encoding = !equals_ignoring_case(field.value, "identity");
        }
    }
    return std::nullopt;
}

std::optional<Problem> check_framing(const Seen& seen, GuardFacts& facts) {
    if (seen.transfer_encoding && seen.content_lengths > 0) {
        return make_problem("malformed_request", "Transfer-Encoding and Content-Length together",
                            "header/transfer-encoding");
    }
    if (seen.transfer_encoding) {
        return make_problem("length_required",
                            "send Content-Length; Transfer-Encoding is not taken",
                            "header/transfer-encoding");
    }
    if (seen.content_lengths > 1) {
        return make_problem("malformed_request", "more than one Content-Length",
                            "header/content-length");
    }
    if (seen.content_encoding) {
        return make_problem("unsupported_media_type", "bodies are taken without Content-Encoding",
                            "header/content-encoding");
    }
    if (seen.content_lengths == 0) return std::nullopt;
    const char* const end = seen.content_length.data() + seen.content_length.size();
    const auto parsed = std::from_chars(seen.content_length.data(), end, facts.content_length);
    if (parsed.ec != std::errc{} || parsed.ptr != end) {
        return make_problem("malformed_request", "Content-Length is not a number",
                            "header/content-length");
    }
    return std::nullopt;
}

std::optional<Problem> check_method(const Head& head, GuardFacts& facts) {
    const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    if (std::any_of(head.method.begin(), head.method.end(), is_lower)) {
        return make_problem("malformed_request", "methods are written in upper case");
    }
    facts.method = method_of(head.method);
    return std::nullopt;
}

// Leaves the origin-form in facts.target, and the authority of an absolute-form in `authority`.
std::optional<Problem> check_target(const Head& head, const GuardRules& rules, GuardFacts& facts,
                                    std::string_view& authority) {
    std::string_view target = head.target;
    if (target.size() > rules.target_bytes_max) {
        return make_problem("target_too_long", "the request target is longer than " +
                                                   std::to_string(rules.target_bytes_max) +
                                                   " bytes");
    }
    const auto is_wrong = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte > 0x7E || c == '#' || c == '"' || c == '<' || c == '>' ||
               c == '\\' || c == '^' || c == '`' || c == '{' || c == '|' || c == '}';
    };
    if (std::any_of(target.begin(), target.end(), is_wrong)) {
        return make_problem("bad_target",
                            "the request target holds a byte that must be percent-encoded");
    }
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (target.size() < scheme.size() ||
            !equals_ignoring_case(target.substr(0, scheme.size()), scheme)) {
            continue;
        }
        target.remove_prefix(scheme.size());
        const std::size_t end = std::min(target.find_first_of("/?"), target.size());
        authority = target.substr(0, end);
        target.remove_prefix(end);
        if (authority.empty() || target.empty() || target[0] != '/') {
            return make_problem("bad_target", "the absolute request target has no path");
        }
        break;
    }
    if (target.empty() || target[0] != '/') {
        return make_problem("bad_target", "the request target does not start with a slash");
    }
    facts.target = target;
    const TargetParts parts = split_target(target);
    facts.path = parts.path;
    facts.query = parts.query;
    return std::nullopt;
}

std::optional<Problem> check_host(const Head& head, const Seen& seen, std::string_view authority,
                                  const GuardRules& rules, GuardFacts& facts) {
    if (seen.hosts > 1) {
        return make_problem("malformed_request", "more than one Host", "header/host");
    }
    if (seen.hosts == 0 || seen.host.empty()) {
        if (head.version == 10 && seen.hosts == 0 && authority.empty()) return std::nullopt;
        return make_problem("malformed_request", "Host is missing", "header/host");
    }
    if (!authority.empty() && !equals_ignoring_case(authority, seen.host)) {
        return make_problem("malformed_request", "the target's authority is not the Host",
                            "header/host");
    }
    if (rules.allowed_hosts != nullptr && !is_allowed_host(seen.host, *rules.allowed_hosts)) {
        return make_problem("misdirected", "this server does not answer for that Host",
                            "header/host");
    }
    facts.host = seen.host;
    return std::nullopt;
}

// "[::1]:8080" -> "[::1]"
std::string_view without_port(std::string_view host) {
    const std::size_t colon = host.rfind(':');
    if (colon == std::string_view::npos) return host;
    const std::size_t bracket = host.rfind(']');
    if (bracket != std::string_view::npos && bracket > colon) return host;
    const std::string_view port = host.substr(colon + 1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!std::all_of(port.begin(), port.end(), is_digit)) return host;
    return host.substr(0, colon);
}

}  // namespace

bool is_allowed_host(std::string_view host, const std::vector<std::string>& allowed) {
    const std::string_view name = without_port(host);
    const auto matches = [&](std::string_view entry) {
        return entry == "*" || equals_ignoring_case(entry, host) ||
               equals_ignoring_case(entry, name);
    };
    if (allowed.empty()) return matches("localhost") || matches("127.0.0.1") || matches("[::1]");
    return std::any_of(allowed.begin(), allowed.end(), matches);
}

std::optional<Problem> guard(const Head& head, const GuardRules& rules, GuardFacts& facts) {
    if (head.version != 10 && head.version != 11) {
        return make_problem("http_version", "only HTTP/1.1 and HTTP/1.0 are spoken here");
    }
    Seen seen;
    std::string_view authority;
    if (auto problem = look(head, seen)) return problem;
    if (auto problem = check_framing(seen, facts)) return problem;
    if (auto problem = check_method(head, facts)) return problem;
    if (auto problem = check_target(head, rules, facts, authority)) return problem;
    if (auto problem = check_host(head, seen, authority, rules, facts)) return problem;
    if (!seen.expect.empty()) {
        if (!equals_ignoring_case(seen.expect, "100-continue")) {
            return make_problem("expectation_failed", "only 100-continue can be expected",
                                "header/expect");
        }
        facts.expects_continue = head.version == 11;
    }
    // HTTP/1.0 keep-alive is a later invention that proxies disagree about; such connections end.
    facts.keep_alive = head.keep_alive && head.version == 11;
    return std::nullopt;
}

}  // namespace hotline::server
