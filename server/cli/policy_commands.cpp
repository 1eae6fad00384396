// check policy: reads a policy file, and runs its examples.
#include "server/cli/commands.hpp"
#include "server/config/city_pack.hpp"
#include "server/config/policy_file.hpp"

#include <iostream>

namespace hotline::server {

int check_policy_command(const CheckPolicyOptions& options) {
    ConfigProblems problems;
    PolicyFile file;
    if (options.city.empty()) {
        file = read_regime(options.file, problems);
    } else {
        const LoadedCity city = load_city(options.city);
        file = read_regime(options.file, *city.city, city.calendars, problems);
    }
    const std::vector<std::string> lines = check_policies(file, problems);
    for (const std::string& line : lines)
        std::cout << line << '\n';
    if (!lines.empty()) return 1;
    std::cout << options.file << ": " << file.policies->policies().size() << " policies, "
              << file.examples.size() << " examples, fine\n";
    return 0;
}

}  // namespace hotline::server
