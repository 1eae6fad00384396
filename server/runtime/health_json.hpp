// What /healthz and /healthz/deadlines answer.
#pragma once

#include "dispatch/deadlines/auditor.hpp"
#include "dispatch/loop.hpp"

#include <string>
#include <vector>

namespace hotline::server {

std::string health_json(bool store_failed, const std::vector<dispatch::LoopHealth>& loops);
std::string audit_json(const dispatch::AuditReport& report);

}  // namespace hotline::server
