#include "server/config/story.hpp"

#include <algorithm>
#include <charconv>

namespace hotline::server {

namespace {

std::optional<std::int32_t> parse_number(std::string_view text) {
    std::int32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

std::optional<ClockName> parse_clock_name(std::string_view text) {
    const std::size_t hash = text.find('#');
    ClockName name;
    if (hash != std::string_view::npos) {
        const auto nth = parse_number(text.substr(hash + 1));
        if (!nth || *nth < 1) return std::nullopt;
        name.nth = static_cast<std::size_t>(*nth);
    }
    for (const auto& [word, kind] : names_of<MilestoneKind>()) {
        if (word != text.substr(0, hash)) continue;
        name.kind = kind;
        return name;
    }
    return std::nullopt;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> words;
    while (true) {
        const std::size_t from = text.find_first_not_of(" \t");
        if (from == std::string_view::npos) return words;
        text.remove_prefix(from);
        const std::size_t to = std::min(text.find_first_of(" \t"), text.size());
        words.emplace_back(text.substr(0, to));
        text.remove_prefix(to);
    }
}

}  // namespace

std::string StoryWords::word() {
    if (words_.empty()) {
        failed_ = true;
        return {};
    }
    std::string taken = words_.front();
    words_ = words_.subspan(1);
    return taken;
}

std::vector<std::string> StoryWords::rest() {
    if (words_.empty()) failed_ = true;
    std::vector<std::string> taken{words_.begin(), words_.end()};
    words_ = {};
    return taken;
}

std::optional<std::int32_t> StoryWords::number() {
    const auto value = parse_number(peek());
    if (value) word();
    return value;
}

std::int32_t StoryWords::working_days() {
    const std::string text = word();
    const auto days = text.ends_with("wd")
                          ? parse_number(std::string_view{text}.substr(0, text.size() - 2))
                          : std::nullopt;
    if (!days) failed_ = true;
    return days.value_or(1);
}

LocalTime StoryWords::time() {
    const std::string day = word();
    const std::string clock = word();
    const auto time = parse_local_time(day + ' ' + clock);
    if (!time) failed_ = true;
    return time.value_or(LocalTime{});
}

ClockName StoryWords::clock() {
    const auto name = parse_clock_name(word());
    if (!name) failed_ = true;
    return name.value_or(ClockName{});
}

bool StoryWords::next_is_clock() const {
    return parse_clock_name(peek()).has_value();
}

std::optional<StoryLine> parse_story_line(std::string_view text) {
    StoryLine line;
    line.words = split(text);
    std::size_t before = 1;
    if (line.words.empty()) return std::nullopt;
    if (line.words[0] != "expect") {
        if (line.words.size() < 2) return std::nullopt;
        line.time = parse_local_time(line.words[0] + ' ' + line.words[1]);
        if (!line.time) return std::nullopt;
        before = 2;
    }
    line.words.erase(line.words.begin(), line.words.begin() + static_cast<std::ptrdiff_t>(before));
    const auto arrow = std::find(line.words.begin(), line.words.end(), "->");
    if (arrow != line.words.end()) {
        if (!line.time || line.words.end() - arrow != 2) return std::nullopt;
        line.refused_as = arrow[1];
        line.words.erase(arrow, line.words.end());
    }
    if (line.words.empty()) return std::nullopt;
    return line;
}

LegId lead_of(const TicketState& ticket) {
    const Leg* lead = nullptr;
    for (const Leg& leg : ticket.legs)
        if (leg.role == LegRole::lead && (is_live(leg) || !lead || !is_live(*lead))) lead = &leg;
    return lead ? lead->id : LegId{};
}

const Clock* find_clock(const TicketState& ticket, const ClockName& name) {
    const Clock* found = nullptr;
    std::size_t seen = 0;
    for (const Clock& clock : ticket.clocks) {
        if (clock.kind != name.kind) continue;
        if (++seen == name.nth) return &clock;
        found = &clock;
    }
    return name.nth ? nullptr : found;
}

}  // namespace hotline::server
