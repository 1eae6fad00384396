// What a request header must be before anything believes it: the rules that keep two parsers from
// reading the same bytes differently (request smuggling), and foreign host names out (DNS
// rebinding).
//
// Pure: a header in, facts or a Problem out. After a Problem of the guard the connection is closed.
#pragma once

#include "server/http/head.hpp"
#include "server/http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::server {

struct GuardRules {
    std::size_t target_bytes_max = 4096;
    // As ListenerSetup::allowed_hosts.
    const std::vector<std::string>* allowed_hosts = nullptr;
};

struct GuardFacts {
    std::optional<Method> method;  // empty: none of ours; the router answers 405
    std::string_view target;       // origin-form, without scheme and authority
    std::string_view path;         // still percent-encoded
    std::string_view query;
    std::string_view host;  // "" for HTTP/1.0 without Host
    std::uint64_t content_length = 0;
    bool keep_alive = false;
    bool expects_continue = false;
};

std::optional<Problem> guard(const Head& head, const GuardRules& rules, GuardFacts& facts);

// True when a Host or an authority of an Origin is one of `allowed` (see
// ListenerSetup::allowed_hosts).
bool is_allowed_host(std::string_view host, const std::vector<std::string>& allowed);

}  // namespace hotline::server
