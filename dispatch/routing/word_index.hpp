// Finds many words in a text in one pass: a table from the first character to the words that start
// with it, built once. Immutable after build(); any thread.
//
// Texts and words are UTF-8. ASCII letters match in either case, full-width letters and digits
// match their half-width forms (Ａ３区 is A3区), and a word that starts or ends with an ASCII
// letter or digit matches only at the edge of a run of them (A3 is not in A31).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hotline::dispatch {

class WordIndex {
  public:
    struct Match {
        std::size_t word = 0;  // index into the words, see word() and owners()
        std::size_t at = 0;    // byte offset in the folded text
        std::size_t size = 0;  // bytes
    };

    // `owner` is whatever the word means to the caller; one word may have several owners. An empty
    // word is ignored.
    void add(std::string_view word, std::int32_t owner);
    void build();

    // Matches from left to right in a text that fold() made. Of two matches of which one lies
    // inside the other only the longer is given; overlapping ones are both given.
    std::vector<Match> find(std::string_view folded) const;

    // The word as it was first added.
    const std::string& word(std::size_t index) const { return words_[index].as_given; }
    const std::vector<std::int32_t>& owners(std::size_t index) const {
        return words_[index].owners;
    }
    // Characters (code points) of the word: its strength.
    std::int32_t length(std::size_t index) const { return words_[index].characters; }

  private:
    struct Word {
        std::string text;  // folded
        std::string as_given;
        std::vector<std::int32_t> owners;
        std::int32_t characters = 0;
    };

    // One word among those that start with the same character. Most differ from the text in the
    // second character already, so that one is kept here.
    struct Entry {
        char32_t second = 0;  // 0: the word has one character
        std::uint32_t word = 0;
    };
    struct Bucket {
        std::uint32_t from = 0;  // into entries_
        std::uint32_t to = 0;
    };

    std::size_t longest_at(std::string_view folded, std::size_t at, char32_t first,
                           char32_t second) const;

    std::vector<Word> words_;
    std::unordered_map<std::string, std::size_t> by_text_;
    std::vector<Bucket> buckets_;  // by the low 16 bits of the first character
    std::vector<Entry> entries_;   // of each bucket the longest first
};

// Lower-case ASCII, half-width forms. Invalid UTF-8 is kept as it is.
std::string fold(std::string_view text);

}  // namespace hotline::dispatch
