// config/import/*.toml as a Mapping.
#include "server/config/toml_reader.hpp"
#include "server/import/mapping.hpp"

namespace hotline::server {
namespace {

ColumnText read_text(TableReader& fields, std::string_view name) {
    ColumnText out;
    auto table = fields.table(name);
    if (!table) return out;
    for (PlacedText& column : table->texts("columns"))
        out.columns.push_back(std::move(column.value));
    out.join = table->text_or("join", " ");
    table->finish();
    return out;
}

ColumnChoice read_choice(TableReader& root, std::string_view name, const char* fallback) {
    ColumnChoice out;
    out.otherwise = fallback;
    auto table = root.table(name);
    if (!table) return out;
    out.column = table->text_or("column", "");
    out.otherwise = table->text_or("otherwise", fallback);
    for (PlacedEntry& entry : table->text_entries("values")) {
        out.values.emplace(std::move(entry.key.value), std::move(entry.value.value));
    }
    table->finish();
    return out;
}

}  // namespace

Mapping load_mapping(const std::string& path) {
    ConfigProblems problems;
    Mapping mapping;
    const TomlFile file(path, problems);
    if (file.parsed()) {
        TableReader root = file.root();
        mapping.source = root.text("source");
        mapping.received_at = root.text("received_at");
        mapping.utc_offset_minutes =
            static_cast<int>(root.integer_or("utc_offset_minutes", 480, {-720, 840}));
        mapping.external_id = read_text(root, "external_id");
        mapping.title = read_text(root, "title");
        mapping.body = read_text(root, "body");
        mapping.place = read_text(root, "place");
        mapping.caller_name = read_text(root, "caller_name");
        mapping.caller_phone = read_text(root, "caller_phone");
        mapping.channel = read_choice(root, "channel", "platform");
        mapping.kind = read_choice(root, "kind", "help");
        mapping.district = read_choice(root, "district", "");
        root.finish();
    }
    problems.throw_if_any();
    return mapping;
}

}  // namespace hotline::server
