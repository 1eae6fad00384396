#include "server/import/source_record.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <stdexcept>

namespace hotline::server {
namespace {

namespace json = boost::json;

bool flatten(const json::object& object, SourceRecord& record) {
    for (const auto& [name, value] : object) {
        if (value.is_structured()) {
            record.columns.clear();
            record.error = "member \"" + std::string(name) + "\" is not a plain value";
            return false;
        }
        std::string& column = record.columns[std::string(name)];
        if (value.is_string()) {
            column.assign(value.as_string().data(), value.as_string().size());
        } else if (!value.is_null()) {
            column = json::serialize(value);
        }
    }
    return true;
}

SourceRecord parse_line(const std::string& text, std::int64_t line) {
    SourceRecord record;
    record.line = line;
    boost::system::error_code error;
    const json::value value = json::parse(text, error);
    if (error) {
        record.error = "not JSON: " + error.message();
    } else if (!value.is_object()) {
        record.error = "not a JSON object";
    } else {
        flatten(value.get_object(), record);
    }
    return record;
}

}  // namespace

void read_json_lines(const std::string& path, const OnRecord& on_record) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + ": cannot be opened");
    std::string text;
    for (std::int64_t line = 1; std::getline(file, text); ++line) {
        if (!text.empty() && text.back() == '\r') text.pop_back();
        if (text.empty()) continue;
        if (!on_record(parse_line(text, line))) return;
    }
}

}  // namespace hotline::server
