#include "server/config/city_file.hpp"

#include "server/config/enum_names.hpp"

#include <algorithm>
#include <set>

namespace hotline::server {

namespace {

using dispatch::City;
using dispatch::District;
using dispatch::Unit;
using dispatch::UnitKind;

constexpr NameTable<UnitKind, 5> unit_kind_names{{
    {"hotline", UnitKind::hotline},
    {"department", UnitKind::department},
    {"district", UnitKind::district},
    {"street", UnitKind::street},
    {"enterprise", UnitKind::enterprise},
}};
constexpr std::size_t code_bytes_max = 40;

bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= code_bytes_max &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-';
           });
}

std::string read_code(TableReader& table) {
    const std::string code = table.text("code");
    if (!code.empty() && !is_code(code))
        table.problem("code", "at most 40 letters, digits and hyphens", TableReader::quoted(code));
    return code;
}

// Reads districts and units first and checks what they say of each other afterwards: a unit may
// name a parent that stands further down.
class CityReader {
  public:
    explicit CityReader(TableReader root) : root_(std::move(root)) {}

    CityFile read() {
        City& city = result_.city;
        city.name = root_.text("name");
        city.version = root_.text("version");
        result_.calendar_files = root_.texts("calendars");
        if (result_.calendar_files.empty())
            root_.problem("calendars", "the files of one or more calendars", "none");
        result_.calendar_id.value = root_.text("calendar");
        result_.calendar_id.at = root_.position_of("calendar");
        districts_ = root_.tables("district");
        for (TableReader& table : districts_)
            read_district(table);
        units_ = root_.tables("unit");
        for (TableReader& table : units_)
            read_one_unit(table);
        if (units_.empty()) root_.problem("unit", "one or more units", "none");
        root_.finish();

        for (std::size_t i = 0; i < districts_.size(); ++i)
            check_district(districts_[i], city.districts[i]);
        for (std::size_t i = 0; i < units_.size(); ++i)
            check_unit(units_[i], city.units[i]);
        return std::move(result_);
    }

  private:
    void read_district(TableReader& table) {
        District district;
        district.code = read_code(table);
        district.name = table.text("name");
        // A word of two districts would decide between them by the order of the file.
        for (const PlacedText& place : table.texts("places")) {
            const auto [owner, is_new] = place_owner_.emplace(place.value, district.code);
            if (is_new)
                district.places.push_back(place.value);
            else
                table.problem_at(
                    place.at, "places", "each place once",
                    TableReader::quoted(place.value) + ", a place of " + owner->second);
        }
        table.has("government");
        table.finish();
        if (!district_codes_.insert(district.code).second && !district.code.empty())
            table.problem("code", "a code of its own",
                          TableReader::quoted(district.code) + " again");
        result_.city.districts.push_back(std::move(district));
    }

    void read_one_unit(TableReader& table) {
        Unit unit;
        unit.code = read_code(table);
        unit.name = table.text("name");
        unit.kind = table.choice("kind", Names<UnitKind>{unit_kind_names});
        unit.parent = table.text_or("parent", "");
        unit.district = table.text_or("district", "");
        unit.leader = table.text_or("leader", "");
        table.finish();
        if (!unit_codes_.insert(unit.code).second && !unit.code.empty())
            table.problem("code", "a code of its own", TableReader::quoted(unit.code) + " again");
        result_.city.units.push_back(std::move(unit));
    }

    void check_district(TableReader& table, const District& district) {
        if (!table.has("government")) return;
        const UnitCode government = read_unit(table, "government", result_.city);
        if (!government.empty()) result_.governments[district.code] = government;
    }

    void check_unit(TableReader& table, const Unit& unit) {
        if (!unit.district.empty() && !district_codes_.contains(unit.district))
            table.problem("district", "the code of a district", TableReader::quoted(unit.district));
        if (unit.parent.empty()) return;
        if (!unit_codes_.contains(unit.parent))
            table.problem("parent", "the code of a unit", TableReader::quoted(unit.parent));
        else if (is_own_ancestor(unit))
            table.problem("parent", "a unit above this one", "a circle back to it");
    }

    bool is_own_ancestor(const Unit& unit) const {
        const Unit* above = result_.city.unit(unit.parent);
        for (std::size_t steps = 0; above && steps < result_.city.units.size(); ++steps) {
            if (above->code == unit.code) return true;
            above = result_.city.unit(above->parent);
        }
        return false;
    }

    TableReader root_;
    CityFile result_;
    std::vector<TableReader> districts_;
    std::vector<TableReader> units_;
    std::set<std::string> district_codes_;
    std::set<UnitCode> unit_codes_;
    std::map<std::string, std::string> place_owner_;
};

}  // namespace

std::optional<CityFile> read_city_file(const std::filesystem::path& path,
                                       ConfigProblems& problems) {
    const TomlFile file{path, problems};
    if (!file.parsed()) return std::nullopt;
    return CityReader{file.root()}.read();
}

UnitCode read_unit(TableReader& table, std::string_view key, const City& city) {
    UnitCode code = table.text(key);
    if (code.empty() || city.unit(code)) return code;
    table.problem(key, "the code of a unit", TableReader::quoted(code));
    return "";
}

}  // namespace hotline::server
