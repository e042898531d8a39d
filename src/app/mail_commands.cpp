#include "app/mail_commands.hpp"

#include <fmt/format.h>
#include <sysexits.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include "app/command_line.hpp"
#include "app/command_work.hpp"
#include "app/files.hpp"
#include "app/store.hpp"
#include "app/transport.hpp"
#include "inbox/read_apart.hpp"
#include "inbox/reception.hpp"
#include "mail/maildir.hpp"
#include "mail/reply_address.hpp"
#include "mail/test_letter.hpp"
#include "web/texts.hpp"

namespace ansvar::app {

namespace {

constexpr std::size_t most_bytes = mail::IncomingLimits{}.bytes;

/// As it was piped in; one byte more than the limit shows that it is too large.
std::string read_input() {
    std::string raw(most_bytes + 1, '\0');
    std::cin.read(raw.data(), static_cast<std::streamsize>(raw.size()));
    raw.resize(static_cast<std::size_t>(std::cin.gcount()));
    return raw;
}

int say_what_would_happen(const Config& config, const std::string& raw) {
    const auto read = inbox::read_apart(config.program, raw);
    if (!read) {
        std::cout << "could not be read\n";
        return EX_DATAERR;
    }
    Store store{config};
    db::Database database{store.settings()};
    CommandWork work{config, database};
    auto settings = config.mail_settings("");
    settings.secret = config.secret();
    const mail::ReplyAddresses addresses{settings};
    const inbox::Reception reception{{.desk = work.desk(),
                                      .addresses = addresses,
                                      .strangers = inbox::strangers_from(config.mail_strangers).value_or(inbox::Strangers::Hold),
                                      .trusted_server = config.mail_trusted_server}};
    const auto finding = reception.preview(*read);
    std::cout << fmt::format("from: {}\nsubject: {}\noutcome: {}\n", read->from ? read->from->text() : "-", read->subject, name(finding.outcome));
    if (finding.why != inbox::Why::None) {
        std::cout << "because: " << name(finding.why) << "\n";
    }
    if (finding.ticket) {
        std::cout << "ticket: " << finding.ticket->text() << "\n";
    }
    return EX_OK;
}

}  // namespace

int receive_mail(const Config& config, bool dry_run) {
    std::signal(SIGPIPE, SIG_IGN);
    const auto raw = read_input();
    if (raw.size() > most_bytes) {
        std::cerr << "the mail is larger than 40 MB\n";
        return EX_DATAERR;
    }
    if (dry_run) {
        return say_what_would_happen(config, raw);
    }
    try {
        mail::deliver(config.maildir(), raw);
        return EX_OK;
    } catch (const std::exception& fault) {
        std::cerr << fault.what() << "\n";
        return EX_TEMPFAIL;
    }
}

int send_test_letter(const Config& config, const std::string& to) {
    const auto recipient = MailAddress::parse(to);
    if (!recipient) {
        std::cerr << to << " is no mail address\n";
        return EX_USAGE;
    }
    const auto settings = config.mail_settings("");
    const web::Texts texts{share_folder() / "templates" / "text"};
    const auto delivery = make_transport(config)->send(mail::test_letter(settings, texts, web::Language::Sv, *recipient, SystemClock{}.now()));
    std::cout << name(delivery.outcome) << ": " << delivery.reply << "\n";
    return delivery.outcome == mail::Outcome::Sent ? EX_OK : EX_TEMPFAIL;
}

int read_mail_for_service() { return inbox::read_for_another(STDIN_FILENO, STDOUT_FILENO); }

void add_mail_commands(CommandLine& line) {
    struct Given {
        std::string to;
        bool dry_run = false;
    };
    auto& config = line.config();
    const auto given = std::make_shared<Given>();
    auto& mail = line.group("mail", "Mail to Ansvar");
    line.add(mail, "receive", "Take a mail from standard input, as a mail server hands it over", [&config, given] { return receive_mail(config, given->dry_run); }, true)
        ->add_flag("--dry-run", given->dry_run, "Only say what would become of it");
    line.add(mail, "test", "Send a short letter now, and print what the mail server said", [&config, given] { return send_test_letter(config, given->to); }, true)
        ->add_option("TO", given->to, "A mail address")
        ->required();
    line.add_bare(mail, "read", "", read_mail_for_service)->group("");  // what the service starts for each mail
}

}  // namespace ansvar::app
