#include "inbox/kept_files.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "inbox/threading.hpp"
#include "tickets/attachments.hpp"

namespace ansvar::inbox {

std::vector<std::string> keep_files(db::Database& database, const std::vector<mail::IncomingFile>& files, std::optional<PersonId> owner, Timestamp now,
                                    const FilesLeft& files_left, web::Language language, std::string& text) {
    std::vector<std::string> tokens, left;
    std::size_t together = 0;
    for (const auto& file : files) {
        const auto name = without_bidi(file.name);
        const bool fits = tokens.size() < tickets::attachments::max_files && together + file.bytes.size() <= tickets::attachments::max_request_bytes;
        const auto stored = fits ? tickets::attachments::store(database, {{name, file.declared_type, file.bytes}}, owner, now)
                                 : tl::make_unexpected(tickets::Refusal{tickets::Refusal::Kind::Invalid});
        if (stored) {
            tokens.push_back(stored->front());
            together += file.bytes.size();
        } else {
            left.push_back(name.empty() ? file.declared_type : shorten(name, 100));
        }
    }
    if (!left.empty() && files_left) {
        left.resize(std::min<std::size_t>(left.size(), 10));  // names of up to a hundred characters: whoever cuts the text leaves room
        text += (text.empty() ? "" : "\n\n") + files_left(language, join(left, ", "));
    }
    return tokens;
}

}  // namespace ansvar::inbox
