// city.toml of a city pack: the city's name, its units and districts, and which calendars it counts
// by.
#pragma once

#include "dispatch/routing/city.hpp"
#include "server/config/toml_reader.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hotline::server {

struct CityFile {
    dispatch::City city;                          // without catalogue
    std::map<std::string, UnitCode> governments;  // of each district that names one
    std::vector<PlacedText> calendar_files;       // relative to the pack's directory
    PlacedText calendar_id;                       // the calendar of the office: duty, the console
};

// Nothing when the file cannot be parsed; otherwise what could be read, with problems added.
std::optional<CityFile> read_city_file(const std::filesystem::path& path, ConfigProblems& problems);

// A unit named by another file. Reports and gives "" when the city has no such unit.
UnitCode read_unit(TableReader& table, std::string_view key, const dispatch::City& city);

}  // namespace hotline::server
