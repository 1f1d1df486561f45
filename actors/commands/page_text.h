// A page view, told step by step on a terminal.
#pragma once

#include <string>

#include "scenarios/page_story.h"

namespace souk::actors {

/// Page, rule, candidates by expected payment, slots and prices, the user's
/// answers, the ledger. At most `most` candidates that won nothing. Money in
/// whole units of currency. Ends with a newline.
std::string PageText(const market::MarketSpec& spec,
                     const scenarios::PageStory& story, size_t most);

/// What any bid of one candidate would have got it, a row for each step. Ends
/// with a newline.
std::string LandscapeText(const market::MarketSpec& spec,
                          const scenarios::PageStory& story, size_t candidate);

}  // namespace souk::actors
