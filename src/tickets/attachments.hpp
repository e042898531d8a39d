#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "tickets/refusal.hpp"
#include "web/form.hpp"

/// Files on tickets: stored in pieces of 512 kB before the ticket, linked in its transaction.
namespace ansvar::tickets::attachments {

constexpr std::size_t max_files = 10;
constexpr std::size_t max_file_bytes = 10 * 1024 * 1024;
constexpr std::size_t max_request_bytes = 25 * 1024 * 1024;

/// A file as pages list it.
struct Attachment {
    AttachmentId id;
    std::string token;  ///< random; stands in links
    std::optional<TicketId> ticket;  ///< empty: not linked yet
    std::int64_t seq = 0;
    std::string name;
    std::string media_type;
    std::int64_t bytes = 0;
    std::string checksum;
};

/// A picture of a kind that browsers show without carrying anything out.
bool is_shown(std::string_view media_type);

/// What `store` would say of one file by itself, as its "/files"; empty: it would be taken.
std::optional<web::FieldError> fault_of(const web::Upload& upload);

/// Stores files and returns their tokens, or says what is wrong with one ("/files"): too many, too large, empty, of a kind that is
/// refused. The type is found by content (libmagic); positions in EXIF are blanked without decoding the picture.
/// `owner` empty: somebody not signed in.
Result<std::vector<std::string>, Refusal> store(db::Database& database, const std::vector<web::Upload>& uploads, std::optional<PersonId> owner,
                                                Timestamp now);

/// Ties stored files to a message, in its transaction. Tokens of others' files, or of files already linked, are passed over.
void link(db::Transaction& tx, const std::vector<std::string>& tokens, PersonId owner, TicketId ticket, std::int64_t seq);

std::vector<Attachment> list(db::Session& session, TicketId ticket);
/// Files stored but not linked yet, for a form that is shown again. Unknown tokens are left out.
std::vector<Attachment> list_kept(db::Session& session, const std::vector<std::string>& tokens, std::optional<PersonId> owner);

/// One file of a ticket with its bytes; whoever asks must be allowed to see the ticket.
struct Content {
    Attachment attachment;
    TicketId ticket;
    std::string bytes;
};
std::optional<Content> find(db::Session& session, std::string_view token);

/// Do files of people not signed in, still without a ticket, take all the room they may have together (500 MB)?
bool strangers_are_full(db::Database& database);

/// Removes files that no ticket claimed for 24 hours. Returns how many.
std::uint64_t remove_unlinked(db::Database& database, Timestamp now);

}  // namespace ansvar::tickets::attachments
