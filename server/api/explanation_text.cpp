#include "server/api/explanation_text.hpp"

#include "ticketing/record/enum_table.hpp"
#include "ticketing/record/rfc3339.hpp"

#include <spdlog/fmt/fmt.h>

namespace hotline::server {
namespace {

using api::BothTongues;

std::string clock_face(int minute) {
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

// "2026-02-13 16:00"; seconds only where there are any.
std::string local_text(Instant at, int offset_minutes) {
    const Instant local = at + Minutes{offset_minutes};
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(local - day)};
    std::string text =
        fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    time.hours().count(), time.minutes().count());
    if (time.seconds().count() != 0) text += fmt::format(":{:02}", time.seconds().count());
    return text;
}

BothTongues unit_words(const TimeLimit& limit) {
    const std::string n = std::to_string(limit.amount);
    switch (limit.unit) {
        case LimitUnit::minutes:
            return {n + "分钟", n + " min"};
        case LimitUnit::hours:
            return {n + "小时", n + " h"};
        case LimitUnit::working_minutes:
            return {n + "分钟工作时间", n + " working min"};
        case LimitUnit::working_hours:
            return {n + "小时工作时间", n + " working h"};
        case LimitUnit::working_days:
            return {n + "个工作日", n + (limit.amount == 1 ? " working day" : " working days")};
        case LimitUnit::calendar_days:
            return {n + "日", n + (limit.amount == 1 ? " day" : " days")};
        case LimitUnit::same_day:
            return {"当日", "the same day"};
    }
    return {};
}

// Hours and minutes of working or natural time.
BothTongues time_words(std::int64_t milliseconds) {
    const std::int64_t seconds = milliseconds / 1000;
    const std::int64_t hours = seconds / 3600;
    const std::int64_t minutes = seconds / 60 % 60;
    const std::int64_t rest = seconds % 60;
    BothTongues words;
    const auto add = [&](std::int64_t amount, const char* zh, const char* en) {
        if (amount == 0) return;
        words.zh += std::to_string(amount) + zh;
        words.en += (words.en.empty() ? "" : " ") + std::to_string(amount) + " " + en;
    };
    add(hours, "小时", "h");
    add(minutes, "分钟", "min");
    add(rest, "秒", "s");
    return words.zh.empty() ? BothTongues{"0分钟", "0 min"} : words;
}

BothTongues amount_words(std::int64_t amount, LimitUnit unit) {
    const std::string n = std::to_string(amount);
    if (unit == LimitUnit::working_days) {
        return {n + "个工作日", n + (amount == 1 ? " working day" : " working days")};
    }
    const bool days = counts_days(unit) || unit == LimitUnit::same_day;
    if (!days) return time_words(amount);
    return {n + "天", n + (amount == 1 ? " day" : " days")};
}

BothTongues reason_words(const Segment& segment, LimitUnit unit) {
    const BothTongues amount = amount_words(segment.amount, unit);
    const std::string& name = segment.name;
    switch (segment.kind) {
        case SegmentKind::counted:
            return {"计入" + amount.zh + (name.empty() ? "" : "（" + name + "调休上班）"),
                    "counts " + amount.en + (name.empty() ? "" : " (make-up day, " + name + ")")};
        case SegmentKind::start_day:
            return {"起算当日不计", "the day of the start is not counted"};
        case SegmentKind::deferred:
            return {"尚未起算", "counting has not begun"};
        case SegmentKind::outside_hours:
            return {"非工作时间不计", "outside office hours, not counted"};
        case SegmentKind::weekend:
            return {"休息日不计", "days off, not counted"};
        case SegmentKind::holiday:
            return {name + "放假不计", "holiday (" + name + "), not counted"};
        case SegmentKind::paused:
            return {"暂停计时（" + name + "）", "paused (" + name + "), not counted"};
        case SegmentKind::rolled:
            return {"末日为休息日，顺延", "the last day is off, so the next working day"};
        case SegmentKind::extension: {
            const BothTongues days = amount_words(segment.amount, LimitUnit::working_days);
            return {"延期，计入" + days.zh, "extension, counts " + days.en};
        }
        case SegmentKind::cut:
            return {"另有更早的期限，此段不再计", "cut by an earlier deadline"};
    }
    return {};
}

BothTongues cap_words(CapReason reason) {
    switch (reason) {
        case CapReason::none:
            return {};
        case CapReason::parent:
            return {"，且不晚于上级承办单位的期限", ", not later than the unit above"};
        case CapReason::external:
            return {"，且不晚于上级平台要求的期限",
                    ", not later than the external deadline allows"};
    }
    return {};
}

}  // namespace

BothTongues limit_words(const TimeLimit& limit) {
    BothTongues words = unit_words(limit);
    if (limit.counting == Counting::instant) {
        words.zh += "（到同一时刻）";
        words.en += " to the same time of day";
    } else if (limit.counting == Counting::inclusive) {
        words.zh += "（含当日）";
        words.en += ", the first day included";
    }
    if (limit.next_day) {
        words.zh += "，从次日起算";
        words.en += ", from the next day";
    }
    if (limit.any_day) {
        words.zh += "，不分工作日";
        words.en += ", on any day";
    }
    if (limit.cutoff_minute) {
        words.zh += "，" + clock_face(*limit.cutoff_minute) + "后计入次日";
        words.en += ", the next day after " + clock_face(*limit.cutoff_minute);
    }
    if (limit.night) {
        const std::string from = clock_face(limit.night->from_minute);
        const std::string to = clock_face(limit.night->to_minute);
        words.zh += "，" + from + "至" + to + "顺延至" + to;
        words.en += ", from " + to + " if it starts between " + from + " and " + to;
    }
    return words;
}

BothTongues segment_words(const Segment& segment, const TimeLimit& limit, int offset_minutes) {
    const std::string from = local_text(segment.from, offset_minutes);
    const std::string to = local_text(segment.to, offset_minutes);
    const BothTongues reason = reason_words(segment, limit.unit);
    return {from + "至" + to + "：" + reason.zh, from + " to " + to + ": " + reason.en};
}

BothTongues explanation_words(const api::Explanation& e, int offset_minutes) {
    const std::string start = local_text(e.started_at, offset_minutes);
    const std::string due = local_text(e.due_at, offset_minutes);
    const BothTongues cap = cap_words(e.cap_reason);
    const bool is_capped = e.cap_at && *e.cap_at == e.due_at;
    const std::string rule = e.policy.id + "@" + e.policy.version;
    const std::string calendar = e.calendar.id + "@" + e.calendar.version;
    BothTongues words;
    words.zh = "自" + start + "起算，时限为" + e.limit_text.zh;
    words.en = "From " + start + ", limit " + e.limit_text.en;
    if (e.extended_working_days > 0) {
        words.zh += "，延期" + std::to_string(e.extended_working_days) + "个工作日";
        words.en += ", extended by " + std::to_string(e.extended_working_days) + " working days";
    }
    if (is_capped) {
        words.zh += cap.zh;
        words.en += cap.en;
    }
    words.zh += "，到" + due + "届满。依据规则" + rule + "，日历" + calendar + "。";
    words.en += ", so it ends at " + due + ". Policy " + rule + ", calendar " + calendar + ".";
    if (e.guessed) {
        words.zh += "计时跨入尚未公布放假安排的日期，届时可能更正。";
        words.en += " It reaches days whose holidays are not published yet and may change.";
    }
    return words;
}

}  // namespace hotline::server
