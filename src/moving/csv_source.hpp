#pragma once

#include <filesystem>

#include "moving/foreign.hpp"

namespace ansvar::moving {

/// A folder with tickets.csv, messages.csv and, when there are files, files.csv (docs/moving.md says the columns). What is no UTF-8 is read as
/// Windows-1252; a line with too few or too many fields is left out. Paths in files.csv stay within the folder.
class CsvSource final : public Source {
public:
    CsvSource(std::filesystem::path folder, Zone zone) : folder_(std::move(folder)), zone_(zone) {}
    void each(const std::function<void(const ForeignTicket&)>& take, const TellFault& fault) override;

private:
    std::filesystem::path folder_;
    Zone zone_;
};

/// Whether a path, followed with its links, is absolute or ends outside the folder it is said to be within. One that cannot be followed is too.
bool leads_out(const std::filesystem::path& within, const std::filesystem::path& relative);

/// A file's bytes, when it is not larger than Ansvar takes; only its size when it is, and why when it cannot be read. `within`: a path
/// that leads out of this folder is not followed, however it is written.
ForeignFile read_foreign_file(const std::filesystem::path& within, const std::filesystem::path& relative, const std::string& name);

}  // namespace ansvar::moving
