#include "server/config/toml_reader.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace hotline::server {

namespace {

constexpr std::size_t file_bytes_max = 16u << 20;
constexpr std::size_t shown_bytes_max = 60;

std::string joined(const std::vector<std::string>& lines) {
    std::string all;
    for (const std::string& line : lines)
        all += (all.empty() ? "" : "\n") + line;
    return all;
}

FilePosition position_of_region(const toml::source_region& region) {
    return {std::max<std::uint32_t>(region.begin.line, 1),
            std::max<std::uint32_t>(region.begin.column, 1)};
}

std::string describe(const toml::node& node) {
    if (const auto* value = node.as_string()) return TableReader::quoted(value->get());
    if (const auto* value = node.as_integer()) return std::to_string(value->get());
    if (const auto* value = node.as_boolean()) return value->get() ? "true" : "false";
    if (node.is_floating_point()) return "a number with a fraction";
    if (node.is_date()) return "a date";
    if (node.is_time()) return "a time";
    if (node.is_date_time()) return "a date with a time";
    if (node.is_array()) return "an array";
    return "a table";
}

bool has_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

}  // namespace

ConfigError::ConfigError(std::vector<std::string> lines)
    : std::runtime_error(joined(lines)), lines_(std::move(lines)) {}

void ConfigProblems::add(const std::string& file, FilePosition at, const std::string& what) {
    lines_.push_back(file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " +
                     what);
}

void ConfigProblems::throw_if_any() const {
    if (!lines_.empty()) throw ConfigError{lines_};
}

TableReader::TableReader(const toml::table& table, std::string file, ConfigProblems& problems)
    : table_(&table), file_(std::move(file)), problems_(&problems) {}

std::string TableReader::quoted(std::string_view text) {
    if (text.size() <= shown_bytes_max) return '"' + std::string{text} + '"';
    std::size_t end = shown_bytes_max;
    while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;  // not inside a character
    return '"' + std::string{text.substr(0, end)} + "...\"";
}

std::string TableReader::one_of(const std::vector<std::string_view>& names) {
    if (names.size() == 1) return quoted(names.front());
    std::string all = "one of ";
    for (std::size_t i = 0; i < names.size(); ++i)
        all += (i == 0 ? "" : ", ") + quoted(names[i]);
    return all;
}

const toml::node* TableReader::find(std::string_view key) {
    asked_.emplace(key);
    return table_->get(key);
}

const toml::node* TableReader::require(std::string_view key, const std::string& expected) {
    const toml::node* node = find(key);
    if (!node) problem(key, expected, "nothing");
    return node;
}

void TableReader::wrong_type(std::string_view key, const toml::node& node,
                             const std::string& expected) {
    problem_at(position_of_region(node.source()), key, expected, describe(node));
}

bool TableReader::has(std::string_view key) {
    return find(key) != nullptr;
}

std::optional<std::string> TableReader::text_of(std::string_view key, const toml::node& node,
                                                bool hide) {
    const auto* value = node.as_string();
    if (!value) {
        problem_at(position_of_region(node.source()), key, "a text",
                   hide ? "another type" : describe(node));
        return std::nullopt;
    }
    if (has_control_character(value->get())) {
        problem_at(position_of_region(node.source()), key, "a text without control characters",
                   "one with them");
        return std::nullopt;
    }
    return value->get();
}

std::string TableReader::text(std::string_view key) {
    const toml::node* node = require(key, "a text");
    const auto value = node ? text_of(key, *node, false) : std::nullopt;
    if (value && value->empty()) problem(key, "a text", "an empty one");
    return value.value_or("");
}

std::string TableReader::text_or(std::string_view key, std::string fallback) {
    const toml::node* node = find(key);
    if (!node) return fallback;
    return text_of(key, *node, false).value_or(std::move(fallback));
}

std::string TableReader::secret(std::string_view key) {
    const toml::node* node = require(key, "a text");
    return node ? text_of(key, *node, true).value_or("") : "";
}

std::vector<PlacedText> TableReader::texts(std::string_view key) {
    std::vector<PlacedText> result;
    const toml::node* node = find(key);
    if (!node) return result;
    const toml::array* items = node->as_array();
    if (!items) {
        wrong_type(key, *node, "an array of texts");
        return result;
    }
    for (const toml::node& item : *items) {
        auto value = text_of(key, item, false);
        const FilePosition at = position_of_region(item.source());
        if (value && value->empty()) problem_at(at, key, "a text", "an empty one");
        if (value && !value->empty()) result.push_back({std::move(*value), at});
    }
    return result;
}

std::vector<PlacedText> TableReader::one_or_more_texts(std::string_view key) {
    const toml::node* node = require(key, "a text or an array of them");
    if (!node) return {};
    if (!node->is_string()) {
        const toml::array* items = node->as_array();
        if (items && items->empty()) problem(key, "one or more texts", "none");
        return texts(key);
    }
    std::string value = text(key);
    if (value.empty()) return {};
    return {{std::move(value), position_of(key)}};
}

std::vector<PlacedEntry> TableReader::text_entries(std::string_view key) {
    std::vector<PlacedEntry> result;
    const toml::node* node = find(key);
    if (!node) return result;
    const toml::table* entries = node->as_table();
    if (!entries) {
        wrong_type(key, *node, "a table of texts");
        return result;
    }
    for (const auto& [name, item] : *entries) {
        auto value = text_of(key, item, false);
        if (!value) continue;
        result.push_back({{std::string{name.str()}, position_of_region(name.source())},
                          {std::move(*value), position_of_region(item.source())}});
    }
    return result;
}

std::int64_t TableReader::integer(std::string_view key, IntegerRange range) {
    if (!require(key, "a whole number")) return range.min;
    return integer_or(key, range.min, range);
}

std::int64_t TableReader::integer_or(std::string_view key, std::int64_t fallback,
                                     IntegerRange range) {
    const toml::node* node = find(key);
    if (!node) return fallback;
    const std::string expected =
        "a whole number from " + std::to_string(range.min) + " to " + std::to_string(range.max);
    const auto* value = node->as_integer();
    if (!value || value->get() < range.min || value->get() > range.max) {
        wrong_type(key, *node, expected);
        return fallback;
    }
    return value->get();
}

bool TableReader::boolean_or(std::string_view key, bool fallback) {
    const toml::node* node = find(key);
    if (!node) return fallback;
    const auto* value = node->as_boolean();
    if (!value) wrong_type(key, *node, "true or false");
    return value ? value->get() : fallback;
}

std::optional<Day> TableReader::date(std::string_view key) {
    if (!require(key, "a date such as 2026-01-05")) return std::nullopt;
    return date_or_none(key);
}

std::optional<Day> TableReader::date_or_none(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    const auto* value = node->as_date();
    if (!value) {
        wrong_type(key, *node, "a date such as 2026-01-05");
        return std::nullopt;
    }
    const toml::date date = value->get();  // the parser has checked that it exists
    return Day{std::chrono::year{date.year} / date.month / date.day};
}

std::optional<LocalTime> TableReader::local_time_or_none(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    const auto day_of = [](const toml::date& date) {
        return Day{std::chrono::year{date.year} / date.month / date.day};
    };
    if (const auto* date = node->as_date()) return LocalTime{day_of(date->get()), Millis{0}};
    const auto* moment = node->as_date_time();
    if (!moment || moment->get().offset || moment->get().time.nanosecond != 0) {
        wrong_type(key, *node, "a date such as 2026-01-05 or a time such as 2026-01-05T08:30:00");
        return std::nullopt;
    }
    const toml::time time = moment->get().time;
    return LocalTime{day_of(moment->get().date), std::chrono::hours{time.hour} +
                                                     std::chrono::minutes{time.minute} +
                                                     std::chrono::seconds{time.second}};
}

std::optional<TableReader> TableReader::table(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    const toml::table* found = node->as_table();
    if (!found) {
        wrong_type(key, *node, "a table");
        return std::nullopt;
    }
    return TableReader{*found, file_, *problems_};
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
    std::vector<TableReader> result;
    const toml::node* node = find(key);
    if (!node) return result;
    const toml::array* items = node->as_array();
    if (!items) {
        wrong_type(key, *node, "an array of tables");
        return result;
    }
    for (const toml::node& item : *items) {
        if (const toml::table* found = item.as_table())
            result.emplace_back(*found, file_, *problems_);
        else
            wrong_type(key, item, "a table");
    }
    return result;
}

FilePosition TableReader::position() const {
    return position_of_region(table_->source());
}

FilePosition TableReader::position_of(std::string_view key) const {
    const toml::node* node = table_->get(key);
    return node ? position_of_region(node->source()) : position();
}

void TableReader::problem(std::string_view key, const std::string& expected,
                          const std::string& found) {
    problem_at(position_of(key), key, expected, found);
}

void TableReader::problem_at(FilePosition at, std::string_view key, const std::string& expected,
                             const std::string& found) {
    problems_->add(file_, at, std::string{key} + ": expected " + expected + ", found " + found);
}

void TableReader::finish() {
    const std::vector<std::string_view> names{asked_.begin(), asked_.end()};
    for (const auto& [key, node] : *table_) {
        if (asked_.contains(key.str())) continue;
        problem_at(position_of_region(key.source()), key.str(), one_of(names), "an unknown key");
    }
}

std::optional<ConfigText> read_config_text(const std::filesystem::path& path,
                                           ConfigProblems& problems) {
    std::ifstream stream{path, std::ios::binary};
    std::error_code error;
    const auto bytes = std::filesystem::file_size(path, error);
    if (!stream || error) {
        problems.add(path.string(), {}, "expected a readable file, found none");
        return std::nullopt;
    }
    if (bytes > file_bytes_max) {
        problems.add(path.string(), {},
                     "expected at most 16 MiB, found " + std::to_string(bytes) + " bytes");
        return std::nullopt;
    }
    return ConfigText{path.string(), {std::istreambuf_iterator<char>{stream}, {}}};
}

TomlFile::TomlFile(const std::filesystem::path& path, ConfigProblems& problems)
    : path_(path.string()), problems_(problems) {
    const auto text = read_config_text(path, problems);
    if (text) parse(text->text);
}

TomlFile::TomlFile(const ConfigText& text, ConfigProblems& problems)
    : path_(text.name), problems_(problems) {
    parse(text.text);
}

void TomlFile::parse(const std::string& text) {
    try {
        table_ = std::make_unique<toml::table>(toml::parse(std::string_view{text}, path_));
    } catch (const toml::parse_error& failure) {
        problems_.add(path_, position_of_region(failure.source()),
                      "expected TOML, found: " + std::string{failure.description()});
    }
}

TomlFile::~TomlFile() = default;

TableReader TomlFile::root() const {
    return TableReader{*table_, path_, problems_};
}

}  // namespace hotline::server
