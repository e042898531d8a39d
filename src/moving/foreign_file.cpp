#include "moving/foreign_file.hpp"

#include "tickets/attachments.hpp"
#include "web/files.hpp"

namespace ansvar::moving {

namespace fs = std::filesystem;

bool leads_out(const fs::path& within, const fs::path& relative) {
    std::error_code fault;
    const auto inside = fs::weakly_canonical(within / relative, fault).lexically_relative(fs::weakly_canonical(within, fault));
    return fault || relative.is_absolute() || inside.empty() || *inside.begin() == "..";
}

ForeignFile read_foreign_file(const fs::path& within, const fs::path& relative, const std::string& name) {
    ForeignFile file{.name = name.empty() ? relative.filename().string() : name, .size = 0, .bytes = "", .fault = ""};
    std::error_code fault;
    const auto path = fs::weakly_canonical(within / relative, fault);
    if (fault || leads_out(within, relative)) {
        file.fault = "its path leads out of the folder";
    } else if (!fs::is_regular_file(path, fault)) {
        file.fault = "it is not there";
    } else if (file.size = fs::file_size(path, fault); !fault && file.size <= tickets::attachments::max_file_bytes) {
        file.bytes = web::read_file(path);
    }
    return file;
}

}  // namespace ansvar::moving
