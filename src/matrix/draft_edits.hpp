#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/audit.hpp"
#include "matrix/drafts.hpp"
#include "routing/fault.hpp"

namespace ansvar::matrix {

/// Words that a press adds to an area and takes from it.
struct WordsEdit {
    std::vector<std::string> added_terms = {};
    std::vector<std::string> removed_terms = {};
    std::vector<std::string> added_examples = {};
    std::vector<std::string> removed_examples = {};
};

/// What somebody wants one row to be. Its key and number are not theirs to choose: a row keeps them for ever, a new one is given its own.
struct RowEdit {
    std::string row = {};                              ///< "" for a new row
    unsigned expected = 0;                             ///< the row's revision that they saw
    std::optional<routing::Area> area = std::nullopt;  ///< nothing: the row is retired
    WordsEdit words = {};
};

/// Why an edit is not taken; then nothing of it is.
struct EditRefusal {
    enum class Kind {
        NotOpen,  ///< no such draft, or it is published or thrown away
        NoRow,
        Changed,  ///< somebody else has changed the row since; the reader decides what stands
        Faulty    ///< see faults: all at once
    };
    Kind kind;
    routing::Faults faults = {};
};

/// Who edits: nobody for the command line.
using Editor = std::optional<PersonId>;

/// Changes, adds, retires or takes back a row. Edits of different rows go side by side, also words of the same row; the row itself only
/// when nobody changed it since `expected`. Returns the row's number.
Result<std::string, EditRefusal> edit_row(db::Database& database, DraftId id, RowEdit edit, Editor by, Timestamp now);

/// A new area beside an area, answered for by the same roles, with those of its words that are named. Returns the new row's number.
struct RowSplit {
    std::string row;
    unsigned expected = 0;
    std::string name;  ///< of the new area
    std::vector<std::string> terms = {};
    std::vector<std::string> examples = {};
};
Result<std::string, EditRefusal> split_row(db::Database& database, DraftId id, const RowSplit& split, Editor by, Timestamp now);

/// What would be wrong with the draft as a version: every fault of the matrix and of the words. The line is that of the file which a
/// download gives.
routing::Faults draft_faults(const Candidate& draft);
/// The number of the area that stands on a line of that file; "" for none.
std::string row_on_line(const routing::Matrix& matrix, std::size_t line);

/// Files that are to take a draft's place. An empty one leaves that part as it is.
struct DraftFiles {
    std::string matrix;
    std::string words;
};
/// What the draft would say, or every fault. A row is known by its number: its key stays whatever the file says.
struct UploadFaults {
    routing::Faults matrix;
    routing::Faults words;
};
struct Wanted {
    routing::Matrix matrix;
    routing::Lexicon lexicon;
};
Result<Wanted, UploadFaults> read_files(const Candidate& draft, const DraftFiles& files);
/// Takes them in, each difference as a change of its own. Refused when the draft is no longer at `expected`.
Result<unsigned, EditRefusal> take_files(db::Database& database, DraftId id, unsigned expected, const Wanted& wanted, Editor by,
                                         Timestamp now);

/// A new draft of a version with the files taken in, and its line in the audit; or every fault, and no draft.
Result<DraftId, UploadFaults> import_as_draft(db::Database& database, std::string_view name, VersionId base, const DraftFiles& files,
                                              const identity::Actor& by, Timestamp now);

}  // namespace ansvar::matrix
