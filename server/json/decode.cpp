#include "server/json/decode.hpp"

#include <vector>

namespace hotline::server {

namespace {

std::string_view kind_of(const boost::json::value& value) {
    switch (value.kind()) {
        case boost::json::kind::null:
            return "null";
        case boost::json::kind::bool_:
            return "a boolean";
        case boost::json::kind::int64:
        case boost::json::kind::uint64:
            return "an integer";
        case boost::json::kind::double_:
            return "a number";
        case boost::json::kind::string:
            return "a string";
        case boost::json::kind::array:
            return "an array";
        case boost::json::kind::object:
            return "an object";
    }
    return "something else";
}

// RFC 6901: "~" is "~0", "/" is "~1".
void append_token(std::string& out, std::string_view key) {
    out += '/';
    for (const char c : key) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
}

// A made-up member name may be as long as the body; nobody needs all of it in the answer. Cut
// between code points, because the answer is UTF-8.
std::string_view shortened(std::string_view key) {
    constexpr std::size_t key_bytes_max = 100;
    if (key.size() <= key_bytes_max) return key;
    std::size_t end = key_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(key[end]) & 0xC0) == 0x80)
        --end;
    return key.substr(0, end);
}

}  // namespace

std::string json_pointer(const JsonPlace& place) {
    std::vector<const JsonPlace*> frames;
    for (const JsonPlace* at = &place; at->parent != nullptr; at = at->parent)
        frames.push_back(at);
    std::string out;
    for (auto at = frames.rbegin(); at != frames.rend(); ++at) {
        const JsonPlace& frame = **at;
        if (frame.index == JsonPlace::no_index)
            append_token(out, shortened(frame.key));
        else
            out += "/" + std::to_string(frame.index);
    }
    return out;
}

void JsonReader::refuse(const JsonPlace& place, std::string code, std::string detail) {
    if (full()) return;
    problems_.items.push_back({json_pointer(place), std::move(code), std::move(detail)});
}

void JsonReader::wrong_type(const JsonPlace& place, std::string_view expected,
                            const boost::json::value& got) {
    std::string detail = "expected ";
    detail.append(expected).append(", got ").append(kind_of(got));
    refuse(place, "wrong_type", std::move(detail));
}

void JsonReader::wrong_size(const JsonPlace& place, std::string_view what, std::size_t min,
                            std::size_t max, std::size_t got) {
    std::string detail = "expected " + std::to_string(min) + " to " + std::to_string(max) + " ";
    detail.append(what).append(", got ").append(std::to_string(got));
    refuse(place, got < min ? "too_short" : "too_long", std::move(detail));
}

void JsonReader::out_of_range(const JsonPlace& place, std::int64_t min, std::uint64_t max) {
    refuse(place, "out_of_range",
           "expected an integer from " + std::to_string(min) + " to " + std::to_string(max));
}

}  // namespace hotline::server
