#include "mail/letter.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace ansvar::mail {

namespace {

constexpr std::array<std::pair<LetterKind, std::string_view>, 24> names{{{LetterKind::Receipt, "receipt"},
                                                                         {LetterKind::NewTicket, "new_ticket"},
                                                                         {LetterKind::Copied, "copied"},
                                                                         {LetterKind::Reply, "reply"},
                                                                         {LetterKind::RequesterWrote, "requester_wrote"},
                                                                         {LetterKind::HandedOver, "handed_over"},
                                                                         {LetterKind::Closed, "closed"},
                                                                         {LetterKind::Question, "question"},
                                                                         {LetterKind::Reopened, "reopened"},
                                                                         {LetterKind::Assigned, "assigned"},
                                                                         {LetterKind::NamedReader, "named_reader"},
                                                                         {LetterKind::GlassBroken, "glass_broken"},
                                                                         {LetterKind::Mention, "mention"},
                                                                         {LetterKind::Outside, "outside"},
                                                                         {LetterKind::Merged, "merged"},
                                                                         {LetterKind::Split, "split"},
                                                                         {LetterKind::DueSoon, "due_soon"},
                                                                         {LetterKind::Overdue, "overdue"},
                                                                         {LetterKind::Reminder, "reminder"},
                                                                         {LetterKind::Digest, "digest"},
                                                                         {LetterKind::Monday, "monday"},
                                                                         {LetterKind::WebhookPaused, "webhook_paused"},
                                                                         {LetterKind::SignIn, "sign_in"},
                                                                         {LetterKind::ConfirmTicket, "confirm_ticket"}}};

static_assert(names.size() == all_letter_kinds.size());

}  // namespace

std::string_view name(LetterKind kind) {
    for (const auto& [each, word] : names) {
        if (each == kind) {
            return word;
        }
    }
    throw std::logic_error("a value outside its enumeration");
}

std::optional<LetterKind> letter_kind_from(std::string_view name) {
    for (const auto& [kind, word] : names) {
        if (word == name) {
            return kind;
        }
    }
    return std::nullopt;
}

}  // namespace ansvar::mail
