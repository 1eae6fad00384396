#include "dispatch/routing/word_index.hpp"

#include <algorithm>
#include <optional>

namespace hotline::dispatch {

namespace {

bool is_ascii_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Bytes of the character that starts with this byte; 1 for a byte that cannot start one.
std::size_t character_bytes(char first) {
    const auto byte = static_cast<unsigned char>(first);
    if (byte >= 0xF0 && byte < 0xF8) return 4;
    if (byte >= 0xE0) return byte < 0xF0 ? 3 : 1;
    if (byte >= 0xC0) return 2;
    return 1;
}

// The bytes of the first character packed into one number: a key, not a code point.
char32_t first_key(std::string_view text) {
    const std::size_t size = std::min(character_bytes(text.front()), text.size());
    char32_t key = 0;
    for (std::size_t i = 0; i < size; ++i)
        key = key << 8 | static_cast<unsigned char>(text[i]);
    return key;
}

std::int32_t count_characters(std::string_view text) {
    std::int32_t count = 0;
    for (std::size_t i = 0; i < text.size(); i += character_bytes(text[i]))
        ++count;
    return count;
}

// U+FF01..U+FF5E are the full-width forms of '!'..'~': EF BC 81..BF and EF BD 80..9E in UTF-8.
std::optional<char> half_width(std::string_view rest) {
    if (rest.size() < 3 || rest[0] != '\xEF') return std::nullopt;
    const auto second = static_cast<unsigned char>(rest[1]);
    const auto third = static_cast<unsigned char>(rest[2]);
    if (second == 0xBC && third >= 0x81 && third <= 0xBF) {
        return static_cast<char>(third - 0x81 + '!');
    }
    if (second == 0xBD && third >= 0x80 && third <= 0x9E) {
        return static_cast<char>(third - 0x80 + '`');
    }
    return std::nullopt;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool at_word_edges(std::string_view text, std::size_t at, std::size_t size) {
    const std::size_t end = at + size;
    const bool cut_before = at > 0 && is_ascii_word(text[at - 1]) && is_ascii_word(text[at]);
    const bool cut_after =
        end < text.size() && is_ascii_word(text[end - 1]) && is_ascii_word(text[end]);
    return !cut_before && !cut_after;
}

}  // namespace

std::string fold(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (const auto half = half_width(text.substr(i))) {
            folded.push_back(lower(*half));
            i += 3;
        } else {
            folded.push_back(lower(text[i++]));
        }
    }
    return folded;
}

void WordIndex::add(std::string_view word, std::int32_t owner) {
    const std::string text = fold(word);
    if (text.empty()) return;
    const auto [found, is_new] = by_text_.try_emplace(text, words_.size());
    if (is_new) words_.push_back({text, std::string(word), {}, count_characters(text)});
    auto& owners = words_[found->second].owners;
    if (std::find(owners.begin(), owners.end(), owner) == owners.end()) owners.push_back(owner);
}

void WordIndex::build() {
    by_first_.clear();
    for (std::size_t i = 0; i < words_.size(); ++i) {
        by_first_[first_key(words_[i].text)].push_back(i);
    }
    for (auto& [key, bucket] : by_first_) {
        std::sort(bucket.begin(), bucket.end(), [&](std::size_t a, std::size_t b) {
            const auto& left = words_[a].text;
            const auto& right = words_[b].text;
            return left.size() != right.size() ? left.size() > right.size() : left < right;
        });
    }
}

std::vector<WordIndex::Match> WordIndex::find(std::string_view text) const {
    const std::string folded = fold(text);
    const std::string_view view = folded;
    std::vector<Match> matches;
    std::size_t covered_until = 0;
    for (std::size_t at = 0; at < view.size(); at += character_bytes(view[at])) {
        const auto bucket = by_first_.find(first_key(view.substr(at)));
        if (bucket == by_first_.end()) continue;
        for (const std::size_t index : bucket->second) {
            const std::string& word = words_[index].text;
            if (view.compare(at, word.size(), word) != 0) continue;
            if (!at_word_edges(view, at, word.size())) continue;
            if (at + word.size() > covered_until) {
                matches.push_back({index, at, word.size()});
                covered_until = at + word.size();
            }
            break;
        }
    }
    return matches;
}

}  // namespace hotline::dispatch
