// The words of an explanation, in Chinese and English.
#pragma once

#include "server/api/explanation_view.hpp"

namespace hotline::server {

api::BothTongues limit_words(const TimeLimit& limit);
api::BothTongues segment_words(const Segment& segment, const TimeLimit& limit, int offset_minutes);

// One paragraph: what, from when, by which rule on which calendar, until when.
api::BothTongues explanation_words(const api::Explanation& explanation, int offset_minutes);

}  // namespace hotline::server
