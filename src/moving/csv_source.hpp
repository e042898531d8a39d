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

}  // namespace ansvar::moving
