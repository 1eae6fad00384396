#include "server/http/target.hpp"

#include "server/json/text.hpp"

#include <algorithm>

namespace hotline::server {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

}  // namespace

TargetParts split_target(std::string_view target) {
    const std::size_t mark = target.find('?');
    if (mark == std::string_view::npos) return {target, {}};
    return {target.substr(0, mark), target.substr(mark + 1)};
}

bool percent_decode(std::string_view text, bool plus_is_space, std::string& out) {
    out.clear();
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            out += ' ';
        } else if (text[i] == '%') {
            if (i + 2 >= text.size()) return false;
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return false;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return is_utf8(out) && std::none_of(out.begin(), out.end(), is_control);
}

std::optional<Problem> parse_query(std::string_view query,
                                   std::map<std::string, std::string>& out) {
    out.clear();
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) continue;

        const std::size_t equals = std::min(pair.find('='), pair.size());
        std::string name;
        std::string value;
        if (!percent_decode(pair.substr(0, equals), true, name) ||
            !percent_decode(pair.substr(std::min(equals + 1, pair.size())), true, value)) {
            return make_problem("bad_target",
                                "the query is not percent-encoded UTF-8 without controls");
        }
        const std::string field = "query/" + name;
        if (!out.emplace(std::move(name), std::move(value)).second) {
            return make_problem("repeated_parameter", "the query parameter is there more than once",
                                field);
        }
    }
    return std::nullopt;
}

}  // namespace hotline::server
