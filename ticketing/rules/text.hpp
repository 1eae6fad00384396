// Checks on text that people typed. UTF-8 is checked at the door; here it is taken as valid.
#pragma once

#include "ticketing/rules/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hotline {

std::size_t count_chars(std::string_view utf8);

// Only ASCII white space and ideographic spaces (U+3000), or nothing at all.
bool is_blank(std::string_view utf8);

struct TextRule {
    std::string_view field;  // JSON Pointer
    std::size_t chars_max = 0;
    bool is_required = false;
};

// `required`, `too_long` or `invalid_text` (NUL: it ends C strings and is never meant). The detail
// names the field and the limit, never the text.
std::optional<Refusal> check_text(std::string_view utf8, const TextRule& rule);

}  // namespace hotline
