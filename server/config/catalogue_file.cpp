#include "server/config/catalogue_file.hpp"

#include "server/config/enum_names.hpp"

#include <algorithm>
#include <set>

namespace hotline::server {

namespace {

using dispatch::CatalogueItem;
using dispatch::City;

// "urban.property": parts of lower-case letters, digits and underscores, separated by dots.
bool is_item_code(std::string_view code) {
    if (code.empty() || code.front() == '.' || code.back() == '.') return false;
    if (code.find("..") != std::string_view::npos) return false;
    return std::all_of(code.begin(), code.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

std::string parent_of(const std::string& code) {
    const std::size_t dot = code.rfind('.');
    return dot == std::string::npos ? "" : code.substr(0, dot);
}

class CatalogueReader {
  public:
    CatalogueReader(TableReader root, CityFile& city) : root_(std::move(root)), city_(city) {}

    void read() {
        auto tables = root_.tables("item");
        if (tables.empty()) root_.problem("item", "one or more items", "none");
        for (TableReader& table : tables)
            read_item(table);
        root_.finish();
        for (std::size_t i = 0; i < tables.size(); ++i) {
            const CatalogueItem& item = city_.city.catalogue[i];
            if (!item.parent.empty() && !codes_.contains(item.parent))
                tables[i].problem("code",
                                  "an item " + TableReader::quoted(item.parent) + " above it",
                                  TableReader::quoted(item.code) + " without it");
        }
    }

  private:
    void read_item(TableReader& table) {
        CatalogueItem item;
        item.code = table.text("code");
        if (!item.code.empty() && !is_item_code(item.code))
            table.problem("code", "a dotted path such as \"urban.property\"",
                          TableReader::quoted(item.code));
        item.parent = parent_of(item.code);
        item.name = table.text("name");
        item.kinds = table.choices("kinds", Names<RequestKind>{request_kind_names});
        read_keywords(table, item);
        if (table.has("unit")) item.unit = read_unit(table, "unit", city_.city);
        if (table.boolean_or("to_district", false)) item.by_district = city_.governments;
        read_by_district(table, item);
        table.finish();
        if (!codes_.insert(item.code).second && !item.code.empty())
            table.problem("code", "a code of its own", TableReader::quoted(item.code) + " again");
        city_.city.catalogue.push_back(std::move(item));
    }

    void read_keywords(TableReader& table, CatalogueItem& item) {
        std::set<std::string> seen;
        for (PlacedText& word : table.texts("keywords")) {
            if (!seen.insert(word.value).second)
                table.problem_at(word.at, "keywords", "each word once",
                                 TableReader::quoted(word.value) + " again");
            item.keywords.push_back(std::move(word.value));
        }
    }

    void read_by_district(TableReader& table, CatalogueItem& item) {
        for (const PlacedEntry& entry : table.text_entries("by_district")) {
            const bool has_district = city_.city.district(entry.key.value) != nullptr;
            const bool has_unit = city_.city.unit(entry.value.value) != nullptr;
            if (!has_district)
                table.problem_at(entry.key.at, "by_district", "the code of a district",
                                 TableReader::quoted(entry.key.value));
            if (!has_unit)
                table.problem_at(entry.value.at, "by_district", "the code of a unit",
                                 TableReader::quoted(entry.value.value));
            if (has_district && has_unit) item.by_district[entry.key.value] = entry.value.value;
        }
    }

    TableReader root_;
    CityFile& city_;
    std::set<std::string> codes_;
};

// Routing looks at the ancestors of an item that names no unit of its own.
bool leads_to_a_unit(const City& city, const CatalogueItem& item) {
    const CatalogueItem* line = &item;
    while (line && line->unit.empty() && line->by_district.empty())
        line = city.item(line->parent);
    return line != nullptr;
}

}  // namespace

void read_catalogue(const std::filesystem::path& path, CityFile& city, ConfigProblems& problems,
                    std::vector<std::string>& warnings) {
    const TomlFile file{path, problems};
    if (!file.parsed()) return;
    CatalogueReader{file.root(), city}.read();
    std::set<std::string> inner;
    for (const CatalogueItem& item : city.city.catalogue)
        inner.insert(item.parent);
    for (const CatalogueItem& item : city.city.catalogue) {
        if (inner.contains(item.code)) continue;
        if (item.keywords.empty())
            warnings.push_back(path.string() + ": item " + item.code +
                               " has no keywords and is never proposed");
        if (!leads_to_a_unit(city.city, item))
            warnings.push_back(path.string() + ": item " + item.code +
                               " has no unit and always goes to the dispatcher");
    }
}

}  // namespace hotline::server
