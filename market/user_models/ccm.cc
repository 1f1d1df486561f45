// Click chain: the user reads from the top; what happens after a click depends
// on how attractive the ad was.
//
//   P(examined_{r+1}) = P(examined_r) * ((1 - a) * tau_1
//                                        + a * ((1 - a) * tau_2 + a * tau_3))
//
// Guo, Liu, Kannan, Minka, Taylor, Wang, Faloutsos, "Click Chain Model in Web
// Search", WWW 2009.
//
// Parameters:
//   after_skip              [1]  tau_1, 0..1, default 0.9
//   after_plain_click       [1]  tau_2, 0..1, default 0.7
//   after_attractive_click  [1]  tau_3, 0..1, default 0.3
#include "market/user_model.h"
#include "market/user_models/top_down.h"

namespace souk::market {
namespace {

ParamSpec StepParam(std::string name, double default_value, std::string help) {
  return {.name = std::move(name),
          .default_value = {default_value},
          .min = 0,
          .max = 1,
          .help = std::move(help)};
}

}  // namespace

UserModelEntry Ccm() {
  return {.name = "ccm",
          .help = "Reads from the top, stays longer after dull clicks",
          .params = {StepParam("after_skip", 0.9,
                               "P(going on) after an ad without a click."),
                     StepParam("after_plain_click", 0.7,
                               "P(going on) after a click, attraction 0."),
                     StepParam("after_attractive_click", 0.3,
                               "P(going on) after a click, attraction 1.")},
          .make = [](const ParamSet& params) {
            return TopDown(
                {.after_skip = params.number("after_skip"),
                 .after_click = {{params.number("after_plain_click"),
                                  params.number("after_attractive_click")}}});
          }};
}

}  // namespace souk::market
