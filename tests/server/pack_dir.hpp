// A small sound city pack in a directory of its own, to be broken by tests.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace hotline::test {

inline const std::map<std::string, std::string>& sound_pack() {
    static const std::map<std::string, std::string> files{
        {"calendar.toml", R"(id = "cn"
version = "2026.1"
known_from_year = 2026
known_to_year = 2026

[week]
monday = ["08:30-12:00", "13:30-17:30"]
tuesday = ["08:30-12:00"]

[[year]]
year = 2026
holidays = [
    { name = "春节", off = "02-16..02-17", work = ["02-14"] },
]
half_days = [{ name = "半天", day = "03-03", hours = ["08:30-10:00"] }]
)"},
        {"city.toml", R"(name = "示范市"
version = "2026.1"
calendars = ["calendar.toml"]
calendar = "cn"

[[district]]
code = "A3"
name = "A3区"
government = "a3-gov"
places = ["梅溪湖"]

[[unit]]
code = "a3-gov"
name = "A3区人民政府"
kind = "district"
district = "A3"

[[unit]]
code = "water"
name = "水务集团"
kind = "enterprise"
)"},
        {"catalogue.toml", R"([[item]]
code = "urban"
name = "城乡建设"
unit = "water"

[[item]]
code = "urban.water"
name = "供水"
kinds = ["help", "complaint"]
keywords = ["停水"]
to_district = true
)"},
        {"policies.toml", R"([[policy]]
id = "default"
version = "1"
priority = 0
calendar = "cn"
effective_from = 2026-01-01
extension = { steps = [{ max_working_days = 10 }] }

[[policy.milestone]]
kind = "resolve"
start = "dispatched"
limit = "5wd"
steps = [{ do = "warn_yellow", at = "-1wd" }]

[[example]]
name = "a week"
story = ["2026-03-02 09:00 open", "expect policy default"]
)"},
        {"duty.toml", R"([[person]]
code = "lin"
name = "林"
post = "主任"
unit = "water"

[[rule]]
kind = "duty_officer"
from = "08:30"
to = "08:30"
starts = 2026-01-01
people = ["lin"]
)"},
        {"endpoints.toml", R"([[endpoint]]
id = "water"
unit = "water"
url = "http://127.0.0.1:8090/hook"
secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"
)"},
    };
    return files;
}

class PackDir {
  public:
    PackDir() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "hotline-pack-XXXXXX").string();
        if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a directory");
        path_ = pattern;
        for (const auto& [name, content] : sound_pack())
            write(name, content);
    }
    ~PackDir() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    PackDir(const PackDir&) = delete;
    PackDir& operator=(const PackDir&) = delete;

    const std::filesystem::path& path() const { return path_; }

    void write(const std::string& name, const std::string& content) const {
        std::ofstream{path_ / name, std::ios::binary} << content;
    }
    // Replaces `from`, which the sound file must hold.
    void change(const std::string& name, const std::string& from, const std::string& to) const {
        std::string content = sound_pack().at(name);
        const std::size_t at = content.find(from);
        if (at == std::string::npos) throw std::logic_error(name + " does not hold " + from);
        write(name, content.replace(at, from.size(), to));
    }
    void remove(const std::string& name) const { std::filesystem::remove(path_ / name); }

    // Without the directory: "city.toml:1:1: ...".
    std::vector<std::string> relative(std::vector<std::string> lines) const {
        const std::string prefix = path_.string() + "/";
        for (std::string& line : lines)
            for (std::size_t at = line.find(prefix); at != std::string::npos;
                 at = line.find(prefix))
                line.erase(at, prefix.size());
        return lines;
    }

  private:
    std::filesystem::path path_;
};

}  // namespace hotline::test
