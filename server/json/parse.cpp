#include "server/json/parse.hpp"

#include "server/json/decode.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <new>
#include <string>
#include <vector>

namespace hotline::server {

namespace json = boost::json;

namespace {

using ErrorCode = json::error_code;

// Feeds a value_stack, and watches over what Boost.JSON lets through. Knows at any time where it
// stands.
class StrictHandler {
  public:
    static constexpr std::size_t max_object_size = json_values_max;
    static constexpr std::size_t max_array_size = json_values_max;
    static constexpr std::size_t max_key_size = json::string::max_size();
    static constexpr std::size_t max_string_size = json::string::max_size();

    explicit StrictHandler(json::storage_ptr storage) : stack_({}, scratch_, sizeof(scratch_)) {
        stack_.reset(std::move(storage));
        levels_.reserve(json_depth_max);
        keys_.reserve(256);
        ends_.reserve(32);
    }

    json::value release() { return stack_.release(); }

    // Why the handler itself stopped the parse; empty: it did not.
    const std::string& code() const { return code_; }
    const std::string& detail() const { return detail_; }

    std::string pointer() const {
        std::vector<JsonPlace> places(levels_.size() + 1);
        for (std::size_t i = 0; i < levels_.size(); ++i) {
            const Level& level = levels_[i];
            JsonPlace& place = places[i + 1];
            place.parent = &places[i];
            if (level.is_array)
                place.index = level.values;
            else if (level_has_key(level))
                place.key = last_key(level);
        }
        if (!levels_.empty() && !levels_.back().is_array && !level_has_key(levels_.back())) {
            places.pop_back();
        }
        return json_pointer(places.back());
    }

    bool on_document_begin(ErrorCode&) { return true; }
    bool on_document_end(ErrorCode&) { return true; }

    bool on_object_begin(ErrorCode& ec) {
        levels_.push_back({.is_array = false, .keys_before = ends_.size(), .values = 0});
        return count(ec);
    }
    bool on_array_begin(ErrorCode& ec) {
        levels_.push_back({.is_array = true, .keys_before = ends_.size(), .values = 0});
        return count(ec);
    }
    bool on_object_end(std::size_t n, ErrorCode& ec) {
        if (repeats_a_key(ec)) return false;
        const std::size_t keys_before = levels_.back().keys_before;
        keys_.resize(keys_before == 0 ? 0 : ends_[keys_before - 1]);
        ends_.resize(keys_before);
        levels_.pop_back();
        stack_.push_object(n);
        return valued();
    }
    bool on_array_end(std::size_t n, ErrorCode&) {
        levels_.pop_back();
        stack_.push_array(n);
        return valued();
    }
    bool on_key_part(json::string_view part, std::size_t, ErrorCode& ec) {
        keys_.append(part.data(), part.size());
        stack_.push_chars(part);
        return no_nul(part, ec);
    }
    bool on_key(json::string_view part, std::size_t, ErrorCode& ec) {
        keys_.append(part.data(), part.size());
        ends_.push_back(keys_.size());
        stack_.push_key(part);
        return no_nul(part, ec);
    }
    bool on_string_part(json::string_view part, std::size_t, ErrorCode& ec) {
        stack_.push_chars(part);
        return no_nul(part, ec);
    }
    bool on_string(json::string_view part, std::size_t, ErrorCode& ec) {
        stack_.push_string(part);
        return no_nul(part, ec) && valued() && count(ec);
    }
    bool on_number_part(json::string_view, ErrorCode&) { return true; }
    bool on_int64(std::int64_t value, json::string_view, ErrorCode& ec) {
        stack_.push_int64(value);
        return valued() && count(ec);
    }
    bool on_uint64(std::uint64_t value, json::string_view, ErrorCode& ec) {
        stack_.push_uint64(value);
        return valued() && count(ec);
    }
    bool on_double(double value, json::string_view, ErrorCode& ec) {
        if (!std::isfinite(value)) {
            return stop("malformed_json", "a number is too large", ec);
        }
        stack_.push_double(value);
        return valued() && count(ec);
    }
    bool on_bool(bool value, ErrorCode& ec) {
        stack_.push_bool(value);
        return valued() && count(ec);
    }
    bool on_null(ErrorCode& ec) {
        stack_.push_null();
        return valued() && count(ec);
    }
    bool on_comment_part(json::string_view, ErrorCode&) { return true; }
    bool on_comment(json::string_view, ErrorCode&) { return true; }

  private:
    struct Level {
        bool is_array = false;
        std::size_t keys_before = 0;  // how many of ends_ belong to the levels above
        std::size_t values = 0;       // finished values on this level
    };

    bool stop(const char* code, const char* detail, ErrorCode& ec) {
        code_ = code;
        detail_ = detail;
        ec = json::error::syntax;
        return false;
    }

    bool valued() {
        if (!levels_.empty()) ++levels_.back().values;
        return true;
    }

    bool count(ErrorCode& ec) {
        if (++values_ <= json_values_max) return true;
        return stop("malformed_json", "more than 10000 values", ec);
    }

    bool no_nul(json::string_view part, ErrorCode& ec) {
        if (part.empty() || std::memchr(part.data(), 0, part.size()) == nullptr) return true;
        return stop("malformed_json", "a string holds the character U+0000", ec);
    }

    std::string_view key_at(std::size_t index) const {
        const std::size_t from = index == 0 ? 0 : ends_[index - 1];
        return std::string_view{keys_}.substr(from, ends_[index] - from);
    }

    // True while a key waits for its value or has just got it, so that it says where the parser
    // stands.
    bool level_has_key(const Level& level) const { return ends_.size() > level.keys_before; }

    std::string_view last_key(const Level& level) const {
        const auto next = static_cast<std::size_t>(&level - levels_.data()) + 1;
        const std::size_t end = next < levels_.size() ? levels_[next].keys_before : ends_.size();
        return key_at(end - 1);
    }

    // Few keys are compared in pairs; many are sorted, so that no body costs quadratic time.
    bool repeats_a_key(ErrorCode& ec) {
        const std::size_t first = levels_.back().keys_before;
        const std::size_t n = ends_.size() - first;
        if (n <= 24) {
            for (std::size_t i = first; i < ends_.size(); ++i) {
                for (std::size_t j = first; j < i; ++j) {
                    if (key_at(i) == key_at(j)) return repeated(i, ec);
                }
            }
            return false;
        }
        std::vector<std::size_t> order(n);
        for (std::size_t i = 0; i < n; ++i)
            order[i] = first + i;
        const auto less = [&](std::size_t a, std::size_t b) { return key_at(a) < key_at(b); };
        std::sort(order.begin(), order.end(), less);
        for (std::size_t i = 1; i < n; ++i) {
            if (key_at(order[i]) == key_at(order[i - 1])) return repeated(order[i], ec);
        }
        return false;
    }

    // Leaves the repeated key as the last one, so that pointer() names it.
    bool repeated(std::size_t index, ErrorCode& ec) {
        ends_.resize(index + 1);
        stop("duplicate_member", "the member is there more than once", ec);
        return true;
    }

    unsigned char scratch_[2048];
    json::value_stack stack_;
    std::vector<Level> levels_;
    std::string keys_;               // the names of all open objects, one after another
    std::vector<std::size_t> ends_;  // where each of them ends in keys_
    std::size_t values_ = 0;
    std::string code_;
    std::string detail_;
};

// What went wrong in words of ours: the texts of Boost.JSON change between versions.
std::string describe(const ErrorCode& ec, std::size_t at) {
    std::string text = "not valid JSON";
    if (ec == json::error::incomplete)
        text = "incomplete JSON";
    else if (ec == json::error::extra_data)
        text = "more text after the JSON value";
    else if (ec == json::error::too_deep)
        text = "nested deeper than 16 levels";
    else if (ec == json::error::exponent_overflow)
        text = "a number is too large";
    else if (ec == json::error::illegal_leading_surrogate ||
             ec == json::error::illegal_trailing_surrogate) {
        text = "a lone surrogate in a string";
    } else if (ec == json::error::object_too_large || ec == json::error::array_too_large) {
        text = "more than 10000 values";
    }
    return text + " at byte " + std::to_string(at);
}

}  // namespace

bool JsonDocument::parse(std::string_view text, Problems& problems) {
    const auto refuse = [&](std::string field, std::string code, std::string detail) {
        problems.malformed = true;
        problems.items.push_back({std::move(field), std::move(code), std::move(detail)});
        return false;
    };
    if (text.empty()) return refuse("", "malformed_json", "the body is empty");

    json::parse_options options;
    options.max_depth = json_depth_max;
    json::basic_parser<StrictHandler> parser(options, json::storage_ptr{&resource_});
    ErrorCode ec;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
    if (!ec && used < text.size()) ec = json::error::extra_data;
    if (ec) {
        const StrictHandler& handler = parser.handler();
        if (handler.code().empty()) {
            return refuse(handler.pointer(), "malformed_json", describe(ec, used));
        }
        return refuse(handler.pointer(), handler.code(), handler.detail());
    }
    // The value's memory is all in resource_, which frees it as a whole; it is never destroyed by
    // itself.
    void* place = resource_.allocate(sizeof(json::value), alignof(json::value));
    root_ = new (place) json::value(parser.handler().release());
    return true;
}

}  // namespace hotline::server
