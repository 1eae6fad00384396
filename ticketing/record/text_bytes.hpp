// How much text a work item holds: what the writer's queue counts against its bound in bytes. Pure.
#pragma once

#include "ticketing/record/work.hpp"

#include <cstddef>

namespace hotline::record {

std::size_t text_bytes(const WorkItem& item);

}  // namespace hotline::record
