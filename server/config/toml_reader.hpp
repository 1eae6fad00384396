// Reading configuration files strictly: every problem of every file is found and told as
//
//     config/demo/city.toml:12:10: parent: expected the code of a unit, found "a9-gvo"
//
// Nothing is ignored: an unknown key, a wrong type and a value out of range are problems. A reader
// that finds one goes on with a harmless value, so that the next problems are found too; the caller
// throws ConfigError at the end. Used by one thread, at start and by `hotline check`.
#pragma once

#include "server/config/local_time.hpp"
#include "ticketing/rules/time.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// toml++ stays out of this header: only toml_reader.cpp includes it.
namespace toml {
inline namespace v3 {
class node;
class table;
}  // namespace v3
}  // namespace toml

namespace hotline::server {

// The lines of all problems, in the order of the files; what() is all of them.
class ConfigError : public std::runtime_error {
  public:
    explicit ConfigError(std::vector<std::string> lines);
    const std::vector<std::string>& lines() const { return lines_; }

  private:
    std::vector<std::string> lines_;
};

// Where in a file, from 1; columns count characters.
struct FilePosition {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

class ConfigProblems {
  public:
    void add(const std::string& file, FilePosition at, const std::string& what);
    bool empty() const { return lines_.empty(); }
    const std::vector<std::string>& lines() const { return lines_; }
    void throw_if_any() const;  // ConfigError

  private:
    std::vector<std::string> lines_;
};

// A value and where it was written.
struct PlacedText {
    std::string value;
    FilePosition at;
};

struct PlacedEntry {
    PlacedText key;
    PlacedText value;
};

struct IntegerRange {
    std::int64_t min = 0;
    std::int64_t max = 0;
};

// The names of an enumeration's values in files.
template <class Enum>
using Names = std::span<const std::pair<std::string_view, Enum>>;

// One table of a file. Ask for every key it may have, then call finish(), which reports the others.
// Lives no longer than its TomlFile and ConfigProblems.
class TableReader {
  public:
    TableReader(const toml::table& table, std::string file, ConfigProblems& problems);

    bool has(std::string_view key);

    // Not empty, without control characters. Missing: a problem and "".
    std::string text(std::string_view key);
    // May be empty.
    std::string text_or(std::string_view key, std::string fallback);
    // Like text(), but messages never show the value.
    std::string secret(std::string_view key);
    std::vector<PlacedText> texts(std::string_view key);  // [] when absent
    // One text alone, or an array of one or more. Missing: a problem and [].
    std::vector<PlacedText> one_or_more_texts(std::string_view key);
    std::vector<PlacedEntry> text_entries(
        std::string_view key);  // a table of texts; {} when absent

    std::int64_t integer(std::string_view key, IntegerRange range);
    std::int64_t integer_or(std::string_view key, std::int64_t fallback, IntegerRange range);
    bool boolean_or(std::string_view key, bool fallback);
    std::optional<Day> date(std::string_view key);  // missing: a problem
    std::optional<Day> date_or_none(std::string_view key);
    // A date, which is its midnight, or a date with a time and no offset, to the second.
    std::optional<LocalTime> local_time_or_none(std::string_view key);

    template <class Enum>
    Enum choice(std::string_view key, Names<Enum> names) {
        if (has(key)) return choose(key, text(key), names);
        problem(key, one_of(names_of(names)), "nothing");
        return names.front().second;
    }
    template <class Enum>
    Enum choice_or(std::string_view key, Enum fallback, Names<Enum> names) {
        return has(key) ? choice(key, names) : fallback;
    }
    template <class Enum>
    std::vector<Enum> choices(std::string_view key, Names<Enum> names) {
        return chosen(key, texts(key), names);
    }
    template <class Enum>
    std::vector<Enum> one_or_more_choices(std::string_view key, Names<Enum> names) {
        return chosen(key, one_or_more_texts(key), names);
    }

    std::optional<TableReader> table(std::string_view key);  // none when absent
    std::vector<TableReader> tables(std::string_view key);   // [] when absent

    // Problems found by the caller. Without a position: at the key's value, or at the table when
    // the key is absent.
    FilePosition position() const;
    FilePosition position_of(std::string_view key) const;
    void problem(std::string_view key, const std::string& expected, const std::string& found);
    void problem_at(FilePosition at, std::string_view key, const std::string& expected,
                    const std::string& found);

    void finish();

    const std::string& file() const { return file_; }

  private:
    const toml::node* find(std::string_view key);
    const toml::node* require(std::string_view key, const std::string& expected);
    void wrong_type(std::string_view key, const toml::node& node, const std::string& expected);
    std::optional<std::string> text_of(std::string_view key, const toml::node& node, bool hide);
    template <class Enum>
    static std::vector<std::string_view> names_of(Names<Enum> names) {
        std::vector<std::string_view> result;
        for (const auto& [name, value] : names)
            result.push_back(name);
        return result;
    }
    template <class Enum>
    Enum choose(std::string_view key, const std::string& given, Names<Enum> names) {
        for (const auto& [name, value] : names)
            if (name == given) return value;
        if (!given.empty()) problem(key, one_of(names_of(names)), quoted(given));
        return names.front().second;
    }
    template <class Enum>
    std::vector<Enum> chosen(std::string_view key, const std::vector<PlacedText>& given,
                             Names<Enum> names) {
        std::vector<Enum> result;
        for (const PlacedText& text : given) {
            const std::size_t before = result.size();
            for (const auto& [name, value] : names)
                if (name == text.value) result.push_back(value);
            if (result.size() == before)
                problem_at(text.at, key, one_of(names_of(names)), quoted(text.value));
        }
        return result;
    }
    static std::string one_of(const std::vector<std::string_view>& names);

  public:
    static std::string quoted(std::string_view text);  // at most 60 bytes of it

  private:
    const toml::table* table_;
    std::string file_;
    ConfigProblems* problems_;
    std::set<std::string, std::less<>> asked_;
};

// What a file says, and the name under which its problems are told: its path, or where else it was
// kept.
struct ConfigText {
    std::string name;
    std::string text;
};

// None, and told, when the file cannot be read or is too large.
std::optional<ConfigText> read_config_text(const std::filesystem::path& path,
                                           ConfigProblems& problems);

// A parsed file. Reports what keeps it from being read or parsed.
class TomlFile {
  public:
    TomlFile(const std::filesystem::path& path, ConfigProblems& problems);
    TomlFile(const ConfigText& text, ConfigProblems& problems);
    ~TomlFile();
    TomlFile(const TomlFile&) = delete;
    TomlFile& operator=(const TomlFile&) = delete;

    bool parsed() const { return table_ != nullptr; }
    TableReader root() const;  // Precondition: parsed().

  private:
    void parse(const std::string& text);

    std::string path_;
    ConfigProblems& problems_;
    std::unique_ptr<toml::table> table_;
};

}  // namespace hotline::server
