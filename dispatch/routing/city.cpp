#include "dispatch/routing/city.hpp"

#include <algorithm>

namespace hotline::dispatch {

namespace {

template <class Row>
const Row* find_code(const std::vector<Row>& rows, const std::string& code) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.code == code; });
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace

const Unit* City::unit(const UnitCode& code) const {
    return find_code(units, code);
}
const District* City::district(const std::string& code) const {
    return find_code(districts, code);
}
const CatalogueItem* City::item(const std::string& code) const {
    return find_code(catalogue, code);
}

}  // namespace hotline::dispatch
