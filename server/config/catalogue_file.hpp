// catalogue.toml of a city pack: the matters citizens bring (派单目录), the words that name them
// and the unit responsible for each.
#pragma once

#include "server/config/city_file.hpp"

namespace hotline::server {

// Fills city.city.catalogue. `warnings` gets the lines that lead to no unit, so to the dispatcher.
void read_catalogue(const std::filesystem::path& path, CityFile& city, ConfigProblems& problems,
                    std::vector<std::string>& warnings);

}  // namespace hotline::server
