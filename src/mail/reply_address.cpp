#include "mail/reply_address.hpp"

#include "core/number.hpp"
#include "core/secret.hpp"

namespace ansvar::mail {

namespace {

constexpr std::size_t hash_length = 20;  ///< hexadecimal digits, 80 bits: every try is a mail
constexpr std::size_t longest_local_part = 64;

}  // namespace

ReplyAddresses::ReplyAddresses(const Settings& settings)
    : plain_{settings.reply_to.value_or(settings.sender)},
      sender_{settings.sender},
      secret_{settings.secret},
      makes_{settings.has_plus_addresses && !settings.secret.empty()} {}

/// Mail systems change the case of addresses, so the hash must not depend on it.
std::string ReplyAddresses::sign(char kind, const std::string& number, const std::string& whose) const {
    return sha256(keyed_hash(secret_, std::string{"mail address "} + kind + number + ' ' + whose)).substr(0, hash_length);
}

MailAddress ReplyAddresses::made(char kind, const std::string& number, const std::string& whose) const {
    if (!makes_) {
        return plain_;
    }
    const auto local = std::string{plain_.local_part()} + '+' + kind + number + '.' + sign(kind, number, whose);
    const auto address = local.size() <= longest_local_part ? MailAddress::parse(local + '@' + std::string{plain_.domain()}) : std::nullopt;
    return address.value_or(plain_);
}

MailAddress ReplyAddresses::for_answers(TicketId ticket, const MailAddress& reader) const { return made('t', ticket.text(), reader.text()); }

MailAddress ReplyAddresses::for_bounces(LetterId letter) const { return makes_ ? made('b', letter.text(), "") : sender_; }

std::optional<std::uint64_t> ReplyAddresses::number_of(const MailAddress& to, char kind, const std::string& whose) const {
    const auto prefix = std::string{plain_.local_part()} + '+' + kind;
    const auto local = to.local_part();
    const auto dot = local.rfind('.');
    if (!makes_ || to.domain() != plain_.domain() || !local.starts_with(prefix) || dot == std::string_view::npos || dot < prefix.size()) {
        return {};
    }
    const auto number = std::string{local.substr(prefix.size(), dot - prefix.size())};
    const auto value = whole_number<std::uint64_t>(number);
    return value && equal_secret(local.substr(dot + 1), sign(kind, number, whose)) ? value : std::nullopt;
}

std::optional<TicketId> ReplyAddresses::ticket_of(const MailAddress& to, const MailAddress& writer) const {
    const auto number = number_of(to, 't', writer.text());
    return number ? std::optional{TicketId{*number}} : std::nullopt;
}

std::optional<LetterId> ReplyAddresses::letter_of(const MailAddress& to) const {
    const auto number = number_of(to, 'b', "");
    return number ? std::optional{LetterId{*number}} : std::nullopt;
}

bool ReplyAddresses::is_ours(const MailAddress& address) const {
    if (address == plain_ || address == sender_) {
        return true;
    }
    return address.domain() == plain_.domain() && address.local_part().starts_with(std::string{plain_.local_part()} + '+');
}

}  // namespace ansvar::mail
