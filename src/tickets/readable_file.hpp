#pragma once

#include "tickets/attachments.hpp"
#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// The file that a path names ("/tickets/{number}/files/{token}"), of a message that whoever asks may read: one that came with a note is
/// as internal as the note. That they see a confidential ticket is noted first. Throws NotFound.
attachments::Content readable_file(const PageServices& services, const web::Request& request);

}  // namespace ansvar::tickets
